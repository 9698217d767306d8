"""Fixtures of the browser journeys: a real server, a real mailbox, Chromium as people have it, and people."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from portal.domain.permisos import Rol
from portal.services import sesiones
from portal.services.contexto import Actor
from tests.e2e import documentos
from tests.e2e.buzon import Buzon
from tests.e2e.navegador import BANDERAS, Vigia, chromium, preparar
from tests.e2e.servidor import Acceso, Servidor
from tests.factories import cuentas, smtp

ESPERA_MS = 30_000
ANCHO, ALTO = 1280, 900
UN_PASEO = 12
"""So many tests has no file but those that look at everything."""
CON_MOVIMIENTO = frozenset({
    "test_camino_completo", "test_camino_dificil", "test_persona_natural", "test_persona_juridica", "test_mesa",
    "test_subsanar", "test_cargador", "test_borradores", "test_linea_lenta", "test_desconexion", "test_mientras_se_escribe",
    "test_foco", "test_teclado",
})  # fmt: skip
"""Whose people did not: the roads of the citizen and of the counter, and whatever moves, is written in or has the focus."""
FALLOS = pytest.StashKey[list[str]]()
expect.set_options(timeout=ESPERA_MS)


@dataclass(frozen=True)
class Persona:
    """A citizen with an account: who acts, and how to sign in."""

    actor: Actor
    acceso: Acceso


@dataclass
class Ventanas:
    """Opens browsers of different people (``nueva``) and tells what their consoles said."""

    navegador: Browser
    quieto: bool = True
    """Whether these people asked for less movement: what fades in and out is a tenth of the time of a journey."""
    vigia: Vigia = field(default_factory=Vigia)
    abiertas: list[BrowserContext] = field(default_factory=list)

    def contexto(self, **opciones: object) -> BrowserContext:
        """A person's browser: own cookies, in English so that whatever is not translated shows."""
        dadas = {"locale": "en-US", "timezone_id": "America/Lima", "viewport": {"width": ANCHO, "height": ALTO}}
        dadas |= {"reduced_motion": "reduce"} if self.quieto else {}
        contexto = preparar(self.navegador.new_context(**{**dadas, **opciones}))
        contexto.set_default_timeout(ESPERA_MS)
        self.vigia.mirar(contexto)
        self.abiertas.append(contexto)
        return contexto

    def nueva(self, **opciones: object) -> Page:
        """A window of somebody who is not signed in."""
        return self.contexto(**opciones).new_page()

    def de(self, servidor: Servidor, acceso: Acceso, **opciones: object) -> Page:
        """A window of somebody who signed in before: the cookie is minted by the services."""
        contexto = self.contexto(**opciones)
        contexto.add_cookies([galleta(servidor, acceso)])
        return contexto.new_page()


def galleta(servidor: Servidor, acceso: Acceso) -> dict[str, object]:
    """The session cookie that signing in would leave."""
    boleto = sesiones.entrar(servidor.ctx, acceso.correo, acceso.contrasena, ip="10.255.0.1")
    token = sesiones.canjear(servidor.ctx, boleto)
    return {
        "name": "mpv_sesion", "value": token, "domain": servidor.anfitrion, "path": servidor.base or "/",
        "httpOnly": True, "sameSite": "Lax",
    }  # fmt: skip


@pytest.fixture(scope="session")
def navegador(playwright: Playwright) -> Iterator[Browser]:
    programa = playwright.chromium.launch(executable_path=chromium(), args=list(BANDERAS))
    yield programa
    programa.close()


