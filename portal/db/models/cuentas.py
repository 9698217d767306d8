"""Who uses the counter: accounts, the administrados they act for, and what they accepted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Instante


class CuentaRow(Base):
    """One person who signs in. The user name is the e-mail. ``version`` grows when every session must end.

    ``terminos`` and ``privacidad`` are the versions accepted last; each acceptance is a row of ``aceptacion``.
    The second factor is derived from ``totp_version`` (0: never enrolled); it counts since ``totp_at``; ``totp_paso`` is the
    last step used, so that a code serves once.
    """

    __tablename__ = "cuenta"
    __table_args__ = (UniqueConstraint("correo"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    correo: Mapped[str] = mapped_column(String(254))
    clave: Mapped[str] = mapped_column(String(100))
    rol: Mapped[str] = mapped_column(String(20))
    nombres: Mapped[str] = mapped_column(String(120))
    apellidos: Mapped[str] = mapped_column(String(120))
    tipo_doc: Mapped[str] = mapped_column(String(10))
    numero_doc: Mapped[str] = mapped_column(String(20))
    telefono: Mapped[str] = mapped_column(String(30))
    terminos: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    privacidad: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    version: Mapped[int] = mapped_column(default=1)
    totp_version: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    totp_at: Mapped[datetime | None] = mapped_column(Instante)
    totp_paso: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    creada_at: Mapped[datetime] = mapped_column(Instante)
    activada_at: Mapped[datetime | None] = mapped_column(Instante)
    deshabilitada_at: Mapped[datetime | None] = mapped_column(Instante)

    @property
    def nombre(self) -> str:
        """How the person is called, given names first."""
        return f"{self.nombres} {self.apellidos}"


class AdministradoRow(Base):
    """The party before the institution: a person or an organisation. Each has one tray."""

    __tablename__ = "administrado"

    id: Mapped[int] = mapped_column(primary_key=True)
    clase: Mapped[str] = mapped_column(String(10))
    tipo_doc: Mapped[str] = mapped_column(String(10))
    numero_doc: Mapped[str] = mapped_column(String(20), index=True)
    nombre: Mapped[str] = mapped_column(String(250))
    direccion: Mapped[str] = mapped_column(String(250))
    creado_at: Mapped[datetime] = mapped_column(Instante)


class MiembroRow(Base):
    """An account that acts for an administrado, since when and until when. History is kept.

    A ``titular`` may invite and remove others; ``retirado_por`` is the account that ended it, its own when it left.
    """

    __tablename__ = "miembro"
    __table_args__ = (Index("ix_miembro_cuenta_id_hasta", "cuenta_id", "hasta"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    administrado_id: Mapped[int] = mapped_column(ForeignKey("administrado.id"), index=True)
    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"))
    desde: Mapped[datetime] = mapped_column(Instante)
    hasta: Mapped[datetime | None] = mapped_column(Instante)
    titular: Mapped[bool] = mapped_column(default=True, server_default=true())
    retirado_por: Mapped[int | None]


class InvitacionRow(Base):
    """Somebody was asked to act for an administrado. The mailed token is derived from ``semilla``, and stored nowhere."""

    __tablename__ = "invitacion"

    id: Mapped[int] = mapped_column(primary_key=True)
    administrado_id: Mapped[int] = mapped_column(ForeignKey("administrado.id"), index=True)
    correo: Mapped[str] = mapped_column(String(254), index=True)
    invitada_por: Mapped[int] = mapped_column(ForeignKey("cuenta.id"))
    semilla: Mapped[str] = mapped_column(String(64))
    creada_at: Mapped[datetime] = mapped_column(Instante)
    vence_at: Mapped[datetime] = mapped_column(Instante)
    aceptada_at: Mapped[datetime | None] = mapped_column(Instante)
    anulada_at: Mapped[datetime | None] = mapped_column(Instante)
    cuenta_id: Mapped[int | None] = mapped_column(ForeignKey("cuenta.id"))


class AceptacionRow(Base):
    """A text of the institution that an account accepted: which version, when, from which address."""

    __tablename__ = "aceptacion"

    id: Mapped[int] = mapped_column(primary_key=True)
    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"), index=True)
    texto: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(40))
    aceptado_at: Mapped[datetime] = mapped_column(Instante)
    ip: Mapped[str] = mapped_column(String(45))


class SesionRow(Base):
    """One browser signed in. The browser holds the token; here only its SHA-256. ``segundo_at``: second factor proved."""

    __tablename__ = "sesion"
    __table_args__ = (UniqueConstraint("huella"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    huella: Mapped[str | None] = mapped_column(String(64))
    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"), index=True)
    version: Mapped[int]
    creada_at: Mapped[datetime] = mapped_column(Instante)
    vista_at: Mapped[datetime] = mapped_column(Instante)
    vence_at: Mapped[datetime] = mapped_column(Instante)
    cerrada_at: Mapped[datetime | None] = mapped_column(Instante)
    ip: Mapped[str] = mapped_column(String(45))
    agente: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    segundo_at: Mapped[datetime | None] = mapped_column(Instante)


class BoletoRow(Base):
    """A single-use ticket of 60 seconds that the browser exchanges for the session cookie."""

    __tablename__ = "boleto"

    huella: Mapped[str] = mapped_column(String(64), primary_key=True)
    sesion_id: Mapped[int] = mapped_column(ForeignKey("sesion.id"))
    vence_at: Mapped[datetime] = mapped_column(Instante)


class EnlaceRow(Base):
    """A mailed link. Its token is derived from ``semilla``, and stored nowhere. ``dato``: the new e-mail, when it is one."""

    __tablename__ = "enlace"
    __table_args__ = (Index("ix_enlace_cuenta_id_proposito", "cuenta_id", "proposito"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposito: Mapped[str] = mapped_column(String(20))
    cuenta_id: Mapped[int] = mapped_column(ForeignKey("cuenta.id"))
    semilla: Mapped[str] = mapped_column(String(64))
    dato: Mapped[str] = mapped_column(String(254), default="", server_default=text("''"))
    creado_at: Mapped[datetime] = mapped_column(Instante)
    vence_at: Mapped[datetime] = mapped_column(Instante)
    usado_at: Mapped[datetime | None] = mapped_column(Instante)


class IntentoRow(Base):
    """Failures counted per key (account and address, or address alone), for growing delays."""

    __tablename__ = "intento"

    clave: Mapped[str] = mapped_column(String(80), primary_key=True)
    fallos: Mapped[int]
    ultimo_at: Mapped[datetime] = mapped_column(Instante)
    espera_hasta: Mapped[datetime | None] = mapped_column(Instante)


class InstitucionVersionRow(Base):
    """One published version of all that the institution decides. Never changed; an expediente keeps its own.

    ``nota``: what changed, in the words of who published it.
    """

    __tablename__ = "institucion_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    contenido: Mapped[str] = mapped_column(Text)
    huella: Mapped[str] = mapped_column(String(64))
    publicada_at: Mapped[datetime] = mapped_column(Instante)
    autor: Mapped[str] = mapped_column(String(254))
    nota: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


class InstalacionRow(Base):
    """Facts of this installation that must not be mistaken, such as being a demonstration."""

    __tablename__ = "instalacion"

    clave: Mapped[str] = mapped_column(String(40), primary_key=True)
    valor: Mapped[str] = mapped_column(String(200))
