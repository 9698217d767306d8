"""The main job once more where everything is against it: an intranet name, a sub-path, a foreign working directory,
a database that an older version filled, and a server that dies in the middle."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import principal, recorrido
from tests.e2e.buzon import enlace
from tests.e2e.conftest import galleta, persona
from tests.e2e.principal import Vecina
from tests.factories.presentaciones import presentar
from tests.factories.revisiones import envejecer

pytestmark = pytest.mark.e2e

BASE = "/servicios/mpv"
TEODORO = Vecina("Teodoro", "Yupanqui Soto", "10203040", "teodoro@ejemplo.pe")
ANTIGUO = "Carta presentada con la primera versión"


def matar_y_levantar(servidor):
    """The server dies without a word and comes back."""
    servidor.matar()
    servidor.arrancar()


@pytest.fixture(scope="module")
def intranet(montar, tmp_path_factory):
    """The installation, migrated from the first revision with an account and a filing in it."""
    servidor = montar(base=BASE, anfitrion="mesa.intranet", desde=tmp_path_factory.mktemp("ajena")).instalar()
    antigua = persona(servidor)
    recibo = presentar(servidor.ctx, antigua.actor, asunto=ANTIGUO)
    servidor.ctx.db.cerrar()
    base = servidor.casa / "mpv.db"
    base.rename(servidor.casa / "nueva.db")
    envejecer(f"sqlite:///{servidor.casa / 'nueva.db'}", f"sqlite:///{base}")
    servidor.orden("migrar")
    return servidor.arrancar(), antigua, recibo


def test_el_trabajo_principal_en_una_intranet_bajo_una_ruta_con_una_base_antigua(
    intranet, ventanas, buzon, papeles, tmp_path
):
    ventanas.vigia.tolerar(
        r"net::ERR_",
        r"WebSocket",
        "reaching server endpoint",
        "Streamlit server is not resp|Is Streamlit still running",
    )
    servidor, antigua, recibo = intranet
    pagina = ventanas.nueva()

    principal.crear_cuenta(pagina, ventanas.nueva(), servidor, buzon, TEODORO)
    principal.presentar(pagina, servidor, papeles, TEODORO, lambda _: matar_y_levantar(servidor))
    assert {g["path"] for g in pagina.context.cookies() if g["name"] == "mpv_sesion"} == {BASE}
    constancia = principal.recibir(pagina, buzon, TEODORO, tmp_path)
    principal.ver_en_la_bandeja(pagina, papeles, TEODORO, constancia.numero, tmp_path)
    principal.seguir(pagina, papeles, tmp_path)

    publica = ventanas.nueva()
    recorrido.ir(publica, enlace(buzon.esperar_a(TEODORO.correo, constancia.numero)), recorrido.CARTA["Asunto"])
    recorrido.ir(publica, f"{servidor.url}/consulta-tramite", "Consulta Trámite")
    recorrido.consultar(publica, constancia.numero, constancia.clave)
    recorrido.lista(publica, recorrido.CARTA["Asunto"])
    recorrido.ir(publica, f"{servidor.url}/verificar?codigo={constancia.codigo}", "Verificar un cargo")
    expect(publica.get_by_text("Cargo auténtico").first).to_be_visible()
    for enlace_del_menu in publica.get_by_role("main").get_by_role("link").all():
        assert enlace_del_menu.evaluate("a => a.href").startswith(f"{servidor.url}/")

    assert (recibo.numero[:5], constancia.numero[:5]) == ("00001", "00002")
    contexto = ventanas.contexto()
    contexto.add_cookies([galleta(servidor, antigua.acceso)])
    suya = contexto.new_page()
    recorrido.ir(suya, f"{servidor.url}/tramites?asunto=primera+version", "Trámites")
    expect(suya.get_by_text("1 registro", exact=True)).to_be_visible()
    expect(suya.locator(".mp-fila", has_text=recibo.numero)).to_contain_text(ANTIGUO)
