"""What the two ends of the desk do, step by step: ask, correct, judge, send on, inform."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.documentos import Papeles
from tests.e2e.servidor import Servidor

PEDIDOS = ("El documento no está firmado.", "Falta el anexo 2.")


def abrir(pagina: Page, servidor: Servidor, numero: str, asunto: str) -> Page:
    """An expediente on the desk, in the window of somebody of staff."""
    recorrido.ir(pagina, f"{servidor.url}/expediente?expediente={numero}", asunto)
    return pagina


def anotado(pagina: Page, boton: str) -> None:
    """An act that asks nothing: press it, and it is said."""
    recorrido.pulsar(pagina, boton)
    expect(pagina.get_by_role("alert")).to_contain_text("quedó anotado")
    recorrido.lista(pagina)


def observar(pagina: Page) -> None:
    """Ask for two things in one act."""
    recorrido.pulsar(pagina, "Observar")
    dialogo = pagina.get_by_role("dialog")
    for punto, pedido in enumerate(PEDIDOS, 1):
        if punto > 1:
            recorrido.pulsar(dialogo, "Agregar otro punto")
        recorrido.campo(dialogo, f"Punto {punto}: qué debe corregir").fill(pedido)
    recorrido.pulsar(dialogo, "Observar")
    expect(pagina.get_by_role("alert")).to_be_visible()


def corregir(telefono: Page, servidor: Servidor, numero: str, asunto: str, papeles: Papeles) -> None:
    """One thing in words and the other with a file; a reload in between loses nothing."""
    recorrido.ir(telefono, f"{servidor.url}/consulta-tramite?expediente={numero}", asunto)
    expect(telefono.get_by_role("main")).to_contain_text(PEDIDOS[1])
    telefono.get_by_role("link", name="Corregir ahora").click()
    recorrido.lista(telefono, f"Corrija su expediente {numero}")
    recorrido.pulsar(telefono, "Revisar antes de enviar")
    expect(telefono.get_by_role("alert")).to_contain_text("al menos un punto")
    respuesta = telefono.get_by_label("Respuesta al punto 1 (opcional si adjunta archivos)")
    respuesta.fill("Ya está firmado.")
    recorrido.adjuntar(telefono, "Archivos para el punto 2", papeles.carta)
    recorrido.recibido(telefono, "Archivos para el punto 2", papeles.carta.name, "")
    telefono.reload()
    recorrido.lista(telefono, f"Corrija su expediente {numero}")
    expect(respuesta).to_have_value("Ya está firmado.")
    recorrido.pulsar(telefono, "Revisar antes de enviar")
    recorrido.lista(telefono, "Revise y envíe su corrección")
    recorrido.pulsar(telefono, "Enviar la corrección")
    recorrido.lista(telefono, "Recibimos su corrección")
    expect(telefono.get_by_role("main")).to_contain_text("conserva su fecha de presentación")


def juzgar(pagina: Page, papeles: Papeles) -> None:
    """Both are cured, and it stays in the history of what was asked."""
    recorrido.pulsar(pagina, "Revisar lo corregido")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo).to_contain_text("Ya está firmado.")
    expect(dialogo.get_by_role("link", name=papeles.carta.name)).to_be_visible()
    for punto in range(1, len(PEDIDOS) + 1):
        grupo = dialogo.get_by_role("radiogroup", name=f"¿Corrigió el punto {punto}?")
        grupo.get_by_text("Corregido", exact=True).click()
    recorrido.pulsar(dialogo, "Revisar lo corregido")
    expect(pagina.get_by_role("alert")).to_contain_text("quedó anotado")
    recorrido.lista(pagina)
    pagina.get_by_role("tab", name="Lo pedido").click()
    expect(pagina.get_by_role("tabpanel").filter(has_text="Punto 1")).to_contain_text("Llegó la corrección")


def derivar(pagina: Page, oficina: str, *, copias: Sequence[str] = (), opiniones: Sequence[str] = ()) -> None:
    """To one office that answers, with copies to others and opinions asked of others."""
    recorrido.pulsar(pagina, "Derivar")
    dialogo = pagina.get_by_role("dialog")
    recorrido.desplegar(pagina, "Copias, pedidos y nota")
    for etiqueta, oficinas in (
        ("Copia para conocimiento (opcional)", copias),
        ("Pedir opinión a (opcional)", opiniones),
        ("A qué oficina", (oficina,)),
    ):
        for una in oficinas:
            dialogo.get_by_role("combobox", name=etiqueta).click()
            pagina.keyboard.type(una)  # a long list draws only what is in sight
            pagina.get_by_role("option", name=una, exact=True).click()
        if oficinas:
            pagina.keyboard.press("Escape" if etiqueta != "A qué oficina" else "Tab")  # a list of several stays open
    expect(pagina.get_by_role("option")).to_have_count(0)
    dialogo.get_by_role("textbox", name="Proveído (solo lo lee el personal)").fill("Para su atención urgente")
    recorrido.pulsar(dialogo, "Derivar")
    expect(pagina.get_by_role("alert")).to_contain_text(re.compile("En proceso|quedó anotado"))
    recorrido.lista(pagina)


def informar(pagina: Page, oficina: str, texto: str) -> None:
    """That office gives the opinion that it was asked."""
    recorrido.desplegar(pagina, "Más acciones")
    recorrido.pulsar(pagina, f"Responder el pedido · {oficina}")
    dialogo = pagina.get_by_role("dialog")
    dialogo.get_by_role("textbox").fill(texto)
    recorrido.pulsar(dialogo, "Responder el pedido")
    expect(pagina.get_by_role("alert")).to_contain_text("quedó anotado")
    recorrido.lista(pagina)


def atender(pagina: Page, respuesta: str) -> None:
    """Answer in words, without a document, and with that it ends."""
    recorrido.pulsar(pagina, "Atender")
    dialogo = pagina.get_by_role("dialog")
    dialogo.get_by_role("textbox", name="Respuesta (la lee el ciudadano)").fill(respuesta)
    recorrido.pulsar(dialogo, "Atender")
