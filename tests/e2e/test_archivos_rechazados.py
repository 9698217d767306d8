"""Files that cannot be received: told with both figures, one by one, and nothing else is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido

pytestmark = pytest.mark.e2e

PRINCIPAL, ANEXOS = "Archivo principal", "Anexos"


def test_lo_que_no_se_puede_recibir_se_explica_y_lo_demas_se_conserva(servidor, ventanas, ciudadano, papeles):
    ventanas.vigia.tolerar(r"status of 422")
    pagina = ventanas.de(servidor, ciudadano().acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar")
    recorrido.llenar(pagina)
    recorrido.adjuntar(pagina, ANEXOS, papeles.vacio, papeles.carta)
    recorrido.recibido(pagina, ANEXOS, papeles.carta.name, "1 página")
    expect(recorrido.fila(pagina, ANEXOS, papeles.vacio.name)).to_contain_text("Pesa 0 bytes: el archivo está vacío.")

    pedidos = recorrido.anotar_subidas(pagina)
    recorrido.adjuntar(pagina, PRINCIPAL, papeles.pesado)
    expect(recorrido.fila(pagina, PRINCIPAL, papeles.pesado.name)).to_contain_text(
        "Pesa 11 MB y puede pesar hasta 10 MB."
    )
    assert pedidos == []

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.word_disfrazado)
    disfrazado = recorrido.fila(pagina, PRINCIPAL, papeles.word_disfrazado.name)
    expect(disfrazado).to_contain_text("Por dentro es Word (docx)", timeout=recorrido.INSPECCION_MS)
    expect(disfrazado).to_contain_text("Los demás archivos se conservaron")

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.danado)
    danado = recorrido.fila(pagina, PRINCIPAL, papeles.danado.name)
    expect(danado).to_contain_text("está dañado o incompleto", timeout=recorrido.INSPECCION_MS)
    expect(recorrido.ranura(pagina, PRINCIPAL).get_by_role("listitem")).to_have_count(1)

    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.get_by_role("alert")).to_contain_text("Falta «Archivo principal».")
    expect(pagina.get_by_role("alert")).to_be_focused()
    recorrido.lista(pagina, "Adjunte sus archivos")

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.solicitud)
    recorrido.recibido(pagina, PRINCIPAL, papeles.solicitud.name, "7 páginas")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    assert papeles.solicitud.name in recorrido.dato(pagina, PRINCIPAL)
    assert papeles.carta.name in recorrido.dato(pagina, ANEXOS)
    assert papeles.vacio.name not in recorrido.dato(pagina, ANEXOS)
