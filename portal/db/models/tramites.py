"""What is filed and what becomes of it: drafts, uploads, registro, expediente, documents, movements, mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Instante

A_MEDIAS = text("estado = 'subiendo'")
VIVO = text("fase IN ('registrado', 'observado', 'en_tramite')")
A_CARGO = text("responsable_id IS NOT NULL")
CON_TERMINO = text("vence_el IS NOT NULL")
ATENDIDO = text("accion = 'atender'")
"""What the small indexes of the desk hold; a query that repeats these words may use them."""


class BorradorRow(Base):
    """A filing in preparation. ``clave_envio`` makes the send idempotent; ``registro_id`` tells it was sent.

    ``clase``: presentacion, subsanacion (a citizen's, of ``observacion_id``), respuesta or ventanilla (staff's).
    ``avisado_at``: when its owner was told that it would expire.
    """

    __tablename__ = "borrador"
    __table_args__ = (
        UniqueConstraint("clave_envio"),
        Index("ix_borrador_cuenta_id_registro_id", "cuenta_id", "registro_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"))
    administrado_id: Mapped[int] = mapped_column(ForeignKey("administrado.id"))
    institucion_version: Mapped[int] = mapped_column(ForeignKey("institucion_version.id"))
    valores: Mapped[dict[str, Any]] = mapped_column(JSON)
    clave_envio: Mapped[str] = mapped_column(String(32))
    creado_at: Mapped[datetime] = mapped_column(Instante)
    actualizado_at: Mapped[datetime] = mapped_column(Instante, index=True)
    avisado_at: Mapped[datetime | None] = mapped_column(Instante)
    registro_id: Mapped[int | None] = mapped_column(ForeignKey("registro.id"))
    clase: Mapped[str] = mapped_column(String(14), default="presentacion", server_default=text("'presentacion'"))
    procedimiento: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    expediente_id: Mapped[int | None]
    observacion_id: Mapped[int | None]


class CargaRow(Base):
    """One file on its way up, or arrived, in a draft's slot. ``recibido`` is the offset known safe on disk.

    ``marcas``: what staff must know of it (macros, files inside…); ``firmas``: the digital signatures that it bears.
    ``origen``: the address it comes from, for its quota.
    """

    __tablename__ = "carga"
    __table_args__ = (
        CheckConstraint("recibido <= tamano", name="recibido"),
        Index("ix_carga_a_medias", "origen", sqlite_where=A_MEDIAS, postgresql_where=A_MEDIAS),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    borrador_id: Mapped[str] = mapped_column(ForeignKey("borrador.id"), index=True)
    ranura: Mapped[str] = mapped_column(String(40))
    orden: Mapped[int]
    nombre: Mapped[str] = mapped_column(Text)
    tamano: Mapped[int] = mapped_column(BigInteger)
    recibido: Mapped[int] = mapped_column(BigInteger)
    estado: Mapped[str] = mapped_column(String(12))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    tipo: Mapped[str | None] = mapped_column(String(20))
    paginas: Mapped[int | None]
    firmado: Mapped[bool | None]
    error: Mapped[str | None] = mapped_column(String(60))
    error_datos: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    marcas: Mapped[list[str] | None] = mapped_column(JSON)
    firmas: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    origen: Mapped[str] = mapped_column(String(45), default="", server_default=text("''"))
    creada_at: Mapped[datetime] = mapped_column(Instante)
    actualizada_at: Mapped[datetime] = mapped_column(Instante)


class CorrelativoRow(Base):
    """Last number given out for each series and year. Incremented in the transaction of the insert it numbers."""

    __tablename__ = "correlativo"

    serie: Mapped[str] = mapped_column(String(20), primary_key=True)
    anio: Mapped[int] = mapped_column(primary_key=True)
    ultimo: Mapped[int]


class ExpedienteRow(Base):
    """The case: one unalterable number, its current estado, and the version of the institution it was filed with.

    Where it is now is repeated from its open ``responsable`` destino: ``dependencia``, ``por_recibir``, ``responsable_id``.
    ``vence_el`` is that of its term to attend; None while it is stopped, ended or none was promised.
    ``palabras``: every term by which it is found, on one line.
    """

    __tablename__ = "expediente"
    __table_args__ = (
        UniqueConstraint("numero"),
        UniqueConstraint("serie", "anio", "correlativo"),
        Index("ix_expediente_anio_correlativo", "anio", "correlativo"),
        Index("ix_expediente_dependencia_id", "dependencia", "id"),
        Index("ix_expediente_fase_id", "fase", "id"),
        Index("ix_expediente_presentado_el_id", "presentado_el", "id"),
        Index("ix_expediente_vivo", "dependencia", "por_recibir", "id", sqlite_where=VIVO, postgresql_where=VIVO),
        Index("ix_expediente_a_cargo", "responsable_id", "id", sqlite_where=A_CARGO, postgresql_where=A_CARGO),
        Index(
            "ix_expediente_con_termino",
            *("vence_el", "id", "dependencia"),
            sqlite_where=CON_TERMINO,
            postgresql_where=CON_TERMINO,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    numero: Mapped[str] = mapped_column(String(40))
    serie: Mapped[str] = mapped_column(String(20))
    anio: Mapped[int]
    correlativo: Mapped[int]
    administrado_id: Mapped[int] = mapped_column(ForeignKey("administrado.id"), index=True)
    institucion_version: Mapped[int] = mapped_column(ForeignKey("institucion_version.id"))
    asunto: Mapped[str] = mapped_column(Text)
    estado: Mapped[str] = mapped_column(String(40))
    fase: Mapped[str] = mapped_column(String(20))
    movimientos: Mapped[int] = mapped_column(default=0)
    clave_version: Mapped[int] = mapped_column(default=1)
    abierto_at: Mapped[datetime] = mapped_column(Instante)
    canal: Mapped[str] = mapped_column(String(20), default="web", server_default=text("'web'"))
    presentado_el: Mapped[date | None]
    dependencia: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    por_recibir: Mapped[bool] = mapped_column(default=True, server_default=false())
    responsable_id: Mapped[int | None]
    vence_el: Mapped[date | None]
    palabras: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


class RegistroRow(Base):
    """One entry of the general register: what arrived, from whom, when sent and when legally presented.

    ``clase``: presentacion opens an expediente; subsanacion, desistimiento, respuesta… join one. ``sentido``: entrada or
    salida. ``dependencia``: the office that issues a salida.
    """

    __tablename__ = "registro"
    __table_args__ = (
        UniqueConstraint("numero"),
        UniqueConstraint("clave_envio"),
        UniqueConstraint("codigo_verificacion"),
        Index("ix_registro_administrado_id_id", "administrado_id", "id"),
        Index("ix_registro_enviado_at", "enviado_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    numero: Mapped[str] = mapped_column(String(40))
    expediente_id: Mapped[int] = mapped_column(ForeignKey("expediente.id"), index=True)
    canal: Mapped[str] = mapped_column(String(20))
    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"))
    administrado_id: Mapped[int] = mapped_column(ForeignKey("administrado.id"))
    remitente: Mapped[dict[str, Any]] = mapped_column(JSON)
    por: Mapped[str] = mapped_column(String(250))
    tipo_documento: Mapped[str] = mapped_column(String(120))
    numero_documento: Mapped[str] = mapped_column(Text)
    numero_plegado: Mapped[str] = mapped_column(Text)
    asunto: Mapped[str] = mapped_column(Text)
    valores: Mapped[dict[str, Any]] = mapped_column(JSON)
    antecedente: Mapped[str] = mapped_column(Text)
    antecedente_id: Mapped[int | None] = mapped_column(ForeignKey("expediente.id"))
    enviado_at: Mapped[datetime] = mapped_column(Instante)
    presentado_el: Mapped[date]
    plazo_desde: Mapped[date]
    saltados: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    recibido_at: Mapped[datetime | None] = mapped_column(Instante)
    paginas: Mapped[int]
    clave_envio: Mapped[str] = mapped_column(String(32))
    codigo_verificacion: Mapped[str] = mapped_column(String(20))
    sentido: Mapped[str] = mapped_column(String(8), default="entrada", server_default=text("'entrada'"))
    clase: Mapped[str] = mapped_column(String(14), default="presentacion", server_default=text("'presentacion'"))
    dependencia: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    procedimiento: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))


class ExpedientePalabraRow(Base):
    """The search index, the same on every engine: the expedientes of each term (see ``domain.terminos``), in order."""

    __tablename__ = "expediente_palabra"
    __table_args__ = ({"sqlite_with_rowid": False},)

    palabra: Mapped[str] = mapped_column(
        String(60).with_variant(String(60, collation="C"), "postgresql"), primary_key=True
    )
    expediente_id: Mapped[int] = mapped_column(ForeignKey("expediente.id"), primary_key=True, autoincrement=False)


class DocumentoRow(Base):
    """One file as it was filed: its bytes live under their SHA-256. Never replaced, never deleted."""

    __tablename__ = "documento"
    __table_args__ = (UniqueConstraint("registro_id", "orden"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registro_id: Mapped[int] = mapped_column(ForeignKey("registro.id"))
    orden: Mapped[int]
    ranura: Mapped[str] = mapped_column(String(40))
    etiqueta: Mapped[str] = mapped_column(String(120))
    nombre: Mapped[str] = mapped_column(Text)
    tipo: Mapped[str] = mapped_column(String(20))
    tamano: Mapped[int] = mapped_column(BigInteger)
    paginas: Mapped[int | None]
    firmado: Mapped[bool | None]
    marcas: Mapped[list[str] | None] = mapped_column(JSON)
    firmas: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64), index=True)


class MovimientoRow(Base):
    """One step in the history of an expediente. Appended, chained by hash; the engine refuses to change it.

    ``nota`` is for the citizen, ``interna`` for staff (a proveído); ``datos`` are the facts of the act. ``publico``: whether
    the citizen sees the step at all. ``esquema`` says what its hash covers: 1 had none of these four.
    """

    __tablename__ = "movimiento"
    __table_args__ = (
        UniqueConstraint("expediente_id", "orden"),
        Index("ix_movimiento_atendido", "ocurrido_at", sqlite_where=ATENDIDO, postgresql_where=ATENDIDO),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expediente_id: Mapped[int] = mapped_column(ForeignKey("expediente.id"))
    orden: Mapped[int]
    accion: Mapped[str] = mapped_column(String(20))
    desde: Mapped[str | None] = mapped_column(String(40))
    hasta: Mapped[str] = mapped_column(String(40))
    fase: Mapped[str] = mapped_column(String(20))
    nota: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    actor: Mapped[str] = mapped_column(String(250))
    ocurrido_at: Mapped[datetime] = mapped_column(Instante)
    huella_anterior: Mapped[str] = mapped_column(String(64))
    huella: Mapped[str] = mapped_column(String(64))
    dependencia: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    interna: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    datos: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    publico: Mapped[bool] = mapped_column(default=True, server_default=true())
    esquema: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class CorreoSalienteRow(Base):
    """The outbox: written with the event it announces, sent afterwards. Template and facts, never a rendered secret."""

    __tablename__ = "correo_saliente"
    __table_args__ = (
        UniqueConstraint("clave"),
        Index("ix_correo_saliente_estado_proximo_at", "estado", "proximo_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clave: Mapped[str] = mapped_column(String(80))
    destinatario: Mapped[str] = mapped_column(String(254))
    plantilla: Mapped[str] = mapped_column(String(40))
    institucion_version: Mapped[int] = mapped_column(ForeignKey("institucion_version.id"))
    enlace_id: Mapped[int | None] = mapped_column(ForeignKey("enlace.id"))
    registro_id: Mapped[int | None] = mapped_column(ForeignKey("registro.id"))
    movimiento_id: Mapped[int | None] = mapped_column(ForeignKey("movimiento.id"))
    datos: Mapped[dict[str, Any]] = mapped_column(JSON)
    estado: Mapped[str] = mapped_column(String(12))
    intentos: Mapped[int] = mapped_column(default=0)
    proximo_at: Mapped[datetime] = mapped_column(Instante)
    error: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120))
    captura: Mapped[str | None] = mapped_column(Text)
    creado_at: Mapped[datetime] = mapped_column(Instante)
    enviado_at: Mapped[datetime | None] = mapped_column(Instante)
