"""The desk: who works where, where an expediente was sent, what was asked of the citizen, terms, receipts and acts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Instante

ABIERTO = text("cerrado_at IS NULL")
ENCARGO = text("cerrado_at IS NULL AND tipo <> 'responsable'")
"""What the small indexes of the desk hold: what is open; of that, the copies and the requests for attention."""


class AsignacionRow(Base):
    """A rol that an account holds in an office, since when and until when. Ended, never erased.

    ``suplente_de``: the account it stands in for. ``permisos`` come from the institution's rol in force.
    """

    __tablename__ = "asignacion"
    __table_args__ = (Index("ix_asignacion_cuenta_id_hasta", "cuenta_id", "hasta"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"))
    rol: Mapped[str] = mapped_column(String(40))
    dependencia: Mapped[str] = mapped_column(String(40), index=True)
    alcance: Mapped[str] = mapped_column(String(15))
    suplente_de: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    desde: Mapped[datetime] = mapped_column(Instante)
    hasta: Mapped[datetime | None] = mapped_column(Instante)
    creada_por: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))


class CodigoUsadoRow(Base):
    """A recovery code of the second factor that was used up. The codes are derived, and stored nowhere."""

    __tablename__ = "codigo_usado"

    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    numero: Mapped[int] = mapped_column(primary_key=True)
    usado_at: Mapped[datetime] = mapped_column(Instante)


class DestinoRow(Base):
    """An office to which an expediente was sent: as ``responsable``, for ``atencion`` or as ``copia``.

    Its own dates: received, attended, closed. ``cierre``: derivado, devuelto, atendido, enterado, archivado, anulado.
    An open ``responsable`` is where the expediente is now: there is one, and the expediente repeats it.
    """

    __tablename__ = "destino"
    __table_args__ = (
        Index("ix_destino_dependencia_expediente_id", "dependencia", "expediente_id"),
        Index(
            "ix_destino_encargo",
            *("dependencia", "expediente_id", "tipo", "vence_el", "recibido_at", "responsable_id"),
            sqlite_where=ENCARGO,
            postgresql_where=ENCARGO,
        ),
        Index("ix_destino_enviado", "origen", "expediente_id", sqlite_where=ABIERTO, postgresql_where=ABIERTO),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expediente_id: Mapped[int] = mapped_column(ForeignKey("expediente.id"), index=True)
    movimiento_id: Mapped[int | None] = mapped_column(ForeignKey("movimiento.id"))
    origen: Mapped[str] = mapped_column(String(40))
    dependencia: Mapped[str] = mapped_column(String(40))
    tipo: Mapped[str] = mapped_column(String(12))
    pedido: Mapped[str] = mapped_column(String(40), default="")
    proveido: Mapped[str] = mapped_column(Text, default="")
    vence_el: Mapped[date | None]
    creado_at: Mapped[datetime] = mapped_column(Instante)
    recibido_at: Mapped[datetime | None] = mapped_column(Instante)
    recibido_por: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    responsable_id: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    respuesta: Mapped[str] = mapped_column(Text, default="")
    cerrado_at: Mapped[datetime | None] = mapped_column(Instante)
    cerrado_por: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    cierre: Mapped[str] = mapped_column(String(12), default="")


class ObservacionRow(Base):
    """What the citizen was asked to cure, once and in one act (arts. 125, 126).

    ``clase``: observacion (the counter) or requerimiento (an office). ``ronda`` 2 repeats only what was not cured.
    ``resultado``: subsanada, no_presentada, retirada; empty while it waits.
    """

    __tablename__ = "observacion"
    __table_args__ = (UniqueConstraint("expediente_id", "clase", "ronda"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    expediente_id: Mapped[int] = mapped_column(ForeignKey("expediente.id"))
    movimiento_id: Mapped[int] = mapped_column(ForeignKey("movimiento.id"))
    clase: Mapped[str] = mapped_column(String(14))
    ronda: Mapped[int]
    dependencia: Mapped[str] = mapped_column(String(40))
    notificada_el: Mapped[date]
    vence_el: Mapped[date] = mapped_column(index=True)
    creada_at: Mapped[datetime] = mapped_column(Instante)
    recordada_at: Mapped[datetime | None] = mapped_column(Instante)
    propuesta_at: Mapped[datetime | None] = mapped_column(Instante)
    cerrada_at: Mapped[datetime | None] = mapped_column(Instante)
    resultado: Mapped[str] = mapped_column(String(14), default="")
    registro_id: Mapped[int | None] = mapped_column(ForeignKey("registro.id"))


class ObservacionItemRow(Base):
    """One thing to cure. ``parte``: the field or the slot of the form it is about. ``item_de``: the one it repeats.

    ``respuesta`` is the citizen's; ``subsanado`` is what staff judged, None until then.
    """

    __tablename__ = "observacion_item"
    __table_args__ = (UniqueConstraint("observacion_id", "orden"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observacion_id: Mapped[int] = mapped_column(ForeignKey("observacion.id"))
    orden: Mapped[int]
    texto: Mapped[str] = mapped_column(Text)
    parte: Mapped[str] = mapped_column(String(40), default="")
    item_de: Mapped[int | None] = mapped_column(ForeignKey("observacion_item.id"))
    respuesta: Mapped[str] = mapped_column(Text, default="")
    subsanado: Mapped[bool | None]


class PlazoRow(Base):
    """A term that runs: ``clase`` atencion (the institution's), observacion, subsanacion or pedido (another office's).

    ``vence_el`` is what the rules say with the calendar known today; None while it is stopped.
    """

    __tablename__ = "plazo"

    id: Mapped[int] = mapped_column(primary_key=True)
    expediente_id: Mapped[int] = mapped_column(ForeignKey("expediente.id"), index=True)
    clase: Mapped[str] = mapped_column(String(14))
    destino_id: Mapped[int | None] = mapped_column(ForeignKey("destino.id"))
    observacion_id: Mapped[int | None] = mapped_column(ForeignKey("observacion.id"))
    dependencia: Mapped[str] = mapped_column(String(40), default="")
    acto: Mapped[date]
    cantidad: Mapped[int]
    unidad: Mapped[str] = mapped_column(String(12))
    distancia: Mapped[int] = mapped_column(default=0)
    ampliacion: Mapped[int] = mapped_column(default=0)
    silencio: Mapped[str] = mapped_column(String(10), default="")
    base_legal: Mapped[str] = mapped_column(Text, default="")
    vence_el: Mapped[date | None] = mapped_column(index=True)
    creado_at: Mapped[datetime] = mapped_column(Instante)
    cerrado_at: Mapped[datetime | None] = mapped_column(Instante)


class SuspensionRow(Base):
    """Days on which a term did not run, and why. ``hasta`` None: it is stopped now."""

    __tablename__ = "suspension"

    id: Mapped[int] = mapped_column(primary_key=True)
    plazo_id: Mapped[int] = mapped_column(ForeignKey("plazo.id"), index=True)
    desde: Mapped[date]
    hasta: Mapped[date | None]
    motivo: Mapped[str] = mapped_column(Text)


class AcuseRow(Base):
    """That somebody opened an answer: when, and how (own tray or tracking link). Written once, never changed."""

    __tablename__ = "acuse"

    id: Mapped[int] = mapped_column(primary_key=True)
    registro_id: Mapped[int] = mapped_column(ForeignKey("registro.id"), index=True)
    cuenta_id: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    via: Mapped[str] = mapped_column(String(10))
    ip: Mapped[str] = mapped_column(String(45))
    ocurrido_at: Mapped[datetime] = mapped_column(Instante)


class ActoRow(Base):
    """An administrative act: of staff on accounts, roles, configuration, exports… One chain for the installation."""

    __tablename__ = "acto"

    id: Mapped[int] = mapped_column(primary_key=True)
    que: Mapped[str] = mapped_column(String(40))
    sobre: Mapped[str] = mapped_column(String(120))
    datos: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    actor: Mapped[str] = mapped_column(String(250))
    ocurrido_at: Mapped[datetime] = mapped_column(Instante)
    huella_anterior: Mapped[str] = mapped_column(String(64))
    huella: Mapped[str] = mapped_column(String(64))


class SelloRow(Base):
    """The seal of a day: one keyed hash over what every chain gained since the seal before, and over that seal.

    ``cabezas``: how many expedientes there were. ``hasta_movimiento`` and ``hasta_acto``: the last ones that it covers.
    """

    __tablename__ = "sello"
    __table_args__ = (UniqueConstraint("dia"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dia: Mapped[date]
    cabezas: Mapped[int]
    hasta_movimiento: Mapped[int]
    hasta_acto: Mapped[int]
    huella_anterior: Mapped[str] = mapped_column(String(64))
    huella: Mapped[str] = mapped_column(String(64))
    sellado_at: Mapped[datetime] = mapped_column(Instante)
    nota: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
