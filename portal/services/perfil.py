"""What a person may change of their own data: telephone and address always, who they are until their first filing.

What was filed keeps what it said then. After the first filing the institution has a name in its register, so a
correction is asked for there (Ley 29733 art. 20: rectification), not made in silence.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, CuentaRow, MiembroRow, RegistroRow
from portal.domain.administrado import ClaseAdministrado
from portal.domain.errors import PortalError
from portal.domain.permisos import Permiso
from portal.services import configuracion
from portal.services.contexto import Contexto, requiere
from portal.services.datos_cuenta import DatosDePerfil, revisar_perfil


class DatosFijos(PortalError):
    """Names and document no longer change here: something was filed with them."""

    code = "datos_fijos"


@dataclass(frozen=True, slots=True)
class PerfilView:
    """One's own data; ``corrige`` while names and document may still be corrected, ``direccion_ajena`` when the
    address is an organisation's that this account does not run.
    """

    datos: DatosDePerfil
    corrige: bool
    direccion_ajena: bool


@requiere(Permiso.PRESENTAR)
def mio(ctx: Contexto) -> PerfilView:
    """One's own data, and which of them may be changed."""
    with ctx.db.lectura() as session:
        cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id)
        parte = _parte(session, cuenta.id)
        datos = DatosDePerfil(
            tipo_doc=cuenta.tipo_doc,
            numero_doc=cuenta.numero_doc,
            nombres=cuenta.nombres,
            apellidos=cuenta.apellidos,
            telefono=cuenta.telefono,
            direccion=parte.direccion if parte is not None else "",
        )
        return PerfilView(datos, corrige=not _presento(session, cuenta.id), direccion_ajena=parte is None)


@requiere(Permiso.PRESENTAR)
def cambiar(ctx: Contexto, datos: DatosDePerfil) -> None:
    """Keep these data. Raises DatosInvalidos (every field at once), or DatosFijos; nothing is kept then."""
    with ctx.db.transaction() as session:
        cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id, with_for_update=True)
        _, institucion = configuracion.vigente(session)
        parte = _parte(session, cuenta.id)
        antes = {columna: getattr(cuenta, columna) for columna in datos.identidad}
        limpios = revisar_perfil(datos, institucion, misma=datos.identidad == antes, con_direccion=parte is not None)
        if limpios.identidad != antes and _presento(session, cuenta.id):
            raise DatosFijos
        if institucion.cuentas.telefono != "no":  # what is asked no more stays as it was
            cuenta.telefono = limpios.telefono
        if parte is not None and institucion.cuentas.direccion != "no":
            parte.direccion = limpios.direccion
        if limpios.identidad != antes:
            _corregir(cuenta, parte, limpios)


def _corregir(cuenta: CuentaRow, parte: AdministradoRow | None, datos: DatosDePerfil) -> None:
    """Account and administrado are the same natural person: both say the same."""
    for columna, valor in datos.identidad.items():
        setattr(cuenta, columna, valor)
    if parte is not None and parte.clase == ClaseAdministrado.NATURAL:
        parte.tipo_doc, parte.numero_doc = datos.tipo_doc, datos.numero_doc
        parte.nombre = f"{datos.nombres} {datos.apellidos}"


def _parte(session: Session, cuenta_id: int) -> AdministradoRow | None:
    """Whose address this account keeps: its own person's, else that of the organisation it runs."""
    suyas = session.scalars(
        select(AdministradoRow)
        .join(MiembroRow, MiembroRow.administrado_id == AdministradoRow.id)
        .where(MiembroRow.cuenta_id == cuenta_id, MiembroRow.hasta.is_(None), MiembroRow.titular)
        .order_by(MiembroRow.id)
    ).all()
    return next((a for a in suyas if a.clase == ClaseAdministrado.NATURAL), suyas[0] if suyas else None)


def _presento(session: Session, cuenta_id: int) -> bool:
    """Whether anything was filed by this account, or in the name of its person."""
    por_quienes = (
        select(MiembroRow.administrado_id)
        .join(AdministradoRow, AdministradoRow.id == MiembroRow.administrado_id)
        .where(MiembroRow.cuenta_id == cuenta_id)
    )
    su_persona = por_quienes.where(AdministradoRow.clase == ClaseAdministrado.NATURAL)
    suyo = and_(  # nobody files for whom they never acted for: by that index, not through the whole register
        RegistroRow.administrado_id.in_(por_quienes),
        or_(RegistroRow.cuenta_id == cuenta_id, RegistroRow.administrado_id.in_(su_persona)),
    )
    return session.scalar(select(RegistroRow.id).where(suyo).limit(1)) is not None
