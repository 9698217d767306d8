"""The desk's tray: what it shows is in its address, and one act is done on many, each with its own answer."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from portal.db.models import CorreoSalienteRow, ExpedienteRow
from portal.services import cola, derivaciones
from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.factories import cuentas
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

MUCHOS = 200
TANDA_MS = 120_000
PALABRA = "jornada"


@pytest.fixture(scope="module")
def llegados(servidor, mesa):
    """Two hundred that wait at the counter; their numbers."""
    vecina = persona(servidor)
    numeros = []
    for i in range(MUCHOS):
        numeros.append(presentar(servidor.ctx, vecina.actor, asunto=f"Solicitud de la {PALABRA} {i:03}").numero)
        callar(servidor, vecina.acceso.correo)
    return numeros


def callar(servidor, correo):
    """Their mails, each with its receipt to be drawn, are told elsewhere: two hundred would be half of this file's time."""
    suyos = delete(CorreoSalienteRow).where(
        CorreoSalienteRow.destinatario == correo, CorreoSalienteRow.estado == cola.PENDIENTE
    )
    with servidor.ctx.db.transaction() as session:
        session.execute(suyos)


def test_se_reciben_doscientos_y_el_que_otro_ya_recibio_se_dice(servidor, ventanas, mesa, llegados):
    derivaciones.recibir(servidor.ctx.como(cuentas.actor(servidor.ctx, mesa.correo)), llegados[-30])
    pagina = ventanas.de(servidor, mesa)
    recorrido.ir(pagina, f"{servidor.url}/bandeja?bandeja=todas&asunto={PALABRA}", "Bandeja")
    expect(pagina.get_by_text(f"{MUCHOS} expedientes, los más recientes primero")).to_be_visible()

    recorrido.marcar_en_bandeja(pagina, llegados[-1])
    recorrido.marcar_en_bandeja(pagina, llegados[-2])
    expect(pagina.get_by_text("2 elegidos")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Página siguiente")
    expect(pagina.get_by_text("2 elegidos · 2 no están en esta página")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, f"Elegir los {MUCHOS} de la lista")
    expect(pagina.get_by_text(f"{MUCHOS} elegidos")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Recibir")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo).to_contain_text(f"Recibir {MUCHOS} expedientes")
    recorrido.lista(pagina)
    recorrido.pulsar(dialogo, "Recibir")
    expect(
        dialogo.get_by_role("progressbar").or_(dialogo.get_by_text(re.compile(rf"\d+ de {MUCHOS}"))).first
    ).to_be_visible()

    aviso = pagina.get_by_role("alert").filter(has_text="hechos")
    expect(aviso).to_contain_text(f"Recibir: {MUCHOS - 1} de {MUCHOS} hechos.", timeout=TANDA_MS)
    expect(pagina.locator(".st-key-mp-respuesta dl")).to_contain_text(llegados[-30])
    expect(pagina.get_by_text("1 elegido")).to_be_visible()
    with servidor.ctx.db.lectura() as session:
        pendientes = session.scalars(
            select(ExpedienteRow.numero).where(ExpedienteRow.numero.in_(llegados), ExpedienteRow.por_recibir)
        ).all()
    assert pendientes == []

    recorrido.pulsar(pagina, "Entendido")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Quitar selección")
    expect(pagina.get_by_text("elegido")).to_have_count(0)


def test_se_derivan_varios_con_un_solo_proveido_y_sale_el_cargo_de_entrega(
    servidor, ventanas, mesa, llegados, tmp_path
):
    pagina = ventanas.de(servidor, mesa)
    recorrido.ir(pagina, f"{servidor.url}/bandeja?bandeja=todas&asunto={PALABRA}+000", "Bandeja")
    recorrido.marcar_en_bandeja(pagina, llegados[0])
    expect(pagina.get_by_text("1 elegido")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.escribir(pagina, {"Buscar": f"{PALABRA} 001"})
    expect(pagina.get_by_role("button", name=f"Asunto: {PALABRA} 001")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.marcar_en_bandeja(pagina, llegados[1])
    expect(pagina.get_by_text("2 elegidos · 1 no están en esta página")).to_be_visible()
    recorrido.lista(pagina)

    recorrido.pulsar(pagina, "Derivar")
    dialogo = pagina.get_by_role("dialog")
    recorrido.lista(pagina)
    recorrido.pulsar(dialogo, "Derivar")
    expect(dialogo.get_by_role("alert")).to_contain_text("Falta elegir aquí")
    recorrido.lista(pagina)
    dialogo.get_by_role("combobox", name="A qué oficina").click()
    pagina.keyboard.type("Sismología")
    pagina.get_by_role("option", name="Sismología", exact=True).click()
    recorrido.lista(pagina)
    dialogo.get_by_role("textbox", name="Proveído (solo lo lee el personal)").fill("Para su atención.")
    recorrido.pulsar(dialogo, "Derivar")

    expect(pagina.get_by_role("alert").filter(has_text="hechos")).to_contain_text("Derivar: 2 de 2 hechos.")
    recorrido.lista(pagina)
    cargo = recorrido.descargar(pagina, pagina.get_by_role("link", name="Imprimir cargo de entrega"), tmp_path)
    assert cargo.read_bytes().startswith(b"%PDF")
    with servidor.ctx.db.lectura() as session:
        donde = session.scalars(select(ExpedienteRow.dependencia).where(ExpedienteRow.numero.in_(llegados[:2]))).all()
    assert donde == ["sismologia", "sismologia"]


def test_la_direccion_dice_la_lista_y_se_vuelve_a_ella(servidor, ventanas, mesa, llegados, tmp_path):
    pagina = ventanas.de(servidor, mesa)
    recorrido.ir(pagina, f"{servidor.url}/bandeja", "Bandeja")
    recorrido.escribir(pagina, {"Buscar": PALABRA})
    expect(pagina.get_by_role("button", name=f"Asunto: {PALABRA}")).to_be_visible()
    recorrido.lista(pagina)
    pagina.get_by_role("radio", name=re.compile("^Todos")).click()
    expect(pagina.get_by_text(f"{MUCHOS} expedientes")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Página siguiente")
    expect(pagina.get_by_role("button", name="Página anterior")).to_be_visible()
    recorrido.lista(pagina)
    lista = pagina.url
    assert {"bandeja=todas", f"asunto={PALABRA}"} <= set(lista.partition("?")[2].split("&"))

    recorrido.abrir_en_bandeja(pagina, llegados[-26])
    recorrido.lista(pagina, f"Solicitud de la {PALABRA} {MUCHOS - 26:03}")
    expect(pagina.get_by_text(f"26 de {MUCHOS}")).to_be_visible()
    pagina.get_by_role("link", name="Volver a la bandeja").click()
    recorrido.lista(pagina, "Bandeja")
    assert pagina.url == lista
    expect(pagina.locator("canvas td", has_text=llegados[-26])).to_be_attached()

    recorrido.pulsar(pagina, "Exportar")
    texto = recorrido.descargar(pagina, pagina.get_by_role("link", name="Lista en CSV"), tmp_path)
    assert len(list(csv.reader(io.StringIO(texto.read_bytes().decode("utf-8-sig"), newline="")))) == MUCHOS + 1
    pagina.keyboard.press("Escape")
    recorrido.escribir(pagina, {"Buscar": f"{int(llegados[3][:5])}-{llegados[3][-4:]}"})
    expect(pagina.get_by_text(re.compile("^1 expediente,"))).to_be_visible()
    expect(pagina.get_by_role("button", name=re.compile(r"^N\.º: "))).to_be_visible()


def test_una_cifra_se_pulsa_y_filtra(servidor, ventanas, mesa, llegados):
    pagina = ventanas.de(servidor, mesa)
    recorrido.ir(pagina, f"{servidor.url}/bandeja?bandeja=archivados", "Bandeja")
    expect(pagina.get_by_text("No hay nada archivado")).to_be_visible()

    pagina.get_by_role("button", name=re.compile("^Llegaron hoy")).click()

    expect(pagina.get_by_role("button", name=re.compile("^Enviado desde: "))).to_be_visible()
    expect(pagina.get_by_role("radio", name=re.compile("^Todos"))).to_be_checked()
