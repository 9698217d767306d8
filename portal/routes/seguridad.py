"""What every request meets first: known hosts, closed doors, same-origin writes, and the headers of every answer.

Streamlit answers to any Host, leaves uploads and metrics open, looks up the Internet for every foreign websocket
handshake and sends no security header. Pure ASGI, so a refusal costs microseconds and never reaches Streamlit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.i18n import t

LECTURA = frozenset({"GET", "HEAD", "OPTIONS"})
SIN_HOST = ("/salud", "/_stcore/health")  # a balancer asks by address, not by name
PROHIBIDOS = ("/_stcore/upload_file",)
INEXISTENTES = (
    "/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/auth/login", "/auth/logout",
    "/oauth2callback",
)  # fmt: skip
ADJUNTOS = (
    "/static/",
    "/recursos/",
)  # scripts, styles and fonts: a document's headers mean nothing there and weigh 70 KB
PERMISOS = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
MINIMAS = ("X-Content-Type-Options", "Strict-Transport-Security")
UN_ANIO = 31_536_000
LARGO_RUTA = 1000  # characters; a number of more digits than Python converts would fail inside the router
VIOLACION = 1008  # websocket close code: policy violation


def politica_de_contenido(guiones: list[str]) -> str:
    """The CSP of our screens; ``guiones`` are the hashes of the inline scripts of the index."""
    fuentes: Mapping[str, str] = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *guiones]),  # blob: components v2 import their code from one
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{directiva} {valor}" for directiva, valor in fuentes.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglas:
    """What is allowed: names we answer to, our public origin, our path, and whether we live behind https."""

    base: str
    origen: str
    hosts: frozenset[str]
    https: bool
    csp: str

    def host_conocido(self, host: str) -> bool:
        """Whether the Host header names us; ``*.dominio`` in the list admits subdomains."""
        try:
            partes = urlsplit(f"//{host}")
            nombre = (partes.hostname or "").lower().rstrip(".")
            _ = partes.port  # ValueError when it is not a port
        except ValueError:
            return False
        if partes.username is not None or partes.path or partes.query or partes.fragment:
            return False
        dominio = nombre.partition(".")[2]
        return nombre in self.hosts or (bool(dominio) and f"*.{dominio}" in self.hosts)

    def mismo_origen(self, cabeceras: Headers) -> bool:
        """Whether a write or a websocket comes from our own pages; programs without Origin are not browsers."""
        if cabeceras.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origen = cabeceras.get("origin")
        if origen is None or origen == self.origen:
            return True
        partes = urlsplit(origen)
        return partes.scheme in {"http", "https"} and partes.netloc == cabeceras.get("host")

    def cabeceras(self) -> dict[str, str]:
        """Headers of every answer that did not set its own."""
        siempre = {
            "Content-Security-Policy": self.csp,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",  # "no-referrer" would turn the Origin of a form into "null"
            "Permissions-Policy": PERMISOS,
            "X-Frame-Options": "DENY",
        }
        seguras = {"Strict-Transport-Security": f"max-age={UN_ANIO}", "Cross-Origin-Opener-Policy": "same-origin"}
        return siempre | (seguras if self.https else {})


class Seguridad:
    """ASGI middleware, the outermost: refuses early, decorates late."""

    def __init__(self, app: ASGIApp, *, reglas: Reglas) -> None:
        self.app = app
        self.reglas = reglas
        self.propias = reglas.cabeceras()
        self.minimas = {nombre: self.propias[nombre] for nombre in MINIMAS if nombre in self.propias}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            return await self.app(scope, receive, send)
        negativa = self._negativa(scope, Headers(scope=scope))
        if scope["type"] == "websocket":
            if negativa is None:
                return await self.app(scope, receive, send)
            await receive()  # the connect message: closing before accepting answers 403
            return await send({"type": "websocket.close", "code": VIOLACION})

        ligero = scope["path"].removeprefix(self.reglas.base).startswith(ADJUNTOS)

        async def enviar(mensaje: Message) -> None:
            if mensaje["type"] == "http.response.start":
                self._vestir(MutableHeaders(raw=mensaje.setdefault("headers", [])), ligero=ligero)
            await send(mensaje)

        return await (self.app if negativa is None else negativa)(scope, receive, enviar)

    def _negativa(self, scope: Scope, cabeceras: Headers) -> Response | None:
        """The refusal this request deserves, or None when it may pass."""
        ruta = scope["path"].removeprefix(self.reglas.base)
        if ruta not in SIN_HOST and not self.reglas.host_conocido(cabeceras.get("host", "")):
            return _texto(421, t("marco.host_desconocido", direccion=self.reglas.origen + self.reglas.base))
        if ruta.startswith(PROHIBIDOS):
            return _texto(403, t("marco.ruta_prohibida"))
        if ruta.startswith(INEXISTENTES) or len(ruta) > LARGO_RUTA:
            return _texto(404, t("marco.ruta_inexistente"))
        escribe = scope["type"] == "websocket" or scope["method"] not in LECTURA
        if escribe and not self.reglas.mismo_origen(cabeceras):
            return _texto(403, t("marco.origen_ajeno"))
        return None

    def _vestir(self, cabeceras: MutableHeaders, *, ligero: bool) -> None:
        propia = "content-security-policy" in cabeceras
        for nombre, valor in (self.minimas if ligero else self.propias).items():
            if not (propia and nombre == "X-Frame-Options"):
                cabeceras.setdefault(nombre, valor)
        if self.reglas.https:
            _asegurar_cookies(cabeceras)


def _texto(estado: int, mensaje: str) -> Response:
    return PlainTextResponse(mensaje, status_code=estado, headers={"Cache-Control": "no-store"})


def _asegurar_cookies(cabeceras: MutableHeaders) -> None:
    """Streamlit does not know that a proxy in front speaks https: its cookies lack Secure."""
    for i, (nombre, valor) in enumerate(cabeceras.raw):
        if nombre == b"set-cookie" and b"secure" not in valor.lower():
            cabeceras.raw[i] = (nombre, valor + b"; Secure")