def pytest_collection_modifyitems(items):
    """The long files first, so that two workers end together: the walks, then those that are one whole road each."""
    suyos = [item for item in items if item.get_closest_marker("e2e")]
    pruebas = Counter(item.path for item in suyos)

    def puesto(item):
        cuantas = pruebas[item.path]
        return cuantas < UN_PASEO, cuantas > 1, -cuantas, str(item.path)

    items[:] = [*(item for item in items if not item.get_closest_marker("e2e")), *sorted(suyos, key=puesto)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know whether the test failed."""
    informe = yield
    item.stash.setdefault(FALLOS, []).extend([informe.when] if informe.failed else [])
    return informe


@pytest.fixture
def ventanas(navegador, request, tmp_path) -> Iterator[Ventanas]:
    """Browsers for this test. In the end none of them may have complained; after a failure, a picture of each stays."""
    suyas = Ventanas(navegador, quieto=request.node.path.stem not in CON_MOVIMIENTO)
    yield suyas
    fallo = bool(request.node.stash.get(FALLOS, []))
    for i, pagina in enumerate(p for contexto in suyas.abiertas for p in contexto.pages if fallo):
        pagina.set_viewport_size({"width": ANCHO, "height": 2000})
        pagina.screenshot(path=tmp_path / f"ventana_{i}.png")
        print(f"{pagina.url}: {tmp_path}/ventana_{i}.png")
    for contexto in suyas.abiertas:
        contexto.close()
    if not fallo:
        suyas.vigia.sin_quejas()
    for queja in suyas.vigia.quejas:
        print(queja)


@pytest.fixture(scope="session")
def correo() -> Iterator[tuple[Buzon, int]]:
    """The mailbox of everybody and the port of its SMTP server."""
    buzon = Buzon()
    with smtp.servidor(buzon) as puerto:
        yield buzon, puerto


@pytest.fixture(scope="session")
def buzon(correo) -> Buzon:
    return correo[0]


@pytest.fixture(scope="session")
def montar(correo, tmp_path_factory) -> Iterator[Callable[..., Servidor]]:
    """Makes installations, each in its own folder; at the end all are stopped in order, whatever became of the tests."""
    with ExitStack() as al_final:

        def uno(**opciones: object) -> Servidor:
            servidor = Servidor(tmp_path_factory.mktemp("casa"), correo[1], **opciones)
            # Hundreds of MB; the log and the database stay.
            al_final.callback(shutil.rmtree, servidor.casa / "archivos", ignore_errors=True)
            al_final.callback(servidor.detener)
            return servidor

        yield uno


@pytest.fixture
def gemelo(servidor) -> Iterator[Callable[[], Servidor]]:
    """Makes other processes that serve the shared installation, gone with the test also when it fails."""
    with ExitStack() as al_final:

        def uno() -> Servidor:
            otro = servidor.gemelo()
            al_final.callback(otro.detener)
            return otro

        yield uno


@pytest.fixture(scope="session")
def servidor(montar) -> Servidor:
    """The installation that most journeys share: the IGP preset on its own port."""
    return montar().instalar().arrancar()


@pytest.fixture(scope="session")
def mesa(servidor) -> Acceso:
    """Somebody of the counter, made by the command."""
    return servidor.contratar_con_orden(Rol.MESA, "mesa@institucion.example")


@pytest.fixture(scope="session")
def jefa(servidor) -> Acceso:
    """Who directs every office and does not sit at the counter."""
    return servidor.contratar(Rol.JEFE, "jefa@institucion.example", dependencia="presidencia", alcance="todas")


@pytest.fixture(scope="session")
def administrador(servidor) -> Acceso:
    return servidor.contratar(Rol.ADMINISTRADOR, "sistemas@institucion.example")


@pytest.fixture
def ciudadano(servidor) -> Callable[..., Persona]:
    """Makes citizens with an account, through the services."""

    def uno(**datos: str) -> Persona:
        return persona(servidor, **datos)

    return uno


_turno = itertools.count(1)


def persona(servidor: Servidor, **datos: str) -> Persona:
    """A citizen of that installation, ready to sign in."""
    correo_ = datos.pop("correo", f"vecina{next(_turno)}@ejemplo.pe")
    actor = cuentas.ciudadano(servidor.ctx, correo=correo_, **datos)
    return Persona(actor, Acceso(correo_, cuentas.CONTRASENA))


@pytest.fixture(scope="session")
def papeles(tmp_path_factory) -> Iterator[documentos.Papeles]:
    """Files to present, made once, and gone at the end: they are heavy."""
    carpeta = tmp_path_factory.mktemp("papeles")
    yield documentos.Papeles(carpeta)
    shutil.rmtree(carpeta)
