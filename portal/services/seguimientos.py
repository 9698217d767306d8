"""What opens the tracking without an account, after filing: seen again, mailed again, forgotten, changed.

The mail of record is that of the account that filed, as it is today and while it acts for the administrado: who left an
organisation gets nothing more of it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from math import ceil

from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, RegistroRow
from portal.domain.administrado import validar_correo
from portal.domain.errors import DemasiadosIntentos, NoEncontrado
from portal.domain.permisos import Permiso
from portal.services import claves, consulta, correos, destinatarios, huecos, intentos, lectores
from portal.services.contexto import Contexto, requiere
from portal.services.destinatarios import Destinatario

MINUTO = 60


class ReenvioEnEspera(DemasiadosIntentos):
    """It was mailed several times already; ``facts["minutos"]`` is the wait."""

    code = "reenvio_en_espera"


@dataclass(frozen=True)
class Accesos:
    """What opens the tracking of one expediente to whoever holds it, and where its mails go."""

    numero: str
    contrasena: str
    enlace: str
    correo: str


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def accesos(ctx: Contexto, numero: str) -> Accesos:
    """The tracking password of an own expediente, derived anew. Raises NoEncontrado for another's as for none."""
    with ctx.db.lectura() as session:
        expediente = _con_clave(session, consulta.exigir_propio(session, ctx, numero))
        return _accesos(session, ctx, expediente, consulta.registro_de(session, expediente.id))


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def reenviar(ctx: Contexto, numero: str) -> str:
    """Mail the cargo, number and password once more, to the mail of record; that address.

    Three times, then once an hour. Raises NoEncontrado, ReenvioEnEspera.
    """
    with ctx.db.transaction() as session:
        expediente = consulta.exigir_propio(session, ctx, numero, bloquear=True)
        registro = consulta.registro_de(session, expediente.id)
        _contar(session, ctx, "reenvio", expediente.id)
        clave = f"reenvio:{registro.id}:{secrets.token_hex(8)}"
        a = _destinatario(session, ctx, registro)
        _prometer(session, ctx, registro, a, clave=clave, plantilla="cargo")
        return a.correo


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def cambiar_clave(ctx: Contexto, numero: str) -> Accesos:
    """A new tracking password: the old one, the old links and the downloads by them end; the new ones are mailed.

    Three times, then once an hour. Raises NoEncontrado, ReenvioEnEspera.
    """
    with ctx.db.transaction() as session:
        expediente = _con_clave(session, consulta.exigir_propio(session, ctx, numero, bloquear=True))
        registro = consulta.registro_de(session, expediente.id)
        _contar(session, ctx, "cambio", expediente.id)
        expediente.clave_version += 1
        clave = f"seguimiento_cambiado:{registro.id}:{expediente.clave_version}"
        a = _destinatario(session, ctx, registro)
        _prometer(session, ctx, registro, a, clave=clave, plantilla="seguimiento_cambiado")
        return _accesos(session, ctx, expediente, registro)


@requiere(Permiso.PUBLICO)
def pedir_clave(ctx: Contexto, *, numero: str, correo: str, ip: str) -> None:
    """Mail number, password and link if ``correo`` is the mail of record of ``numero``; silence otherwise.

    At most one mail an hour for each expediente, also in silence: whoever asks in the owner's name only makes that mail
    come, and locks nobody out. Refusals depend on the address alone. Raises DatoInvalido (not an e-mail) and
    DemasiadosIntentos.
    """
    escrito = validar_correo(correo)
    with ctx.db.transaction() as session:
        intentos.contar_olvido(session, ctx, ip=ip)
        expediente = consulta.por_numero(session, numero)
        registro = consulta.registro_de(session, expediente.id) if expediente else None
        presento = destinatarios.quien_presento(session, registro) if registro else None
        if expediente is None or registro is None or presento is None or not claves.iguales(presento.correo, escrito):
            return
        if not lectores.con_clave(session, expediente):
            return
        clave = f"seguimiento_olvidado:{registro.id}:{expediente.clave_version}:{ctx.reloj():%Y%m%d%H}"
        a = Destinatario(presento.correo, registro.por)
        _prometer(session, ctx, registro, a, clave=clave, plantilla="seguimiento_olvidado")


def _con_clave(session: Session, expediente: ExpedienteRow) -> ExpedienteRow:
    """The same, if it has a tracking password. Raises NoEncontrado."""
    if not lectores.con_clave(session, expediente):
        raise NoEncontrado(que=expediente.numero)
    return expediente


def _accesos(session: Session, ctx: Contexto, expediente: ExpedienteRow, registro: RegistroRow) -> Accesos:
    return Accesos(
        numero=expediente.numero,
        contrasena=claves.clave_de_seguimiento(ctx, expediente.id, expediente.clave_version),
        enlace=huecos.enlace_de_seguimiento(ctx, expediente),
        correo=_destinatario(session, ctx, registro).correo,
    )


def _destinatario(session: Session, ctx: Contexto, registro: RegistroRow) -> Destinatario:
    """The mail of record; when who filed left, that of who asks now."""
    presento = destinatarios.quien_presento(session, registro)
    if presento is None:
        return Destinatario(ctx.actor.correo, ctx.actor.nombre)
    return Destinatario(presento.correo, registro.por)


def _contar(session: Session, ctx: Contexto, que: str, expediente_id: int) -> None:
    try:
        intentos.contar_reenvio(session, ctx, que, expediente_id)
    except DemasiadosIntentos as espera:
        raise ReenvioEnEspera(minutos=ceil(int(str(espera.facts["segundos"])) / MINUTO)) from None


def _prometer(
    session: Session, ctx: Contexto, registro: RegistroRow, a: Destinatario, *, clave: str, plantilla: str
) -> None:
    correos.encolar(
        session,
        ctx,
        clave=clave,
        destinatario=a.correo,
        plantilla=plantilla,
        datos={"nombre": a.nombre},
        registro_id=registro.id,
    )
