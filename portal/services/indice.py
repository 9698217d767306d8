"""The index of a downloaded expediente: its carátula and one line for each file, on paper and for programs.

Law: Ley 27444, art. 157 (one expediente, its carátula) and 164 (its pieces, in order).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.domain import fechas, tamanos
from portal.domain.configuracion import Institucion
from portal.i18n import t
from portal.services.consulta import ExpedienteView
from portal.services.registros import DocumentoView

PLANTILLA = Path(__file__).parent / "plantillas" / "indice.typ"


@dataclass(frozen=True)
class Fila:
    """One document, and where it is in the ZIP: nowhere when the antivirus condemned it; its line and its number stay."""

    ruta: str | None
    documento: DocumentoView


@dataclass(frozen=True)
class Grupo:
    """A registro with its documents, in a folder of its own."""

    registro_id: int
    numero: str
    clase: str
    asunto: str
    texto: str
    enviado_at: datetime
    carpeta: str
    filas: tuple[Fila, ...]

    @property
    def incluidas(self) -> tuple[tuple[str, DocumentoView], ...]:
        """Those that are in the ZIP: where, and what."""
        return tuple((fila.ruta, fila.documento) for fila in self.filas if fila.ruta is not None)


@dataclass(frozen=True)
class Fuera:
    """What is not in it: answers that this reader did not open, and files that the antivirus condemned."""

    sin_abrir: int = 0
    infectados: int = 0

    def en_palabras(self) -> list[str]:
        """A sentence for each kind that there is."""
        dichos = []
        if self.sin_abrir:
            dichos.append(t("indice.sin_abrir", cuantas=self.sin_abrir))
        if self.infectados:
            dichos.append(t("indice.infectados", cuantos=self.infectados))
        return dichos


def reunir(
    vista: ExpedienteView, grupos: Sequence[Grupo], institucion: Institucion, *, hecho: str, fuera: Fuera
) -> dict[str, Any]:
    """Every item of the printed index in words: one JSON value for the typesetter."""
    dentro = [documento for grupo in grupos for _, documento in grupo.incluidas]
    octetos, cuantos = sum(documento.tamano for documento in dentro), len(dentro)
    datos = [
        [t("indice.asunto"), vista.asunto],
        [t("indice.remitente"), vista.remitente["nombre"]],
        [t("indice.presentado"), fechas.en_palabras(vista.presentado_el)],
        [t("indice.estado"), vista.estado],
        [t("indice.oficina"), vista.oficina],
        [t("indice.contenido"), t("indice.archivos", cuantos=cuantos, tamano=tamanos.legible(octetos))],
    ]
    return {
        "acento": institucion.identidad.acento,
        "titulo": t("indice.titulo"),
        "documento": t("indice.documento", numero=vista.numero, institucion=institucion.identidad.nombre),
        "entidad": institucion.identidad.nombre,
        "numeros": [[t("hoja.expediente"), vista.numero], [t("hoja.registro"), vista.registro]],
        "datos": [fila for fila in datos if fila[1]],
        "avisos": fuera.en_palabras(),
        "columnas": [t(f"indice.columna.{c}") for c in ("orden", "archivo", "tamano", "paginas")],
        "grupos": [_grupo(grupo, institucion) for grupo in grupos],
        "hecho": hecho,
        "corrido": t("indice.corrido", sigla=institucion.identidad.sigla, numero=vista.numero),
        "pagina": t("cargo.pagina", n="{n}", total="{total}"),
    }


def en_json(
    vista: ExpedienteView, grupos: Sequence[Grupo], institucion: Institucion, *, hecho_at: datetime, fuera: Fuera
) -> dict[str, Any]:
    """The same for programs: instants in UTC, sizes in bytes, the SHA-256 of each document; no ``ruta``, not in the ZIP."""
    return {
        "institucion": institucion.identidad.nombre,
        "expediente": vista.numero,
        "asunto": vista.asunto,
        "remitente": vista.remitente["nombre"],
        "estado": vista.estado,
        "presentado_el": vista.presentado_el.isoformat(),
        "hecho_at": hecho_at.isoformat(timespec="seconds"),
        "respuestas_sin_abrir": fuera.sin_abrir,
        "infectados": fuera.infectados,
        "registros": [
            {
                "numero": grupo.numero,
                "clase": grupo.clase,
                "asunto": grupo.asunto,
                "texto": grupo.texto,
                "enviado_at": grupo.enviado_at.isoformat(timespec="seconds"),
                "archivos": [
                    {
                        "ruta": fila.ruta,
                        "nombre": fila.documento.nombre,
                        "tipo": fila.documento.tipo,
                        "tamano": fila.documento.tamano,
                        "paginas": fila.documento.paginas,
                        "sha256": fila.documento.sha256,
                    }
                    for fila in grupo.filas
                ],
            }
            for grupo in grupos
        ],
    }


def _grupo(grupo: Grupo, institucion: Institucion) -> dict[str, Any]:
    cuando = fechas.corta(grupo.enviado_at, institucion.zona)
    return {
        "titulo": t("indice.grupo", numero=grupo.numero, cuando=cuando),
        "asunto": grupo.asunto,
        "texto": grupo.texto,
        "filas": [
            {
                "orden": str(orden),
                "nombre": fila.documento.nombre,
                "ruta": fila.ruta or t("indice.no_incluido"),
                "sha256": fila.documento.sha256,
                "tamano": tamanos.legible(fila.documento.tamano),
                "paginas": "–" if fila.documento.paginas is None else str(fila.documento.paginas),
            }
            for orden, fila in enumerate(grupo.filas, 1)
        ],
    }
