"""The mail server of the institution: the one that the environment fixes, or the one an administrator gave on a screen.

Given on a screen it is a row (``ajuste``), with its password sealed by a key that is not in the database: a copy of the
database alone sends no mail. What the environment says wins, and the screen only shows it.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.orm import Session

from portal.adapters.mail_yagmail import PUERTOS, Cartero, Correo, Permanente, Transitorio, direccion
from portal.db.models import AjusteRow
from portal.domain.administrado import validar_correo
from portal.domain.errors import DatoInvalido, DatosInvalidos, NoAutorizado, PortalError
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.i18n import t
from portal.services import actos, claves, cola, intentos
from portal.services.contexto import Contexto, requiere

CLAVE = "servidor_de_correo"
PUERTO_DE = dict(PUERTOS)
"""The usual port of each kind of connection: starttls, ssl, none."""
PUERTO_MAXIMO = 65_535
LARGO_HOST = 253
ESPERA_DE_PRUEBA = 10.0
"""Seconds for each answer of the server while somebody waits at the screen."""


class CorreoNoSale(PortalError):
    """The trial message did not leave; ``facts["motivo"]`` is what the server, or the network, said."""

    code = "correo_no_sale"


class CorreoFijado(PortalError):
    """The environment of the server says which mail server there is: no screen changes it."""

    code = "correo_fijado"


@dataclass(frozen=True)
class ServidorDeCorreo:
    """Where mail is handed over. ``tls``: starttls, ssl or none. ``remitente``: the From address."""

    host: str = ""
    puerto: int = PUERTOS["starttls"]
    tls: str = "starttls"
    usuario: str = ""
    remitente: str = ""
    contrasena: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """As ``Cartero`` takes it."""
        quien = f"{quote(self.usuario, safe='')}:{quote(self.contrasena, safe='')}@" if self.usuario else ""
        esquema = "smtps" if self.tls == "ssl" else "smtp"
        return f"{esquema}://{quien}{self.host}:{self.puerto}?tls={self.tls}"


@dataclass(frozen=True)
class ServidorView:
    """The server as a screen shows it: never its password. ``origen``: entorno, pantalla or ninguno."""

    servidor: ServidorDeCorreo
    origen: str
    con_contrasena: bool = False
    cambiado_por: str = ""
    cambiado_at: datetime | None = None


@requiere(Permiso.VER_CORREOS)
def ver(ctx: Contexto) -> ServidorView:
    """Which server mail goes to, without its password."""
    if ctx.correo_fijado:
        partes = urlsplit(ctx.correo_fijado)
        return ServidorView(
            ServidorDeCorreo(partes.hostname or "", partes.port or 0, usuario=partes.username or ""), "entorno"
        )
    with ctx.db.lectura() as session:
        fila = session.get(AjusteRow, CLAVE)
    if fila is None:
        return ServidorView(ServidorDeCorreo(), "ninguno")
    dicho = json.loads(fila.valor)
    sellada = dicho.pop("contrasena", "")
    return ServidorView(ServidorDeCorreo(**dicho), "pantalla", bool(sellada), fila.actor, fila.cambiado_at)


@requiere(Permiso.CONFIGURAR)
def guardar(ctx: Contexto, servidor: ServidorDeCorreo) -> None:
    """Hand mail over to that server from now on. An empty password keeps the one there is, for the same user and host.

    Raises DatosInvalidos, CorreoFijado.
    """
    asentar(ctx, servidor)


@requiere(Permiso.CONFIGURAR)
def probar(ctx: Contexto, servidor: ServidorDeCorreo, *, para: str) -> None:
    """Send a real message now through that server, saved or not. Raises DatosInvalidos, CorreoNoSale, DemasiadosIntentos."""
    if ctx.demo:
        raise NoAutorizado(permiso=Permiso.CONFIGURAR)
    limpio = revisar(servidor)
    with ctx.db.transaction() as session:
        intentos.contar_prueba(session, ctx)
        limpio = _con_su_contrasena(session, ctx, limpio)
    mandar_prueba(ctx, limpio, para=para)


@requiere(Permiso.CONFIGURAR)
def quitar(ctx: Contexto) -> None:
    """No server: mail is captured for the screen. Raises CorreoFijado."""
    _exigir_libre(ctx)
    with ctx.db.transaction() as session:
        if (fila := session.get(AjusteRow, CLAVE, with_for_update=True)) is not None:
            session.delete(fila)
            actos.anotar_acto(session, ctx, "quitar_servidor_de_correo", CLAVE, {})


def asentar(ctx: Contexto, servidor: ServidorDeCorreo) -> None:
    """As ``guardar``, for who was authorised already."""
    _exigir_libre(ctx)
    limpio = revisar(servidor)
    with ctx.db.transaction() as session:
        limpio = _con_su_contrasena(session, ctx, limpio)
        datos = asdict(limpio) | {"contrasena": _sellar(ctx, limpio.contrasena)}
        fila = session.get(AjusteRow, CLAVE, with_for_update=True) or AjusteRow(clave=CLAVE)
        fila.valor = json.dumps(datos, ensure_ascii=False, sort_keys=True)
        fila.actor, fila.cambiado_at = ctx.actor.nombre, ctx.reloj()
        session.add(fila)
        publico = {dato: valor for dato, valor in datos.items() if dato != "contrasena"}
        actos.anotar_acto(session, ctx, "cambiar_servidor_de_correo", limpio.host, publico)


def revisar(servidor: ServidorDeCorreo) -> ServidorDeCorreo:
    """The same, clean. Raises DatosInvalidos with every field that does not serve."""
    errores: dict[str, PortalError] = {}
    host = una_linea(servidor.host, LARGO_HOST).rstrip("/").removeprefix("smtp://").removeprefix("smtps://")
    if not host or any(c.isspace() or c in "/@?#:" for c in host):
        errores["host"] = DatoInvalido(campo="host", motivo="servidor")
    if not 1 <= servidor.puerto <= PUERTO_MAXIMO:
        errores["puerto"] = DatoInvalido(campo="puerto", motivo="puerto", maximo=PUERTO_MAXIMO)
    if servidor.tls not in PUERTOS:
        errores["tls"] = DatoInvalido(campo="tls", motivo="opcion", etiqueta=t("servidor_correo.tls"))
    remitente = (servidor.remitente or servidor.usuario).strip()
    try:
        direccion(validar_correo(remitente))
    except (DatoInvalido, Permanente):
        errores["remitente"] = DatoInvalido(campo="remitente", motivo="correo")
    if errores:
        raise DatosInvalidos(errores)
    return ServidorDeCorreo(
        host, servidor.puerto, servidor.tls, una_linea(servidor.usuario, 254), remitente, servidor.contrasena
    )


def mandar_prueba(ctx: Contexto, servidor: ServidorDeCorreo, *, para: str) -> None:
    """Hand one message over to that server, at once. Raises DatosInvalidos, CorreoNoSale."""
    try:
        destino = validar_correo(para)
    except DatoInvalido as negativa:
        raise DatosInvalidos({"para": negativa}) from negativa
    texto = t("servidor_correo.prueba_texto", direccion=ctx.base_url)
    mensaje = Correo(
        para=destino,
        nombre_remitente=t("marco.titulo"),
        asunto=t("servidor_correo.prueba_asunto"),
        texto=texto,
        html=f"<p>{texto}</p>",
        message_id=cola.message_id(ctx),
        fecha=ctx.reloj(),
    )
    try:
        cartero = Cartero(servidor.url, remitente=servidor.remitente, espera=ESPERA_DE_PRUEBA)
        try:
            cartero.enviar(mensaje)
        finally:
            cartero.cerrar()
    except (Permanente, Transitorio, ValueError) as problema:
        raise CorreoNoSale(motivo=_en_palabras(str(problema))) from problema


def _en_palabras(motivo: str) -> str:
    """What the server or the network said; the usual cases in plain words."""
    conocido = next((clave for signo, clave in _CONOCIDOS if signo in motivo), "")
    return (t(f"servidor_correo.motivo_{conocido}") if conocido else motivo).rstrip(".")


_CONOCIDOS = (
    ("SMTPNotSupportedError", "sin_starttls"),
    ("ConnectionRefusedError", "nadie"),
    ("TimeoutError", "demora"),
    ("timed out", "demora"),
    ("gaierror", "nombre"),
    ("CERTIFICATE_VERIFY_FAILED", "certificado"),
    ("WRONG_VERSION_NUMBER", "sin_ssl"),
    ("535", "clave"),
)


class Carteros:
    """Which cartero serves now: the fixed one, or that of the setting, made anew when the setting changes.

    Args:
        ctx: the context of the system.
        fijo: the one of the environment, if it says any.
    """

    def __init__(self, ctx: Contexto, fijo: Cartero | None = None) -> None:
        self._ctx = ctx
        self._fijo = fijo
        self._dicho: str | None = None
        self._propio: Cartero | None = None

    def __call__(self) -> Cartero | None:
        """The cartero for the next mails; None where mail is only captured, as in a demonstration."""
        if self._fijo is not None or self._ctx.demo:
            return self._fijo
        with self._ctx.db.lectura() as session:
            fila = session.get(AjusteRow, CLAVE)
        dicho = fila.valor if fila is not None else None
        if dicho != self._dicho:
            if self._propio is not None:
                self._propio.cerrar()
            self._dicho, self._propio = dicho, self._hacer(dicho)
        return self._propio

    def _hacer(self, dicho: str | None) -> Cartero | None:
        if dicho is None:
            return None
        datos = json.loads(dicho)
        servidor = ServidorDeCorreo(**datos | {"contrasena": _abrir_sello(self._ctx, datos["contrasena"])})
        return Cartero(servidor.url, remitente=servidor.remitente)


def _exigir_libre(ctx: Contexto) -> None:
    if ctx.correo_fijado:
        raise CorreoFijado


def _con_su_contrasena(session: Session, ctx: Contexto, servidor: ServidorDeCorreo) -> ServidorDeCorreo:
    """With the password that is kept, when none is given and it is for the same user of the same host, not less covered."""
    fila = session.get(AjusteRow, CLAVE)
    if servidor.contrasena or fila is None:
        return servidor
    antes = json.loads(fila.valor)
    al_descubierto = servidor.tls == "none" != antes["tls"]
    if al_descubierto or (antes["host"], antes["usuario"]) != (servidor.host, servidor.usuario):
        return servidor  # a password is never sent to a server for which it was not given
    contrasena = _abrir_sello(ctx, antes["contrasena"])
    return ServidorDeCorreo(**asdict(servidor) | {"contrasena": contrasena})


def _cifra(ctx: Contexto) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(claves.derivar(ctx, "ajustes")))


def _sellar(ctx: Contexto, secreto: str) -> str:
    return _cifra(ctx).encrypt(secreto.encode()).decode() if secreto else ""


def _abrir_sello(ctx: Contexto, sellado: str) -> str:
    """What was sealed; nothing when it was sealed with the keys of another installation."""
    try:
        return _cifra(ctx).decrypt(sellado.encode()).decode() if sellado else ""
    except InvalidToken:
        return ""
