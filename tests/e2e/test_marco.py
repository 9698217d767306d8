"""What surrounds every screen: comunicados, a screen that fails, one that takes long, one that is not for this person."""

from __future__ import annotations

import re
import sqlite3
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from portal.settings import PROYECTO
from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.e2e.idioma import en_ingles
from tests.e2e.test_pantallas import AL_ESCRITORIO, AL_TELEFONO, barreras

pytestmark = pytest.mark.e2e

PRESET = PROYECTO / "portal" / "services" / "presets" / "igp.toml"
HOY = date.today()  # noqa: DTZ011 -- a day more or less does not matter: the comunicados last several
DIAS = {
    "Hoy": (-2, 2),
    "Pasado": (-9, -3),
    "Futuro": (3, 9),
}
COMUNICADO = """
[[textos.avisos]]
titulo = "{titulo}: no hay atención el 25 <de> diciembre."
detalle = "Lo que presente por aquí se recibe igual."
desde = {desde}
hasta = {hasta}
"""
DEL_PUBLICO = ("", "ingresar", "consulta-tramite", "no/existe")
DEL_CIUDADANO = ("tramites", "presentar?paso=archivos", "mi-cuenta")
DE_LA_MESA = ("bandeja", "expediente")


@pytest.fixture(scope="module")
def avisado(montar, tmp_path_factory):
    """The institution says something these days, said something before and will later."""
    dichos = "".join(
        COMUNICADO.format(titulo=titulo, desde=HOY + timedelta(desde), hasta=HOY + timedelta(hasta))
        for titulo, (desde, hasta) in DIAS.items()
    )
    preset = tmp_path_factory.mktemp("preset") / "igp.toml"
    preset.write_text(PRESET.read_text(encoding="utf-8") + dichos, encoding="utf-8")
    return montar().instalar(str(preset)).arrancar()


def mirar(pagina):
    """What axe and an English ear object to, wide and on a phone, light and dark."""
    dicho = en_ingles(pagina)
    for como, medidas, tema, reglas in (*AL_ESCRITORIO, *AL_TELEFONO):
        pagina.set_viewport_size(medidas)
        pagina.emulate_media(color_scheme=tema)
        dicho += [f"{como}: {barrera}" for barrera in barreras(pagina, reglas)]
    return dicho


def test_un_comunicado_lo_ve_todo_el_mundo_en_todas_las_pantallas_mientras_rige(avisado, ventanas):
    ventanas.vigia.tolerar(r"status of 404 \(Not Found\) \(.*/no/existe\)")
    mesa = avisado.contratar("mesa", "mesa@institucion.example")
    visitas = {ventanas.nueva(): DEL_PUBLICO, ventanas.de(avisado, persona(avisado).acceso): DEL_CIUDADANO}
    visitas[ventanas.de(avisado, mesa)] = DE_LA_MESA

    vistos = {}
    for pagina, direcciones in visitas.items():
        for direccion in direcciones:
            recorrido.ir(pagina, f"{avisado.url}/{direccion}")
            vistos[direccion] = pagina.locator(".mp-comunicado b").all_inner_texts()

    assert vistos == {d: ["Hoy: no hay atención el 25 <de> diciembre."] for d in vistos}
    assert mirar(next(iter(visitas))) == []


def test_una_pantalla_que_falla_da_un_numero_y_un_camino_sin_mostrar_lo_de_adentro(avisado, ventanas):
    pagina = ventanas.nueva()
    base = sqlite3.connect(avisado.casa / "mpv.db")
    base.execute("ALTER TABLE registro RENAME TO registro_roto")
    base.commit()
    try:
        pagina.goto(f"{avisado.url}/verificar?codigo=AAAA-AAAA-AAAA")
        aviso = pagina.get_by_role("alert")
        expect(aviso).to_contain_text("Algo falló de nuestro lado")
        expect(pagina.locator("#mp-espera")).to_have_count(0)
        numero = re.search(r"\b[0-9A-F]{8}\b", aviso.inner_text())[0]
        assert f"falla {numero}" in avisado.registro()
        assert not re.search("Traceback|sqlite|registro_roto|OperationalError", pagina.content())
        assert mirar(pagina) == []
    finally:
        base.execute("ALTER TABLE registro_roto RENAME TO registro")
        base.commit()
        base.close()

    pagina.get_by_role("link", name="Ir al inicio").click()

    recorrido.lista(pagina)
    expect(pagina).to_have_url(f"{avisado.url}/")


def test_mientras_llega_la_primera_pantalla_se_ve_de_quien_es_y_que_esta_cargando(avisado, ventanas):
    pagina = ventanas.nueva()
    pagina.route("**/static/js/**", lambda _ruta: None)

    pagina.goto(f"{avisado.url}/", wait_until="commit")

    espera = pagina.locator("#mp-espera")
    expect(espera).to_contain_text("Instituto Geofísico del Perú")
    expect(espera).to_contain_text("Cargando")
    assert mirar(pagina) == []
    pagina.unroute("**/static/js/**")  # what was held goes on
    recorrido.lista(pagina)
    expect(espera).to_have_count(0)


def test_quien_ya_ingreso_y_abre_el_ingreso_llega_adonde_iba(avisado, ventanas):
    pagina = ventanas.de(avisado, persona(avisado).acceso)

    recorrido.ir(pagina, f"{avisado.url}/ingresar?volver=%2Fpresentar%3Fpaso%3Darchivos", "Adjunte sus archivos")
    recorrido.ir(pagina, f"{avisado.url}/ingresar?volver=https%3A%2F%2Fotro.example%2Ftramites", "Trámites")

    assert pagina.url.startswith(f"{avisado.url}/tramites")


def test_lo_que_falta_en_la_consulta_se_dice_en_voz_alta(avisado, ventanas):
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{avisado.url}/consulta-tramite", "Consulta Trámite")

    recorrido.pulsar(pagina, "Consultar")

    expect(pagina.get_by_role("alert")).to_have_count(2)
    assert mirar(pagina) == []


def test_lo_que_un_rol_no_puede_abrir_responde_como_lo_que_no_existe(avisado, ventanas):
    ventanas.vigia.tolerar(r"status of 404 \(Not Found\)")
    pagina = ventanas.de(avisado, persona(avisado).acceso)

    for direccion in ("bandeja", "expediente", "correos"):
        respuesta = pagina.goto(f"{avisado.url}/{direccion}")
        recorrido.lista(pagina, "No encontramos esta página")
        expect(pagina.get_by_role("main")).to_contain_text("su cuenta no puede abrirla")
        assert respuesta.status == HTTPStatus.NOT_FOUND

    assert [avisado.pedir(f"/{d}").status for d in ("tramites", "bandeja", "mi-cuenta")] == [HTTPStatus.OK] * 3
    assert mirar(pagina) == []
