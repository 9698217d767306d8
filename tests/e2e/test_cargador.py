"""The uploader as people use it: by keyboard, dropping, pausing, coming back, with the camera; and what it says aloud."""

from __future__ import annotations

import zipfile

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect
from pypdf import PdfReader

from portal.services import archivos, borradores
from tests.e2e import recorrido
from tests.e2e.test_pantallas import DESBORDES, mirar

pytestmark = pytest.mark.e2e

PRINCIPAL, ANEXOS = "Archivo principal", "Anexos"
LARGO = "Registros de campo de la estación sismológica de Camaná, temporada 2025-2026, acelerógrafos.zip"
PESADO = 64 * 1024 * 1024
LENTA = 6 * 1024 * 1024  # bytes a second
OIR = """() => { window.oido = []; for (const voz of document.querySelectorAll('.mp-voz'))
  new MutationObserver(() => window.oido.push(voz.textContent)).observe(voz, { childList: true }) }"""


@pytest.fixture
def abrir(servidor, ventanas):
    """A window on the step of the files."""

    def una(persona, **opciones):
        pagina = ventanas.de(servidor, persona.acceso, reduced_motion="reduce", **opciones)
        recorrido.ir(pagina, f"{servidor.url}/presentar?paso=archivos", "Adjunte sus archivos")
        expect(recorrido.ranura(pagina, ANEXOS)).to_be_visible()
        pagina.evaluate(OIR)
        return pagina

    return una


@pytest.fixture(scope="module")
def pesado(tmp_path_factory):
    """A ZIP with a name longer than any line."""
    ruta = tmp_path_factory.mktemp("pesado") / LARGO
    with zipfile.ZipFile(ruta, "w") as comprimido, comprimido.open("registros.bin", "w") as salida:
        for i in range(64):
            salida.write(i.to_bytes(4, "big") * (256 * 1024))
    yield ruta
    ruta.unlink()


@pytest.fixture(scope="module")
def fotos(tmp_path_factory):
    """Three photos of 12 megapixels, the second one lying; and something that is none."""
    carpeta = tmp_path_factory.mktemp("fotos")
    rutas = []
    for i, tamano in enumerate([(3000, 4000), (4000, 3000), (3000, 4000)]):
        foto = Image.effect_noise(tamano, 30).convert("RGB")
        ImageDraw.Draw(foto).text((200, 200), f"Página {i + 1}", fill=(0, 0, 0), font_size=200)
        foto.save(carpeta / f"IMG_{i}.jpg", quality=85)
        rutas.append(carpeta / f"IMG_{i}.jpg")
    (carpeta / "nota.heic").write_bytes(b"no es una foto")
    return [*rutas, carpeta / "nota.heic"]


@pytest.fixture
def linea(abrir):
    """Sets the line of a window: so many bytes a second, or none at all."""
    sesiones = {}

    def una(pagina, velocidad=LENTA, *, cortada=False):
        if pagina not in sesiones:
            sesiones[pagina] = pagina.context.new_cdp_session(pagina)
            sesiones[pagina].send("Network.enable")
        condiciones = {"offline": cortada, "latency": 5, "downloadThroughput": -1, "uploadThroughput": velocidad}
        sesiones[pagina].send("Network.emulateNetworkConditions", condiciones)

    return una


def soltar(pagina, lugar, *rutas):
    """Drop files of the disk, or folders, there."""
    caja = lugar.bounding_box()
    raton = pagina.context.new_cdp_session(pagina)
    datos = {"items": [], "files": [str(ruta) for ruta in rutas], "dragOperationsMask": 1}
    for tipo in ("dragEnter", "dragOver", "drop"):
        punto = {"x": caja["x"] + caja["width"] / 2, "y": caja["y"] + caja["height"] / 2}
        raton.send("Input.dispatchDragEvent", {"type": tipo, **punto, "data": datos})


def nombres(pagina, etiqueta):
    """The files of a slot, as listed."""
    return recorrido.ranura(pagina, etiqueta).get_by_role("listitem").locator("b").all_inner_texts()


def barreras(pagina):
    """What axe objects to, and where."""
    return [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in mirar(pagina)]


