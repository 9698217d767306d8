"""Stateless pieces of a screen. Each takes plain data, escapes it and draws; nothing here decides anything.

Text is escaped unless it is ``Html``, which only the pieces of this module produce. The looks are in
``static/theme.css``; the focus and the tie between a field and its error, in ``static/marco.js``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from portal.i18n import t

Tono = Literal["verde", "ambar", "rojo", "azul", "gris"]
DIBUJOS: Mapping[Tono, str] = {
    "verde": "check_circle", "ambar": "hourglass_bottom", "rojo": "error", "azul": "autorenew", "gris": "circle",
}  # fmt: skip
DESTINO = re.compile(r"(https?:|mailto:|tel:|[./?#])[^\s<>\"]*|[\w-]+([/?#][^\s<>\"]*)?")

MARCAS = re.compile(r"[\\\[\]`*_~$<]|:(?=\w)|^\s*[#>+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
"""What Markdown would read as a mark just there. Nothing else is escaped: widgets say their label as it was written."""
DIRECCIONES = re.compile(r"(?i)(?<=www)(?=\.)|(?<=http)(?=s?:)|(?<=@)")
"""Where Markdown, even escaped, would find an address and make a link of it."""


JUNTOS = re.compile(r"(?:\(\d+\) |\b[A-Z]{1,4}-)?\d+(?:-\d+)+|\b(?:Ley|art\.) \d+|\d[\d.]* (?:MB|kB|bytes)\b")
"""A telephone, a number of expediente, an article, a size: a line never breaks in the middle of one."""


class Html(str):
    """Markup made here, with every word of a person already escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Enlace:
    """A link: its words and where it leads (our own address, https, mailto or tel)."""

    texto: str
    href: str
    dibujo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hito:
    """One step of a tracking line; ``fecha`` in words, ``instante`` in ISO 8601 for machines."""

    titulo: str
    fecha: str
    texto: str = ""
    instante: str = ""
    actual: bool = False
    adjuntos: tuple[Enlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilaDeTramite:
    """One row of the citizen's tray, in the columns of the manual."""

    numero: str
    registro: str
    persona: str
    documento: str
    detalle: str
    asunto: str
    estado: str
    tono: Tono = "azul"
    dibujo: str = ""
    movimientos: str = ""
    href: str = ""


def seguro(texto: str) -> str:
    """The text ready to stand inside markup or an attribute."""
    return texto if isinstance(texto, Html) else escape(texto)


def llano(texto: str) -> str:
    """A person's words for a Streamlit label, which reads Markdown: shown as written, and never a link."""
    return MARCAS.sub(r"\\\g<0>", DIRECCIONES.sub("\u2060", texto))


def corrido(texto: str) -> Html:
    """A text of several lines, where what is read together stays together."""
    if isinstance(texto, Html):
        return texto
    return Html(JUNTOS.sub(r'<span class="mp-junto">\g<0></span>', seguro(texto)))


def junto(texto: str) -> str:
    """The same for what the browser writes by itself: spaces at which no line breaks."""
    return JUNTOS.sub(lambda hallado: hallado[0].replace(" ", "\u00a0"), texto)


def icono(nombre: str) -> Html:
    """A Material symbol; decoration, always beside words."""
    return Html(f'<span class="mp-icono" aria-hidden="true">{escape(nombre)}</span>')


def enlace(destino: Enlace) -> Html:
    """An anchor. Raises ValueError for an address that is neither ours nor https, mailto or tel."""
    if not DESTINO.fullmatch(destino.href):
        raise ValueError(f"destino no válido: {destino.href!r}")
    dibujo = f"{icono(destino.dibujo)} " if destino.dibujo else ""
    return Html(f'<a href="{escape(destino.href)}">{dibujo}{escape(destino.texto)}</a>')


def etiqueta(palabra: str, tono: Tono = "gris", dibujo: str = "") -> Html:
    """A state: icon and word on a soft ground, never colour alone."""
    return Html(f'<span class="mp-tag {tono}">{icono(dibujo or DIBUJOS[tono])}{seguro(palabra)}</span>')


def entrada(texto: str) -> None:
    """The one sentence under the title."""
    st.html(f'<p class="mp-entrada">{seguro(texto)}</p>')


def lugar() -> DeltaGenerator:
    """Room for what may come or go above a form. Empty, it takes none, and what is below keeps its place in the page.

    Without it Streamlit mounts every field below anew: who is writing in one loses it, with the letters of that moment.
    """
    return st.container()


def guia(texto: str) -> None:
    """A short line that counts or situates what follows ("5 registros")."""
    st.html(f'<p class="mp-guia">{seguro(texto)}</p>')


def nota(texto: str) -> None:
    """Help in grey, at most a couple of sentences."""
    st.html(f'<p class="mp-nota">{corrido(texto)}</p>')


def lista(puntos: Sequence[str]) -> None:
    """A plain list of sentences."""
    st.html(f'<ul class="mp-lista">{"".join(f"<li>{seguro(punto)}</li>" for punto in puntos)}</ul>')


def aviso(
    titulo: str, detalle: str = "", *, tono: Literal["", "fuerte", "ambar", "rojo"] = "", urgente: bool = False
) -> None:
    """One important fact with its why. ``fuerte`` legal date, ``ambar`` asks something, ``rojo`` refusal; urgent = read aloud."""
    cuerpo = f"<p><b>{seguro(titulo)}</b></p>" + (f"<p>{corrido(detalle)}</p>" if detalle else "")
    st.html(f'<div class="mp-aviso {tono}" role="{"alert" if urgente else "note"}">{cuerpo}</div>')


def comunicado(titulo: str, detalle: str = "") -> None:
    """What the institution tells everybody, on top of every screen."""
    resto = f" {seguro(detalle)}" if detalle else ""
    st.html(f'<p class="mp-comunicado" role="note">{icono("campaign")} <span><b>{seguro(titulo)}</b>{resto}</span></p>')


def resumen_de_errores(errores: Mapping[str, str], conservado: str, *, vez: int = 0) -> None:
    """After a failed send: how many, what was kept, a link to each field (``errores``: widget key -> sentence).

    Takes the focus when it appears; pass a growing ``vez`` to take it again for the same errors.
    """
    filas = "".join(
        f'<li><a href="#mp-error-{escape(clave)}" data-para="{escape(clave)}">{seguro(texto)}</a></li>'
        for clave, texto in errores.items()
    )
    titulo = t("marco.error_uno") if len(errores) == 1 else t("marco.errores_varios", cuantos=len(errores))
    st.html(
        f'<div class="mp-errores" role="alert" tabindex="-1" data-vez="{vez}"><h2>{titulo}</h2>'
        f"<p>{seguro(conservado)}</p><ul>{filas}</ul></div>"
    )


def error_de_campo(clave: str, errores: Mapping[str, str], *, urgente: bool = False) -> None:
    """The error under a field; ``clave`` is the widget's key, so that readers announce both together.

    ``urgente``: it is heard as it appears, where no summary of errors takes the focus.
    """
    if clave in errores:
        marca, papel = escape(clave), ' role="alert"' if urgente else ""
        st.html(
            f'<p class="mp-error" id="mp-error-{marca}" data-para="{marca}"{papel}>'
            f"{icono('error')} <span>{seguro(errores[clave])}</span></p>"
        )


def ayuda(clave: str, texto: str) -> None:
    """Help under a field, read out with it; ``clave`` is the widget's key."""
    st.html(f'<p class="mp-ayuda" data-para="{escape(clave)}">{corrido(texto)}</p>')


def pasos(nombres: Sequence[str], actual: int) -> None:
    """Where one is among the steps (``actual`` counts from 1); on a phone, only the current one is named."""
    filas = ""
    for i, nombre in enumerate(nombres, 1):
        clase = "actual" if i == actual else "hecho" if i < actual else ""
        marca = ' aria-current="step"' if i == actual else ""
        de = f'<small class="mp-de"> {t("marco.de_pasos", actual=i, total=len(nombres))}</small>' if i == actual else ""
        filas += f'<li class="{clase}"{marca}><span>{i}. {seguro(nombre)}{de}</span></li>'
    st.html(f'<ol class="mp-pasos" aria-label="{escape(t("marco.pasos"))}">{filas}</ol>')


def resumen(datos: Mapping[str, str], *, denso: bool = False) -> None:
    """A list of names and values, for reviewing; values may be ``Html`` (an ``etiqueta``, an ``enlace``)."""
    filas = "".join(f"<div><dt>{corrido(k)}</dt><dd>{seguro(v)}</dd></div>" for k, v in datos.items())
    st.html(f'<dl class="mp-resumen{" denso" if denso else ""}">{filas}</dl>')


def confirmacion(titulo: str, datos: Mapping[str, str]) -> None:
    """The receipt panel: the page's h1, then number and password in large figures."""
    filas = "".join(f'<div><dt>{seguro(k)}</dt><dd class="mp-num">{seguro(v)}</dd></div>' for k, v in datos.items())
    st.html(
        f'<div class="mp-confirma" role="status"><h1>{icono("check_circle")} {seguro(titulo)}</h1><dl>{filas}</dl></div>'
    )


def linea_de_tiempo(hitos: Sequence[Hito], *, denso: bool = False) -> None:
    """The road of an expediente, newest first; the filled dot is now."""
    filas = "".join(_hito(hito) for hito in hitos)
    st.html(f'<ol class="mp-linea{" denso" if denso else ""}">{filas}</ol>')


def _hito(hito: Hito) -> str:
    marca = ' class="actual" aria-current="step"' if hito.actual else ""
    instante = f' datetime="{escape(hito.instante)}"' if hito.instante else ""
    texto = f"<p>{seguro(hito.texto)}</p>" if hito.texto else ""
    adjuntos = "".join(f"<p>{enlace(adjunto)}</p>" for adjunto in hito.adjuntos)
    return f"<li{marca}><b>{seguro(hito.titulo)}</b><time{instante}>{seguro(hito.fecha)}</time>{texto}{adjuntos}</li>"


def encabezado_de_tramites() -> None:
    """The head of the citizen's tray; on a phone, heard only. ``marco.js`` makes rows and table of their containers."""
    nombres = "".join(f'<span role="columnheader">{escape(nombre)}</span>' for nombre in _columnas())
    st.html(f'<div class="mp-fila mp-cab">{nombres}</div>')


def fila_de_tramite(fila: FilaDeTramite) -> None:
    """One row: five columns that become a card on a phone."""
    papel = enlace(Enlace(fila.documento, fila.href)) if fila.href else Html(seguro(fila.documento))
    st.html(
        '<div class="mp-fila mp-celda">'
        f'<span class="n" role="cell"><b class="mp-num">{seguro(fila.numero)}</b></span>'
        f'<span class="f" role="cell"><span class="mp-num">{seguro(fila.registro)}</span><small>{seguro(fila.persona)}</small></span>'
        f'<span class="d" role="cell">{papel}<small>{seguro(fila.detalle)}</small></span>'
        f'<span class="a mp-dos" role="cell" title="{escape(fila.asunto)}">{seguro(fila.asunto)}</span>'
        f'<span class="e" role="cell">{etiqueta(fila.estado, fila.tono, fila.dibujo)}<small>{seguro(fila.movimientos)}</small></span>'
        "</div>"
    )


def _columnas() -> tuple[str, ...]:
    return tuple(t(f"marco.columna_{nombre}") for nombre in ("numero", "fecha", "documento", "asunto", "estado"))


def hoja(primera: int) -> None:
    """Which page of a long list this is, by its first row: another one starts at its top (``marco.js``)."""
    st.html(f'<i class="mp-hoja" data-hoja="{primera}" hidden></i>', width="content")


def vacio(titulo: str, detalle: str) -> None:
    """No rows: what would be here and how to fill it."""
    st.html(f'<div class="mp-vacio"><p><b>{seguro(titulo)}</b></p><p>{seguro(detalle)}</p></div>')


def boton_enlace(destino: Enlace, *, principal: bool = False) -> None:
    """A link that looks like a button: it downloads or leads away, and works without a rerun."""
    clase = "mp-boton principal" if principal else "mp-boton"
    st.html(str(enlace(destino)).replace("<a ", f'<a class="{clase}" ', 1), width="content")


def accion(destino: Enlace, *, descripcion: str) -> None:
    """A link among the acts of a row, short to see and whole to hear."""
    html = str(enlace(destino)).replace("<a ", f'<a class="mp-accion-fila" aria-label="{escape(descripcion)}" ', 1)
    st.html(html, width="content")


def parrafos(texto: str) -> None:
    """A text of several paragraphs, with blank lines between; a line that is an address becomes a link."""
    bloques = (bloque.strip() for bloque in texto.split("\n\n"))
    st.html("".join(f'<p class="mp-parrafo">{"<br>".join(map(_linea, b.splitlines()))}</p>' for b in bloques if b))


def _linea(linea: str) -> str:
    es_direccion = linea.startswith(("http://", "https://")) and DESTINO.fullmatch(linea)
    return enlace(Enlace(linea, linea)) if es_direccion else seguro(linea)


def linea(*partes: str) -> None:
    """A few facts in one grey line."""
    st.html(f'<p class="mp-guia">{" · ".join(seguro(parte) for parte in partes if parte)}</p>', width="content")
