"""How the installation is: versions, disk, mail, backup, certificate, calendar. Each with whether somebody must act."""

from __future__ import annotations

import platform
import socket
import ssl
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from cryptography import x509
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.db.models import CorreoSalienteRow, DocumentoRow
from portal.domain import fechas
from portal.domain.permisos import Permiso
from portal.domain.tamanos import legible
from portal.i18n import t
from portal.services import ajustes, avisos_de_plazo, cola, configuracion, custodia, sellos, servidor_de_correo
from portal.services.contexto import Contexto, requiere
from portal.settings import PROYECTO

MIB = 1024 * 1024
RESPALDO = "respaldo"
HOLGURA = 10
"""Times the reserve of the disk below which one should see to it."""
DEMORA = timedelta(hours=1)
RESPALDO_CADA = timedelta(days=7)
VERIFICACION_CADA = timedelta(days=35)
CERTIFICADO_AVISO = timedelta(days=21)
ESPERA = 3.0
RECUERDO = 600.0
"""Seconds to wait for the server's own certificate, and for which what it said is remembered."""
_certificados: dict[str, tuple[float, datetime | None]] = {}


class Salud(StrEnum):
    """What a sign asks of who looks."""

    BIEN = "bien"
    ATENCION = "atencion"
    MAL = "mal"


@dataclass(frozen=True)
class Senal:
    """One thing of the installation: its name, how it is, and what it says in words."""

    clave: str
    salud: Salud
    dicho: str
    detalle: str = ""


@dataclass(frozen=True)
class Version:
    """One piece of software and its version."""

    que: str
    cual: str


@requiere(Permiso.VER_CORREOS)
def senales(ctx: Contexto) -> tuple[Senal, ...]:
    """Every sign, those that ask for something first."""
    senales_ = (_correo, _cola, _disco, _archivos, _respaldo, _certificado, _calendario, _sello)
    hechas = [senal(ctx) for senal in senales_]
    orden = [Salud.MAL, Salud.ATENCION, Salud.BIEN]
    return tuple(sorted((s for s in hechas if s is not None), key=lambda s: orden.index(s.salud)))


@requiere(Permiso.VER_CORREOS)
def versiones(ctx: Contexto) -> tuple[Version, ...]:
    """What this installation is made of, to be told to who helps."""
    with ctx.db.lectura() as session:
        numero, _ = configuracion.vigente(session)
        motor, tamano = _base(session)
        esquema = session.scalar(text("SELECT version_num FROM alembic_version"))
    return (
        Version(t("sistema.portal"), _propia()),
        Version(t("sistema.configuracion"), str(numero)),
        Version("Python", platform.python_version()),
        *(Version(nombre, version(nombre.lower())) for nombre in ("Streamlit", "SQLAlchemy", "pandas", "pypdf")),
        Version(t("sistema.base"), f"{motor}, {legible(tamano)}"),
        Version(t("sistema.esquema"), str(esquema)),
        Version(t("sistema.equipo"), f"{platform.system()} {platform.machine()}"),
    )


@requiere(Permiso.SISTEMA)
def anotar_respaldo(ctx: Contexto) -> datetime:
    """Write down that a backup has just ended well; the instant. Whoever makes the backup says so."""
    with ctx.db.transaction() as session:
        return ajustes.anotar(session, ctx, RESPALDO, ctx.reloj().isoformat())


def _propia() -> str:
    """Our own version: of the package, or of the project from which it is served."""
    try:
        return version("mesa-de-partes-virtual")
    except PackageNotFoundError:
        proyecto = tomllib.loads((PROYECTO / "pyproject.toml").read_text(encoding="utf-8"))
        return str(proyecto["project"]["version"])


def _base(session: Session) -> tuple[str, int]:
    """The engine with its version, and the bytes of the database."""
    if session.get_bind().dialect.name == "postgresql":
        motor = str(session.scalar(text("SHOW server_version"))).split()[0]
        return f"PostgreSQL {motor}", int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    hojas, cada = (int(session.scalar(text(f"PRAGMA {que}")) or 0) for que in ("page_count", "page_size"))
    return f"SQLite {session.scalar(text('SELECT sqlite_version()'))}", hojas * cada


def _correo(ctx: Contexto) -> Senal:
    visto = servidor_de_correo.ver(ctx)
    if ctx.demo:
        return Senal("correo", Salud.BIEN, t("sistema.correo_demo"))
    if visto.origen == "ninguno":
        return Senal("correo", Salud.MAL, t("sistema.correo_ninguno"), t("sistema.correo_ninguno_detalle"))
    return Senal("correo", Salud.BIEN, t("sistema.correo_bien", host=visto.servidor.host))


def _cola(ctx: Contexto) -> Senal:
    espera = CorreoSalienteRow.estado.in_((cola.PENDIENTE, cola.EN_CAMINO))
    with ctx.db.lectura() as session:
        cuantos, primero = session.execute(
            select(func.count(), func.min(CorreoSalienteRow.creado_at)).where(espera)
        ).one()
        fallidos = session.scalar(select(func.count()).where(CorreoSalienteRow.estado == cola.FALLIDO)) or 0
    if cuantos and ctx.reloj() - primero > DEMORA:
        desde = fechas.corta(primero, configuracion.mostrada(ctx).zona)
        return Senal(
            "cola", Salud.MAL, t("sistema.cola_parada", cuantos=cuantos, desde=desde), t("sistema.cola_detalle")
        )
    if fallidos:
        return Senal(
            "cola", Salud.ATENCION, t("sistema.cola_fallidos", cuantos=fallidos), t("sistema.cola_fallidos_detalle")
        )
    return Senal("cola", Salud.BIEN, t("sistema.cola_bien", cuantos=cuantos))


