"""Unsent drafts: begun on a computer, gone on with on a phone, several at once, thrown away, told before they expire."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from portal.services import bandejas, borradores, limpieza, vencimientos
from portal.services.contexto import SISTEMA
from tests.e2e import recorrido
from tests.e2e.buzon import enlace, texto
from tests.e2e.servidor import Acceso
from tests.factories import cuentas, presentaciones

pytestmark = pytest.mark.e2e

TELEFONO = {"viewport": {"width": 390, "height": 844}}
DOCUMENTO, ARCHIVOS, REVISAR = "¿Qué va a presentar?", "Adjunte sus archivos", "Revise antes de enviar"
PRINCIPAL = "Archivo principal"


def _guardar_y_salir(pagina):
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Guardar y seguir luego")
    recorrido.lista(pagina, "Trámites")
    expect(pagina.get_by_role("alert")).to_contain_text("Su borrador está guardado. Todavía no se envió.")


def test_se_empieza_en_la_computadora_y_se_termina_en_el_telefono(servidor, ventanas, ciudadano, papeles):
    rosa = ciudadano()
    pagina = ventanas.de(servidor, rosa.acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", DOCUMENTO)
    recorrido.escribir(pagina, {"Asunto": "Pido los planos de la estación"})
    _guardar_y_salir(pagina)
    recorrido.pulsar(pagina, "Registrar nuevo")
    recorrido.lista(pagina, "Tiene 1 borrador sin enviar")
    recorrido.pulsar(pagina, "Empezar uno nuevo")
    recorrido.llenar(pagina)
    _guardar_y_salir(pagina)

    telefono = ventanas.de(servidor, rosa.acceso, **TELEFONO)
    recorrido.ir(telefono, f"{servidor.url}/tramites", "Trámites")
    telefono.get_by_role("link", name="Tiene 2 borradores sin enviar").click()
    recorrido.lista(telefono, "Tiene 2 borradores sin enviar")
    viejo = telefono.locator("[class*=st-key-mp-borrador-]", has_text="Pido los planos")
    expect(viejo).to_contain_text("Documento")
    viejo.get_by_role("button", name="Descartar").click()
    recorrido.pulsar(telefono.get_by_role("dialog"), "Sí, descartar")
    recorrido.lista(telefono, "Tiene 1 borrador sin enviar")
    expect(telefono.get_by_text("Pido los planos")).to_have_count(0)

    telefono.get_by_role("button", name="Seguir").click()
    recorrido.lista(telefono, ARCHIVOS)
    recorrido.adjuntar(telefono, PRINCIPAL, papeles.carta)
    recorrido.recibido(telefono, PRINCIPAL, papeles.carta.name, "1 página")
    recorrido.lista(telefono)
    recorrido.pulsar(telefono, "Continuar")
    recorrido.lista(telefono, REVISAR)
    recorrido.pulsar(telefono, "Enviar documento")
    recorrido.lista(telefono, "Su documento fue presentado")

    pagina.reload()
    recorrido.lista(pagina, "Trámites")
    expect(pagina.locator(".mp-fila", has_text="Solicito información sísmica")).to_be_visible()
    expect(pagina.get_by_role("link", name=re.compile("sin enviar"))).to_have_count(0)


def test_dos_equipos_en_el_mismo_borrador_no_se_pisan(servidor, ventanas, ciudadano):
    rosa = ciudadano()
    uno, otro = ventanas.de(servidor, rosa.acceso), ventanas.de(servidor, rosa.acceso, **TELEFONO)
    recorrido.ir(uno, f"{servidor.url}/presentar", DOCUMENTO)
    recorrido.escribir(uno, {"Asunto": "Desde la computadora"})
    uno.wait_for_url(re.compile("borrador="))
    recorrido.ir(otro, uno.url, DOCUMENTO)
    expect(recorrido.campo(otro, "Asunto")).to_have_value("Desde la computadora")

    recorrido.escribir(otro, {"Número de su documento": "7-2026"})
    recorrido.escribir(uno, {"Expediente anterior": "00001-2026"})
    recorrido.lista(otro)
    recorrido.lista(uno)
    uno.reload()

    recorrido.lista(uno, DOCUMENTO)
    expect(recorrido.campo(uno, "Número de su documento")).to_have_value("7-2026")
    expect(recorrido.campo(uno, "Asunto")).to_have_value("Desde la computadora")
    expect(recorrido.campo(uno, "Expediente anterior")).to_have_value("00001-2026")


def test_lo_que_ya_se_envio_se_avisa_y_se_puede_enviar_igual(servidor, ventanas, ciudadano, papeles):
    rosa = ciudadano()
    carta = presentaciones.Archivo(octetos=papeles.carta.read_bytes(), paginas=1)
    antes = presentaciones.presentar(servidor.ctx, rosa.actor, archivos=(carta,))
    pagina = ventanas.de(servidor, rosa.acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", DOCUMENTO)
    recorrido.llenar(pagina)
    numero = pagina.get_by_role("note").filter(has_text="un documento con el número 0005-2026/ABC")
    expect(numero).to_contain_text(f"Expediente {antes.numero}")

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.carta)
    recorrido.recibido(pagina, PRINCIPAL, papeles.carta.name, "1 página")
    archivo = pagina.get_by_role("note").filter(has_text=f"«{papeles.carta.name}» ya se envió")
    expect(archivo.get_by_role("link", name=f"Expediente {antes.numero}")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, REVISAR)
    expect(archivo).to_contain_text("Puede enviarlo de nuevo si corresponde.")
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")


def test_quien_representa_a_varios_elige_a_nombre_de_quien_y_lo_ve_antes_de_enviar(servidor, ventanas, papeles):
    org = cuentas.organizacion(servidor.ctx, razon_social="Cooperativa Sol del Ande")
    cuentas.volver_a_representarse(servidor.ctx, org.otra)
    pagina = ventanas.de(servidor, Acceso(org.otra.correo, cuentas.CONTRASENA), **TELEFONO)
    recorrido.ir(pagina, f"{servidor.url}/presentar", DOCUMENTO)
    cooperativa = pagina.get_by_role("radio", name=re.compile("Cooperativa Sol del Ande"))
    expect(pagina.get_by_role("radio", name="A mi nombre: Teodoro Yupanqui Soto")).to_be_checked()

    pagina.get_by_text(re.compile("^Cooperativa Sol del Ande")).click()
    expect(cooperativa).to_be_checked()
    recorrido.lista(pagina)
    recorrido.llenar(pagina)
    recorrido.adjuntar(pagina, PRINCIPAL, papeles.carta)
    recorrido.recibido(pagina, PRINCIPAL, papeles.carta.name, "1 página")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, REVISAR)
    expect(cooperativa).to_be_checked()
    assert "Cooperativa Sol del Ande" in recorrido.dato(pagina, "Organización")
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    suya = servidor.ctx.como(org.una)
    assert [fila.por for fila in bandejas.mis_tramites(suya, bandejas.Filtros()).filas] == ["Teodoro Yupanqui Soto"]


def test_el_correo_antes_de_vencer_lleva_al_borrador_y_despues_la_direccion_dice_que_ya_no_esta(
    servidor, ventanas, ciudadano, buzon
):
    rosa = ciudadano()
    hace_28_dias = _dentro_de(servidor.ctx, -28).como(rosa.actor)
    borrador = borradores.empezar(hace_28_dias).id
    borradores.guardar(hace_28_dias, borrador, valores={"asunto": "Pido un plano de Camaná"})
    limpieza.limpiar(servidor.ctx.como(SISTEMA))

    correo = buzon.esperar_a(rosa.acceso.correo, "está por vencer")
    assert "Pido un plano de Camaná" in texto(correo)
    direccion = enlace(correo)
    pagina = ventanas.nueva()
    recorrido.ir(pagina, direccion)
    recorrido.ingresar(pagina, rosa.acceso)
    recorrido.lista(pagina, DOCUMENTO)
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("Pido un plano de Camaná")

    vencimientos.limpiar(_dentro_de(servidor.ctx, 4).como(SISTEMA))
    recorrido.ir(pagina, direccion, "No encontramos este borrador")
    recorrido.pulsar(pagina, "Ver mis borradores")
    recorrido.lista(pagina, DOCUMENTO)


def _dentro_de(ctx, dias: int):
    """The same installation on another day."""
    return replace(ctx, reloj=lambda: datetime.now(UTC) + timedelta(days=dias))


def test_quien_no_tiene_cuenta_sabe_antes_lo_que_necesita(servidor, ventanas, ciudadano):
    rosa = ciudadano()
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/presentar", "Antes de empezar, tenga a la mano")
    expect(pagina.get_by_role("main")).to_contain_text("PDF, hasta 10 MB. Obligatorio.")
    recorrido.pulsar(pagina, "Ya tengo cuenta")
    recorrido.ingresar(pagina, rosa.acceso)
    recorrido.lista(pagina, DOCUMENTO)  # read a moment ago: folded above the form, one touch away
    expect(pagina.get_by_text("PDF, hasta 10 MB. Obligatorio.")).not_to_be_visible()
    pagina.get_by_text("Antes de empezar, tenga a la mano").click()
    expect(pagina.get_by_text("PDF, hasta 10 MB. Obligatorio.")).to_be_visible()


def test_la_ayuda_y_el_error_de_un_campo_se_leen_con_el(servidor, ventanas, ciudadano):
    pagina = ventanas.de(servidor, ciudadano().acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", DOCUMENTO)
    numero, asunto = recorrido.campo(pagina, "Número de su documento"), recorrido.campo(pagina, "Asunto")
    expect(numero).to_have_accessible_description(re.compile("Si no tiene, escriba S/N"))
    expect(pagina.get_by_label("Información adicional (opcional)", exact=True)).to_be_visible()

    recorrido.escribir(pagina, {"Asunto": "x" * 480})
    expect(asunto).to_have_accessible_description(re.compile("Le quedan 20 caracteres"))
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    recorrido.lista(pagina)
    expect(numero).to_have_accessible_description(re.compile("Complete «Número de su documento».*escriba S/N"))


def test_con_solo_el_teclado_se_guarda_se_vuelve_y_se_descarta(servidor, ventanas, ciudadano):
    rosa = ciudadano()
    quien = servidor.ctx.como(rosa.actor)
    borradores.guardar(quien, borradores.empezar(quien).id, valores={"asunto": "Pido mapas"})
    pagina = ventanas.de(servidor, rosa.acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", "Tiene 1 borrador sin enviar")

    _tabular(pagina, "Seguir")
    pagina.keyboard.press("Enter")
    recorrido.lista(pagina, DOCUMENTO)
    _tabular(pagina, "Guardar y seguir luego")
    pagina.keyboard.press("Enter")
    recorrido.lista(pagina, "Trámites")
    _tabular(pagina, "Tiene 1 borrador sin enviar")
    pagina.keyboard.press("Enter")
    recorrido.lista(pagina, "Tiene 1 borrador sin enviar")
    _tabular(pagina, "Descartar")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("dialog").wait_for()
    _tabular(pagina, "Sí, descartar")
    pagina.keyboard.press("Enter")
    recorrido.lista(pagina, "No tiene borradores")
    assert borradores.pendientes(quien) == ()


def _tabular(pagina, nombre: str, maximo: int = 40) -> None:
    """Move with the tab key until what has the focus says ``nombre``."""
    for _ in range(maximo):
        pagina.keyboard.press("Tab")
        if pagina.evaluate("document.activeElement.textContent.trim()").endswith(nombre):
            return
    pytest.fail(f"el teclado no llega a «{nombre}»")