def enfocado(pagina):
    """The words of the button that has the focus."""
    return pagina.evaluate("document.activeElement.closest('button')?.textContent.trim().replace(/\\s+/g, ' ') ?? ''")


def test_con_solo_el_teclado_se_sube_y_se_quita_un_archivo(abrir, ciudadano, papeles):
    pagina = abrir(ciudadano())
    pagina.on("filechooser", lambda eleccion: eleccion.set_files(str(papeles.carta)))
    pagina.keyboard.press("Tab")
    while "Elegir anexos" not in enfocado(pagina):
        pagina.keyboard.press("Tab")

    pagina.keyboard.press("Enter")
    recorrido.recibido(pagina, ANEXOS, papeles.carta.name, "1 página")
    pagina.keyboard.press("Tab")
    assert enfocado(pagina) == f"Quitar {papeles.carta.name}"
    pagina.keyboard.press("Enter")

    expect(recorrido.ranura(pagina, ANEXOS).get_by_role("listitem")).to_have_count(0)
    assert enfocado(pagina).endswith("Elegir anexos")
    pagina.wait_for_function("() => window.oido.join(' ').endsWith('carta.pdf: quitado.')")
    assert pagina.evaluate("window.oido.join(' ')") == ("Subiendo carta.pdf. carta.pdf: recibido. carta.pdf: quitado.")


def test_se_sueltan_tres_archivos_en_orden_y_una_carpeta_se_explica(abrir, ciudadano, papeles, tmp_path):
    programa, carpeta, oficio = tmp_path / "instalar.exe", tmp_path / "mis papeles", tmp_path / "oficio.docx"
    programa.write_bytes(b"MZ")
    oficio.write_bytes(b"PK")
    carpeta.mkdir()
    pagina = abrir(ciudadano())
    anexos = recorrido.ranura(pagina, ANEXOS)

    soltar(pagina, anexos, papeles.solicitud, papeles.carta, papeles.vacio, programa, carpeta)
    recorrido.recibido(pagina, ANEXOS, papeles.solicitud.name, "7 páginas")
    recorrido.recibido(pagina, ANEXOS, papeles.carta.name, "1 página")
    assert nombres(pagina, ANEXOS)[:2] == [papeles.solicitud.name, papeles.carta.name]
    expect(recorrido.fila(pagina, ANEXOS, "mis papeles")).to_contain_text("Es una carpeta")
    expect(recorrido.fila(pagina, ANEXOS, "instalar.exe")).to_contain_text("no se reciben")
    expect(anexos).to_contain_text("MB de 500 MB usados")

    soltar(pagina, recorrido.ranura(pagina, PRINCIPAL), papeles.carta, papeles.solicitud)
    expect(recorrido.ranura(pagina, PRINCIPAL)).to_contain_text("Aquí va un solo archivo y soltó 2.")
    soltar(pagina, recorrido.ranura(pagina, PRINCIPAL), oficio)
    expect(recorrido.ranura(pagina, PRINCIPAL)).to_contain_text("termina en .docx y aquí se admite PDF")
    soltar(pagina, recorrido.titular(pagina), papeles.carta)  # beside every slot: the page stays
    assert barreras(pagina) == []

    pagina.reload()
    recorrido.lista(pagina, "Adjunte sus archivos")
    expect(recorrido.fila(pagina, PRINCIPAL, "oficio.docx")).to_contain_text("termina en .docx")
    expect(recorrido.fila(pagina, ANEXOS, papeles.vacio.name)).to_contain_text("Pesa 0 bytes")


