"""The first time: whoever has the code of this installation publishes its first version and makes its administrator.

The code is written where the server runs, and nowhere else: who only reaches the address cannot take the portal. Once
there is an institution none of this is possible any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from pydantic import ValidationError

from portal.domain.administrado import validar_correo, validar_nombre, validar_ruc
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatoInvalido, DatosInvalidos, PortalError
from portal.domain.permisos import Permiso, Rol
from portal.domain.texto import una_linea
from portal.i18n import t
from portal.services import claves, configuracion, contrasenas, servidor_de_correo, usuarios
from portal.services.contexto import SISTEMA, Contexto, requiere
from portal.services.servidor_de_correo import ServidorDeCorreo

PUNTOS = ("basica", "igp", "petroperu")
"""The presets in the order in which they are offered."""
LARGOS = {"nombre": 160, "sigla": 20, "sector": 160, "lugar": 240, "web": 200, "telefono": 60, "correo": 254}
OBLIGATORIOS = ("nombre", "sigla", "lugar")


class YaInstalada(PortalError):
    """There is an institution: what follows is done by its administrator, after signing in."""

    code = "ya_instalada"


class CodigoDeInstalacion(PortalError):
    """That is not the code of this installation."""

    code = "codigo_de_instalacion"


@dataclass(frozen=True)
class PuntoDePartida:
    """A preset to begin with."""

    id: str
    nombre: str
    descripcion: str
    institucion: Institucion


@dataclass(frozen=True)
class Comienzo:
    """All that is asked the first time. ``identidad``: the data of the institution, by the names of ``Identidad``.

    ``cierre``: the hour after which a filing counts for the next business day; None, the whole day. ``servidor``: None
    leaves mail for later.
    """

    preset: str
    identidad: dict[str, str]
    cierre: time | None
    servidor: ServidorDeCorreo | None
    correo: str
    nombres: str
    apellidos: str
    contrasena: str = field(repr=False)


@requiere(Permiso.PUBLICO)
def pendiente(ctx: Contexto) -> bool:
    """Whether nothing was published here yet."""
    try:
        configuracion.mostrada(ctx)
    except configuracion.SinInstitucion:
        return True
    return False


@requiere(Permiso.SISTEMA)
def codigo(ctx: Contexto) -> str:
    """The code of this installation: of its keys, and so of who can read its folder."""
    return _codigo(ctx)


@requiere(Permiso.PUBLICO)
def reconocer(ctx: Contexto, escrito: str) -> None:
    """Pass who has the code. Raises CodigoDeInstalacion, YaInstalada."""
    _exigir(ctx, escrito)


@requiere(Permiso.PUBLICO)
def puntos_de_partida(ctx: Contexto, escrito: str) -> tuple[PuntoDePartida, ...]:
    """What one may begin with. Raises as ``reconocer``."""
    _exigir(ctx, escrito)
    return tuple(
        PuntoDePartida(uno, t(f"primera.preset_{uno}"), t(f"primera.preset_{uno}_detalle"), configuracion.preset(uno))
        for uno in PUNTOS
        if (configuracion.PRESETS / f"{uno}.toml").is_file()
    )


@requiere(Permiso.PUBLICO)
def revisar_identidad(ctx: Contexto, escrito: str, comienzo: Comienzo) -> Institucion:
    """The institution that would be published. Raises DatosInvalidos with every field at once, and as ``reconocer``."""
    _exigir(ctx, escrito)
    return _institucion(comienzo)


@requiere(Permiso.PUBLICO)
def probar_correo(ctx: Contexto, escrito: str, servidor: ServidorDeCorreo, *, para: str) -> None:
    """Send a real message through that server. Raises DatosInvalidos, CorreoNoSale, and as ``reconocer``."""
    _exigir(ctx, escrito)
    servidor_de_correo.mandar_prueba(ctx, servidor_de_correo.revisar(servidor), para=para)


@requiere(Permiso.PUBLICO)
def terminar(ctx: Contexto, escrito: str, comienzo: Comienzo) -> str:
    """Publish the first version, keep the mail server, make the administrator; the e-mail to sign in with.

    Everything is judged before anything is written. Raises DatosInvalidos, and as ``reconocer``.
    """
    _exigir(ctx, escrito)
    institucion = _institucion(comienzo)
    _exigir_administrador(institucion, comienzo)
    if comienzo.servidor is not None:
        servidor_de_correo.revisar(comienzo.servidor)
    sistema = ctx.como(SISTEMA)
    configuracion.publicar(sistema, institucion, autor=comienzo.correo.strip())
    correo, _ = usuarios.crear_personal(
        sistema, comienzo.correo, comienzo.nombres, comienzo.apellidos, Rol.ADMINISTRADOR, comienzo.contrasena
    )
    if comienzo.servidor is not None and not ctx.correo_fijado:
        servidor_de_correo.asentar(sistema, comienzo.servidor)
    return correo


def _codigo(ctx: Contexto) -> str:
    return claves.legible(claves.derivar(ctx, "primera_vez"))


def _exigir(ctx: Contexto, escrito: str) -> None:
    if not pendiente(ctx):
        raise YaInstalada
    if not claves.iguales(claves.normalizar(escrito), _codigo(ctx)):
        raise CodigoDeInstalacion


def _institucion(comienzo: Comienzo) -> Institucion:
    limpia, errores = _identidad(comienzo.identidad)
    if errores:
        raise DatosInvalidos(errores)
    base = configuracion.preset(comienzo.preset)
    dicho = _con_otros_nombres(base, limpia)
    dicho["identidad"] |= limpia
    dicho["calendario"]["cierre"] = comienzo.cierre
    try:
        return Institucion.model_validate(dicho)
    except ValidationError as problema:
        lugares = {str(e["loc"][-1]) if e["loc"] else "nombre": e["msg"] for e in problema.errors()}
        raise DatosInvalidos({
            lugar: DatoInvalido(campo=lugar, motivo="configuracion", detalle=detalle) for lugar, detalle in lugares.items()
        }) from problema  # fmt: skip


def _identidad(escrita: dict[str, str]) -> tuple[dict[str, str], dict[str, PortalError]]:
    limpia = {dato: una_linea(escrita.get(dato, ""), largo) for dato, largo in LARGOS.items()}
    errores: dict[str, PortalError] = {
        dato: DatoInvalido(campo=dato, motivo="vacio") for dato in OBLIGATORIOS if not limpia[dato]
    }
    reglas: dict[str, Callable[[], str]] = {"ruc": lambda: validar_ruc(escrita.get("ruc", ""))}
    if limpia["correo"]:
        reglas["correo"] = lambda: validar_correo(limpia["correo"])
    for dato, regla in reglas.items():
        try:
            limpia[dato] = regla()
        except DatoInvalido as negativa:
            errores[dato] = negativa
    return limpia, errores


def _con_otros_nombres(base: Institucion, identidad: dict[str, str]) -> dict[str, Any]:
    """The preset with the institution's own names wherever its texts say those of the preset."""
    dicho = base.model_dump(mode="json")
    for dato in ("nombre", "sigla", "lugar", "telefono", "correo"):
        antes, ahora = str(dicho["identidad"][dato]), identidad[dato]
        if antes and ahora and antes != ahora:
            for parte in ("textos", "manual", "plantillas", "formulario"):
                dicho[parte] = _cambiar(dicho[parte], re.compile(rf"(?<!\w){re.escape(antes)}(?!\w)"), ahora)
    return dicho


