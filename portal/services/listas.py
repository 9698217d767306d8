"""The desk's list taken away: as a spreadsheet of all that was filtered, or on paper, to be signed where it is delivered.

The same reading and the same reach as the list on the screen (``escritorio``), authorised when the file is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from portal.adapters import cargo_typst
from portal.adapters.planilla import Columna
from portal.domain.bandeja import Filtro
from portal.domain.fechas import corta
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import configuracion, escritorio, exportaciones
from portal.services.contexto import Contexto, requiere
from portal.services.exportaciones import MAXIMO, Dato, Exportacion, Formato
from portal.services.filas import FilaEscritorio

EN_PAPEL = 500
"""Expedientes in one printed list: what a person carries."""
PLANTILLA = Path(__file__).parent / "plantillas" / "entrega.typ"


@requiere(Permiso.VER_BANDEJA)
def exportar(ctx: Contexto, filtro: Filtro, *, formato: Formato, maximo: int = MAXIMO) -> Exportacion:
    """What the list shows with this filter, on all its pages, as a file."""
    filas = escritorio.todas(ctx, filtro, maximo=maximo + 1)
    institucion = configuracion.mostrada(ctx)
    completa = len(filas) <= maximo
    acerca = {
        t("listas.bandeja"): t(f"bandeja.vista.{filtro.bandeja}"),
        t("exportar.alcance"): t("exportar.completa" if completa else "listas.cortada", maximo=maximo),
        t("exportar.horas"): t("listas.horas_detalle", zona=str(institucion.zona)),
    }
    tabla = exportaciones.tabla_de(
        institucion, ctx.reloj(), t("listas.expedientes"), filas=filas[:maximo], datos=DEL_ESCRITORIO, acerca=acerca
    )
    return exportaciones.en_archivo(institucion, ctx.reloj(), "expedientes", tabla, formato=formato, completa=completa)


@requiere(Permiso.VER_BANDEJA)
def cargo_de_entrega(
    ctx: Contexto, filtro: Filtro, *, solo: Sequence[int] | None = None, maximo: int = EN_PAPEL
) -> Exportacion:
    """A PDF to sign: the expedientes of the list, or ``solo`` these, office by office. Those out of reach are left out."""
    todas = solo is None
    filas = (
        escritorio.todas(ctx, filtro, maximo=maximo + 1) if todas else escritorio.algunas(ctx, (solo or ())[:maximo])
    )
    completa, filas = len(filas) <= maximo, filas[:maximo]
    institucion, ahora = configuracion.mostrada(ctx), ctx.reloj()
    por_oficina = groupby(sorted(filas, key=attrgetter("dependencia", "numero")), key=attrgetter("dependencia"))
    datos = {
        "acento": institucion.identidad.acento,
        "entidad": institucion.identidad.nombre,
        "modulo": institucion.identidad.modulo,
        "titulo": t("listas.entrega"),
        "hecha": t("listas.hecha", cuando=corta(ahora, institucion.zona), quien=ctx.actor.nombre),
        "aviso": "" if completa else t("listas.cortada", maximo=maximo),
        "pagina": t("listas.pagina", n="{n}", total="{total}"),
        "columnas": [t(f"listas.columna.{c}") for c in ("orden", "expediente", "presentado", "remitente", "asunto")],
        "firmas": [t("listas.entrega_quien"), t("listas.recibe_quien")],
        "oficinas": [_de_una(oficina, list(suyas)) for oficina, suyas in por_oficina],
        "vacia": t("listas.vacia"),
    }
    pdf = cargo_typst.componer(PLANTILLA, datos, fecha=ahora)
    hoy = ahora.astimezone(institucion.zona)
    return Exportacion(f"cargo-de-entrega-{hoy:%Y-%m-%d-%H%M}.pdf", "application/pdf", pdf, len(filas), completa)


def _de_una(oficina: str, filas: list[FilaEscritorio]) -> dict[str, object]:
    """What one office is given."""
    clave = "listas.un_expediente" if len(filas) == 1 else "listas.cuantos"
    return {
        "nombre": oficina,
        "cuantos": t(clave, cuantos=len(filas)),
        "filas": [
            [str(i), f.numero, f"{f.presentado_el:%d/%m/%Y}", f.remitente, _asunto(f)] for i, f in enumerate(filas, 1)
        ],
    }


def _asunto(f: FilaEscritorio) -> str:
    return f"{f.asunto} ({f.tipo} {f.numero_documento})" if f.numero_documento else f.asunto


DEL_ESCRITORIO: tuple[Dato[FilaEscritorio], ...] = (
    Dato(Columna(t("exportar.numero"), ancho=15), lambda f, _: f.numero),
    Dato(
        Columna(t("exportar.fecha"), "instante", 17),
        lambda f, zona: f.enviado_at.astimezone(zona).replace(tzinfo=None, microsecond=0),
    ),
    Dato(Columna(t("exportar.presentado"), "dia", 14), lambda f, _: f.presentado_el),
    Dato(Columna(t("listas.remitente"), ancho=30), lambda f, _: f.remitente),
    Dato(Columna(t("exportar.asunto"), ancho=60), lambda f, _: f.asunto),
    Dato(Columna(t("listas.tipo"), ancho=16), lambda f, _: f.tipo),
    Dato(Columna(t("exportar.documento"), ancho=22), lambda f, _: f.numero_documento),
    Dato(Columna(t("listas.oficina"), ancho=28), lambda f, _: f.dependencia),
    Dato(Columna(t("listas.responsable"), ancho=26), lambda f, _: f.responsable),
    Dato(Columna(t("exportar.estado"), ancho=18), lambda f, _: f.estado),
    Dato(Columna(t("listas.por_recibir"), ancho=12), lambda f, _: t("listas.si" if f.por_recibir else "listas.no")),
    Dato(Columna(t("listas.plazo"), ancho=13), lambda f, _: t(f"bandeja.luz.{f.semaforo}")),
    Dato(Columna(t("listas.vence"), "dia", 13), lambda f, _: f.vence_el),
    Dato(Columna(t("listas.dias"), "entero", 14), lambda f, _: f.dias),
    Dato(Columna(t("listas.canal"), ancho=14), lambda f, _: t(f"bandeja.canal.{f.canal}")),
    Dato(Columna(t("exportar.movimientos"), "entero", 12), lambda f, _: f.movimientos),
)
