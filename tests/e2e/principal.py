"""The main job in its stages, for every installation on which it must run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.domain.calendario import presentacion
from portal.domain.fechas import en_palabras
from portal.domain.tamanos import legible
from portal.services import configuracion
from tests.e2e import recorrido
from tests.e2e.buzon import Buzon, adjunto, enlace, texto
from tests.e2e.documentos import PAGINAS, Papeles, sha256
from tests.e2e.servidor import Acceso, Servidor
from tests.factories.cuentas import CONTRASENA

PRINCIPAL, ANEXOS = "Archivo principal", "Anexos"
CORTE = 58  # per cent of the annex when the line goes
Corte = Callable[[Page], None]


@dataclass(frozen=True)
class Vecina:
    """Somebody who never used the portal."""

    nombres: str
    apellidos: str
    dni: str
    correo: str

    @property
    def acceso(self) -> Acceso:
        return Acceso(self.correo, CONTRASENA)

    @property
    def nombre(self) -> str:
        return f"{self.nombres} {self.apellidos}"

    @property
    def datos(self) -> dict[str, str]:
        """What the registration form asks."""
        return {
            "Número": self.dni,
            "Nombres": self.nombres,
            "Apellidos": self.apellidos,
            "Teléfono": "987 654 321",
            "Dirección": "Jr. Los Álamos 123",
            "Correo electrónico": self.correo,
            "Contraseña": CONTRASENA,
        }


@dataclass(frozen=True)
class Constancia:
    """What the person has after sending."""

    numero: str
    clave: str
    cargo: Path
    codigo: str


def crear_cuenta(
    pagina: Page, curioso: Page, servidor: Servidor, buzon: Buzon, vecina: Vecina, *, asunto: str = "Active su cuenta"
) -> None:
    """Register and activate by the mailed link, which somebody else's scanner (``curioso``) opened before."""
    recorrido.ir(pagina, f"{servidor.url}/crear-cuenta", "Crear cuenta")
    recorrido.registrarse(pagina, vecina.datos)
    recorrido.lista(pagina, "Revise su correo")
    activacion = enlace(buzon.esperar_a(vecina.correo, asunto))
    assert activacion.startswith(servidor.url)
    for _ in range(2):
        recorrido.ir(curioso, activacion, "Active su cuenta")
        expect(curioso.get_by_role("button", name="Activar mi cuenta")).to_be_visible()

    recorrido.activar(pagina, activacion)


def presentar(pagina: Page, servidor: Servidor, papeles: Papeles, vecina: Vecina, cortar: Corte) -> None:
    """From a deep link to the receipt: sign in on the way, a 9 MB document, an annex whose line is cut."""
    recorrido.ir(pagina, f"{servidor.url}/presentar?paso=documento")
    recorrido.ingresar(pagina, vecina.acceso)
    recorrido.llenar(pagina)
    assert pagina.url.startswith(f"{servidor.url}/presentar?")
    recorrido.adjuntar(pagina, PRINCIPAL, papeles.solicitud)
    peso = legible(papeles.solicitud.stat().st_size)
    recorrido.recibido(pagina, PRINCIPAL, papeles.solicitud.name, f"{peso} · {PAGINAS} páginas")

    pedidos = recorrido.anotar_subidas(pagina)
    recorrido.adjuntar(pagina, ANEXOS, papeles.anexo)
    recorrido.hasta_avance(pagina, ANEXOS, CORTE)
    cortar(pagina)
    recorrido.recibido(pagina, ANEXOS, papeles.anexo.name, "300 MB")
    metodos = [metodo for metodo, _ in pedidos]
    assert metodos.count("POST") == 1
    siguio_en = next(desde for metodo, desde in pedidos[metodos.index("HEAD") :] if metodo == "PATCH")
    assert siguio_en > papeles.anexo.stat().st_size // 2

    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    legal = presentacion(datetime.now(UTC), configuracion.mostrada(servidor.ctx).dias).presentado
    expect(pagina.get_by_role("note").first).to_contain_text(f"se considera presentado el {en_palabras(legal)}")
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")


def recibir(pagina: Page, buzon: Buzon, vecina: Vecina, carpeta: Path) -> Constancia:
    """Number, password and cargo, at once on the screen and the same by mail; the password never in the cargo."""
    numero = recorrido.dato(pagina, "Número de expediente")
    clave = recorrido.dato(pagina, "Contraseña de seguimiento")
    cargo = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar cargo"), carpeta)
    impreso = "\n".join(hoja.extract_text() for hoja in PdfReader(cargo).pages)
    codigo = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", impreso)
    assert re.fullmatch(r"\d{5}-20\d\d", numero)
    assert numero in impreso
    assert codigo is not None
    assert clave not in impreso
    assert clave.replace("-", "") not in re.sub(r"\W", "", impreso)

    constancia = buzon.esperar_a(vecina.correo, numero)
    assert clave in texto(constancia)
    assert adjunto(constancia) == cargo.read_bytes()
    return Constancia(numero, clave, cargo, codigo[0])


def ver_en_la_bandeja(pagina: Page, papeles: Papeles, vecina: Vecina, numero: str, carpeta: Path) -> None:
    """The row as the IGP's manual describes it, and the file behind it, byte by byte."""
    recorrido.pulsar(pagina, "Ver mis trámites")
    recorrido.lista(pagina, "Trámites")
    suya = pagina.locator(".mp-fila", has_text=numero)
    expect(suya).to_contain_text(re.compile(r"\d\d/\d\d/20\d\d \d\d:\d\d"))
    expect(suya).to_contain_text(f"por {vecina.nombre}")
    expect(suya).to_contain_text(f"{legible(papeles.solicitud.stat().st_size)}, {PAGINAS} páginas")
    expect(suya).to_contain_text("1 movimiento")
    bajado = recorrido.descargar(pagina, suya.get_by_role("link", name="0005-2026/ABC"), carpeta)
    assert bajado.name == papeles.solicitud.name
    assert sha256(bajado) == sha256(papeles.solicitud)


def seguir(pagina: Page, papeles: Papeles, carpeta: Path) -> None:
    """The magnifier of the tray, and the annex, byte by byte."""
    recorrido.pulsar(pagina, "Ver")
    recorrido.lista(pagina, recorrido.CARTA["Asunto"])
    bajado = recorrido.descargar(pagina, pagina.get_by_role("link", name=papeles.anexo.name), carpeta)
    assert sha256(bajado) == sha256(papeles.anexo)
    bajado.unlink()
