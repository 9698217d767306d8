"""The walk through the screens of staff: the list, somebody new, one person and what is asked before each change."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.sitio import Sitio

NUEVA = {"Nombres": "Ana", "Apellidos": "Luna"}


def personal(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What who administers staff sees."""
    recorrido.ir(pagina, f"{sitio.url}/personal", "Personal")
    yield "personal"
    recorrido.escribir(pagina, {"Nombre o correo": "nadie se llama así"})
    recorrido.lista(pagina)
    expect(pagina.get_by_text("Nadie coincide con estos filtros")).to_be_visible()
    yield "personal-sin-coincidencias"
    for vista in ("permisos", "oficinas"):
        recorrido.ir(pagina, f"{sitio.url}/personal?ver={vista}", "Personal")
        yield f"personal-{vista}"
    recorrido.ir(pagina, f"{sitio.url}/personal?persona=999999", "No encontramos a esta persona")
    yield "personal-no-esta"
    yield from _nueva(pagina, sitio)
    yield from _ficha(pagina)


def _nueva(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/personal", "Personal")
    recorrido.pulsar(pagina, "Agregar a una persona")
    dialogo = pagina.get_by_role("dialog")
    recorrido.pulsar(dialogo, "Crear cuenta y enviar correo")
    expect(dialogo.locator(".mp-error")).to_have_count(5)
    yield "personal-agregar-errores"
    recorrido.escribir(dialogo, NUEVA | {"Correo electrónico": f"ana.{secrets.token_hex(4)}@ejemplo.pe"})
    for campo, opcion in (("Rol", "Jefe de dependencia"), ("Oficina", re.compile("^Sismología"))):
        dialogo.get_by_role("combobox", name=campo, exact=True).click()
        pagina.get_by_role("option", name=opcion).click()
        recorrido.lista(pagina)
    recorrido.pulsar(dialogo, "Crear cuenta y enviar correo")
    expect(dialogo).to_have_count(0)
    recorrido.lista(pagina, "Ana Luna")
    yield "personal-agregada"


def _ficha(pagina: Page) -> Iterator[str]:
    for boton, estado in (
        ("Dar un rol", "dar"),
        ("Designar suplente", "suplir"),
        ("Inhabilitar la cuenta", "inhabilitar"),
    ):
        pagina.get_by_role("button", name=re.compile(f"^{boton}|{boton}$")).first.click()
        dialogo = pagina.get_by_role("dialog")
        expect(dialogo.get_by_role("button", name="Cancelar")).to_be_visible()
        recorrido.lista(pagina)
        dialogo.locator("[data-testid^=stBaseButton-primary]").click()
        expect(dialogo.locator(".mp-error").first).to_be_visible()
        recorrido.lista(pagina)
        yield f"personal-{estado}-errores"
        recorrido.pulsar(dialogo, "Cancelar")
        expect(dialogo).to_have_count(0)
    pagina.get_by_role("button", name="Quitar").first.click()
    dialogo = pagina.get_by_role("dialog")
    recorrido.pulsar(dialogo, "Sí, quitar")
    expect(dialogo).to_have_count(0)
    recorrido.lista(pagina, "Ana Luna")
    expect(pagina.get_by_text("No tiene ningún rol hoy")).to_be_visible()
    yield "personal-sin-rol"
