"""What a visit weighs on the line, counted byte by byte: pages, scripts, fonts, and what the screens are drawn with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e import recorrido
from tests.e2e.linea import Linea, linea

pytestmark = pytest.mark.e2e

KB = 1024
PRIMERA, SIGUIENTES = 900 * KB, 100 * KB  # a first visit, and each later one


@pytest.fixture(scope="module")
def contada(servidor):
    """A fast line to the shared installation, that counts."""
    with linea(servidor.puerto) as una:
        yield una


def pesar(una: Linea, pagina, hacer: Callable[[], None]) -> int:
    """The bytes that came down while ``hacer`` lasted, and until the line fell silent."""
    antes = una.bajados
    hacer()
    visto = -1
    while visto != una.bajados:
        visto = una.bajados
        pagina.wait_for_timeout(500)
    return una.bajados - antes


@pytest.mark.parametrize("direccion", ["", "ingresar", "consulta-tramite"])
def test_la_primera_visita_pesa_menos_de_900_kb_y_las_siguientes_menos_de_100(contada, ventanas, direccion):
    pagina = ventanas.nueva()
    url = f"http://localhost:{contada.puerto}/{direccion}"

    primera = pesar(contada, pagina, lambda: recorrido.ir(pagina, url))
    segunda = pesar(contada, pagina, lambda: recorrido.ir(pagina, url))

    print(f"\n/{direccion}: primera visita {primera / KB:.0f} kB, segunda {segunda / KB:.0f} kB")
    assert primera <= PRIMERA
    assert segunda <= SIGUIENTES


def test_presentar_de_principio_a_fin_sin_haber_venido_antes_pesa_menos_de_un_mega(
    servidor, contada, ventanas, ciudadano, papeles
):
    pagina = ventanas.de(servidor, ciudadano().acceso)
    url = f"http://localhost:{contada.puerto}"

    def todo() -> None:
        recorrido.ir(pagina, f"{url}/presentar")
        recorrido.llenar(pagina)
        recorrido.adjuntar(pagina, "Archivo principal", papeles.carta)
        recorrido.recibido(pagina, "Archivo principal", papeles.carta.name, "1 página")
        recorrido.lista(pagina)
        recorrido.pulsar(pagina, "Continuar")
        recorrido.lista(pagina, "Revise antes de enviar")
        recorrido.pulsar(pagina, "Enviar documento")
        recorrido.lista(pagina, "Su documento fue presentado")

    entera = pesar(contada, pagina, todo)
    bandeja = pesar(contada, pagina, lambda: recorrido.ir(pagina, f"{url}/tramites", "Trámites"))

    print(f"\npresentar de principio a fin {entera / KB:.0f} kB; la bandeja después {bandeja / KB:.0f} kB")
    assert entera <= PRIMERA + SIGUIENTES
    assert bandeja <= SIGUIENTES
