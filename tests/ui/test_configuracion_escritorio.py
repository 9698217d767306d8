"""Offices, terms, routing, mails, procedures and roles on the screen: what is chosen is what will be published."""

from __future__ import annotations

import pytest

from portal.services import propuestas
from portal.ui.config_campos import clave
from tests.factories.configurador import abrir, dicho

PARTES = ("oficinas", "listas", "plazos", "roles", "plantillas", "procedimientos")


def fila(ctx, ruta, cual):
    return next(una for una in dicho(ctx, ruta) if una["id"] == cual)


@pytest.mark.parametrize("parte", PARTES)
def test_cada_parte_se_dibuja_sin_cambiar_nada(ana, parte):
    abrir(parte)

    assert propuestas.ver(ana).cambios == 0


def test_hay_una_sola_mesa_de_partes_y_se_elige_de_una_lista(ana):
    prueba = abrir("oficinas")

    next(s for s in prueba.selectbox if s.key.startswith("config_mesa_")).select("gerencia_general").run()

    assert [una["id"] for una in dicho(ana, "escritorio.dependencias") if una["mesa"]] == ["gerencia_general"]
    assert propuestas.ver(ana).problemas == ()


def test_una_oficina_publicada_que_se_quita_vuelve_inactiva(ana):
    filas = dicho(ana, "escritorio.dependencias")
    sin_ella = [una for una in filas if una["id"] != "logistica"]
    propuestas.cambiar(ana, "escritorio.dependencias", sin_ella, visto=propuestas.ver(ana).revision)

    abrir("oficinas")

    assert fila(ana, "escritorio.dependencias", "logistica")["activa"] is False


def test_los_plazos_se_cambian_y_el_de_ley_tiene_su_tope(ana):
    prueba = abrir("plazos")

    prueba.number_input(key=clave("escritorio.plazos.subsanar")).set_value(5).run()

    assert dicho(ana, "escritorio.plazos.subsanar") == 5
    assert prueba.number_input(key=clave("escritorio.plazos.observar")).max == 2


def test_una_regla_de_encaminamiento_se_arma_eligiendo(ana):
    prueba = abrir("plazos")
    vez = propuestas.ver(ana).revision

    prueba.selectbox(key=f"encaminar_campo_{vez}").select("tipo").run()
    prueba.selectbox(key=f"encaminar_valor_tipo_{vez}").select("comprobante").run()
    prueba.selectbox(key=f"encaminar_oficina_{vez}").select("logistica").run()
    prueba.button(key=f"encaminar_agregar_{vez}").click().run()

    condicion = {"campo": "tipo", "op": "igual", "valor": "comprobante", "valores": []}
    assert dicho(ana, "encaminamientos") == [{"dependencia": "logistica", "condicion": condicion}]
    prueba.button(key="quitar_encaminar_0").click().run()
    assert dicho(ana, "encaminamientos") == []


def test_un_correo_se_cambia_con_su_vista_previa_y_un_hueco_que_no_existe_se_dice(ana):
    prueba = abrir("plantillas", config_plantilla="rechazo")

    prueba.text_input(key="plantilla_rechazo_0_asunto").input("Rechazado: {numero} {inventado}").run()

    assert fila(ana, "plantillas", "rechazo")["asunto"] == "Rechazado: {numero} {inventado}"
    assert {p.codigo for p in propuestas.ver(ana).problemas} == {"hueco_desconocido"}
    assert not prueba.exception


def test_un_correo_de_la_casa_se_escribe_con_palabras_propias_y_se_vuelve_atras(ana):
    prueba = abrir("plantillas", config_plantilla="alta_personal")

    prueba.text_input(key="plantilla_alta_personal_0_asunto").input("Su cuenta del personal").run()
    assert fila(ana, "plantillas", "alta_personal")["asunto"] == "Su cuenta del personal"

    next(b for b in prueba.button if b.label == "Volver al texto original").click().run()
    assert "alta_personal" not in {una["id"] for una in dicho(ana, "plantillas")}


def test_un_procedimiento_se_guarda_con_sus_requisitos_y_al_cambiarlo_no_cambian_de_nombre(ana):
    prueba = abrir("procedimientos")
    por_rotulo = lambda rotulo: next(w for w in [*prueba.text_input, *prueba.text_area] if w.label == rotulo)  # noqa: E731 -- two lines of the test

    por_rotulo("Nombre").input("Copia certificada")
    por_rotulo("Requisitos").input("Solicitud simple | Ley 27444, art. 113\nPago de la tasa")
    next(b for b in prueba.button if b.label == "Guardar").click().run()

    hecho = fila(ana, "procedimientos", "copia_certificada")
    assert [(r["id"], r["texto"], r["base_legal"]) for r in hecho["requisitos"]] == [
        ("solicitud_simple", "Solicitud simple", "Ley 27444, art. 113"),
        ("pago_de_la_tasa", "Pago de la tasa", ""),
    ]
    por_rotulo("Requisitos").input("Pago de la tasa\nDeclaración jurada")
    next(b for b in prueba.button if b.label == "Guardar").click().run()
    requisitos = fila(ana, "procedimientos", "copia_certificada")["requisitos"]
    assert [r["id"] for r in requisitos] == ["pago_de_la_tasa", "declaracion_jurada"]


def test_un_procedimiento_del_tupa_sin_calificacion_no_se_guarda_y_se_dice(ana):
    prueba = abrir("procedimientos")

    next(w for w in prueba.text_input if w.label == "Nombre").input("Licencia")
    next(s for s in prueba.selectbox if s.label == "Clase").select("tupa")
    next(b for b in prueba.button if b.label == "Guardar").click().run()

    assert dicho(ana, "procedimientos") == [] or {p.codigo for p in propuestas.ver(ana).problemas}
    assert not prueba.exception