def test_la_revision_nombra_lo_que_el_navegador_no_admitio(abrir, ciudadano, papeles, servidor):
    pagina = abrir(ciudadano())
    recorrido.ir(pagina, f"{servidor.url}/presentar")
    recorrido.llenar(pagina)
    recorrido.adjuntar(pagina, PRINCIPAL, papeles.pesado)
    expect(recorrido.fila(pagina, PRINCIPAL, papeles.pesado.name)).to_contain_text(
        "Pesa 11 MB y puede pesar hasta 10 MB"
    )
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.locator(".mp-errores")).to_contain_text("Falta «Archivo principal».")
    expect(recorrido.fila(pagina, PRINCIPAL, papeles.pesado.name)).to_contain_text("Redúzcalo")

    recorrido.adjuntar(pagina, ANEXOS, papeles.vacio)
    recorrido.adjuntar(pagina, PRINCIPAL, papeles.carta)
    recorrido.recibido(pagina, PRINCIPAL, papeles.carta.name, "1 página")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")

    recorrido.lista(pagina, "Revise antes de enviar")
    expect(pagina.get_by_role("main")).to_contain_text(papeles.vacio.name)
    expect(pagina.get_by_role("main")).not_to_contain_text(papeles.pesado.name)


def test_una_subida_se_pausa_sigue_y_otro_dia_continua(abrir, linea, ciudadano, pesado):
    vecina = ciudadano()
    pagina = abrir(vecina)
    linea(pagina)
    recorrido.adjuntar(pagina, ANEXOS, pesado)
    suya = recorrido.fila(pagina, ANEXOS, "Registros")
    recorrido.hasta_avance(pagina, ANEXOS, 30)
    expect(suya).to_contain_text("faltan unos")
    suya.get_by_role("button", name="Pausar").click()
    expect(suya).to_contain_text("en pausa")
    assert enfocado(pagina).startswith("Seguir")
    assert barreras(pagina) == []
    suya.get_by_role("button", name="Seguir").click()
    recorrido.hasta_avance(pagina, ANEXOS, 50)
    suya.get_by_role("button", name="Cancelar").click()
    expect(suya).to_contain_text("¿Quitar este archivo de 64 MB? Tendría que subirlo otra vez.")
    assert enfocado(pagina).startswith("Conservar")
    pagina.keyboard.press("Escape")
    assert enfocado(pagina).startswith("Cancelar")
    pagina.wait_for_function("() => window.oido.some(frase => frase.includes(' %.'))")
    assert not [frase for frase in pagina.evaluate("window.oido") if LARGO in frase]
    pagina.context.close()

    otra = abrir(vecina)
    expect(recorrido.fila(otra, ANEXOS, "Registros")).to_contain_text("Elija otra vez el mismo archivo")
    pedidos = recorrido.anotar_subidas(otra)
    recorrido.adjuntar(otra, ANEXOS, pesado)
    recorrido.recibido(otra, ANEXOS, LARGO, "64 MB")
    assert pedidos[0] == ("HEAD", 0)
    assert pedidos[1][1] > PESADO // 4
    assert {metodo for metodo, _ in pedidos} == {"HEAD", "PATCH"}


def test_otro_archivo_del_mismo_nombre_y_peso_no_sigue_al_anterior(abrir, servidor, ciudadano, tmp_path):
    vecina = ciudadano()
    ctx = servidor.ctx.como(vecina.actor)
    octetos = b"A" * 3_000_000
    carga = archivos.crear_carga(
        ctx, borradores.abrir(ctx).id, ranura="anexos", nombre="notas.txt", tamano=len(octetos)
    )
    archivos.anexar(ctx, carga.id, desde=0, trozos=[octetos[:2_000_000]])
    distinto = tmp_path / "notas.txt"
    distinto.write_bytes(b"otra cosa " * 300_000)
    pagina = abrir(vecina)
    pedidos = recorrido.anotar_subidas(pagina)

    recorrido.adjuntar(pagina, ANEXOS, distinto)
    expect(recorrido.ranura(pagina, ANEXOS).locator("li.listo")).to_have_count(1)

    assert [metodo for metodo, _ in pedidos] == ["HEAD", "POST", "PATCH"]
    expect(recorrido.ranura(pagina, ANEXOS).locator("li.detenido")).to_have_count(1)


