"""Facts of a cargo without a database: rows in memory, in the words of the IGP preset."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.db.models import DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain.calendario import presentacion
from portal.domain.configuracion import Institucion
from portal.services import cargo_datos, configuracion

LIMA = ZoneInfo("America/Lima")
VIERNES = datetime(2026, 11, 20, 16, 42, 7, tzinfo=LIMA)
BASE = "https://mesadepartes.igp.gob.pe"

ORGANIZACION = {
    "clase": "juridica", "tipo_doc": "ruc", "numero_doc": "20131312955", "nombre": "Geosísmica del Perú S.A.C.",
    "persona": "María Elena Quispe Huamán", "persona_tipo_doc": "dni", "persona_numero_doc": "45678912",
    "correo": "mquispe@geosismica.pe", "telefono": "987654321", "direccion": "",
}  # fmt: skip
PERSONA = ORGANIZACION | {
    "clase": "natural", "tipo_doc": "dni", "numero_doc": "45678912", "nombre": "María Elena Quispe Huamán",
}  # fmt: skip


def datos(
    *,
    enviado: datetime = VIERNES,
    remitente: dict[str, str] = ORGANIZACION,
    asunto: str = "Solicito registros sísmicos de la estación Ñaña",
    nombres: tuple[str, ...] = ("carta-014-2026.pdf", "memoria.xlsx", "plano firmado.pdf"),
    institucion: Institucion | None = None,
    base_url: str = BASE,
) -> dict[str, Any]:
    """What ``cargo_typst.componer`` receives."""
    institucion = institucion or configuracion.preset("igp")
    momento = presentacion(enviado, institucion.dias)
    registro = RegistroRow(
        id=1,
        numero="R-002922-2026",
        remitente=remitente,
        por=remitente["persona"],
        tipo_documento="Carta",
        numero_documento="CARTA N.° 014-2026/GS",
        asunto=asunto,
        antecedente="00123-2026",
        enviado_at=momento.enviado,
        presentado_el=momento.presentado,
        plazo_desde=momento.plazo_desde,
        saltados=[{**asdict(dia), "fecha": dia.fecha.isoformat()} for dia in momento.saltados],
        paginas=27,
        codigo_verificacion="9F3K-27TD-XM4Q",
    )
    documentos = [
        DocumentoRow(
            orden=orden,
            etiqueta="Archivo principal" if orden == 1 else "Anexos",
            nombre=nombre,
            tipo=nombre.rpartition(".")[2],
            tamano=575_969 * orden,
            paginas=7 if nombre.endswith("pdf") else None,
            firmado=(None, True, False)[orden % 3],
            sha256=hashlib.sha256(nombre.encode(errors="replace")).hexdigest(),
        )
        for orden, nombre in enumerate(nombres, 1)
    ]
    expediente = ExpedienteRow(id=1, numero="02922-2026", asunto=asunto)
    return cargo_datos.reunir(institucion, expediente, registro, documentos, base_url=base_url)
