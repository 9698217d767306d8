"""A procedure of the institution: found in a list, asked for by its own form, and at its office at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.domain.permisos import Rol
from portal.services import configuracion
from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.factories import formularios

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def con_tramites(montar, tmp_path_factory):
    """An institution that offers procedures."""
    paquete = tmp_path_factory.mktemp("tramites") / "institucion.json"
    paquete.write_text(
        configuracion.canonico(formularios.institucion(procedimientos=formularios.PROCEDIMIENTOS)), "utf-8"
    )
    return montar().instalar(str(paquete)).arrancar()


def test_quien_busca_su_tramite_llena_su_formulario_y_llega_a_su_oficina(con_tramites, ventanas, papeles):
    jefa = con_tramites.contratar(Rol.JEFE, "compras@ejemplo.pe", dependencia="compras")
    pagina = ventanas.de(con_tramites, persona(con_tramites).acceso)
    recorrido.ir(pagina, con_tramites.url)
    expect(pagina.get_by_role("link", name="Constancia de archivo")).to_be_visible()
    expect(pagina.get_by_role("link", name="Trámite retirado")).to_have_count(0)
    recorrido.ir(pagina, f"{con_tramites.url}/presentar", "¿Qué trámite necesita?")
    pagina.get_by_label("Busque por nombre").press_sequentially("dupli")
    expect(pagina.get_by_text("1 trámite", exact=True)).to_be_visible()
    expect(pagina.get_by_role("main")).to_contain_text("Costo: S/ 12.50 · Plazo: 5 días hábiles · Lo atiende: Compras")
    recorrido.lista(pagina)
    pagina.get_by_role("button", name="Elegir").first.click()
    recorrido.lista(pagina, "¿Qué va a presentar?")
    expect(pagina.get_by_role("main")).to_contain_text("Duplicado de licencia")
    recorrido.escribir(pagina, {"Pedido": "Duplicado por pérdida", "Placa": "abc123"})
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Adjunte sus archivos")
    recorrido.adjuntar(pagina, "Recibo de pago", papeles.carta)
    recorrido.recibido(pagina, "Recibo de pago", papeles.carta.name, "1 página")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    expect(pagina.get_by_role("main")).to_contain_text("abc-123")
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    numero = recorrido.dato(pagina, "Número de expediente")

    oficina = ventanas.de(con_tramites, jefa)
    recorrido.ir(oficina, f"{con_tramites.url}/bandeja", "Bandeja")
    recorrido.abrir_en_bandeja(oficina, numero)
    recorrido.lista(oficina, "Duplicado por pérdida")
    expect(oficina.get_by_role("main")).to_contain_text("Duplicado de licencia")
    expect(oficina.get_by_role("main")).to_contain_text("Compras (por recibir)")
