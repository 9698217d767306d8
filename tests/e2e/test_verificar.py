"""Comparing a copy with a verified cargo: in the browser, without sending it; and where the browser cannot, asking first."""

from __future__ import annotations

import hashlib
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from portal.db.models import RegistroRow
from portal.ui import comparador
from tests.e2e import recorrido
from tests.factories.presentaciones import Archivo, presentar

pytestmark = pytest.mark.e2e

CARTA = secrets.token_bytes(5_000_000)  # more than one piece of 4 MiB
LARGOS = (0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 4_194_304, 4_194_305)
IGUAL = "Es el mismo archivo que se presentó"
DISTINTO = "No coincide con ningún archivo de este cargo"
SIN_OBREROS = "delete window.Worker"


@pytest.fixture(scope="module")
def codigo(servidor) -> str:
    """The code of a cargo with two files."""
    from tests.e2e.conftest import persona

    archivos = (Archivo(octetos=CARTA, nombre="Carta 5.pdf"), Archivo("anexos", b"fotos", "fotos.zip", "zip", None))
    recibo = presentar(servidor.ctx, persona(servidor).actor, archivos=archivos)
    with servidor.ctx.db.lectura() as session:
        return session.scalars(
            select(RegistroRow.codigo_verificacion).where(RegistroRow.id == recibo.registro_id)
        ).one()


@pytest.fixture(scope="module")
def copias(tmp_path_factory):
    """An exact copy under another name, one with a byte changed, one that is longer."""
    carpeta = tmp_path_factory.mktemp("copias")
    cambiada = bytearray(CARTA)
    cambiada[4_500_000] ^= 1
    for nombre, octetos in (("copia.pdf", CARTA), ("cambiada.pdf", cambiada), ("larga.pdf", CARTA + b"x")):
        (carpeta / nombre).write_bytes(octetos)
    return carpeta


def abrir(pagina: Page, url: str, codigo: str) -> Locator:
    recorrido.ir(pagina, f"{url}/verificar?codigo={codigo}", "Verificar un cargo")
    expect(pagina.get_by_text("Cargo auténtico").first).to_be_visible()
    return pagina.get_by_role("group", name="Comparar una copia")


def elegir(pagina: Page, zona: Locator, *rutas) -> None:
    with pagina.expect_file_chooser() as eleccion:
        zona.get_by_role("button", name="Elegir archivo").press("Enter")
    eleccion.value.set_files([str(ruta) for ruta in rutas])


def fila(zona: Locator, nombre: str) -> Locator:
    return zona.get_by_role("listitem").filter(has_text=nombre)


def test_el_mismo_archivo_es_igual_y_uno_con_un_byte_cambiado_no(servidor, ventanas, codigo, copias):
    pagina = ventanas.nueva()
    enviados = []
    zona = abrir(pagina, servidor.url, codigo)
    pagina.on("request", lambda pedido: enviados.append(pedido.method) if pedido.method != "GET" else None)

    elegir(pagina, zona, copias / "copia.pdf", copias / "cambiada.pdf", copias / "larga.pdf")

    expect(fila(zona, "copia.pdf")).to_contain_text(IGUAL)
    expect(fila(zona, "copia.pdf")).to_contain_text("«Carta 5.pdf»")
    expect(fila(zona, "cambiada.pdf")).to_contain_text(DISTINTO)
    expect(fila(zona, "larga.pdf")).to_contain_text("Pesa 5000001 bytes y lo presentado, 5000000 bytes, 5 bytes.")
    expect(zona.get_by_role("status")).to_contain_text(DISTINTO)
    assert enviados == []


def test_en_una_intranet_sin_https_tambien_se_compara(montar, ventanas, copias, ciudadano):
    ventanas.vigia.tolerar("Cross-Origin-Opener-Policy")
    otro = montar(anfitrion="mesa.intranet", base="/servicios/mpv").instalar().arrancar()
    from tests.e2e.conftest import persona

    recibo = presentar(otro.ctx, persona(otro).actor, archivos=(Archivo(octetos=CARTA),))
    with otro.ctx.db.lectura() as session:
        suyo = session.scalars(
            select(RegistroRow.codigo_verificacion).where(RegistroRow.id == recibo.registro_id)
        ).one()
    pagina = ventanas.nueva()

    zona = abrir(pagina, otro.url, suyo)
    elegir(pagina, zona, copias / "copia.pdf")

    expect(fila(zona, "copia.pdf")).to_contain_text(IGUAL)
    assert pagina.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]

    obreros_fuera = ventanas.contexto()
    obreros_fuera.add_init_script(SIN_OBREROS)
    antigua = obreros_fuera.new_page()
    zona = abrir(antigua, otro.url, suyo)
    elegir(antigua, zona, copias / "copia.pdf")
    zona.get_by_role("button", name="Enviar y comparar").click()
    expect(fila(zona, "copia.pdf")).to_contain_text(IGUAL)


