"""Organisations: who acts for each, who may decide it, and how somebody leaves. One tray, several persons.

A titular invites, removes and names other titulares. While an organisation has persons it has a titular: the last one
cannot leave or step down, and nobody can leave it without persons. Invitations are in ``invitaciones``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.db.models import AdministradoRow, CuentaRow, InvitacionRow, MiembroRow
from portal.db.types import ID_MAXIMO
from portal.domain.administrado import ClaseAdministrado
from portal.domain.errors import DatoInvalido, DatosInvalidos, NoEncontrado, PortalError
from portal.domain.permisos import Permiso
from portal.services import administrados, configuracion, correos, miembros
from portal.services.contexto import Contexto, requiere
from portal.services.datos_cuenta import organizacion as revisar
from portal.services.miembros import Persona

ORGANIZACIONES_MAXIMO = 20


class UltimoTitular(PortalError):
    """The others would have nobody to decide for them."""

    code = "ultimo_titular"


class UltimaPersona(PortalError):
    """The organisation would have nobody."""

    code = "ultima_persona"


class DemasiadasOrganizaciones(PortalError):
    """An account acts for ``facts["maximo"]`` organisations at most."""

    code = "demasiadas_organizaciones"


@dataclass(frozen=True, slots=True)
class MiembroView:
    """Somebody who acts, or acted, for the organisation. ``retirado_por``: who ended it, "" when it was that person."""

    id: int
    nombre: str
    correo: str
    titular: bool
    propio: bool
    desde: datetime
    hasta: datetime | None = None
    retirado_por: str = ""


@dataclass(frozen=True, slots=True)
class InvitacionView:
    """Somebody who was asked and has not answered; ``vencida`` when the link no longer serves."""

    id: int
    correo: str
    invita: str
    creada_at: datetime
    vence_at: datetime
    vencida: bool


@dataclass(frozen=True, slots=True)
class OrganizacionView:
    """One organisation of the account. ``invitaciones`` and ``anteriores`` are told to its titulares only."""

    id: int
    nombre: str
    ruc: str
    direccion: str
    titular: bool
    miembros: tuple[MiembroView, ...]
    invitaciones: tuple[InvitacionView, ...]
    anteriores: tuple[MiembroView, ...]


@requiere(Permiso.PRESENTAR)
def mias(ctx: Contexto) -> tuple[OrganizacionView, ...]:
    """The organisations for which the account acts today, in the order in which it joined them."""
    with ctx.db.lectura() as session:
        suyas = session.scalars(
            select(AdministradoRow)
            .join(MiembroRow, MiembroRow.administrado_id == AdministradoRow.id)
            .where(MiembroRow.cuenta_id == ctx.actor.cuenta_id, MiembroRow.hasta.is_(None))
            .where(AdministradoRow.clase == ClaseAdministrado.JURIDICA)
            .order_by(MiembroRow.id)
        ).all()
        return tuple(_ver(session, ctx, organizacion) for organizacion in suyas)


@requiere(Permiso.PRESENTAR)
def agregar(ctx: Contexto, *, ruc: str, razon_social: str, direccion: str = "") -> int:
    """Open an organisation with a tray of its own and the account as its titular; its id.

    Whether somebody else registered that RUC changes nothing and is not told. Raises DatosInvalidos,
    DemasiadasOrganizaciones.
    """
    with ctx.db.transaction() as session:
        _, institucion = configuracion.vigente(session)
        datos = revisar(institucion, ruc=ruc, razon_social=razon_social, direccion=direccion)
        session.get_one(CuentaRow, ctx.actor.cuenta_id, with_for_update=True)
        juridicas = AdministradoRow.clase == ClaseAdministrado.JURIDICA
        propias = select(AdministradoRow.numero_doc).where(AdministradoRow.id.in_(administrados.de(ctx.actor)))
        rucs = session.scalars(propias.where(juridicas)).all()
        if datos["numero_doc"] in rucs:
            raise DatosInvalidos({"ruc": DatoInvalido(campo="ruc", motivo="ruc_propio")})
        if len(rucs) >= ORGANIZACIONES_MAXIMO:
            raise DemasiadasOrganizaciones(maximo=ORGANIZACIONES_MAXIMO)
        cuenta_id = session.scalars(select(CuentaRow.id).where(CuentaRow.id == ctx.actor.cuenta_id)).one()
        return miembros.agregar(session, ctx.reloj(), cuenta_id, datos).id


@requiere(Permiso.PRESENTAR)
def retirar(ctx: Contexto, miembro_id: int, *, todas_las_claves: bool = False) -> None:
    """Remove another person; access ends at once, history stays. Raises NoEncontrado, NoEsTitular.

    The keys of what that person filed change; with ``todas_las_claves`` those of every filing of the organisation.
    For oneself it is ``salir``, with its refusals.
    """
    with ctx.db.transaction() as session:
        organizacion, personas, propia, suya = _de_un_miembro(session, ctx, miembro_id)
        if suya is propia:
            _exigir_que_pueda_salir(personas, propia)
        miembros.terminar(session, ctx, suya, todas_las_claves=todas_las_claves)
        if suya is not propia:
            _avisar(session, ctx, "miembro_retirado", de=suya, organizacion=organizacion.nombre, a=[suya])
        quedan = _titulares(personas, menos=(suya, propia))
        _avisar(session, ctx, "miembro_sale", de=suya, organizacion=organizacion.nombre, a=quedan)


@requiere(Permiso.PRESENTAR)
def salir(ctx: Contexto, organizacion_id: int) -> None:
    """Leave an organisation; its titulares are told. Raises NoEncontrado, UltimoTitular, UltimaPersona."""
    with ctx.db.transaction() as session:
        organizacion, personas, propia = miembros.abrir(session, ctx, organizacion_id)
        _exigir_que_pueda_salir(personas, propia)
        miembros.terminar(session, ctx, propia)
        quedan = _titulares(personas, menos=(propia,))
        _avisar(session, ctx, "miembro_sale", de=propia, organizacion=organizacion.nombre, a=quedan)


@requiere(Permiso.PRESENTAR)
def cambiar_titular(ctx: Contexto, miembro_id: int, *, titular: bool) -> None:
    """Make somebody titular, or no longer. Raises NoEncontrado, NoEsTitular, UltimoTitular."""
    with ctx.db.transaction() as session:
        _, personas, _, suya = _de_un_miembro(session, ctx, miembro_id)
        if not titular and not _titulares(personas, menos=(suya,)):
            raise UltimoTitular
        suya.miembro.titular = titular
        if not titular:
            miembros.anular_las_de(session, ctx, suya)


def _de_un_miembro(
    session: Session, ctx: Contexto, miembro_id: int
) -> tuple[AdministradoRow, list[Persona], Persona, Persona]:
    """The organisation of a person who acts today, for one of its titulares. Another's is as one that does not exist."""
    fila = session.get(MiembroRow, miembro_id) if 0 < miembro_id <= ID_MAXIMO else None
    if fila is None:
        raise NoEncontrado
    organizacion, personas, propia = miembros.abrir_como_titular(session, ctx, fila.administrado_id)
    suya = next((p for p in personas if p.miembro.id == miembro_id), None)
    if suya is None:
        raise NoEncontrado
    return organizacion, list(personas), propia, suya


