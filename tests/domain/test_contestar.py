from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.campos import Campo, Condicion, Formulario, Opcion, Seccion
from portal.domain.contestar import ajustado, contestar, muestra, separar_documento
from portal.domain.errors import DatoInvalido
from portal.domain.formulario import (
    Entorno,
    Pregunta,
    campos_visibles,
    con_iniciales,
    ordenadas,
    preguntas,
    ranuras_visibles,
    sin_lo_que_ya_no_se_ofrece,
    validar,
)
from portal.i18n import explain
from tests.factories import formularios, instituciones

INSTITUCION = formularios.institucion()
TODO = INSTITUCION.formulario
HOY = Entorno(INSTITUCION.escritorio, date(2026, 11, 17))


def _motivos(**valores: object) -> dict[str, object]:
    """Why each answer is refused, with everything else right."""
    return {
        campo: error.facts["motivo"] for campo, error in validar(TODO, formularios.CORRECTO | valores, HOY)[1].items()
    }


def _pregunta(campo_id: str, **valores: object) -> Pregunta:
    return next(p for p in preguntas(TODO, formularios.CORRECTO | valores, HOY) if p.campo.id == campo_id)


def test_lo_bien_contestado_queda_limpio_y_lo_que_solo_se_lee_no_es_respuesta():
    limpios, errores = validar(
        TODO,
        formularios.CORRECTO
        | {"placa": "abc 123", "titular": "20131370645", "celular": "(01) 555-0100", "correo": " A@B.pe "},
        HOY,
    )

    assert errores == {}
    assert limpios == {
        "asunto": "Pido mapas", "tipo": "carta", "subtipo": "", "placa": "abc-123", "fecha": "", "paginas": "1",
        "correo": "a@b.pe", "celular": "015550100", "titular": "ruc:20131370645", "anterior": "", "conozco": True,
        "centro": "lima", "dependencia": "compras", "juro": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("campo", "escrito", "motivo"),
    [
        ("correo", "a@b", "correo_dominio"),
        ("celular", "12", "telefono_longitud"),
        ("titular", "dni:1234", "dni_longitud"),
        ("titular", "ruc:20131370640", "ruc_verificador"),
        ("titular", "ce:12", "ce_formato"),
        ("tipo", "fax", "opcion"),
        ("subtipo", "multiple", "opcion"),
        ("placa", "AB-1234", "patron"),
        ("placa", "ABC-1234", "patron"),
        ("fecha", "2026-11-18", "fecha_futura"),
        ("dependencia", "refineria", "opcion"),
        ("juro", False, "declaracion"),
        ("juro", "", "declaracion"),
        ("titular", "dni:", None),
        ("anterior", "lo que recuerde", None),
        ("fecha", "2026-11-17", None),
    ],
)
def test_cada_clase_dice_que_regla_no_se_cumple(campo, escrito, motivo):
    _, errores = validar(TODO, formularios.CORRECTO | {campo: escrito}, HOY)

    assert _motivos(**{campo: escrito}) == ({campo: motivo} if motivo else {})
    assert all(explain(error) for error in errores.values())


def test_la_dependencia_es_de_su_centro_publica_y_de_hoy():
    en_talara = _pregunta("dependencia", centro="talara").opciones

    assert [o.id for o in en_talara] == ["refineria"]
    assert [o.id for o in _pregunta("dependencia", centro="lima").opciones] == ["gerencia", "compras"]
    antes = Entorno(INSTITUCION.escritorio, date(2020, 12, 31))
    assert "antigua" in [o.id for o in antes.dependencias]


def test_sin_saber_de_oficinas_cualquiera_vale():
    pregunta = next(p for p in preguntas(TODO, {"conozco": True}) if p.campo.id == "centro")

    assert (pregunta.opciones, contestar(pregunta, "donde_sea")) == (None, "donde_sea")


def test_se_exige_segun_lo_que_se_dijo_antes():
    assert _motivos(correo="") == {"celular": "obligatorio"}
    assert _motivos(correo="", celular="987654321") == {}


def test_una_seccion_con_condicion_se_oculta_entera():
    assert _motivos(conozco=False, centro="", dependencia="zzz") == {}
    limpios, _ = validar(TODO, formularios.CORRECTO | {"conozco": False}, HOY)
    assert limpios.keys().isdisjoint({"centro", "dependencia"})


def test_nadie_queda_detenido_por_una_lista_sin_opciones():
    vacio = Entorno(INSTITUCION.escritorio.model_copy(update={"centros": ()}), date(2026, 11, 17))
    de_talara = Entorno(
        INSTITUCION.escritorio.model_copy(update={"dependencias": INSTITUCION.escritorio.dependencias[:3]}),
        date(2026, 11, 17),
    )

    assert "centro" not in validar(TODO, formularios.CORRECTO | {"centro": "", "dependencia": ""}, vacio)[1]
    assert validar(TODO, formularios.CORRECTO | {"centro": "talara", "dependencia": ""}, de_talara)[1] == {}


def test_lo_que_nadie_toco_empieza_con_su_valor_inicial():
    conocido = con_iniciales(TODO, {"asunto": "x"}, HOY)

    assert conocido == {"asunto": "x", "paginas": "1"}
    assert con_iniciales(TODO, {"paginas": ""}, HOY) == {"paginas": ""}
    assert validar(TODO, formularios.CORRECTO, HOY)[0]["paginas"] == "1"
    assert validar(TODO, formularios.CORRECTO | {"paginas": ""}, HOY)[0]["paginas"] == ""