def _cambiar(dicho: Any, antes: re.Pattern[str], ahora: str) -> Any:  # noqa: ANN401 -- any JSON
    if isinstance(dicho, str):
        return antes.sub(lambda _: ahora, dicho)
    if isinstance(dicho, list):
        return [_cambiar(uno, antes, ahora) for uno in dicho]
    if isinstance(dicho, dict):
        return {clave: _cambiar(valor, antes, ahora) for clave, valor in dicho.items()}
    return dicho


def _exigir_administrador(institucion: Institucion, comienzo: Comienzo) -> None:
    errores: dict[str, PortalError] = {}
    reglas: dict[str, Callable[[], object]] = {
        "admin_correo": lambda: validar_correo(comienzo.correo, campo="admin_correo"),
        "nombres": lambda: validar_nombre(comienzo.nombres, campo="nombres"),
        "apellidos": lambda: validar_nombre(comienzo.apellidos, campo="apellidos"),
        "contrasena": lambda: contrasenas.exigir(
            comienzo.contrasena,
            minimo=contrasenas.largo_minimo(institucion, Rol.PERSONAL),
            propias=contrasenas.conocidas(institucion, comienzo.correo, comienzo.nombres, comienzo.apellidos),
        ),
    }
    for campo, regla in reglas.items():
        try:
            regla()
        except DatoInvalido as negativa:
            errores[campo] = negativa
    if errores:
        raise DatosInvalidos(errores)
