"""Who audits checks one expediente, keeps the seal and reads what staff did."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.services import sellos
from portal.services.contexto import SISTEMA
from tests.e2e import recorrido
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e


def test_se_comprueba_un_expediente_y_se_guarda_el_sello(servidor, ventanas, administrador, ciudadano, tmp_path):
    numero = presentar(servidor.ctx, ciudadano().actor).numero
    sellos.sellar_dia(servidor.ctx.como(SISTEMA))
    pagina = ventanas.de(servidor, administrador)

    recorrido.ir(pagina, f"{servidor.url}/auditoria", "Auditoría")
    bajado = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar el sello"), tmp_path)
    assert "SELLO DE LA HISTORIA" in bajado.read_text(encoding="utf-8")
    recorrido.escribir(pagina, {"Número de expediente": numero})
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Comprobar ahora")
    expect(pagina.get_by_text("Todo coincide: nada fue cambiado, quitado ni movido.")).to_be_visible()
    expect(pagina.get_by_text("Crear cuenta: ").first).to_be_visible()
