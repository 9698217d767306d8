"""What administrators are changing: the propuesta (what is not published yet), its changes, images, and settings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Instante


class PropuestaRow(Base):
    """The configuration as it would be published: one at most, over the version ``base``.

    ``revision`` grows with every change; who saves says the one they saw. ``contenido`` is JSON and may contradict itself.
    """

    __tablename__ = "propuesta"

    id: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[int] = mapped_column(ForeignKey("institucion_version.id"))
    contenido: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    abierta_at: Mapped[datetime] = mapped_column(Instante)
    cambiada_at: Mapped[datetime] = mapped_column(Instante)


class PropuestaCambioRow(Base):
    """One change of the propuesta, so that it can be undone: the part, and what it said before and after, in JSON."""

    __tablename__ = "propuesta_cambio"

    id: Mapped[int] = mapped_column(primary_key=True)
    propuesta_id: Mapped[int] = mapped_column(ForeignKey("propuesta.id"), index=True)
    revision: Mapped[int]
    parte: Mapped[str] = mapped_column(String(80))
    antes: Mapped[str] = mapped_column(Text)
    despues: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))
    actor: Mapped[str] = mapped_column(String(250))
    ocurrido_at: Mapped[datetime] = mapped_column(Instante)
    deshecho: Mapped[bool] = mapped_column(default=False, server_default=false())


class ImagenRow(Base):
    """An image of the institution (its emblem), by its SHA-256: small, and needed by every process."""

    __tablename__ = "imagen"

    huella: Mapped[str] = mapped_column(String(64), primary_key=True)
    tipo: Mapped[str] = mapped_column(String(20))
    contenido: Mapped[bytes] = mapped_column(LargeBinary)
    creada_at: Mapped[datetime] = mapped_column(Instante)


class AjusteRow(Base):
    """A setting of this installation that an administrator gave on a screen, such as its mail server. Secrets are sealed."""

    __tablename__ = "ajuste"

    clave: Mapped[str] = mapped_column(String(60), primary_key=True)
    valor: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(250))
    cambiado_at: Mapped[datetime] = mapped_column(Instante)


class AnalisisRow(Base):
    """What the antivirus said of one content, by its SHA-256. ``estado``: en_analisis, limpio, infectado, no_analizado."""

    __tablename__ = "analisis"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    estado: Mapped[str] = mapped_column(String(14), index=True)
    firma: Mapped[str] = mapped_column(Text)
    intentos: Mapped[int] = mapped_column(default=0)
    proximo_at: Mapped[datetime] = mapped_column(Instante)
    analizado_at: Mapped[datetime | None] = mapped_column(Instante)
