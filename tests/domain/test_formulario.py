from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.campos import Campo, Condicion, Formulario, Opcion, Ranura, Seccion
from portal.domain.configuracion import Institucion
from portal.domain.contestar import contestar
from portal.domain.errors import DatoInvalido
from portal.domain.formulario import (
    MAXIMO_TEXTO,
    Entorno,
    Pregunta,
    campos_visibles,
    ranuras_visibles,
    se_cumple,
    validar,
)
from portal.i18n import explain

OTRA = Institucion.model_validate(tomllib.loads((Path(__file__).parents[1] / "data" / "otra.toml").read_text("utf-8")))
MARTES = date(2026, 11, 17)
HOY = Entorno(OTRA.escritorio, MARTES)
COMPLETO = {
    "sumilla": "Fuga de agua",
    "fecha_documento": "2026-11-16",
    "folios_enviados": "3",
    "clase_correspondencia": "reclamo",
}


def _campo(clase: str, **reglas: object) -> Campo:
    return Campo.model_validate({"id": "x", "clase": clase, "etiqueta": "Dato", **reglas})


def _pregunta(campo: Campo) -> Pregunta:
    """The field as it stands, asked on that Tuesday."""
    return Pregunta(campo, campo.obligatorio, campo.opciones, MARTES)


def _formulario(*campos: Campo) -> Formulario:
    return Formulario(secciones=(Seccion(id="s", titulo="S", campos=campos),), ranuras=())


@pytest.mark.parametrize(
    ("op", "valor", "escrito", "cumple"),
    [
        ("igual", "a", "a", True),
        ("igual", "a", "b", False),
        ("igual", True, True, True),
        ("igual", True, False, False),
        ("igual", True, None, False),
        ("distinto", "a", "b", True),
        ("distinto", "a", None, True),
        ("distinto", "a", "a", False),
        ("lleno", "", "x", True),
        ("lleno", "", "", False),
        ("lleno", "", None, False),
        ("vacio", "", None, True),
        ("vacio", "", "x", False),
        ("vacio", "", False, True),
    ],
)
def test_una_condicion_mira_lo_escrito_en_otro_campo(op, valor, escrito, cumple):
    valores = {} if escrito is None else {"otro": escrito}

    assert se_cumple(Condicion(campo="otro", op=op, valor=valor), valores) is cumple


def test_sin_condicion_se_pregunta_siempre():
    assert se_cumple(None, {})


@pytest.mark.parametrize(("valores", "se_pregunta"), [({}, True), ({"si": False}, True), ({"si": True}, False)])
def test_un_interruptor_que_nadie_toco_esta_apagado(valores, se_pregunta):
    motivo = Campo(id="m", clase="texto", etiqueta="M", condicion=Condicion(campo="si", op="igual", valor=False))
    formulario = _formulario(Campo(id="si", clase="si_no", etiqueta="S"), motivo)

    assert (motivo in campos_visibles(formulario, valores)) is se_pregunta


def test_unos_espacios_no_llenan_un_campo():
    segundo = Campo(id="b", clase="texto", etiqueta="B", condicion=Condicion(campo="a", op="lleno"))
    formulario = _formulario(Campo(id="a", clase="texto", etiqueta="A"), segundo)

    assert segundo not in campos_visibles(formulario, {"a": "   "})


def test_lo_que_depende_de_un_campo_oculto_tambien_se_oculta():
    formulario = _formulario(
        Campo(id="a", clase="si_no", etiqueta="A"),
        Campo(id="b", clase="si_no", etiqueta="B", condicion=Condicion(campo="a", op="igual", valor=True)),
        Campo(id="c", clase="texto", etiqueta="C", condicion=Condicion(campo="b", op="igual", valor=True)),
    )

    assert [c.id for c in campos_visibles(formulario, {"a": True, "b": True})] == ["a", "b", "c"]
    assert [c.id for c in campos_visibles(formulario, {"a": False, "b": True})] == ["a"]


def test_una_ranura_tambien_puede_tener_condicion():
    assert [r.id for r in ranuras_visibles(OTRA.formulario, COMPLETO)] == ["archivos"]
    assert [r.id for r in ranuras_visibles(OTRA.formulario, COMPLETO | {"conozco_destino": True})] == [
        "archivos",
        "sustento",
    ]


def test_lo_oculto_y_lo_desconocido_se_desecha():
    limpios, errores = validar(OTRA.formulario, COMPLETO | {"destino": "gerencia", "otra_cosa": "x"}, HOY)

    assert errores == {}
    assert limpios == COMPLETO | {"codigo_propio": "", "conozco_destino": False, "relacionado": "", "observacion": ""}


