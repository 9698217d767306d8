"""A whole expediente in one ZIP: its documents, the cargo of each registro, an index to read and another for programs.

For staff within reach, with the hoja de ruta; and for who acts for its administrado, with what they have before them.
An answer that its party did not open is not in theirs: opening it has effects (``acuses``) and is done on its screen.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import select

from portal.adapters import cargo_typst, zip_flujo
from portal.adapters.zip_flujo import Entrada
from portal.db.models import AnalisisRow
from portal.domain import fechas
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import cargos, configuracion, consulta, hoja_de_ruta, indice, lectores
from portal.services.archivos import DocumentoNoDisponible
from portal.services.consulta import ExpedienteView
from portal.services.contexto import Almacen, Contexto, requiere
from portal.services.indice import Fila, Fuera, Grupo
from portal.services.lectores import Lector
from portal.services.registros import DocumentoView

LARGO_NOMBRE = 100
OCTETOS_NOMBRE = 200
"""Most disks take 255 bytes in a name, with its number before; a letter may be four."""
LARGO_COLA = 12
PROHIBIDOS = frozenset('<>:"/\\|?*')


@dataclass(frozen=True)
class Paquete:
    """A file name, how many bytes it will be, and the bytes, made as they are asked for."""

    nombre: str
    largo: int
    trozos: Iterator[bytes]


@requiere(Permiso.CUENTA_PROPIA)
def descargar(ctx: Contexto, numero: str) -> Paquete:
    """Everything of an expediente that the actor may have.

    Raises NoEncontrado, DocumentoNoDisponible when the store lost one of its files.
    """
    vista, lector = _ver(ctx, numero)
    infectados = _infectados(ctx, vista)
    grupos = _grupos(vista, infectados)
    propios = {documento.sha256: documento for grupo in grupos for _, documento in grupo.incluidas}
    _exigir_todos(ctx.almacen, list(propios.values()))
    raiz = f"expediente-{para_archivo(vista.numero)}"
    entradas = [*_hojas(ctx, vista, grupos, lector, infectados=len(infectados))]
    for grupo in grupos:
        entradas.extend(
            Entrada(ruta, ctx.almacen.ruta(documento.sha256), documento.tamano, documento.sha256)
            for ruta, documento in grupo.incluidas
        )
    largo, trozos = zip_flujo.flujo(Entrada(f"{raiz}/{e.nombre}", e.contenido, e.tamano, e.sha256) for e in entradas)
    return Paquete(f"{raiz}.zip", largo, trozos)


def para_archivo(nombre: str) -> str:
    """``nombre`` as every system takes it: composed, without signs that some file system refuses, and not too long."""
    limpio = "".join(
        "_" if c in PROHIBIDOS or unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", nombre)
    ).strip(" .")
    ruta = PurePosixPath(limpio)
    cola = ruta.suffix[:LARGO_COLA].rstrip(" .")
    cabeza = limpio.removesuffix(ruta.suffix)[: LARGO_NOMBRE - len(cola)].encode("utf-8", "replace")
    cabe = cabeza[: OCTETOS_NOMBRE - len(cola.encode("utf-8", "replace"))].decode("utf-8", "ignore")
    return f"{cabe.rstrip(' .')}{cola}" or "archivo"


def _ver(ctx: Contexto, numero: str) -> tuple[ExpedienteView, Lector]:
    with ctx.db.lectura() as session:
        expediente = consulta.por_numero(session, numero)
        if expediente is None:
            raise NoEncontrado
        lector = lectores.con_sesion(
            session, ctx, administrado_id=expediente.administrado_id, expediente_id=expediente.id
        )
    if lector is None:
        raise NoEncontrado
    abrir = consulta.de_bandeja if lector is Lector.PERSONAL else consulta.propio
    return abrir(ctx, expediente.numero), lector


def _infectados(ctx: Contexto, vista: ExpedienteView) -> frozenset[str]:
    """The SHA-256 of those that the antivirus condemned: they cannot be opened one by one either (``analisis``)."""
    todas = {
        d.sha256 for documentos in (vista.documentos, *(r.documentos for r in vista.registros)) for d in documentos
    }
    with ctx.db.lectura() as session:
        condenadas = select(AnalisisRow.sha256).where(AnalisisRow.sha256.in_(todas), AnalisisRow.estado == "infectado")
        return frozenset(session.scalars(condenadas))


def _grupos(vista: ExpedienteView, fuera: Container[str]) -> list[Grupo]:
    """What was filed first, then what joined it and this reader has before them; each in a folder of its own."""
    primero = (vista.registro_id, vista.registro, "presentacion", vista.asunto, "", vista.enviado_at)
    todos = [(primero, vista.documentos)]
    todos += [
        ((r.id, r.numero, r.clase, r.asunto, r.texto, r.enviado_at), r.documentos) for r in vista.registros if r.abierto
    ]
    grupos = []
    for orden, (que, documentos) in enumerate(todos, 1):
        carpeta = f"{orden:02}-{para_archivo(que[1])}"
        filas = tuple(
            Fila(None if d.sha256 in fuera else f"{carpeta}/{n:02}-{para_archivo(d.nombre)}", d)
            for n, d in enumerate(documentos, 1)
        )
        grupos.append(Grupo(*que, carpeta, filas))
    return grupos


def _exigir_todos(almacen: Almacen, documentos: Sequence[DocumentoView]) -> None:
    """A ZIP that lacks a document is not made. Raises DocumentoNoDisponible."""
    for documento in documentos:
        if not almacen.existe(documento.sha256, documento.tamano):
            raise DocumentoNoDisponible(nombre=documento.nombre)


def _hojas(
    ctx: Contexto, vista: ExpedienteView, grupos: Sequence[Grupo], lector: Lector, *, infectados: int
) -> Iterator[Entrada]:
    """What is made for it: the indexes, the hoja de ruta for staff, and the cargo of each registro."""
    institucion, ahora = configuracion.mostrada(ctx), ctx.reloj()
    fuera = Fuera(sum(not registro.abierto for registro in vista.registros), infectados)
    hecho = t("indice.hecho", cuando=fechas.larga(ahora, institucion.zona), quien=ctx.actor.nombre)
    datos = indice.reunir(vista, grupos, institucion, hecho=hecho, fuera=fuera)
    yield Entrada("indice.pdf", cargo_typst.componer(indice.PLANTILLA, datos, fecha=ahora))
    plano = indice.en_json(vista, grupos, institucion, hecho_at=ahora, fuera=fuera)
    yield Entrada("indice.json", json.dumps(plano, ensure_ascii=False, indent=2).encode())
    if lector is Lector.PERSONAL:
        yield Entrada("hoja-de-ruta.pdf", hoja_de_ruta.pdf(ctx, vista.numero)[1])
    for grupo in grupos:
        archivo, octetos = cargos.cargo_pdf(ctx, grupo.registro_id)
        yield Entrada(f"{grupo.carpeta}/{archivo}", octetos)