def _disco(ctx: Contexto) -> Senal | None:
    libre = ctx.almacen.libre()
    if libre is None:
        return None
    reserva = ctx.limites.mb_reserva * MIB
    dicho = t("sistema.disco", libre=legible(libre))
    if libre <= reserva:
        return Senal("disco", Salud.MAL, dicho, t("sistema.disco_lleno", reserva=legible(reserva)))
    if libre <= HOLGURA * reserva:
        return Senal("disco", Salud.ATENCION, dicho, t("sistema.disco_poco", reserva=legible(reserva)))
    return Senal("disco", Salud.BIEN, dicho)


def _archivos(ctx: Contexto) -> Senal:
    """How many files were filed, and whether each was still as it came when all were last read."""
    with ctx.db.lectura() as session:
        archivos, octetos = session.execute(
            select(func.count(), func.coalesce(func.sum(DocumentoRow.tamano), 0)).select_from(DocumentoRow)
        ).one()
        ultima = custodia.ultima(session)
    hay = t("sistema.archivos", archivos=archivos, tamano=legible(int(octetos)))
    if ultima is None:
        detalle = t("sistema.archivos_sin_verificar") if archivos else ""
        return Senal("archivos", Salud.ATENCION if archivos else Salud.BIEN, hay, detalle)
    cuando, malos = ultima
    vez = {"cuando": fechas.corta(cuando, configuracion.mostrada(ctx).zona), "cuantos": malos}
    if malos:
        dicho = f"{hay} {t('sistema.archivos_mal', **vez)}"
        return Senal("archivos", Salud.MAL, dicho, t("sistema.archivos_mal_detalle"))
    viejo = ctx.reloj() - cuando > VERIFICACION_CADA
    return Senal(
        "archivos", Salud.ATENCION if viejo else Salud.BIEN, f"{hay} {t('sistema.archivos_bien', **vez)}",
        t("sistema.archivos_verificar") if viejo else "",
    )  # fmt: skip


def _respaldo(ctx: Contexto) -> Senal:
    with ctx.db.lectura() as session:
        anotado = ajustes.leer(session, RESPALDO)
    if anotado is None:
        return Senal("respaldo", Salud.ATENCION, t("sistema.respaldo_nunca"), t("sistema.respaldo_detalle"))
    cuando = fechas.corta(anotado[0], configuracion.mostrada(ctx).zona)
    viejo = ctx.reloj() - anotado[0] > RESPALDO_CADA
    return Senal(
        "respaldo", Salud.ATENCION if viejo else Salud.BIEN, t("sistema.respaldo", cuando=cuando),
        t("sistema.respaldo_detalle") if viejo else "",
    )  # fmt: skip


def _certificado(ctx: Contexto) -> Senal | None:
    """When the certificate by which people reach us ends; None where they come by plain http."""
    partes = urlsplit(ctx.base_url)
    if partes.scheme != "https" or not partes.hostname:
        return None
    hasta = _hasta(partes.hostname, partes.port or 443)
    if hasta is None:
        return Senal("certificado", Salud.ATENCION, t("sistema.certificado_no_se_lee", host=partes.hostname))
    queda = hasta - ctx.reloj()
    cuando = fechas.en_palabras(hasta.astimezone(configuracion.mostrada(ctx).zona))
    salud = Salud.MAL if queda <= timedelta(0) else Salud.ATENCION if queda <= CERTIFICADO_AVISO else Salud.BIEN
    return Senal("certificado", salud, t("sistema.certificado", cuando=cuando))


def _hasta(host: str, puerto: int, *, reloj: Callable[[], float] = time.monotonic) -> datetime | None:
    clave = f"{host}:{puerto}"
    sabido = _certificados.get(clave)
    if sabido is None or reloj() - sabido[0] > RECUERDO:
        _certificados[clave] = sabido = (reloj(), leer_certificado(host, puerto))
    return sabido[1]


def leer_certificado(host: str, puerto: int) -> datetime | None:
    """Until when the certificate at that address serves, trusted or not; None when it cannot be read."""
    contexto = ssl.create_default_context()
    contexto.check_hostname, contexto.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, puerto), timeout=ESPERA) as enchufe,
            contexto.wrap_socket(enchufe, server_hostname=host) as seguro,
        ):
            der = seguro.getpeercert(binary_form=True)
    except OSError:
        return None
    return x509.load_der_x509_certificate(der).not_valid_after_utc if der else None


def _calendario(ctx: Contexto) -> Senal:
    anio = avisos_de_plazo.calendario_pendiente(ctx) if ctx.actor.puede(Permiso.CONFIGURAR) else None
    if anio is None:
        return Senal("calendario", Salud.BIEN, t("sistema.calendario_bien"))
    return Senal("calendario", Salud.ATENCION, t("avisos.calendario", anio=anio), t("avisos.calendario_detalle"))


def _sello(ctx: Contexto) -> Senal | None:
    if not ctx.actor.puede(Permiso.VER_AUDITORIA):
        return None
    ultimo = sellos.ultimo(ctx)
    if ultimo is None:
        return Senal("sello", Salud.BIEN, t("sistema.sello_ninguno"))
    return Senal("sello", Salud.BIEN, t("sistema.sello", dia=fechas.en_palabras(ultimo.dia)))
