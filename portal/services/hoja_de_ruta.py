"""The hoja de ruta on paper: where an expediente was, who did what and when, and with which proveído; and its label.

Law: Ley 27444, arts. 156 and 157 (one expediente, its carátula with órgano, responsable and last day).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from portal.adapters import cargo_typst, qr
from portal.domain import fechas
from portal.domain.configuracion import Institucion
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import configuracion, fichas
from portal.services.cargo_datos import enmascarado
from portal.services.consulta import ExpedienteView
from portal.services.contexto import Contexto, requiere
from portal.services.fichas import DestinoView, Ficha, Paso

PLANTILLAS = Path(__file__).parent / "plantillas"
A_OTRA_OFICINA = frozenset({Accion.DERIVAR, Accion.DEVOLVER})


@requiere(Permiso.VER_BANDEJA)
def pdf(ctx: Contexto, numero: str) -> tuple[str, bytes]:
    """File name and PDF (tagged, PDF/UA-1) of an expediente within reach. Raises NoEncontrado."""
    ficha = fichas.abrir(ctx, numero)
    institucion = configuracion.mostrada(ctx)
    datos = reunir(ficha, institucion, emitida=ctx.reloj(), por=ctx.actor.nombre)
    hecho = cargo_typst.componer(PLANTILLAS / "hoja_de_ruta.typ", datos, fecha=ctx.reloj())
    return f"hoja-de-ruta-{_archivo(ficha.vista.numero)}.pdf", hecho


@requiere(Permiso.VER_BANDEJA)
def etiqueta(ctx: Contexto, numero: str) -> tuple[str, bytes]:
    """File name and PDF of a sticker of 100 by 50 mm: number, date, folios, and a QR to the public tracking.

    The QR carries the number, never a key. Raises NoEncontrado.
    """
    vista = fichas.abrir(ctx, numero).vista
    institucion = configuracion.mostrada(ctx)
    datos = reunir_etiqueta(vista, institucion, base_url=ctx.base_url)
    hecho = cargo_typst.componer(PLANTILLAS / "etiqueta.typ", datos, fecha=vista.enviado_at)
    return f"etiqueta-{_archivo(vista.numero)}.pdf", hecho


def reunir_etiqueta(vista: ExpedienteView, institucion: Institucion, *, base_url: str) -> dict[str, Any]:
    """What the label says. Nothing secret, and not who filed: it is read by whoever holds the paper."""
    direccion = f"{base_url}/consulta-tramite?expediente={vista.numero}"
    return {
        "documento": t("hoja.etiqueta_de", numero=vista.numero),
        "sigla": institucion.identidad.sigla,
        "nombre": institucion.identidad.nombre,
        "expediente": [t("hoja.expediente"), vista.numero],
        "asunto": vista.asunto,
        "filas": [
            [t("hoja.registro"), vista.registro],
            [t("hoja.recibido_el"), fechas.corta(vista.enviado_at, institucion.zona)],
            [t("hoja.presentado"), f"{vista.presentado_el:%d/%m/%Y}"],
            [t("hoja.folios"), str(vista.paginas)],
        ],
        "qr": qr.svg(direccion, correccion="m"),
        "qr_alt": t("hoja.qr", numero=vista.numero),
        "direccion": f"{base_url}/consulta-tramite".partition("://")[2],
    }


def reunir(ficha: Ficha, institucion: Institucion, *, emitida: datetime, por: str) -> dict[str, Any]:
    """Every item of the sheet in words: one JSON value for the typesetter."""
    vista, identidad = ficha.vista, institucion.identidad
    return {
        "acento": identidad.acento,
        "titulo": t("hoja.titulo"),
        "documento": t("hoja.documento", numero=vista.numero, institucion=identidad.nombre),
        "entidad": {
            "nombre": identidad.nombre,
            "sigla": identidad.sigla,
            "detalle": " · ".join(p for p in (identidad.modulo, identidad.sector) if p),
            "frases": [f"«{frase}»" for frase in identidad.frases_de(emitida.astimezone(institucion.zona).year)],
        },
        "numeros": [[t("hoja.expediente"), vista.numero], [t("hoja.registro"), vista.registro]],
        "caratula": {"titulo": t("hoja.caratula"), "datos": _caratula(ficha)},
        "datos": {"titulo": t("hoja.presentado_titulo"), "datos": _presentado(ficha, institucion)},
        "pasos": {
            "titulo": t("hoja.movimientos"),
            "columnas": [t(f"hoja.columna.{c}") for c in ("orden", "cuando", "donde", "acto")],
            "filas": [_paso(n, paso, institucion) for n, paso in enumerate(reversed(ficha.pasos), 1)],
        },
        "destinos": {
            "titulo": t("hoja.destinos"),
            "columnas": [t(f"hoja.columna.{c}") for c in ("oficina", "enviado", "recibido", "cierre")],
            "filas": [_destino(d, institucion) for d in reversed(ficha.destinos)],
        },
        "emitida": t("hoja.emitida", cuando=fechas.larga(emitida, institucion.zona), quien=por),
        "corrido": t("hoja.corrido", sigla=identidad.sigla, numero=vista.numero),
        "pagina": t("cargo.pagina", n="{n}", total="{total}"),
    }


def _caratula(ficha: Ficha) -> list[list[str]]:
    """What art. 157 wants on the cover: órgano, responsable, last day."""
    oficina = f"{ficha.oficina} ({t('ficha.por_recibir')})" if ficha.por_recibir else ficha.oficina
    vence = fechas.en_palabras(ficha.vence_el) if ficha.vence_el else t("hoja.sin_fecha")
    return [
        [t("hoja.organo"), oficina],
        [t("hoja.responsable"), ficha.responsable or t("ficha.sin_asignar")],
        [t("hoja.fecha_limite"), vence],
        [t("hoja.estado"), ficha.vista.estado],
    ]


def _presentado(ficha: Ficha, institucion: Institucion) -> list[list[str]]:
    """Who filed what, and when; the document number of a person is masked, since the sheet goes from hand to hand."""
    vista, quien = ficha.vista, ficha.vista.remitente
    numero = enmascarado(quien["numero_doc"]) if quien["clase"] == "natural" else quien["numero_doc"]
    remitente = f"{quien['nombre']} ({t('cargo.tipo_doc.' + quien['tipo_doc'])} {numero})"
    filas = [
        [t("hoja.remitente"), remitente],
        [t("hoja.asunto"), vista.asunto],
        [t("hoja.tipo"), " ".join(p for p in (vista.tipo_documento, vista.numero_documento) if p)],
        [t("hoja.recibido_el"), fechas.larga(vista.enviado_at, institucion.zona)],
        [t("hoja.presentado"), fechas.en_palabras(vista.presentado_el)],
        [t("hoja.folios"), str(vista.paginas)],
    ]
    return [fila for fila in filas if fila[1]]


def _paso(orden: int, paso: Paso, institucion: Institucion) -> dict[str, str]:
    acto = t(f"accion.{paso.accion}")
    a_quien = (
        str(paso.datos.get("oficina_a") or paso.datos.get("oficina") or "") if paso.accion in A_OTRA_OFICINA else ""
    )
    if a_quien := a_quien or str(paso.datos.get("persona") or ""):
        acto = t("ficha.paso_a", accion=acto, oficina=a_quien)
    return {
        "orden": str(orden),
        "cuando": fechas.corta(paso.ocurrido_at, institucion.zona),
        "oficina": paso.oficina,
        "actor": paso.actor,
        "acto": acto,
        "estado": paso.estado,
        "proveido": t("ficha.proveido", texto=paso.interna) if paso.interna else "",
        "nota": t("ficha.al_ciudadano", texto=paso.nota) if paso.nota else "",
    }


def _destino(destino: DestinoView, institucion: Institucion) -> dict[str, str]:
    zona = institucion.zona
    recibido = fechas.corta(destino.recibido_at, zona) if destino.recibido_at else t("ficha.sin_recibir")
    cerrado = fechas.corta(destino.cerrado_at, zona) if destino.cerrado_at else ""
    tipo = t("hoja.para_atender") if destino.tipo == "responsable" else t(f"ficha.destino.{destino.tipo}")
    return {
        "oficina": destino.oficina,
        "tipo": " · ".join(p for p in (tipo, destino.pedido) if p),
        "enviado": fechas.corta(destino.creado_at, zona),
        "recibido": recibido,
        "por": destino.recibido_por,
        "cierre": t(f"ficha.cierre.{destino.cierre}", cuando=cerrado) if destino.cierre else t("hoja.sigue_alli"),
    }


def _archivo(numero: str) -> str:
    """A name that every system takes."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in numero)