def test_el_sha256_del_navegador_es_el_de_todos(servidor, ventanas, codigo):
    fuente = comparador.GUION.read_text(encoding="utf-8")
    motor = fuente[fuente.index("function rondas()") : fuente.index("// What the worker does")]
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/verificar", "Verificar un cargo")

    sumas = pagina.evaluate(
        """([motor, largos]) => new Promise((bien, mal) => {
          const rondas = new Function(motor + '; return rondas()')
          const obra = `const nueva = (${motor.slice(motor.indexOf('function motor'))})(${rondas()})
            self.onmessage = e => postMessage(e.data.map(n => {
              const suma = nueva(), octetos = Uint8Array.from({ length: n }, (_, i) => i % 251)
              for (let p = 0; p < n; p += 1000003) suma.agregar(octetos.subarray(p, p + 1000003))
              return suma.terminar()
            }))`
          const obrero = new Worker(URL.createObjectURL(new Blob([obra])))
          obrero.onmessage = e => bien(e.data); obrero.onerror = e => mal(e.message)
          obrero.postMessage(largos)
        })""",
        [motor, list(LARGOS)],
    )

    assert sumas == [hashlib.sha256(bytes(i % 251 for i in range(n))).hexdigest() for n in LARGOS]


def test_sin_obreros_se_pregunta_antes_de_enviar_y_no_se_guarda(servidor, ventanas, codigo, copias):
    contexto = ventanas.contexto()
    contexto.add_init_script(SIN_OBREROS)
    pagina = contexto.new_page()
    zona = abrir(pagina, servidor.url, codigo)
    guardados = sorted(servidor.casa.rglob("archivos/**/*"))

    elegir(pagina, zona, copias / "copia.pdf", copias / "cambiada.pdf")
    for nombre in ("copia.pdf", "cambiada.pdf"):
        expect(fila(zona, nombre)).to_contain_text("no se guarda")
        fila(zona, nombre).get_by_role("button", name="Enviar y comparar").click()

    expect(fila(zona, "copia.pdf")).to_contain_text(IGUAL)
    expect(fila(zona, "cambiada.pdf")).to_contain_text(DISTINTO)
    assert sorted(servidor.casa.rglob("archivos/**/*")) == guardados


def test_la_copia_de_otro_sitio_no_entra(servidor, codigo):
    respuesta = servidor.pedir(
        f"/verificar/cotejo?codigo={codigo}", metodo="POST", **{"Origin": "http://otro.example", "X-MPV": "1"}
    )

    assert respuesta.status == 403


def test_se_puede_soltar_un_archivo_quitarlo_y_elegir_otro(servidor, ventanas, codigo):
    pagina = ventanas.nueva()
    zona = abrir(pagina, servidor.url, codigo)
    carga = pagina.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['fotos'], 'mis fotos.zip')); return d }"
    )

    zona.locator(".mp-soltar").dispatch_event("drop", {"dataTransfer": carga})

    expect(fila(zona, "mis fotos.zip")).to_contain_text(IGUAL)
    zona.get_by_role("button", name="Quitar mis fotos.zip").press("Enter")
    expect(zona.get_by_role("listitem")).to_have_count(0)
    expect(zona.get_by_role("button", name="Elegir archivo")).to_be_focused()


def test_un_codigo_mal_copiado_dice_que_hacer(servidor, ventanas):
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/verificar", "Verificar un cargo")

    recorrido.escribir(pagina, {"Código de verificación": "ABCD-EFG"})
    recorrido.pulsar(pagina, "Verificar")

    expect(pagina.get_by_role("alert")).to_contain_text("En lo que escribió se reconocen 7.")
    expect(pagina.get_by_role("link", name="Consultar un trámite")).to_be_visible()