def test_sin_conexion_se_dice_y_sigue_sola(abrir, linea, ventanas, ciudadano, pesado):
    ventanas.vigia.tolerar(r"net::ERR_", "WebSocket")
    pagina = abrir(ciudadano())
    linea(pagina)
    recorrido.adjuntar(pagina, ANEXOS, pesado)
    recorrido.hasta_avance(pagina, ANEXOS, 20)
    suya = recorrido.fila(pagina, ANEXOS, "Registros")

    linea(pagina, cortada=True)
    expect(suya).to_contain_text("sin conexión: sigue sola cuando vuelva")
    linea(pagina, -1)

    recorrido.recibido(pagina, ANEXOS, LARGO, "64 MB")
    dicho = pagina.evaluate("window.oido.join(' ')")
    assert dicho.count("Sin conexión. Lo subido se conserva y sigue solo cuando vuelva.") == 1
    assert dicho.count("Volvió la conexión. La subida sigue.") == 1


def test_las_fotos_se_ordenan_se_giran_y_son_un_pdf(abrir, servidor, ciudadano, fotos):
    vecina = ciudadano()
    pagina = abrir(vecina, viewport={"width": 360, "height": 780})
    recorrido.ranura(pagina, PRINCIPAL).get_by_role("button", name="Unir fotos en un PDF").click()
    ventana = pagina.get_by_role("dialog", name="Archivo principal: fotos en un PDF")
    expect(ventana.get_by_role("button", name="Crear el PDF y subirlo")).to_be_disabled()
    with pagina.expect_file_chooser() as eleccion:
        ventana.get_by_role("button", name="Agregar fotos").click()
    eleccion.value.set_files([str(foto) for foto in fotos])
    expect(ventana.get_by_role("status")).to_contain_text("3 páginas")
    expect(ventana.get_by_role("alert")).to_contain_text("«nota.heic» no se puede abrir como foto")
    ventana.get_by_role("button", name="Subir página 2").click()
    assert pagina.evaluate("document.activeElement.getAttribute('aria-label')") == "Bajar página 1"
    expect(ventana.get_by_role("status")).to_have_text("La página 2 es ahora la 1.")
    ventana.get_by_role("button", name="Girar página 2").click()
    ventana.get_by_role("button", name="Quitar página 3").click()
    assert barreras(pagina) == []
    assert pagina.evaluate(DESBORDES) == []
    pagina.keyboard.press("Escape")
    expect(ventana.get_by_role("alert")).to_contain_text("se pierden las 2 fotos")

    ventana.get_by_role("button", name="Crear el PDF y subirlo").click()

    expect(recorrido.ranura(pagina, PRINCIPAL).locator("li.listo")).to_contain_text("2 páginas")
    ctx = servidor.ctx.como(vecina.actor)
    carga = archivos.cargas(ctx, borradores.abrir(ctx).id)[0]
    with next(
        ruta
        for ruta in (servidor.casa / "archivos" / "archivos").rglob("*")
        if ruta.is_file() and ruta.stat().st_size == carga.tamano
    ).open("rb") as pdf:
        hojas = PdfReader(pdf, strict=True).pages
        medidas = [(round(hoja.mediabox.width), round(hoja.mediabox.height), hoja.rotation) for hoja in hojas]
        assert medidas == [(842, 595, 0), (595, 842, 90)]
        assert [imagen.image.format for hoja in hojas for imagen in hoja.images] == ["JPEG", "JPEG"]
        assert max(hojas[0].images[0].image.size) == 2000


def test_en_un_telefono_se_toma_la_foto_y_nada_se_desborda(abrir, ciudadano, papeles, fotos):
    pagina = abrir(ciudadano(), viewport={"width": 320, "height": 1600}, has_touch=True, is_mobile=True)
    expect(
        recorrido.ranura(pagina, PRINCIPAL).get_by_role("button", name="Tomar fotos y unirlas en un PDF")
    ).to_be_visible()
    anexos = recorrido.ranura(pagina, ANEXOS)
    expect(anexos.get_by_text("o arrástrelos")).to_be_hidden()
    assert anexos.locator(".mp-entrada-foto").get_attribute("capture") == "environment"

    with pagina.expect_file_chooser() as eleccion:
        anexos.get_by_role("button", name="Tomar foto").click()
    eleccion.value.set_files(str(fotos[0]))
    recorrido.adjuntar(pagina, ANEXOS, papeles.vacio)
    expect(anexos.locator("li.listo")).to_contain_text("IMG_0.jpg")

    assert pagina.evaluate(DESBORDES) == []
    assert barreras(pagina) == []
