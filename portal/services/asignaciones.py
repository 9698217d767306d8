"""Who holds which rol, where and until when: giving and ending asignaciones, suplencias, and who may do what.

What is given counts from the next run of the screens of who gets it; what is ended, too. Every change is an acto.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.db.models import AsignacionRow, CuentaRow
from portal.db.queries import personal
from portal.db.types import ID_MAXIMO
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatoInvalido, DatosInvalidos, NoEncontrado, PortalError
from portal.domain.permisos import Alcance, Permiso, Rol, clase_de
from portal.i18n import t
from portal.services import actos, configuracion, correlativos, correos, encargos
from portal.services.contexto import Contexto, requiere
from portal.services.encargos import AsignacionView, Encargo

"""Held by every change of who may do what, so that two administrators cannot shut each other out at once."""
CUANTOS = 200


class ParaUnoMismo(PortalError):
    """Nobody gives permisos to themselves, nor shuts themselves out: another administrator does."""

    code = "para_uno_mismo"


@requiere(Permiso.GESTIONAR_PERSONAL)
def asignar(ctx: Contexto, cuenta_id: int, encargo: Encargo) -> None:
    """Give a rol in an office.

    Raises NoEncontrado (no such person of staff), ParaUnoMismo, NoAutorizado (beyond one's own reach), DatosInvalidos.
    """
    with ctx.db.transaction() as session:
        dar(session, ctx, tomar(session, cuenta_id), encargo)


@requiere(Permiso.GESTIONAR_PERSONAL)
def terminar(ctx: Contexto, asignacion_id: int) -> None:
    """End an asignacion now; what did not begin never does. The row stays.

    Raises NoEncontrado, NoAutorizado, UltimoAdministrador.
    """
    ahora = ctx.reloj()
    with ctx.db.transaction() as session:
        fila = _sin_terminar(session, asignacion_id, ahora)
        _, institucion = configuracion.vigente(session)
        encargos.exigir_alcance(ctx.actor, institucion, fila.dependencia, Alcance(fila.alcance))
        if encargos.es_permanente(institucion, fila, ahora):
            encargos.exigir_quien_administre(session, institucion, ahora, menos_asignacion=fila.id)
        fila.hasta = ahora
        cuenta = session.get_one(CuentaRow, fila.cuenta_id)
        actos.anotar_acto(session, ctx, "terminar_asignacion", cuenta.correo, encargos.hechos(fila))
        _avisar(session, ctx, cuenta, fila, "rol_terminado")


@requiere(Permiso.GESTIONAR_PERSONAL)
def suplir(ctx: Contexto, asignacion_id: int, *, suplente: str, desde: date, hasta: date) -> None:
    """Give the person of that e-mail the same rol, office and scope for those days, both included. It ends by itself.

    The substitute is another person of staff, of a titular and not of a substitute, and not for longer than the titular.
    Law: Ley 27444, art. 73. Raises NoEncontrado, ParaUnoMismo, NoAutorizado, DatosInvalidos.
    """
    with ctx.db.transaction() as session:
        original = _sin_terminar(session, asignacion_id, ctx.reloj())
        _, institucion = configuracion.vigente(session)
        elegido = session.scalar(
            select(CuentaRow)
            .where(CuentaRow.correo == suplente.strip().lower(), personal.DEL_PERSONAL, personal.HABILITADA)
            .with_for_update()
        )
        if elegido is None or elegido.id == original.cuenta_id:
            raise DatosInvalidos({"suplente": DatoInvalido(campo="suplente", motivo="suplente_no_admitido")})
        if original.suplente_de is not None:
            raise DatosInvalidos({"suplente": DatoInvalido(campo="suplente", motivo="suplente_de_suplente")})
        encargos.exigir_dentro(institucion, original, desde, hasta)
        encargo = Encargo(original.rol, original.dependencia, original.alcance, desde, hasta)
        dar(session, ctx, elegido, encargo, suplente_de=original.cuenta_id)


@requiere(Permiso.GESTIONAR_PERSONAL)
def quien_puede(ctx: Contexto, permiso: Permiso, dependencia: str) -> tuple[AsignacionView, ...]:
    """Who may do that today in that office, and by which asignacion; at most ``CUANTOS``."""
    ahora = ctx.reloj()
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
        consulta = _por_nombre(institucion, permiso, dependencia, ahora).limit(CUANTOS)
        filas = [fila for fila, _ in session.execute(consulta)]
        return encargos.vistas(session, institucion, filas, ahora)


def exigir_publicable(session: Session, ctx: Contexto, nueva: Institucion) -> None:
    """What ``nueva`` says of roles gives its author no permiso, and leaves somebody who manages staff.

    Roles are data: without this, who may not give themselves a rol would enlarge the one they have. The turn of
    asignaciones is held. Raises ParaUnoMismo, UltimoAdministrador.
    """
    correlativos.esperar_turno(session, correlativos.Turno.ASIGNAR)
    ahora, tiene = ctx.reloj(), {permiso for suya in ctx.actor.asignaciones for permiso in suya.permisos}
    suyas = select(AsignacionRow.rol).where(
        AsignacionRow.cuenta_id == ctx.actor.cuenta_id,
        or_(AsignacionRow.hasta.is_(None), AsignacionRow.hasta > ahora),
    )
    for rol in map(nueva.escritorio.rol, session.scalars(suyas)):
        if rol is not None and not tiene.issuperset(rol.permisos):
            raise ParaUnoMismo
    encargos.exigir_quien_administre(session, nueva, ahora)


def tomar(session: Session, cuenta_id: int) -> CuentaRow:
    """An account of staff, held; who changes what others may do takes turns. Raises NoEncontrado."""
    correlativos.esperar_turno(session, correlativos.Turno.ASIGNAR)
    cuenta = session.get(CuentaRow, cuenta_id, with_for_update=True) if 0 < cuenta_id <= ID_MAXIMO else None
    if cuenta is None or clase_de(cuenta.rol) is Rol.CIUDADANO:
        raise NoEncontrado
    return cuenta


def dar(
    session: Session, ctx: Contexto, cuenta: CuentaRow, encargo: Encargo, *, suplente_de: int | None = None
) -> None:
    """Add the asignacion and its acto. The caller holds the turn and the account, and authorised the actor."""
    if cuenta.id == ctx.actor.cuenta_id:
        raise ParaUnoMismo
    _, institucion = configuracion.vigente(session)
    alcance = encargos.revisar(institucion, encargo, ctx.reloj())
    encargos.exigir_alcance(ctx.actor, institucion, encargo.dependencia, alcance)
    fila = encargos.fila_de(institucion, encargo, alcance, cuenta_id=cuenta.id, por=ctx.actor, ahora=ctx.reloj())
    fila.suplente_de = suplente_de
    if encargos.repetida(session, fila):
        raise DatosInvalidos({"rol": DatoInvalido(campo="rol", motivo="asignacion_repetida")})
    session.add(fila)
    session.flush()
    que = "asignar" if suplente_de is None else "suplir"
    actos.anotar_acto(session, ctx, que, cuenta.correo, encargos.hechos(fila))
    _avisar(session, ctx, cuenta, fila, "rol_dado")


def _avisar(session: Session, ctx: Contexto, cuenta: CuentaRow, fila: AsignacionRow, plantilla: str) -> None:
    """Promise the mail that tells a person what they may do from now on, or no more.

    Not to who cannot sign in, nor of what the command line gives: whoever has the server tells them.
    """
    if cuenta.activada_at is None or cuenta.deshabilitada_at is not None or ctx.actor.cuenta_id is None:
        return
    _, institucion = configuracion.vigente(session)
    escritorio = institucion.escritorio
    rol = escritorio.rol(fila.rol)
    hechos = {
        "rol": rol.nombre if rol else fila.rol,
        "oficina": escritorio.dependencia(fila.dependencia).nombre,
        "dias": _dias(fila, institucion),
    }
    correos.encolar(
        session,
        ctx,
        clave=f"{plantilla}:{fila.id}",
        destinatario=cuenta.correo,
        plantilla=plantilla,
        datos={
            "nombre": cuenta.nombres,
            "persona": ctx.actor.nombre,
            "nota": t(f"personal.aviso_{plantilla}", **hechos),
        },
    )


def _dias(fila: AsignacionRow, institucion: Institucion) -> str:
    """From when until when, as far as that is said."""
    desde = f"{fila.desde.astimezone(institucion.zona):%d/%m/%Y}"
    if fila.hasta is None:
        return t("personal.aviso_desde", desde=desde)
    ultimo = (fila.hasta - timedelta(seconds=1)).astimezone(institucion.zona)
    return t("personal.aviso_entre", desde=desde, hasta=f"{ultimo:%d/%m/%Y}")


def _sin_terminar(session: Session, asignacion_id: int, ahora: datetime) -> AsignacionRow:
    """An asignacion that counts, or will, with the turn held. Raises NoEncontrado."""
    correlativos.esperar_turno(session, correlativos.Turno.ASIGNAR)
    posible = 0 < asignacion_id <= ID_MAXIMO
    fila = session.get(AsignacionRow, asignacion_id, with_for_update=True) if posible else None
    if fila is None or (fila.hasta is not None and fila.hasta <= ahora):
        raise NoEncontrado
    return fila


def _por_nombre(
    institucion: Institucion, permiso: Permiso, dependencia: str, ahora: datetime
) -> Select[AsignacionRow, CuentaRow]:
    consulta = encargos.con_permiso(institucion, permiso, dependencia, ahora)
    return consulta.order_by(CuentaRow.apellidos, CuentaRow.nombres, AsignacionRow.id)
