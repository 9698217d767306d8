"""Whether the store still holds, byte for byte, every file that the database names; and what it holds that nobody names.

A share of the store at a time, by the beginning of the SHA-256: a million files are checked in the memory of a few.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import CargaRow, DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain.permisos import Permiso
from portal.domain.tamanos import legible
from portal.i18n import t
from portal.services import ajustes, sobrantes
from portal.services.contexto import Contexto, requiere

MOSTRADAS = 20
"""Faults that are told one by one; the rest are counted."""
PARTES = tuple(f"{n:02x}" for n in range(256))
GRACIA_SEGUNDOS = 24 * 3600.0
"""How old a file without a name must be to go: one that is arriving now has none yet."""
HORAS = 24
VERIFICACION = "verificacion_archivos"
"""The ajuste that says when every file was last read, and what was found."""


@dataclass(frozen=True)
class FallaDeArchivo:
    """A file that is not as it was filed. ``codigo``: falta, cambio or ilegible; ``de``: who names it, in words."""

    codigo: str
    sha256: str
    de: str

    @property
    def texto(self) -> str:
        """The same in plain words."""
        return t(f"custodia.{self.codigo}", de=self.de, sha256=self.sha256)


@dataclass(frozen=True)
class Custodia:
    """What was read and found. ``fallas``: the first ones; ``cuantas``: how many. ``sobran``: files that nobody names."""

    archivos: int
    octetos: int
    fallas: tuple[FallaDeArchivo, ...]
    cuantas: int
    sobran: int
    octetos_sobrantes: int

    @property
    def integra(self) -> bool:
        """Whether every file that was filed is here as it was."""
        return self.cuantas == 0

    def en_palabras(self) -> list[str]:
        """One line each; the faults last."""
        lineas = [t("custodia.resumen", archivos=self.archivos, tamano=legible(self.octetos))]
        if self.sobran:
            lineas.append(t("custodia.sobran", cuantos=self.sobran, tamano=legible(self.octetos_sobrantes)))
        if self.integra:
            return [*lineas, t("custodia.integra")]
        lineas.append(t("custodia.rota", cuantas=self.cuantas, mostradas=len(self.fallas)))
        return [*lineas, *(f"  - {falla.texto}" for falla in self.fallas)]


@requiere(Permiso.SISTEMA)
def verificar(ctx: Contexto) -> Custodia:
    """Read every file of the store again and compare it with what was filed. Takes as long as the disk does.

    What was found, and when, stays written down: ``ultima``.
    """
    fallas: list[FallaDeArchivo] = []
    archivos = octetos = cuantas = sobran = de_sobra = 0
    for parte in PARTES:
        hay = {sha256: tamano for sha256, tamano, _ in ctx.almacen.enteros(parte)}
        nombrados = _nombrados(ctx, parte)  # after the files: whatever is named by now was there before
        archivos, octetos = archivos + len(hay), octetos + sum(hay.values())
        sobrantes_ = [sha256 for sha256 in hay if sha256 not in nombrados]
        sobran, de_sobra = sobran + len(sobrantes_), de_sobra + sum(hay[s] for s in sobrantes_)
        for falla in _fallas(ctx, nombrados):
            cuantas += 1
            if len(fallas) < MOSTRADAS:
                fallas.append(falla)
    hallada = Custodia(archivos, octetos, tuple(fallas), cuantas, sobran, de_sobra)
    with ctx.db.transaction() as session:
        ajustes.anotar(session, ctx, VERIFICACION, str(cuantas))
    return hallada


def ultima(session: Session) -> tuple[datetime, int] | None:
    """When every file was last read, and how many were missing or changed; None when nobody did."""
    dicha = ajustes.leer(session, VERIFICACION)
    return None if dicha is None else (dicha[0], int(dicha[1]))


@requiere(Permiso.SISTEMA)
def recoger(ctx: Contexto, *, partes: Iterable[str] | None = None, gracia: float = GRACIA_SEGUNDOS) -> int:
    """Remove files that nobody names and a crash left behind, one share of the store each hour; how many.

    Each is looked for again in its turn, when nobody else can be naming it (``sobrantes.soltar``).
    """
    if partes is None:
        partes = [p for p in PARTES if int(p, 16) % HORAS == ctx.reloj().hour]
    antes, retirados = time.time() - gracia, 0
    for parte in partes:
        viejos = [sha256 for sha256, _, escrito in ctx.almacen.enteros(parte) if escrito <= antes]
        nombrados = _nombrados(ctx, parte) if viejos else {}
        huerfanos = [sha256 for sha256 in viejos if sha256 not in nombrados]
        if huerfanos:
            with ctx.db.transaction() as session:
                retirados += sobrantes.soltar(session, ctx.almacen, huerfanos)
        ctx.almacen.barrer(parte, antes)
    return retirados


def _nombrados(ctx: Contexto, parte: str) -> Mapping[str, int]:
    """Size in bytes of every file of that share that a documento or a carga names, by its SHA-256."""
    with ctx.db.lectura() as session:
        return {
            sha256: tamano
            for fila in (CargaRow, DocumentoRow)
            for sha256, tamano in session.execute(
                select(fila.sha256, fila.tamano).where(fila.sha256 >= parte, fila.sha256 < f"{parte}g")
            )
            if sha256 is not None
        }


def _fallas(ctx: Contexto, nombrados: Mapping[str, int]) -> Iterator[FallaDeArchivo]:
    for sha256 in sorted(nombrados):
        try:
            codigo = "" if ctx.almacen.huella(sha256) == sha256 else "cambio"
        except FileNotFoundError:
            codigo = "falta"
        except OSError:
            codigo = "ilegible"
        if codigo:
            with ctx.db.lectura() as session:
                de = _de_quien(session, sha256)
            if de:  # an upload that was taken out meanwhile is nobody's fault
                yield FallaDeArchivo(codigo, sha256, de)


def _de_quien(session: Session, sha256: str) -> str:
    """Who names it, in words; empty when nobody does any more."""
    documento = session.execute(
        select(ExpedienteRow.numero, RegistroRow.numero, DocumentoRow.nombre)
        .join(RegistroRow, RegistroRow.id == DocumentoRow.registro_id)
        .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
        .where(DocumentoRow.sha256 == sha256)
        .order_by(DocumentoRow.id)
        .limit(1)
    ).one_or_none()
    if documento is not None:
        expediente, registro, nombre = documento
        return t("custodia.de_expediente", expediente=expediente, registro=registro, nombre=nombre)
    nombre_de_carga = session.scalar(select(CargaRow.nombre).where(CargaRow.sha256 == sha256).limit(1))
    return "" if nombre_de_carga is None else t("custodia.de_borrador", nombre=nombre_de_carga)
