"""The files of a draft when it is sent: which are still missing, in which order they are filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.db.models import CargaRow
from portal.domain.campos import Ranura
from portal.domain.configuracion import Institucion
from portal.domain.errors import PortalError
from portal.domain.formulario import Valor, ranuras_visibles
from portal.services.contexto import Almacen


class ArchivosPendientes(PortalError):
    """A file is still on its way up."""

    code = "archivos_pendientes"


class ArchivoFaltante(PortalError):
    """A slot holds fewer files than it must."""

    code = "archivo_faltante"


class ArchivoPerdido(PortalError):
    """The store does not have the bytes of a file that the draft lists."""

    code = "archivo_perdido"


def documentos(ranuras: Sequence[Ranura], cargas: Sequence[CargaRow]) -> list[dict[str, Any]]:
    """Rows of the files of a registro, in this order; they still lack its id. The files are in the store already."""
    etiquetas = {ranura.id: ranura.etiqueta for ranura in ranuras}
    return [
        {
            "orden": orden,
            "ranura": carga.ranura,
            "etiqueta": etiquetas[carga.ranura],
            "nombre": carga.nombre,
            "tipo": carga.tipo,
            "tamano": carga.tamano,
            "paginas": carga.paginas,
            "firmado": carga.firmado,
            "marcas": carga.marcas,
            "firmas": carga.firmas,
            "sha256": carga.sha256,
        }
        for orden, carga in enumerate(cargas, 1)
    ]


def en_pie(session: Session, borrador_id: str) -> list[tuple[str, str]]:
    """Id and estado of each of them: what tells whether they are still the same."""
    filas = session.execute(_de(borrador_id, CargaRow.id, CargaRow.estado))
    return [(fila.id, fila.estado) for fila in filas]


def de(session: Session, borrador_id: str) -> Sequence[CargaRow]:
    """Files of a draft that were not refused, in the order in which they were chosen."""
    return session.scalars(_de(borrador_id, CargaRow)).all()


def _de(borrador_id: str, *que: Any) -> Select[Any]:  # noqa: ANN401 -- a row, or some of its columns
    return (
        select(*que)
        .where(CargaRow.borrador_id == borrador_id, CargaRow.estado != "rechazada")
        .order_by(CargaRow.orden, CargaRow.creada_at)
    )


def de_ranuras_visibles(
    institucion: Institucion, valores: Mapping[str, Valor], cargas: Sequence[CargaRow]
) -> list[CargaRow]:
    """Files in the order of their slots; those of a slot that is not asked stay behind."""
    lugar = {ranura.id: i for i, ranura in enumerate(ranuras_visibles(institucion.formulario, valores))}
    return sorted((carga for carga in cargas if carga.ranura in lugar), key=lambda carga: lugar[carga.ranura])


def listas(almacen: Almacen, cargas: Sequence[CargaRow]) -> list[CargaRow]:
    """The same files, every one safe in the store. Raises ArchivoPerdido."""
    for carga in cargas:
        if carga.sha256 is None or not almacen.existe(carga.sha256, carga.tamano):
            raise ArchivoPerdido(nombre=carga.nombre)
    return list(cargas)


def errores(
    institucion: Institucion, valores: Mapping[str, Valor], cargas: Sequence[CargaRow]
) -> dict[str, PortalError]:
    """By slot id. Types, sizes and pages were judged when each file arrived; here, that all arrived."""
    return faltas(ranuras_visibles(institucion.formulario, valores), cargas)


def faltas(ranuras: Sequence[Ranura], cargas: Sequence[CargaRow]) -> dict[str, PortalError]:
    """What is wrong with the files of these slots, by slot id: one still travels, or there are fewer than needed."""
    hallados: dict[str, PortalError] = {}
    for ranura in ranuras:
        suyas = [carga for carga in cargas if carga.ranura == ranura.id]
        pendiente = next((carga for carga in suyas if carga.estado != "lista"), None)
        if pendiente is not None:
            hallados[ranura.id] = ArchivosPendientes(nombre=pendiente.nombre)
        elif len(suyas) < ranura.minimo:
            hallados[ranura.id] = ArchivoFaltante(etiqueta=ranura.etiqueta)
    return hallados
