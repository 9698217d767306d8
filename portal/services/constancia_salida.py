"""The cargo of what leaves: who issued it, to whom, when, and with which files. The answer itself is not on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.db.models import DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain import fechas
from portal.domain.configuracion import Institucion
from portal.i18n import t
from portal.services import cargo_datos


def reunir(
    institucion: Institucion,
    expediente: ExpedienteRow,
    registro: RegistroRow,
    original: RegistroRow,
    documentos: Sequence[DocumentoRow],
    *,
    base_url: str,
) -> dict[str, Any]:
    """What ``cargo_datos.reunir`` gives, in the words of a salida. ``original``: what it answers."""
    datos = cargo_datos.reunir(institucion, expediente, registro, documentos, base_url=base_url)
    nombre = institucion.identidad.nombre
    return datos | {
        "titulo": institucion.impresos.titulo_constancia or t("constancia_salida.titulo"),
        "documento": t("constancia_salida.documento", numero=registro.numero, institucion=nombre),
        "momento": {
            "titulo": t("constancia_salida.salio", fecha=fechas.en_palabras(registro.presentado_el)),
            "motivo": t("constancia_salida.motivo"),
            "datos": [[t("cargo.enviado"), fechas.larga(registro.enviado_at, institucion.zona)]],
        },
        "secciones": [
            {"titulo": t("constancia_salida.emite"), "datos": _llenas(_quien_emite(registro))},
            {"titulo": t("constancia_salida.destino"), "datos": _llenas(_a_quien(original))},
            {"titulo": t("constancia_salida.que"), "datos": _llenas(_que(registro))},
        ],
        "archivos": datos["archivos"] | {"titulo": t("constancia_salida.archivos")},
        "verificacion": datos["verificacion"] | {"titulo": t("constancia_salida.verifique")},
        "pie": institucion.impresos.nota_constancia,
        "corrido": t("constancia_salida.corrido", sigla=institucion.identidad.sigla, numero=registro.numero),
    }


def _quien_emite(registro: RegistroRow) -> list[list[str]]:
    return [
        [t("cargo.razon_social"), registro.remitente["nombre"]],
        [t("constancia_salida.oficina"), str(registro.valores.get("oficina", ""))],
        [t("constancia_salida.persona"), registro.por],
    ]


def _a_quien(original: RegistroRow) -> list[list[str]]:
    """The sender of what is answered; a person's document number is masked, as on their own cargo."""
    quien = original.remitente
    natural = quien["clase"] == "natural"
    numero = cargo_datos.enmascarado(quien["numero_doc"]) if natural else quien["numero_doc"]
    return [
        [t("cargo.nombre" if natural else "cargo.razon_social"), quien["nombre"]],
        [t("cargo.documento_identidad"), f"{t('cargo.tipo_doc.' + quien['tipo_doc'])} {numero}"],
        [t("constancia_salida.en_respuesta"), original.numero],
    ]


def _que(registro: RegistroRow) -> list[list[str]]:
    return [
        [t("cargo.tipo"), registro.tipo_documento],
        [t("cargo.numero"), registro.numero_documento],
        [t("cargo.asunto"), registro.asunto],
        [t("cargo.folios"), str(registro.paginas) if registro.paginas else ""],
    ]


def _llenas(filas: list[list[str]]) -> list[list[str]]:
    return [fila for fila in filas if fila[1]]
