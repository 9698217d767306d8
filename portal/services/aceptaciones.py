"""Texts of the institution that a citizen accepts: recorded, and asked for again when a new version is published.

Law: Ley 29733 art. 13 and its regulation: consent is informed and must be provable, so each acceptance keeps version,
instant and address. The privacy notice is read, not agreed to; it is recorded the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from portal.db.models import AceptacionRow, CuentaRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import PortalError
from portal.domain.permisos import Permiso, Rol
from portal.domain.textos import TextoConVersion
from portal.services import configuracion
from portal.services.contexto import Actor, Contexto, requiere

TERMINOS = "terminos"


class TerminosSinAceptar(PortalError):
    """The institution asks for its terms at the sign-in, and the box was not ticked."""

    code = "terminos_sin_aceptar"


class TextosPorAceptar(PortalError):
    """The terms or the privacy notice were published anew, and this account has not accepted them yet."""

    code = "textos_por_aceptar"


class TextoCambio(PortalError):
    """Another version was published while the person was reading."""

    code = "texto_cambio"


def de(institucion: Institucion) -> dict[str, TextoConVersion]:
    """The texts to accept, by the name under which they are recorded."""
    return {TERMINOS: institucion.textos.terminos, "privacidad": institucion.textos.privacidad}


def faltan(actor: Actor, institucion: Institucion) -> tuple[str, ...]:
    """Which texts ``actor`` has yet to accept; none for staff. Asks nobody: the versions came with the session."""
    if actor.rol is not Rol.CIUDADANO:
        return ()
    return _distintos(actor.terminos, actor.privacidad, institucion)


def exigir(session: Session, ctx: Contexto) -> None:
    """Raise TextosPorAceptar unless the actor's account accepted the texts in force. Staff are not asked."""
    _, institucion = configuracion.vigente(session)
    cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id)
    if cuenta.rol == Rol.CIUDADANO and _distintos(cuenta.terminos, cuenta.privacidad, institucion):
        raise TextosPorAceptar


def al_registrarse(institucion: Institucion) -> tuple[str, ...]:
    """Which texts are accepted with the registration; the terms, later, where they are accepted to sign in."""
    return tuple(nombre for nombre in de(institucion) if not (nombre == TERMINOS and al_ingresar(institucion)))


def al_ingresar(institucion: Institucion) -> bool:
    """Whether nobody signs in without accepting the terms."""
    return institucion.cuentas.terminos == "ingreso"


def exigir_al_ingresar(
    session: Session, ctx: Contexto, cuenta: CuentaRow, institucion: Institucion, *, acepta: bool, ip: str
) -> None:
    """What a citizen accepts who signs in where it is asked for: written down if it was not. The caller holds its row.

    Raises TerminosSinAceptar when they neither accept now nor had accepted the terms as they stand.
    """
    if cuenta.rol != Rol.CIUDADANO:
        return
    if not acepta and cuenta.terminos != institucion.textos.terminos.version:
        raise TerminosSinAceptar
    if acepta:
        registrar(session, ctx, cuenta, institucion, ip, cuales=(TERMINOS,))


def registrar(
    session: Session,
    ctx: Contexto,
    cuenta: CuentaRow,
    institucion: Institucion,
    ip: str,
    *,
    cuales: Collection[str] = (TERMINOS, "privacidad"),
) -> None:
    """Write down that ``cuenta`` accepts the texts in force: those it had not. The caller holds its row."""
    for nombre in _distintos(cuenta.terminos, cuenta.privacidad, institucion):
        if nombre not in cuales:
            continue
        version = de(institucion)[nombre].version
        setattr(cuenta, nombre, version)
        session.add(
            AceptacionRow(cuenta_id=cuenta.id, texto=nombre, version=version, aceptado_at=ctx.reloj(), ip=ip[:45])
        )


@requiere(Permiso.CUENTA_PROPIA)
def aceptar(ctx: Contexto, versiones: Mapping[str, str]) -> None:
    """Accept the texts that were shown, by name and version. Accepting twice writes it down once.

    Raises TextoCambio, and nothing is accepted, when what is in force now is not what was shown.
    """
    with ctx.db.transaction() as session:
        cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id, with_for_update=True)
        _, institucion = configuracion.vigente(session)
        for nombre in _distintos(cuenta.terminos, cuenta.privacidad, institucion):
            if versiones.get(nombre) != de(institucion)[nombre].version:
                raise TextoCambio
        registrar(session, ctx, cuenta, institucion, ctx.actor.ip)


def _distintos(terminos: str, privacidad: str, institucion: Institucion) -> tuple[str, ...]:
    aceptados = {TERMINOS: terminos, "privacidad": privacidad}
    return tuple(nombre for nombre, texto in de(institucion).items() if texto.version != aceptados[nombre])
