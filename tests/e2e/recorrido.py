"""What people do, step by step, by the words they read. Nothing here knows how a screen is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, Request, expect

from tests.e2e.servidor import Acceso
from tests.e2e.sosiego import sosegar

CARTA: Mapping[str, str] = {
    "Tipo de documento": "Carta",
    "Número de su documento": "0005-2026/ABC",
    "Asunto": "Solicito información sísmica de Camaná",
}
INSPECCION_MS = 60_000
CAMPOS = "[...document.querySelectorAll('[data-testid=stMain] :is(input, textarea)')]"
ALTO_FILA = 38
EN_LA_CASILLA, EN_EL_NUMERO = 16, 235
"""Where in a row of the bandeja its box and its number are painted."""
VIGENTE = ':not([data-stale="true"] *)'
"""What the run that goes on has drawn already: whatever else is on the screen may be about to go."""


def ir(pagina: Page, direccion: str, titulo: str | None = None) -> None:
    """Open an address and wait until its screen is whole."""
    pagina.goto(direccion)
    lista(pagina, titulo)


def lista(pagina: Page, titulo: str | None = None) -> None:
    """Until the screen is drawn to its foot and at rest; with ``titulo``, that screen."""
    sosegar(pagina)  # looks every 50 ms, where the others end looking every second
    if titulo is not None:
        expect(titular(pagina)).to_have_accessible_name(titulo)
    pagina.locator("footer.mp-pie").wait_for()
    sosegar(pagina)


def titular(pagina: Page) -> Locator:
    """The one heading of the screen."""
    return pagina.get_by_role("main").get_by_role("heading", level=1)


def campo(pagina: Page, etiqueta: str) -> Locator:
    """A field by its label, with or without "(opcional)" after it, as the server last drew it."""
    return dibujado(pagina, etiqueta).and_(pagina.locator(VIGENTE))


def dibujado(pagina: Page, etiqueta: str) -> Locator:
    """The same, also while the run that would draw it again has not come to it: what a person sees when the line is cut."""
    return pagina.get_by_label(re.compile(rf"^{re.escape(etiqueta)}( \\?\(opcional\\?\))?$"))


def escribir(pagina: Page, datos: Mapping[str, str]) -> None:
    """Type in each field; leaving the last one keeps it."""
    for etiqueta, valor in datos.items():
        campo(pagina, etiqueta).fill(valor)
        campo(pagina, etiqueta).press("Tab")


def elegir(pagina: Page, etiqueta: str, opcion: str) -> None:
    """Choose in a list. A list shuts when the page scrolls under it: as a person does, scroll first and press afterwards."""
    cuadro = pagina.get_by_role("combobox", name=etiqueta, exact=True)
    cuadro.scroll_into_view_if_needed()
    pagina.evaluate("() => new Promise(quieta => requestAnimationFrame(() => requestAnimationFrame(quieta)))")
    cuadro.click()
    pagina.get_by_role("option", name=opcion, exact=True).click()
    expect(pagina.get_by_role("option")).to_have_count(0)


def marcar_campos(pagina: Page) -> None:
    """Remember the fields of the screen, to ask later for those that were mounted since."""
    pagina.evaluate(f"() => {CAMPOS}.forEach(campo => {{ campo.yaEstaba = true; }})")


def campos_nuevos(pagina: Page) -> list[str]:
    """The labels of the fields mounted since ``marcar_campos``: who was writing in one of them lost it."""
    nuevos: list[str] = pagina.evaluate(
        f"() => {CAMPOS}.filter(campo => !campo.yaEstaba).map(campo => campo.ariaLabel ?? '')"
    )
    return nuevos


def pulsar(pagina: Page | Locator, boton: str) -> None:
    """Press the button of that name."""
    pagina.get_by_role("button", name=boton, exact=True).click()


def ingresar(pagina: Page, acceso: Acceso) -> None:
    """The sign-in form that is on the screen."""
    expect(titular(pagina)).to_have_text("Iniciar sesión")
    lista(pagina)
    escribir(pagina, {"Correo electrónico": acceso.correo, "Contraseña": acceso.contrasena})
    pulsar(pagina, "Iniciar sesión")


def salir(pagina: Page, nombre: str) -> None:
    """By the account menu."""
    pulsar(pagina, nombre)
    pagina.get_by_role("menuitem", name="Cerrar sesión").click()


def registrarse(pagina: Page, datos: Mapping[str, str], *, ruc: Mapping[str, str] | None = None) -> None:
    """Fill the registration form and send it; for an organisation when its data are given."""
    if ruc is not None:
        pagina.get_by_role("radio", name="Para una organización").click()
        expect(pagina.get_by_label("RUC")).to_be_visible()
        escribir(pagina, ruc)
    escribir(pagina, datos)
    casilla = pagina.get_by_role("checkbox", name=re.compile("^Acepto"))
    if not casilla.is_checked():
        casilla.press("Space")
    lista(pagina)
    pulsar(pagina, "Crear cuenta")


def activar(pagina: Page, direccion: str) -> None:
    """Follow the mailed link and press its button."""
    ir(pagina, direccion, "Active su cuenta")
    pulsar(pagina, "Activar mi cuenta")
    lista(pagina, "Su cuenta está activa")


def llenar(pagina: Page, valores: Mapping[str, str] = CARTA) -> None:
    """First step of filing, and on to the second."""
    lista(pagina, "¿Qué va a presentar?")
    for etiqueta, valor in valores.items():
        if etiqueta == "Tipo de documento":
            elegir(pagina, etiqueta, valor)
        else:
            escribir(pagina, {etiqueta: valor})
    lista(pagina)
    pulsar(pagina, "Continuar")
    lista(pagina, "Adjunte sus archivos")


def ranura(pagina: Page, etiqueta: str) -> Locator:
    """One slot for files."""
    return pagina.get_by_role("group", name=etiqueta, exact=True)


def fila(pagina: Page, etiqueta: str, archivo: str) -> Locator:
    """The row of one file in its slot."""
    return ranura(pagina, etiqueta).get_by_role("listitem").filter(has_text=archivo)


def adjuntar(pagina: Page, etiqueta: str, *rutas: Path) -> None:
    """Choose files as the button offers, without waiting for them."""
    with pagina.expect_file_chooser() as eleccion:
        ranura(pagina, etiqueta).locator("button.mp-elegir").click()
    eleccion.value.set_files([str(ruta) for ruta in rutas])


def recibido(pagina: Page, etiqueta: str, archivo: str, detalle: str | re.Pattern[str]) -> None:
    """Until the server has the file whole and says so."""
    suya = fila(pagina, etiqueta, archivo)
    expect(suya.get_by_role("button", name=f"Quitar {archivo}")).to_be_visible(timeout=INSPECCION_MS)
    expect(suya.get_by_role("progressbar")).to_have_count(0, timeout=INSPECCION_MS)
    expect(suya).to_contain_text(detalle)


def avance(pagina: Page, etiqueta: str) -> Locator:
    """The bar of the upload of that slot."""
    return ranura(pagina, etiqueta).get_by_role("progressbar")


def hasta_avance(pagina: Page, etiqueta: str, porcentaje: int) -> None:
    """Until the bar of that slot passes ``porcentaje``."""
    barra = avance(pagina, etiqueta).element_handle(timeout=INSPECCION_MS)
    pagina.wait_for_function(
        "([barra, n]) => Number(barra.getAttribute('aria-valuenow')) >= n", arg=[barra, porcentaje], polling=20
    )


def descargar(pagina: Page, enlace: Locator, carpeta: Path) -> Path:
    """Follow a link that downloads; the file."""
    with pagina.expect_download(timeout=INSPECCION_MS) as bajada:
        enlace.click()
    descarga: Download = bajada.value
    destino = carpeta / descarga.suggested_filename
    descarga.save_as(destino)
    return destino


def anotar_subidas(pagina: Page) -> list[tuple[str, int]]:
    """A list that grows with each request to the upload route: its method and the offset it starts from."""
    anotadas: list[tuple[str, int]] = []

    def anotar(pedido: Request) -> None:
        if "/cargas" in pedido.url:
            anotadas.append((pedido.method, int(pedido.headers.get("upload-offset", "0"))))

    pagina.on("request", anotar)
    return anotadas


def fecha(pagina: Page, etiqueta: str, dia: str) -> None:
    """Type a date ``dd/mm/aaaa`` in the parts of its field."""
    numeros = dict(zip(("día", "mes", "año"), dia.split("/"), strict=True))
    for parte, valor in numeros.items():
        segmento = pagina.get_by_role("spinbutton", name=f"{parte}, {etiqueta}")
        segmento.click()
        segmento.press_sequentially(valor)
        expect(segmento).to_have_text(valor)
    pagina.keyboard.press("Escape")  # the calendar that opened beside closes, and the date counts


def abrir_en_bandeja(pagina: Page, numero: str) -> None:
    """Press the number of a row; the table is painted, so by the place where its twin for readers says it is."""
    _tocar_fila(pagina, numero, EN_EL_NUMERO)


def marcar_en_bandeja(pagina: Page, numero: str) -> None:
    """Tick, or untick, the box of a row."""
    _tocar_fila(pagina, numero, EN_LA_CASILLA)


def _tocar_fila(pagina: Page, numero: str, x: int) -> None:
    lienzo = pagina.locator("canvas").first
    celda = lienzo.locator("td", has_text=numero)
    celda.wait_for(state="attached")
    lugar = int((celda.get_attribute("id") or "").rpartition("-")[2])
    filas = lienzo.locator("tbody tr").count()
    alto = lienzo.evaluate("lienzo => lienzo.clientHeight")
    cabecera = alto - filas * ALTO_FILA
    en_el_lienzo = cabecera + (lugar + 0.5) * ALTO_FILA
    lienzo.evaluate(
        """(lienzo, y) => document.querySelector('[data-testid=stMain]')
          .scrollBy({ top: lienzo.getBoundingClientRect().y + y - innerHeight / 2, behavior: 'instant' })""",
        en_el_lienzo,
    )
    caja = lienzo.bounding_box()
    assert caja is not None
    pagina.mouse.click(caja["x"] + x, caja["y"] + en_el_lienzo)


def dato(pagina: Page, nombre: str) -> str:
    """A value of the receipt or of a summary, by its name."""
    return pagina.locator("dl > div", has=pagina.get_by_text(nombre, exact=True)).locator("dd").first.inner_text()


def consultar(pagina: Page, numero: str, clave: str) -> None:
    """Number and password, where the tracking form is."""
    escribir(pagina, {"Número de expediente": numero, "Contraseña de seguimiento": clave})
    pulsar(pagina, "Consultar")


def desplegar(pagina: Page, titulo: str) -> None:
    """Open a folded part of the screen by its title, or by how it begins."""
    cabecera = pagina.locator("summary", has_text=titulo)
    if not cabecera.locator("xpath=..").evaluate("detalle => detalle.open"):
        cabecera.click()


def derivar(pagina: Page, oficina: str, *, verbo: str = "Derivar", nota: str = "") -> None:
    """Send the expediente on the screen to that office; ``nota`` is what the citizen reads."""
    pulsar(pagina, verbo)
    dialogo = pagina.get_by_role("dialog")
    if nota:
        desplegar(pagina, "Copias, pedidos y nota")
        dialogo.get_by_role("textbox", name="Nota para el ciudadano (opcional)").fill(nota)
    dialogo.get_by_role("combobox", name="A qué oficina").click()
    pagina.keyboard.type(oficina)  # a long list draws only what is in sight
    pagina.get_by_role("option", name=oficina, exact=True).click()
    expect(pagina.get_by_role("option")).to_have_count(0)
    pulsar(dialogo, verbo)


def actuar(pagina: Page, accion: str, nota: str | None = None) -> None:
    """One act of the desk, with what the citizen will read."""
    pulsar(pagina, accion)
    dialogo = pagina.get_by_role("dialog")
    if nota is not None:
        dialogo.get_by_role("textbox").fill(nota)
    pulsar(dialogo, accion)