def _exigir_que_pueda_salir(personas: Iterable[Persona], propia: Persona) -> None:
    otras = [p for p in personas if p is not propia]
    if not otras:
        raise UltimaPersona
    if propia.miembro.titular and not _titulares(otras):
        raise UltimoTitular


def _titulares(personas: Iterable[Persona], *, menos: Iterable[Persona] = ()) -> list[Persona]:
    fuera = {p.miembro.id for p in menos}
    return [p for p in personas if p.miembro.titular and p.miembro.id not in fuera]


def _avisar(
    session: Session, ctx: Contexto, plantilla: str, *, de: Persona, organizacion: str, a: Iterable[Persona]
) -> None:
    """Tell each of ``a`` what happened with ``de``."""
    for persona in a:
        correos.encolar(
            session,
            ctx,
            clave=f"{plantilla}:{de.miembro.id}:{persona.cuenta.id}",
            destinatario=persona.cuenta.correo,
            plantilla=plantilla,
            datos={"nombre": persona.cuenta.nombres, "persona": de.nombre, "organizacion": organizacion},
        )


def _ver(session: Session, ctx: Contexto, organizacion: AdministradoRow) -> OrganizacionView:
    personas = miembros.vigentes(session, organizacion.id)
    yo = ctx.actor.cuenta_id
    titular = any(p.miembro.titular for p in personas if p.cuenta.id == yo)
    actuales = tuple(
        MiembroView(p.miembro.id, p.nombre, p.cuenta.correo, p.miembro.titular, p.cuenta.id == yo, p.miembro.desde)
        for p in personas
    )
    return OrganizacionView(
        id=organizacion.id,
        nombre=organizacion.nombre,
        ruc=organizacion.numero_doc,
        direccion=organizacion.direccion,
        titular=titular,
        miembros=actuales,
        invitaciones=_pendientes(session, ctx, organizacion.id) if titular else (),
        anteriores=_anteriores(session, organizacion.id) if titular else (),
    )


def _pendientes(session: Session, ctx: Contexto, organizacion_id: int) -> tuple[InvitacionView, ...]:
    filas = session.execute(
        select(InvitacionRow, CuentaRow)
        .join(CuentaRow, CuentaRow.id == InvitacionRow.invitada_por)
        .where(InvitacionRow.administrado_id == organizacion_id)
        .where(InvitacionRow.aceptada_at.is_(None), InvitacionRow.anulada_at.is_(None))
        .order_by(InvitacionRow.id)
    )
    ahora = ctx.reloj()
    return tuple(
        InvitacionView(i.id, i.correo, quien.nombre, i.creada_at, i.vence_at, i.vence_at <= ahora) for i, quien in filas
    )


def _anteriores(session: Session, organizacion_id: int) -> tuple[MiembroView, ...]:
    """Who acted for it once, the latest to leave first."""
    quien = aliased(CuentaRow)
    filas = session.execute(
        select(MiembroRow, CuentaRow, quien)
        .join(CuentaRow, CuentaRow.id == MiembroRow.cuenta_id)
        .outerjoin(quien, (quien.id == MiembroRow.retirado_por) & (quien.id != MiembroRow.cuenta_id))
        .where(MiembroRow.administrado_id == organizacion_id, MiembroRow.hasta.is_not(None))
        .order_by(MiembroRow.hasta.desc(), MiembroRow.id.desc())
    )
    return tuple(
        MiembroView(
            id=m.id, nombre=c.nombre, correo=c.correo, titular=m.titular, propio=False, desde=m.desde,
            hasta=m.hasta, retirado_por=otra.nombre if otra is not None else "",
        )
        for m, c, otra in filas
    )  # fmt: skip
