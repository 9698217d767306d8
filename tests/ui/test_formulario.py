"""The form of a filing: each change is in the draft, also one whose own run was cut by a button pressed on top of it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from portal.services import borradores, configuracion
from portal.services.contexto import SISTEMA
from portal.settings import PROYECTO
from portal.ui import formulario
from tests.factories import presentaciones

OTRA = PROYECTO / "tests" / "data" / "otra.toml"


def pantalla(borrador_id: str) -> None:
    """The form alone, as the screen draws it."""
    from portal.services import borradores
    from portal.ui import formulario, state

    borrador = borradores.ver(state.ctx(), borrador_id)
    formulario.dibujar(borrador, {})
    formulario.guardado(borrador)
    formulario.termina()


def abrir(borrador_id: str) -> AppTest:
    prueba = AppTest.from_function(pantalla, args=(borrador_id,), default_timeout=20)
    prueba.query_params["borrador"] = borrador_id
    prueba.run()
    assert not prueba.exception
    return prueba


def valor(propio, borrador_id: str, campo: str) -> object:
    return borradores.ver(propio, borrador_id).valores[campo]


def test_lo_que_se_escribe_queda_en_el_borrador(ctx, propio):
    borrador = presentaciones.borrador(ctx, propio.actor, archivos=())
    prueba = abrir(borrador)

    prueba.text_area(formulario.clave(borrador, "asunto")).input("Pido mapas").run()

    assert not prueba.exception
    assert valor(propio, borrador, "asunto") == "Pido mapas"


def test_un_cambio_cortado_por_un_boton_se_guarda_en_la_pasada_siguiente(ctx, propio):
    borrador = presentaciones.borrador(ctx, propio.actor, archivos=())
    prueba = abrir(borrador)

    prueba.session_state[formulario.clave(borrador, "asunto")] = (
        "Pido mapas"  # the widget has it, its callback never ran
    )
    prueba.run()

    assert not prueba.exception
    assert valor(propio, borrador, "asunto") == "Pido mapas"


def test_lo_que_otro_equipo_escribio_no_se_pisa_con_lo_que_esta_pestana_mostraba(ctx, propio):
    borrador = presentaciones.borrador(ctx, propio.actor, archivos=())
    prueba = abrir(borrador)
    borradores.guardar(propio, borrador, valores={"asunto": "Escrito en el teléfono"})

    prueba.text_input(formulario.clave(borrador, "numero")).input("7").run()
    prueba.run()

    assert valor(propio, borrador, "numero") == "7"
    assert valor(propio, borrador, "asunto") == "Escrito en el teléfono"


def test_el_campo_que_depende_de_otro_aparece_y_se_va_con_el(ctx, propio):
    configuracion.publicar(ctx.como(SISTEMA), configuracion.leer_preset(OTRA), autor="pruebas")
    borrador = borradores.empezar(propio).id
    prueba = abrir(borrador)
    ausente = [lista.key for lista in prueba.selectbox]

    prueba.toggle(formulario.clave(borrador, "conozco_destino")).set_value(True).run()

    assert formulario.clave(borrador, "destino") not in ausente
    assert formulario.clave(borrador, "destino") in [lista.key for lista in prueba.selectbox]


def test_cerca_del_limite_se_dice_cuanto_queda(ctx, propio):
    borrador = presentaciones.borrador(ctx, propio.actor, archivos=())
    tope = next(c.maximo for c in borradores.ver(propio, borrador).institucion.formulario.campos if c.id == "asunto")
    prueba = abrir(borrador)

    prueba.text_area(formulario.clave(borrador, "asunto")).input("x" * (tope - 3)).run()

    assert "Le quedan 3 caracteres." in "".join(html.proto.body for html in prueba.get("html"))
