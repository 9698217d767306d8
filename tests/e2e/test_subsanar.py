"""Who filed may withdraw. Asking and correcting are part of the whole road (``test_camino_completo``)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.services import observaciones
from portal.services.observaciones import ItemNuevo
from tests.e2e import recorrido
from tests.factories import cuentas
from tests.factories.presentaciones import Archivo, presentar

pytestmark = pytest.mark.e2e
ASUNTO = "Solicita copia del registro sísmico de Chala"


@pytest.fixture
def dueno(ciudadano):
    return ciudadano()


@pytest.fixture
def recibo(servidor, dueno, papeles):
    carta = (Archivo(octetos=papeles.carta.read_bytes(), nombre=papeles.carta.name),)
    return presentar(servidor.ctx, dueno.actor, archivos=carta, asunto=ASUNTO)


def test_quien_presento_retira_su_tramite_aunque_se_le_pida_algo(servidor, ventanas, mesa, dueno, recibo):
    quien_observa = servidor.ctx.como(cuentas.actor(servidor.ctx, mesa.correo))
    observaciones.observar(quien_observa, recibo.numero, visto=1, items=(ItemNuevo("Falta la firma."),))
    pagina = ventanas.de(servidor, dueno.acceso)
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite?expediente={recibo.numero}", ASUNTO)

    recorrido.pulsar(pagina, "Retirar este trámite")
    dialogo = pagina.get_by_role("dialog")
    recorrido.pulsar(dialogo, "Retirar el trámite")
    expect(dialogo).to_contain_text("Elija qué quiere retirar")
    dialogo.get_by_text("Retiro del trámite", exact=True).click()
    recorrido.pulsar(dialogo, "Retirar el trámite")

    expect(pagina.get_by_role("alert")).to_contain_text("Quedó registrado")
    expect(pagina.get_by_role("button", name="Retirar este trámite")).to_have_count(0)
