"""What the desk and the citizen do in the demonstration, one step of the script at a time, through the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from portal.adapters import cargo_typst
from portal.domain import fechas
from portal.domain.configuracion import Institucion
from portal.services import (
    archivos,
    configuracion,
    derivaciones,
    finales,
    observaciones,
    plazos,
    salidas,
    subsanaciones,
    tramite,
    ventanilla,
)
from portal.services.borradores import guardar
from portal.services.contexto import Contexto
from portal.services.derivaciones import PedidoDeAtencion
from portal.services.observaciones import ItemNuevo
from portal.services.remitentes import Remitente

PLANTILLA = Path(__file__).parent / "plantillas" / "demo.typ"
Paso = Mapping[str, Any]


def dar(paso: Paso, *, ctx: Contexto, numero: str) -> None:
    """One step: what its first known word says; without one, a simple transition."""
    for palabra, hacer in _PASOS.items():
        if palabra in paso:
            hacer(ctx, numero, paso)
            return
    tramite.cambiar_estado(ctx, numero, transicion=paso["transicion"], nota=paso["nota"])


def en_ventanilla(
    quien: Mapping[str, str], datos: Mapping[str, Any], *, ctx: Contexto, institucion: Institucion
) -> str:
    """A filing brought on paper by somebody without an account; its number."""
    remitente = Remitente(**{clave: valor for clave, valor in quien.items() if clave != "id"})
    borrador = ventanilla.identificar(ctx, remitente)
    guardar(ctx, borrador, valores=dict(datos["valores"]))
    hechos = {
        "titulo": datos["valores"]["numero"] if datos["valores"]["numero"] != "S/N" else "SOLICITUD",
        "remitente": remitente.nombre,
        "identidad": f"{remitente.documento[0].upper()} {remitente.documento[1]}",
        "fecha": _fecha(ctx, institucion),
        "destinatario": institucion.identidad.nombre,
        "asunto": datos["valores"]["asunto"],
        "parrafos": datos["parrafos"],
        "firma": remitente.persona,
        "identidad_firma": f"{remitente.tipo_doc.upper()} {remitente.numero_doc}",
    }
    ranura = institucion.formulario.ranuras[0].id
    octetos = cargo_typst.componer(PLANTILLA, hechos, fecha=ctx.reloj())
    adjuntar(borrador, ranura, datos["archivo"], octetos, ctx=ctx)
    return ventanilla.registrar(ctx, borrador).numero


def adjuntar(borrador_id: str, ranura: str, nombre: str, octetos: bytes, *, ctx: Contexto) -> None:
    """A whole file in a slot of a draft."""
    carga = archivos.crear_carga(ctx, borrador_id, ranura=ranura, nombre=nombre, tamano=len(octetos))
    archivos.anexar(ctx, carga.id, desde=0, trozos=[octetos])


def _fecha(ctx: Contexto, institucion: Institucion) -> str:
    """Place and day, as a letter begins."""
    return f"Lima, {fechas.en_palabras(ctx.reloj().astimezone(institucion.zona).date())}"


def _derivar(ctx: Contexto, numero: str, paso: Paso) -> None:
    derivaciones.derivar(
        ctx,
        numero,
        visto=None,
        responsable=paso["derivar"],
        copias=tuple(paso.get("copias", ())),
        atenciones=tuple(PedidoDeAtencion(oficina, "opinion") for oficina in paso.get("opiniones", ())),
        pedido="atender",
        proveido=paso["proveido"],
        nota=paso["nota"],
    )


def _atender(ctx: Contexto, numero: str, paso: Paso) -> None:
    """Answer with a document, as its office does."""
    borrador = salidas.preparar(ctx, numero)
    octetos = cargo_typst.componer(PLANTILLA, _hechos_del_oficio(ctx, paso), fecha=ctx.reloj())
    adjuntar(borrador.id, borrador.ranura.id, paso["archivo"], octetos, ctx=ctx)
    salidas.atender(
        ctx, numero, visto=None, nota=paso["nota"], borrador_id=borrador.id, documento=paso.get("documento", "")
    )


def _hechos_del_oficio(ctx: Contexto, paso: Paso) -> dict[str, Any]:
    institucion = configuracion.mostrada(ctx)
    return {
        "titulo": paso["documento"],
        "remitente": institucion.identidad.nombre,
        "identidad": f"RUC {institucion.identidad.ruc}",
        "fecha": _fecha(ctx, institucion),
        "destinatario": "",
        "asunto": paso["asunto"],
        "parrafos": [paso["nota"]],
        "firma": ctx.actor.nombre,
        "identidad_firma": institucion.identidad.sigla,
    }


def _observar(ctx: Contexto, numero: str, paso: Paso) -> None:
    items = tuple(ItemNuevo(texto) for texto in paso["observar"])
    observaciones.observar(ctx, numero, visto=None, items=items, fuera_de_plazo=True)


def _subsanar(ctx: Contexto, numero: str, paso: Paso) -> None:
    hoja = subsanaciones.abrir(ctx, numero)
    for item, respuesta in zip(hoja.pedido.items, paso["subsanar"], strict=True):
        subsanaciones.guardar(ctx, hoja.borrador_id, item=item.id, respuesta=respuesta)
    subsanaciones.enviar(ctx, hoja.borrador_id)


_PASOS: Mapping[str, Callable[[Contexto, str, Paso], object]] = {
    "derivar": _derivar,
    "atender": _atender,
    "observar": _observar,
    "subsanar": _subsanar,
    "recibir": lambda ctx, numero, _: derivaciones.recibir(ctx, numero),
    "encargarse": lambda ctx, numero, _: tramite.encargarse(ctx, numero, visto=None),
    "avanzar": lambda ctx, numero, paso: tramite.avanzar(
        ctx, numero, visto=None, nota=paso["avanzar"], interna="", publico=True
    ),
    "rechazar": lambda ctx, numero, paso: finales.rechazar(ctx, numero, visto=None, motivo=paso["nota"]),
    "archivar": lambda ctx, numero, _: finales.archivar(ctx, numero, visto=None),
    "ampliar": lambda ctx, numero, paso: plazos.ampliar(
        ctx, numero, visto=None, dias=paso["ampliar"], motivo=paso["nota"]
    ),
    "suspender": lambda ctx, numero, paso: plazos.suspender(ctx, numero, visto=None, motivo=paso["suspender"]),
}
