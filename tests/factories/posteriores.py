"""What joins an expediente after it was opened, written down as the acts that register it do."""

from __future__ import annotations

from sqlalchemy import select

from portal.db.models import ExpedienteRow, RegistroRow
from portal.services import adjuntos, borrador_propio, posteriores, ranuras
from portal.services.contexto import Contexto
from portal.services.posteriores import ENTRADA, SALIDA, Posterior
from tests.factories import presentaciones
from tests.factories.presentaciones import Archivo

DE_LA_RESPUESTA = (Archivo("respuesta", nombre="oficio.pdf"),)
QUIEN = {
    "clase": "juridica", "tipo_doc": "ruc", "numero_doc": "20131367008", "nombre": "Instituto Geofísico del Perú",
    "direccion": "", "persona": "Ana Paredes", "persona_tipo_doc": "", "persona_numero_doc": "", "telefono": "",
    "correo": "",
}  # fmt: skip


def respondido(ctx: Contexto, numero: str, *, archivos: tuple[Archivo, ...] = DE_LA_RESPUESTA) -> RegistroRow:
    """An answer of who acts in ``ctx`` joined it, with these files."""
    return _unido(ctx, numero, clase="respuesta", sentido=SALIDA, archivos=archivos)


def subsanado(ctx: Contexto, numero: str) -> RegistroRow:
    """Something of the citizen who acts in ``ctx`` joined it, without files."""
    return _unido(ctx, numero, clase="subsanacion", sentido=ENTRADA, archivos=())


def _unido(ctx: Contexto, numero: str, *, clase: str, sentido: str, archivos: tuple[Archivo, ...]) -> RegistroRow:
    with ctx.db.transaction() as session:
        expediente = session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == numero)).one()
        borrador = borrador_propio.comenzar(
            session, ctx, clase, administrado_id=expediente.administrado_id, expediente_id=expediente.id
        )
    for orden, archivo in enumerate(archivos, 1):
        presentaciones.adjuntar(ctx, borrador.id, archivo, orden=orden)
    que = Posterior(
        clase, asunto="Otro asunto", tipo_documento="Oficio", remitente=QUIEN, por="Ana Paredes", sentido=sentido
    )
    with ctx.db.transaction() as session:
        suyo = borrador_propio.propio(session, ctx, borrador.id, bloquear=True)
        return posteriores.asentar(
            session,
            ctx,
            session.get_one(ExpedienteRow, expediente.id),
            que,
            borrador=suyo,
            ranuras=ranuras.de(session, suyo),
            cargas=adjuntos.listas(ctx.almacen, adjuntos.de(session, suyo.id)),
        )
