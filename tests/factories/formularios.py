"""Forms for tests: one with a field of each clase, for an institution with centros and offices of its own."""

from __future__ import annotations

from portal.domain.campos import Formulario
from portal.domain.configuracion import Institucion
from portal.services import configuracion

OFICINAS = [
    {"id": "mesa_de_partes", "nombre": "Mesa de Partes", "sigla": "MP", "mesa": True, "publica": False},
    {"id": "gerencia", "nombre": "Gerencia General", "centro": "lima"},
    {"id": "compras", "nombre": "Compras", "centro": "lima"},
    {"id": "refineria", "nombre": "Refinería", "centro": "talara"},
    {"id": "secreta", "nombre": "Auditoría interna", "centro": "talara", "publica": False},
    {"id": "antigua", "nombre": "Oficina antigua", "centro": "talara", "hasta": "2020-12-31"},
]
CENTROS = [{"id": "lima", "nombre": "Oficina Principal"}, {"id": "talara", "nombre": "Talara"}]
DE_TODO = [
    {"id": "explica", "clase": "explicacion", "etiqueta": "Antes de empezar", "cuerpo": "Lea esto con calma."},
    {"id": "asunto", "clase": "texto_largo", "etiqueta": "Asunto", "papel": "asunto", "obligatorio": True},
    {"id": "tipo", "clase": "opcion", "etiqueta": "Tipo", "papel": "tipo", "obligatorio": True, "orden": "uso",
     "opciones": [{"id": "carta", "nombre": "Carta"}, {"id": "oficio", "nombre": "Oficio"},
                  {"id": "fax", "nombre": "Fax", "activa": False}]},
    {"id": "subtipo", "clase": "opcion", "etiqueta": "Subtipo", "depende_de": "tipo", "orden": "alfabetico",
     "opciones": [{"id": "simple", "nombre": "Simple", "de": "carta"},
                  {"id": "notarial", "nombre": "Notarial", "de": "carta"},
                  {"id": "multiple", "nombre": "Múltiple", "de": "oficio"}]},
    {"id": "placa", "clase": "texto", "etiqueta": "Placa", "patron": "AAA-999"},
    {"id": "fecha", "clase": "fecha", "etiqueta": "Fecha", "papel": "fecha", "hasta_hoy": True},
    {"id": "paginas", "clase": "entero", "etiqueta": "Páginas", "papel": "paginas", "minimo": 1, "inicial": "1"},
    {"id": "correo", "clase": "correo", "etiqueta": "Correo"},
    {"id": "celular", "clase": "telefono", "etiqueta": "Celular",
     "exigido_si": {"campo": "correo", "op": "vacio"}},
    {"id": "titular", "clase": "documento", "etiqueta": "Documento del titular"},
    {"id": "anterior", "clase": "antecedente", "etiqueta": "Expediente anterior", "papel": "antecedente"},
    {"id": "conozco", "clase": "si_no", "etiqueta": "Conozco el lugar de destino"},
]  # fmt: skip
DESTINO = [
    {"id": "centro", "clase": "centro", "etiqueta": "Centro de gestión", "obligatorio": True},
    {"id": "dependencia", "clase": "dependencia", "etiqueta": "Dependencia", "obligatorio": True, "papel": "destino",
     "depende_de": "centro"},
]  # fmt: skip
JURO = {"id": "juro", "clase": "declaracion", "etiqueta": "Declaro que es verdad", "cuerpo": "Bajo juramento.",
        "obligatorio": True}  # fmt: skip
CORRECTO = {
    "asunto": "Pido mapas", "tipo": "carta", "correo": "a@b.pe", "conozco": True, "centro": "lima",
    "dependencia": "compras", "juro": True,
}  # fmt: skip


def de_todo() -> Formulario:
    """A form with a field of each clase; the office is asked only of who knows it."""
    return Formulario.model_validate(
        {
            "secciones": [
                {"id": "general", "titulo": "General", "ayuda": "Complete lo que sepa.", "campos": DE_TODO},
                {
                    "id": "destino",
                    "titulo": "Destino",
                    "campos": DESTINO,
                    "condicion": {"campo": "conozco", "op": "igual", "valor": True},
                },
                {"id": "final", "titulo": "Final", "campos": [JURO]},
            ],
            "ranuras": [{"id": "principal", "etiqueta": "Archivo", "minimo": 1}],
        }
    )


def institucion(**cambios: object) -> Institucion:
    """The IGP's preset with that form and those offices; ``cambios`` replace parts, as JSON."""
    base = configuracion.preset("igp").model_dump(mode="json")
    base["formulario"] = de_todo().model_dump(mode="json")
    base["escritorio"] |= {"dependencias": OFICINAS, "centros": CENTROS}
    return Institucion.model_validate(base | cambios)


CORTO = {
    "secciones": [
        {
            "id": "duplicado",
            "titulo": "Duplicado",
            "campos": [
                {"id": "asunto", "clase": "texto", "etiqueta": "Pedido", "papel": "asunto", "obligatorio": True},
                {"id": "placa", "clase": "texto", "etiqueta": "Placa", "patron": "AAA-999", "obligatorio": True},
            ],
        }
    ],
    "ranuras": [{"id": "recibo", "etiqueta": "Recibo de pago", "minimo": 1}],
}
PROCEDIMIENTOS = [
    {"id": "duplicado", "nombre": "Duplicado de licencia", "clase": "tupa", "calificacion": "evaluacion_previa",
     "silencio": "positivo", "plazo": 5, "base_legal": "TUPA, n.° 7", "costo": "12.50", "dependencia": "compras",
     "requisitos": [{"id": "pago", "texto": "Recibo de pago"}], "formulario": CORTO},
    {"id": "constancia", "nombre": "Constancia de archivo", "clase": "tupa", "calificacion": "automatica", "costo": "0"},
    {"id": "retirado", "nombre": "Trámite retirado", "activo": False},
]  # fmt: skip
"""One with a form, an office and a term of its own; one approved by itself; one that is offered no more."""