def test_un_valor_inicial_que_ya_no_se_ofrece_no_se_da_por_contestado():
    campo = Campo(
        id="x", clase="opcion", etiqueta="X", inicial="a", opciones=(Opcion(id="a", nombre="A", activa=False),)
    )
    juro = Campo(id="juro", clase="declaracion", etiqueta="Juro", inicial=True, obligatorio=True)
    formulario = Formulario(secciones=(Seccion(id="s", titulo="S", campos=(campo, juro)),), ranuras=())

    assert con_iniciales(formulario, {}, HOY) == {"x": "", "juro": ""}
    assert validar(formulario, {}, HOY)[1].keys() == {"juro"}


def test_al_cambiar_la_lista_de_la_que_depende_se_olvida_lo_que_ya_no_esta():
    antes = formularios.CORRECTO | {"subtipo": "simple"}

    assert sin_lo_que_ya_no_se_ofrece(TODO, antes, HOY) == antes
    assert sin_lo_que_ya_no_se_ofrece(TODO, antes | {"tipo": "oficio", "centro": "talara"}, HOY) == antes | {
        "tipo": "oficio", "centro": "talara", "subtipo": "", "dependencia": "",
    }  # fmt: skip
    oculto = antes | {"conozco": False, "centro": "talara"}
    assert sin_lo_que_ya_no_se_ofrece(TODO, oculto, HOY) == oculto


def test_las_opciones_se_muestran_en_el_orden_que_se_pidio():
    assert [o.id for o in ordenadas(_pregunta("tipo"), {"oficio": 3, "carta": 1})] == ["oficio", "carta"]
    assert [o.id for o in ordenadas(_pregunta("tipo"), {})] == ["carta", "oficio"]
    assert [o.id for o in ordenadas(_pregunta("subtipo"), {})] == ["notarial", "simple"]
    assert [o.id for o in ordenadas(_pregunta("centro"), {})] == ["lima", "talara"]
    assert ordenadas(Pregunta(_pregunta("centro").campo, exigida=False, opciones=None), {}) == ()


@pytest.mark.parametrize(
    ("patron", "texto", "puesto"),
    [
        ("AAA-999", "abc-123", "abc-123"),
        ("AAA-999", "ABC123", "ABC-123"),
        ("EXP 9999", "2021", "EXP 2021"),
        ("EXP 9999", "exp-2021", "EXP 2021"),
        ("**-9", "a1-2", "a1-2"),
        ("AA", "ñÑ", "ñÑ"),
        ("99", "٣٣", None),
        ("99", "1", None),
        ("99", "123", None),
    ],
)
def test_un_patron_se_ajusta_a_lo_escrito_o_dice_que_no(patron, texto, puesto):
    assert ajustado(patron, texto) == puesto
    assert ajustado(patron, muestra(patron)) == muestra(patron)


@pytest.mark.parametrize(
    ("valor", "leido"),
    [
        ("dni:45678912", ("dni", "45678912")),
        ("45678912", ("dni", "45678912")),
        ("001234567", ("ce", "001234567")),
        ("20131370645", ("ruc", "20131370645")),
        ("lm:123", ("dni", "lm:123")),
        ("", ("dni", "")),
    ],
)
def test_un_documento_se_lee_con_su_clase_o_por_su_largo(valor, leido):
    assert separar_documento(valor) == leido


@given(st.data())
def test_con_cualquier_formulario_y_cualquier_respuesta_queda_limpio_o_se_dice_por_que(data):
    formulario = data.draw(instituciones.formularios())
    valores = data.draw(instituciones.respuestas(formulario))

    limpios, errores = validar(formulario, valores, HOY)

    visibles = {campo.id for campo in campos_visibles(formulario, valores) if campo.clase != "explicacion"}
    assert limpios.keys() | errores.keys() == visibles
    assert limpios.keys().isdisjoint(errores)
    assert all(explain(error) for error in errores.values())
    if not errores:
        assert validar(formulario, limpios, HOY) == (limpios, {})
        assert ranuras_visibles(formulario, limpios) == ranuras_visibles(
            formulario, con_iniciales(formulario, valores, HOY)
        )


@given(st.data())
def test_limpiar_dos_veces_una_respuesta_no_cambia_nada(data):
    formulario = data.draw(instituciones.formularios())
    valores = data.draw(instituciones.respuestas(formulario))

    for pregunta in preguntas(formulario, valores, HOY):
        try:
            limpio = contestar(pregunta, valores.get(pregunta.campo.id, ""))
        except DatoInvalido:
            continue
        assert contestar(pregunta, limpio) == limpio


def test_se_mira_lo_mismo_antes_y_despues_de_limpiar():
    """What nobody sees does not fill a field, and a figure with zeros is the same figure."""
    de = lambda valor: Condicion(campo="a", op="igual", valor=valor)  # noqa: E731 -- two conditions alike
    formulario = Formulario(
        secciones=(
            Seccion(
                id="s",
                titulo="S",
                campos=(
                    Campo(id="a", clase="entero", etiqueta="A"),
                    Campo(id="b", clase="texto", etiqueta="B", condicion=de("7")),
                    Campo(id="c", clase="texto", etiqueta="C", condicion=Condicion(campo="b", op="lleno")),
                ),
            ),
        ),
        ranuras=(),
    )

    assert [c.id for c in campos_visibles(formulario, {"a": "007", "b": "\u200b"})] == ["a", "b"]
