"""Building a form piece by piece keeps what was there, and never leaves a rule looking at nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import disenador
from portal.domain.campos import Campo, Condicion, Formulario, Opcion, Ranura, Seccion

LLAMADA = Condicion(campo="llamada", op="igual", valor=True)


def formulario() -> Formulario:
    return Formulario(
        secciones=(
            Seccion(
                id="documento",
                titulo="Documento",
                campos=(
                    Campo(id="asunto", clase="texto", etiqueta="Asunto", papel="asunto", obligatorio=True),
                    Campo(id="llamada", clase="si_no", etiqueta="¿Desea que lo llamemos?"),
                    Campo(id="celular", clase="telefono", etiqueta="Celular", condicion=LLAMADA, exigido_si=LLAMADA),
                ),
            ),
            Seccion(
                id="lugar",
                titulo="Lugar",
                condicion=LLAMADA,
                campos=(
                    Campo(id="nota", clase="explicacion", etiqueta="Nota"),
                    Campo(id="region", clase="opcion", etiqueta="Región", opciones=(Opcion(id="lima", nombre="Lima"),)),
                    Campo(id="distrito", clase="opcion", etiqueta="Distrito", depende_de="region"),
                ),
            ),
        ),
        ranuras=(
            Ranura(id="principal", etiqueta="Principal"),
            Ranura(id="croquis", etiqueta="Croquis", condicion=Condicion(campo="region", op="lleno")),
        ),
    )


def ids(f: Formulario) -> list[list[str]]:
    return [[c.id for c in s.campos] for s in f.secciones] + [[r.id for r in f.ranuras]]


@pytest.mark.parametrize(
    ("nombre", "esperado"),
    [
        ("Número de su documento", "numero_de_su_documento"),
        ("¿Desea que lo llamemos?", "desea_que_lo_llamemos"),
        ("2.º apellido", "n2_o_apellido"),
        ("¡!", "n"),
        ("Celular", "celular_3"),
        ("x" * 60, "x" * 34),
    ],
)
def test_el_identificador_sale_del_rotulo_y_no_se_repite(nombre, esperado):
    assert disenador.nuevo_id(nombre, {"celular", "celular_2"}) == esperado


@given(st.text(max_size=80), st.sets(st.sampled_from(["n", "a", "celular", "n_2"])))
def test_cualquier_rotulo_da_un_identificador_valido(nombre, otros):
    elegido = disenador.nuevo_id(nombre, otros)

    assert Campo(id=elegido, clase="texto", etiqueta="x").id not in otros


def test_se_agrega_tras_el_elegido_o_al_final():
    nuevo = Campo(id="nuevo", clase="texto", etiqueta="Nuevo")
    otra = Ranura(id="foto", etiqueta="Foto")
    f = formulario()

    assert ids(disenador.agregar_campo(f, nuevo, "documento", tras="asunto"))[0] == [
        "asunto", "nuevo", "llamada", "celular",
    ]  # fmt: skip
    assert ids(disenador.agregar_campo(f, nuevo, "lugar"))[1][-1] == "nuevo"
    assert ids(disenador.agregar_ranura(f, otra))[2] == ["principal", "croquis", "foto"]
    assert disenador.agregar_seccion(f, "Lugar").secciones[-1].id == "lugar_2"


def test_cada_pieza_se_cambia_sin_tocar_las_demas():
    f = formulario()

    for cual, cambio in {"campo:celular": {"etiqueta": "Móvil"}, "ranura:principal": {"etiqueta": "Carta"}}.items():
        nueva = disenador.pieza(f, cual).model_copy(update=cambio)
        f = disenador.poner(f, nueva)
    f = disenador.poner(f, f.secciones[0].model_copy(update={"titulo": "Su documento"}))

    assert (f.campo("celular").etiqueta, f.ranura("principal").etiqueta) == ("Móvil", "Carta")
    assert f.secciones[0].titulo == "Su documento"
    assert ids(f) == ids(formulario())
    assert disenador.pieza(f, "campo:nadie") is None


def test_una_copia_va_detras_con_otro_nombre_y_sin_papel():
    f, copia = disenador.duplicar(formulario(), "campo:asunto")
    g, otra = disenador.duplicar(f, "ranura:principal")

    assert copia == "campo:asunto_copia"
    assert f.campo("asunto_copia").papel is None
    assert ids(g)[0][:2] == ["asunto", "asunto_copia"]
    assert ids(g)[2] == ["principal", otra.removeprefix("ranura:"), "croquis"]
    assert disenador.duplicar(f, "seccion:lugar") == (f, "seccion:lugar")
    assert disenador.duplicar(f, "campo:nadie") == (f, "campo:nadie")


def test_subir_y_bajar_pasa_de_una_seccion_a_la_otra():
    f = formulario()

    assert ids(disenador.mover(f, "campo:asunto", 1))[0] == ["llamada", "asunto", "celular"]
    assert ids(disenador.mover(f, "campo:nota", -1))[:2] == [
        ["asunto", "llamada", "celular", "nota"], ["region", "distrito"],
    ]  # fmt: skip
    assert ids(disenador.mover(f, "campo:celular", 1))[1][0] == "celular"
    assert [s.id for s in disenador.mover(f, "seccion:lugar", -1).secciones] == ["lugar", "documento"]
    assert ids(disenador.mover(f, "ranura:principal", 1))[2] == ["croquis", "principal"]


@pytest.mark.parametrize(
    ("pieza", "pasos"), [("campo:asunto", -1), ("campo:distrito", 1), ("ranura:croquis", 1), ("campo:nadie", 1)]
)
def test_en_el_borde_no_se_mueve(pieza, pasos):
    assert disenador.mover(formulario(), pieza, pasos) == formulario()


def test_un_campo_se_lleva_a_otra_seccion():
    f = formulario()

    assert ids(disenador.llevar(f, "celular", "lugar"))[:2] == [
        ["asunto", "llamada"], ["nota", "region", "distrito", "celular"],
    ]  # fmt: skip
    assert disenador.llevar(f, "celular", "documento") == f
    assert disenador.llevar(f, "nadie", "lugar") == f


def test_lo_que_mira_a_un_campo_se_dice_antes_de_quitarlo_y_se_va_con_el():
    f = formulario()

    miradas = [(m.quien.id, m.que) for m in disenador.miradas(f, "campo:llamada")]
    sin = disenador.quitar(f, "campo:llamada")

    assert miradas == [("celular", "condicion"), ("celular", "exigido_si"), ("lugar", "condicion")]
    assert (sin.campo("celular").condicion, sin.campo("celular").exigido_si) == (None, None)
    assert sin.secciones[1].condicion is None
    assert ids(sin)[0] == ["asunto", "celular"]


def test_una_seccion_se_va_con_sus_campos_y_lo_que_los_miraba():
    f = formulario()

    miradas = [(m.quien.id, m.que) for m in disenador.miradas(f, "seccion:lugar")]
    sin = disenador.quitar(f, "seccion:lugar")

    assert miradas == [("croquis", "condicion")]
    assert ids(sin) == [["asunto", "llamada", "celular"], ["principal", "croquis"]]
    assert sin.ranura("croquis").condicion is None
    assert ids(disenador.quitar(f, "ranura:croquis"))[2] == ["principal"]
    assert disenador.miradas(f, "ranura:croquis") == ()


def test_una_regla_solo_mira_lo_que_esta_antes():
    f = formulario()

    assert [c.id for c in disenador.mirables(f, "campo:celular")] == ["asunto", "llamada"]
    assert [c.id for c in disenador.mirables(f, "seccion:lugar")] == ["asunto", "llamada", "celular"]
    assert [c.id for c in disenador.mirables(f, "ranura:principal")] == [
        "asunto", "llamada", "celular", "region", "distrito",
    ]  # fmt: skip
    assert disenador.seccion_de(f, "nadie") is None
