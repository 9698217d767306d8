"""One portal of a preset, running: people use it through its screens and services, and what they saw is kept to be asked."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfWriter

from portal.domain.configuracion import Institucion
from portal.domain.errors import DatosInvalidos, PortalError
from portal.domain.formulario import Valor
from portal.domain.permisos import Rol
from portal.services import archivos, borradores, configuracion, consulta, registro
from portal.services.consulta import ExpedienteView
from portal.services.contexto import Actor, Contexto
from portal.services.recibos import Recibo
from tests.e2e import recorrido
from tests.e2e.buzon import Buzon
from tests.e2e.conftest import galleta
from tests.e2e.navegador import preparar
from tests.e2e.servidor import Acceso, Servidor
from tests.factories import cuentas

BASES = {"igp": "/servicios/mpv", "petroperu": "/mpv"}
"""Where each real portal lives below its host."""
ROSA = "rosa@ejemplo.pe"
ANCHO, ALTO = 1280, 2400
VALORES: Mapping[str, Mapping[str, Valor]] = {
    "igp": {"tipo": "carta", "numero": "INFORME N° 002 – 2021 /BVD", "asunto": "Informe de actividades de febrero"},
    "petroperu": {
        "asunto": "Informe de actividades de febrero", "tipo": "oficio", "numero": "002-2021/GS", "fecha": "2021-02-26",
        "paginas": "7", "observacion": "", "conoce_destino": True, "centro": "oficina_principal",
        "dependencia": "gerencia_general",
    },
}  # fmt: skip
PRINCIPAL = {"igp": "principal", "petroperu": "archivos"}
PAGINAS = 7


@dataclass(frozen=True)
class Pantalla:
    """What one screen shows: to the eyes, and to who reads with the ears (roles and names)."""

    texto: str
    arbol: str
    lugares: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def tiene(self, *piezas: str) -> bool:
        """Whether each piece is there, as in ``button "Crear cuenta"``."""
        return all(pieza in self.arbol for pieza in piezas)


@dataclass
class Portal:
    """The portal, who uses it, and what they saw. ``rosa`` filed ``recibo``; ``pantallas`` by a name of ours."""

    preset: str
    servidor: Servidor
    institucion: Institucion
    buzon: Buzon
    rosa: Actor
    jefe: Actor
    recibo: Recibo
    carpeta: Path
    pantallas: dict[str, Pantalla] = field(default_factory=dict)
    de_prueba: dict[bool, str] = field(default_factory=dict)
    turno: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def ctx(self) -> Contexto:
        """The same installation seen from here."""
        return self.servidor.ctx

    @property
    def de_rosa(self) -> Contexto:
        """What she may do."""
        return self.ctx.como(self.rosa)

    @property
    def hoy(self) -> int:
        """The year of today where the institution is."""
        return datetime.now(UTC).astimezone(self.institucion.zona).year

    def vista(self) -> ExpedienteView:
        """What she filed, as her tray opens it."""
        return consulta.propio(self.de_rosa, self.recibo.numero)

    def borrador(self, *, con_archivo: bool = True, **cambios: Valor) -> str:
        """Another draft of hers, whole but for ``cambios``."""
        return escribir(self.de_rosa, self.preset, self.carpeta, con_archivo=con_archivo, **cambios)

    def errores(self, *, con_archivo: bool = True, **cambios: Valor) -> set[str]:
        """The fields that are refused when she sends a filing with these changes; none when it would be sent."""
        if con_archivo not in self.de_prueba:
            self.de_prueba[con_archivo] = self.borrador(con_archivo=con_archivo)
        borradores.guardar(self.de_rosa, self.de_prueba[con_archivo], valores={**VALORES[self.preset], **cambios})
        return set(registro.revisar(self.de_rosa, self.de_prueba[con_archivo]).errores)

    def presentar(self, **cambios: Valor) -> Recibo:
        """One more filing of hers."""
        return registro.enviar(self.de_rosa, self.borrador(**cambios))

    def negativa(self, hacer: Callable[[], object]) -> PortalError:
        """What it is refused with."""
        with pytest.raises(PortalError) as negada:
            hacer()
        return negada.value

    def cuenta_negada(self, **cambios: str) -> set[str]:
        """The fields for which a registration is refused."""
        datos = {"correo": f"nadie{next(self.turno)}@ejemplo.pe"} | cambios
        with pytest.raises(DatosInvalidos) as negada:
            cuentas.ciudadano(self.ctx, **datos)
        return set(negada.value.errores)


def escribir(ctx: Contexto, preset: str, carpeta: Path, *, con_archivo: bool = True, **cambios: Valor) -> str:
    """A new draft of that account with everything its form asks for; its id."""
    borrador = borradores.empezar(ctx).id
    borradores.guardar(ctx, borrador, valores={**VALORES[preset], **cambios})
    if con_archivo:
        adjuntar(ctx, borrador, PRINCIPAL[preset], pdf(carpeta))
    return borrador


def adjuntar(ctx: Contexto, borrador: str, ranura: str, ruta: Path) -> None:
    """Send a file as the screen does, whole."""
    carga = archivos.crear_carga(ctx, borrador, ranura=ranura, nombre=ruta.name, tamano=ruta.stat().st_size)
    archivos.anexar(ctx, carga.id, desde=0, trozos=[ruta.read_bytes()])


def pdf(carpeta: Path, nombre: str = "carta.pdf") -> Path:
    """A PDF of seven pages."""
    ruta = carpeta / nombre
    if not ruta.exists():
        hojas = PdfWriter()
        for _ in range(PAGINAS):
            hojas.add_blank_page(595, 842)
        hojas.write(str(ruta))
    return ruta


def levantar(preset: str, montar: Callable[..., Servidor], navegador: Browser, buzon: Buzon, carpeta: Path) -> Portal:
    """Install, serve, file once, and look at every screen of citizens."""
    servidor = montar(base=BASES[preset]).instalar(preset).arrancar()
    ctx = servidor.ctx
    rosa = cuentas.ciudadano(ctx, correo=ROSA, direccion="Av. Los Olivos 123, Lima")
    cuentas.aceptar_textos(ctx, rosa)
    jefe = servidor.contratar(Rol.JEFE, "jefe@institucion.example", dependencia="gerencia_general")
    recibo = registro.enviar(ctx.como(rosa), escribir(ctx.como(rosa), preset, carpeta))
    institucion = configuracion.mostrada(ctx)
    portal = Portal(
        preset, servidor, institucion, buzon, rosa, cuentas.actor(ctx, jefe.correo), recibo, carpeta
    )  # fmt: skip
    _mirar(portal, navegador, jefe)
    return portal


ANONIMAS = {
    "inicio": "/", "consulta": "/consulta-tramite", "ingresar": "/ingresar", "crear_cuenta": "/crear-cuenta",
    "recuperar": "/recuperar", "manual": "/manual", "terminos": "/informacion?tema=terminos",
    "base_legal": "/informacion?tema=base_legal", "sin_sesion": "/presentar?paso=documento",
}  # fmt: skip


def _mirar(portal: Portal, navegador: Browser, jefe: Acceso) -> None:
    """Each screen once: of who has not signed in, of Rosa, of somebody of an office."""
    servidor, pantallas = portal.servidor, portal.pantallas
    with _ventana(navegador) as pagina:
        for nombre, direccion in ANONIMAS.items():
            recorrido.ir(pagina, f"{servidor.url}{direccion}")
            pantallas[nombre] = leer(pagina)
        recorrido.ir(pagina, f"{servidor.url}/crear-cuenta")
        pagina.get_by_role("radio", name="Para una organización").click()
        pagina.get_by_label("RUC").wait_for()
        recorrido.lista(pagina)
        pantallas["crear_cuenta_juridica"] = leer(pagina)
    with _ventana(navegador, servidor, Acceso(ROSA, cuentas.CONTRASENA)) as pagina:
        suyas = {
            "bandeja": "/tramites", "cuenta": "/mi-cuenta", "documento": f"/presentar?paso=documento&borrador={portal.borrador()}",
            "seguimiento": f"/consulta-tramite?expediente={portal.recibo.numero}",
        }  # fmt: skip
        for nombre, direccion in suyas.items():
            recorrido.ir(pagina, f"{servidor.url}{direccion}")
            pantallas[nombre] = leer(pagina)
        if portal.institucion.formulario.presentacion == "una_pantalla":
            _guardar(portal, pagina)
        else:
            recorrido.ir(pagina, f"{servidor.url}/presentar?paso=archivos&borrador={portal.borrador()}")
            pantallas["archivos"] = leer(pagina)
    with _ventana(navegador, servidor, jefe) as pagina:
        recorrido.ir(pagina, f"{servidor.url}/bandeja")
        pantallas["escritorio"] = leer(pagina)


def _guardar(portal: Portal, pagina: Page) -> None:
    """The one screen: its button, the window that asks, and the receipt."""
    recorrido.ir(pagina, f"{portal.servidor.url}/presentar?paso=documento&borrador={portal.borrador()}")
    pagina.get_by_role("button", name=portal.institucion.vocabulario.enviar, exact=True).first.click()
    ventana = pagina.get_by_role("dialog")
    ventana.get_by_role("button", name="Sí, enviar").wait_for()
    portal.pantallas["confirmar"] = Pantalla(ventana.inner_text(), ventana.aria_snapshot())
    recorrido.pulsar(ventana, "Sí, enviar")
    recorrido.lista(pagina, "Su documento fue presentado")
    portal.pantallas["constancia"] = leer(pagina)


@contextmanager
def _ventana(navegador: Browser, servidor: Servidor | None = None, acceso: Acceso | None = None) -> Iterator[Page]:
    """A browser of somebody, signed in or not."""
    contexto = preparar(navegador.new_context(viewport={"width": ANCHO, "height": ALTO}, locale="en-US"))
    contexto.set_default_timeout(60_000)
    if servidor is not None and acceso is not None:
        contexto.add_cookies([galleta(servidor, acceso)])
    yield contexto.new_page()
    contexto.close()


def leer(pagina: Page) -> Pantalla:
    """What it shows now, and where its buttons stand (middle, in CSS pixels): of two with the same words, the upper one."""
    cajas = [(boton.inner_text().strip(), boton.bounding_box()) for boton in pagina.get_by_role("button").all()]
    lugares = {
        nombre: (caja["x"] + caja["width"] / 2, caja["y"] + caja["height"] / 2)
        for nombre, caja in sorted(cajas, key=lambda cada: -(cada[1] or {"y": 0})["y"])
        if caja is not None
    }
    cuerpo = pagina.locator("body")
    return Pantalla(cuerpo.inner_text(), cuerpo.aria_snapshot(), lugares)
