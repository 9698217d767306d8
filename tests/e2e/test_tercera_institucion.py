"""A third institution from nothing, in the browser alone: nobody touches a file, and its package makes the same elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from portal.services import configuracion, primera_vez
from portal.services.contexto import SISTEMA
from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.e2e.servidor import Acceso, Servidor

pytestmark = pytest.mark.e2e

CORREO, CLAVE = "ana@uesanmartin.example", "nubes verdes bajo el puente"
TIPO, OFICINA = "Denuncia de un padre de familia", "Gestión Pedagógica"
INSTITUCION = {
    "RUC": "20131370645", "Nombre de la institución": "UGEL San Martín", "Sigla": "UGEL-SM",
    "Dirección": "Jr. Grau 250, Tarapoto", "Teléfono": "(042) 52-1234",
}  # fmt: skip


@pytest.fixture(scope="module")
def nueva(montar) -> Servidor:
    """A server that was started and nothing else."""
    return montar().arrancar()


def test_una_institucion_nueva_se_arma_se_usa_y_se_lleva_a_otra_parte(nueva, montar, ventanas, papeles, tmp_path):
    ana = ventanas.nueva()
    preparar(ana, nueva)
    recorrido.ingresar(ana, Acceso(CORREO, CLAVE))
    recorrido.lista(ana, "Personal")
    disenar(ana, nueva)
    estado_propio(ana, nueva)
    oficina(ana, nueva)
    publicar(ana)

    presentar(ventanas, nueva, papeles, tmp_path)

    paquete = exportar(ana, nueva, tmp_path)
    otra = montar()
    otra.orden("migrar")
    otra.orden("preset", "aplicar", str(paquete))
    assert configuracion.canonico(configuracion.mostrada(otra.ctx)) == vigente(nueva)


def preparar(pagina: Page, servidor: Servidor) -> None:
    """The assistant of the first time."""
    recorrido.ir(pagina, f"{servidor.url}/bandeja", "Prepare su mesa de partes")
    recorrido.escribir(pagina, {"Código de instalación": primera_vez.codigo(servidor.ctx.como(SISTEMA))})
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "¿Con qué quiere empezar?")
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "¿Qué institución es?")
    recorrido.escribir(pagina, INSTITUCION)
    recorrido.pulsar(pagina, "Continuar")
    for titulo in ("¿Cuándo se considera presentado?", "¿Con qué servidor salen los correos?"):
        recorrido.lista(pagina, titulo)
        recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "¿Quién va a administrar?")
    quien = {"Correo del administrador": CORREO, "Nombres": "Ana", "Apellidos": "Torres Ríos", "Contraseña": CLAVE}
    recorrido.escribir(pagina, quien)
    recorrido.pulsar(pagina, "Publicar la mesa de partes")
    recorrido.lista(pagina, "Su mesa de partes está lista")
    pagina.get_by_role("main").get_by_role("link", name="Ingresar").last.click()


def disenar(pagina: Page, servidor: Servidor) -> None:
    """Own document types, a field that depends on another, an office picker, three photos of 5 MB each."""
    recorrido.ir(pagina, f"{servidor.url}/configuracion?parte=formulario", "Formulario de presentación")
    pagina.get_by_role("radio", name="Fichas").click()
    recorrido.lista(pagina)
    pagina.get_by_role("button", name="Editar", exact=True).first.click()
    recorrido.escribir(pagina, {"Opción": TIPO})
    cambios(pagina, 1)
    agregar(pagina, "campo", "¿Desea que lo llamemos?", clase="Sí o no")
    agregar(pagina, "campo", "Celular", clase="Teléfono")
    recorrido.elegir(pagina, "Mostrar solo si…", "¿Desea que lo llamemos?")
    expect(pagina.get_by_text("Aparece solo si «¿Desea que lo llamemos?» es Sí.")).to_be_visible()
    agregar(pagina, "campo", "Oficina que debe atender", clase="Oficina")
    agregar(pagina, "archivos", "Fotos del local")
    recorrido.pulsar(pagina, "Quitar PDF")
    recorrido.lista(pagina)
    pagina.get_by_role("combobox", name="Tipos de archivo").press_sequentially("JPG")
    pagina.get_by_role("option", name="JPG", exact=True).click()
    pagina.keyboard.press("Escape")
    recorrido.lista(pagina)
    recorrido.escribir(pagina, {"Archivos, máximo": "3", "MB cada uno": "5"})
    expect(pagina.get_by_text("Hasta 3 archivos, 5 MB cada uno").first).to_be_visible()


def agregar(pagina: Page, que: str, nombre: str, *, clase: str = "") -> None:
    """A piece by its dialog: its name, and what it is."""
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, f"Agregar {que}")
    dialogo = pagina.get_by_role("dialog")
    dialogo.get_by_role("textbox").first.fill(nombre)
    dialogo.get_by_role("textbox").first.press("Tab")
    recorrido.lista(pagina)
    if clase:
        elegir_en(dialogo, "Clase", clase)
    recorrido.pulsar(dialogo, f"Agregar {que}")
    expect(dialogo).to_have_count(0)
    expect(pagina.get_by_role("heading", name=nombre, exact=True)).to_be_visible()
    recorrido.lista(pagina)


def elegir_en(dialogo: Locator, etiqueta: str, opcion: str) -> None:
    """Choose in a list of a dialog."""
    dialogo.get_by_role("combobox", name=etiqueta).click()
    dialogo.page.get_by_role("option", name=opcion, exact=True).click()
    expect(dialogo.page.get_by_role("option")).to_have_count(0)
    recorrido.lista(dialogo.page)


def estado_propio(pagina: Page, servidor: Servidor) -> None:
    """An estado of their own, with a way in and a way out: without them nothing is published."""
    recorrido.ir(pagina, f"{servidor.url}/configuracion?parte=estados", "Estados y recorrido")
    agregar(pagina, "estado", "En inspección")
    paso(pagina, "En inspección", "Atendida", "Atender")
    elegir_estado(pagina, "En proceso")
    paso(pagina, "En proceso", "En inspección", "Inspeccionar")


def paso(pagina: Page, desde: str, hasta: str, verbo: str) -> None:
    """What may be done from the estado that is chosen, and where it leads."""
    recorrido.pulsar(pagina, "Agregar paso")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo.get_by_text(f"Desde «{desde}» se puede")).to_be_visible()
    elegir_en(dialogo, "Pasa a", hasta)
    dialogo.get_by_role("textbox", name="Palabra del botón").fill(verbo)
    dialogo.get_by_role("textbox", name="Palabra del botón").press("Tab")
    recorrido.lista(pagina)
    recorrido.pulsar(dialogo, "Agregar paso")
    expect(dialogo).to_have_count(0)
    recorrido.lista(pagina)


def elegir_estado(pagina: Page, nombre: str) -> None:
    """Press an estado in the list beside the diagram."""
    lista = pagina.get_by_role("radiogroup", name="Estados")
    lista.locator("label", has=pagina.get_by_role("radio", name=nombre, exact=True)).click()
    recorrido.lista(pagina)


def oficina(pagina: Page, servidor: Servidor) -> None:
    """One more office, that a citizen may choose."""
    recorrido.ir(pagina, f"{servidor.url}/configuracion?parte=oficinas", "Oficinas")
    pagina.get_by_role("radio", name="Fichas").click()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Agregar oficina")
    recorrido.lista(pagina)
    recorrido.escribir(pagina, {"Nombre": OFICINA})
    expect(pagina.get_by_role("listitem").get_by_text(OFICINA)).to_be_visible()


def publicar(pagina: Page) -> None:
    recorrido.pulsar(pagina, "Publicar")
    recorrido.escribir(pagina, {"Qué cambia y por qué": "Nuestra mesa de partes"})
    recorrido.pulsar(pagina.get_by_role("dialog"), "Publicar ahora")
    expect(pagina.get_by_text("Ya rige para lo que se presente desde ahora")).to_be_visible()


def cambios(pagina: Page, cuantos: int) -> None:
    palabras = "1 cambio sin publicar" if cuantos == 1 else f"{cuantos} cambios sin publicar"
    expect(pagina.get_by_text(f"Borrador: {palabras}")).to_be_visible()


def presentar(ventanas, servidor, papeles, carpeta) -> None:
    """A citizen meets the form as it was drawn: the field that depends, the office, the photos and their limit."""
    rosa = persona(servidor)
    pagina = ventanas.de(servidor, rosa.acceso, viewport={"width": 390, "height": 844})
    recorrido.ir(pagina, f"{servidor.url}/presentar?paso=documento", "¿Qué va a presentar?")
    expect(recorrido.campo(pagina, "Celular")).to_have_count(0)
    recorrido.elegir(pagina, "Tipo de documento", TIPO)
    pagina.get_by_text("¿Desea que lo llamemos?", exact=True).click()
    recorrido.escribir(pagina, {
        "Celular": "987654321", "Número de su documento": "S/N", "Asunto": "El techo del aula se está cayendo",
    })  # fmt: skip
    recorrido.elegir(pagina, "Oficina que debe atender (opcional)", OFICINA)
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Adjunte sus archivos")
    recorrido.adjuntar(pagina, "Archivo principal", papeles.carta)
    recorrido.recibido(pagina, "Archivo principal", "carta.pdf", "1 página")
    recorrido.adjuntar(pagina, "Fotos del local", foto(carpeta, "techo.jpg", 6), foto(carpeta, "aula.jpg", 1))
    expect(recorrido.fila(pagina, "Fotos del local", "techo.jpg")).to_contain_text("5 MB")
    recorrido.recibido(pagina, "Fotos del local", "aula.jpg", "MB")
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    assert recorrido.dato(pagina, "Oficina que debe atender") == OFICINA
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")


def foto(carpeta: Path, nombre: str, mb: int) -> Path:
    """A JPEG of about that weight."""
    ruta = carpeta / nombre
    Image.new("RGB", (200, 200), "#336699").save(ruta)
    with ruta.open("ab") as archivo:
        archivo.write(bytes(mb * 1024 * 1024 - ruta.stat().st_size))
    return ruta


def exportar(pagina: Page, servidor: Servidor, carpeta: Path) -> Path:
    """The package of what is in force, from the screen."""
    recorrido.ir(pagina, f"{servidor.url}/configuracion?parte=versiones", "Versiones publicadas")
    return recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar"), carpeta)


def vigente(servidor: Servidor) -> str:
    """The configuration in force, as it is compared."""
    with servidor.ctx.db.lectura() as session:
        return configuracion.canonico(configuracion.vigente(session)[1])