def test_lo_que_se_hace_visible_se_exige():
    _, errores = validar(OTRA.formulario, COMPLETO | {"conozco_destino": True}, HOY)
    limpios, ninguno = validar(OTRA.formulario, COMPLETO | {"conozco_destino": True, "destino": "comercial"}, HOY)

    assert {campo: error.facts["motivo"] for campo, error in errores.items()} == {"destino": "obligatorio"}
    assert (limpios["destino"], ninguno) == ("comercial", {})


def test_todos_los_errores_salen_juntos_y_cada_uno_tiene_su_frase():
    valores = {"fecha_documento": "16/11/2026", "folios_enviados": "301", "clase_correspondencia": "carta"}

    _, errores = validar(OTRA.formulario, valores | {"codigo_propio": "x" * 61}, HOY)

    assert {campo: explain(error) for campo, error in errores.items()} == {
        "sumilla": "Complete «Sumilla».",
        "fecha_documento": "Escriba la fecha de «Fecha del documento» como día, mes y año.",
        "folios_enviados": "«N.º de páginas» es un número entre 1 y 300.",
        "clase_correspondencia": "Elija una opción de la lista en «Tipo de correspondencia».",
        "codigo_propio": "«N.º de documento» puede tener hasta 60 caracteres. Escribió 61.",
    }


@pytest.mark.parametrize(
    ("campo", "escrito", "limpio"),
    [
        (_campo("texto"), "  INFORME N° 002 – 2021 /BVD  ", "INFORME N° 002 – 2021 /BVD"),
        (_campo("texto"), "a\nb\tc\x00d", "a b c d"),
        (_campo("texto"), "pe\u200bgado\u202e", "pegado"),
        (_campo("texto_largo"), "uno \r\n\r\n  dos\u2028tres", "uno\n\ndos\ntres"),
        (_campo("texto"), "  ", ""),
        (_campo("fecha"), " 2026-02-28 ", "2026-02-28"),
        (_campo("entero"), "007", "7"),
        (_campo("entero"), "0", "0"),
        (_campo("opcion", opciones=[Opcion(id="a", nombre="A")]), "a", "a"),
        (_campo("si_no"), "", False),
        (_campo("si_no"), True, True),
    ],
)
def test_lo_escrito_se_guarda_limpio(campo, escrito, limpio):
    assert contestar(_pregunta(campo), escrito) == limpio


@pytest.mark.parametrize(
    ("campo", "escrito", "motivo"),
    [
        (_campo("texto", obligatorio=True), "\u200b \x00", "obligatorio"),
        (_campo("texto", minimo=5), "hola", "muy_corto"),
        (_campo("texto", maximo=4), "hola!", "muy_largo"),
        (_campo("texto"), "x" * (MAXIMO_TEXTO + 1), "muy_largo"),
        (_campo("texto", maximo=9999), "x" * (MAXIMO_TEXTO + 1), "muy_largo"),
        (_campo("fecha"), "2026-02-30", "fecha"),
        (_campo("fecha"), "28/02/2026", "fecha"),
        (_campo("entero"), "-1", "entero"),
        (_campo("entero"), "1.5", "entero"),
        (_campo("entero"), "٣", "entero"),
        (_campo("entero"), "9" * 400, "entero"),
        (_campo("entero", minimo=2, maximo=3), "4", "entero"),
        (_campo("opcion", opciones=[Opcion(id="a", nombre="A")]), "A", "opcion"),
    ],
)
def test_lo_que_no_cumple_su_regla_se_rechaza_con_su_motivo(campo, escrito, motivo):
    with pytest.raises(DatoInvalido) as error:
        contestar(_pregunta(campo), escrito)

    assert error.value.facts["motivo"] == motivo
    assert explain(error.value)


@given(st.sampled_from(["texto", "texto_largo"]), st.text(max_size=200))
def test_limpiar_dos_veces_no_cambia_nada_y_nada_invisible_queda(clase, escrito):
    limpio = contestar(_pregunta(_campo(clase)), escrito)

    assert contestar(_pregunta(_campo(clase)), limpio) == limpio
    assert all(ord(c) >= 32 or c == "\n" for c in limpio)


def test_una_ranura_sin_tipos_admite_cualquiera_conocido():
    assert Ranura(id="r", etiqueta="R", tipos=()).tipos == ()
