"""Words of a mail: the institution's template and the facts of one row, as plain text and as HTML.

A template is the institution's own text with ``{blanks}``. Blanks are replaced once, by value, without formatting or
attribute access; what people typed never becomes markup, a link or another blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from portal.domain.configuracion import Institucion, Plantilla
from portal.domain.errors import PortalError
from portal.domain.identidad import Identidad
from portal.domain.plantillas import HUECOS
from portal.domain.texto import una_linea
from portal.i18n import t

DESTACADOS = frozenset({"numero", "registro", "contrasena", "estado", "presentado", "vence", "organizacion", "plazo"})
PARRAFOS = frozenset({"explicacion", "motivo", "nota", "pendientes"})
ENLAZADOS = frozenset({"pendientes"})
"""Made here and not by people: in them ``words <address>`` is a link."""

_HUECO = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_RENGLON_DE_DATO = re.compile(r"(?P<etiqueta>[^{}:]{1,60}): (?P<valor>\{[a-z]+\})")
_URL = re.compile(r"https?://[^\s<>\"{}]+")
_ENLACE_DICHO = re.compile(r"(?P<dicho>[^\s&<>]+) &lt;(?P<url>https?://[^\s&<>\"]+)&gt;")
_CONTROLES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_TINTA, _TENUE, _LINEA, _FONDO = "#17212b", "#4f5d6b", "#dde3e7", "#f4f6f7"
_LETRA = "font-family:'Public Sans','Segoe UI',Roboto,Helvetica,Arial,sans-serif"


class PlantillaInvalida(PortalError):
    """A mail of the institution has a blank that does not exist or has no value there; ``facts["hueco"]`` names it."""

    code = "plantilla_invalida"


@dataclass(frozen=True)
class Mensaje:
    """A mail in words."""

    asunto: str
    texto: str
    html: str


def plantilla_de(institucion: Institucion, plantilla_id: str) -> Plantilla:
    """The institution's own mail, or the catalog's (``correo.<id>.asunto`` and ``.cuerpo``) where it wrote none.

    Versions published before a mail existed lack it, and a mail must not wait for somebody to write it.
    Raises PlantillaInvalida.
    """
    try:
        return institucion.plantilla(plantilla_id)
    except KeyError:
        blancos = {hueco: f"{{{hueco}}}" for hueco in HUECOS}
    try:
        asunto, cuerpo = (t(f"correo.{plantilla_id}.{parte}", **blancos) for parte in ("asunto", "cuerpo"))
    except KeyError:
        raise PlantillaInvalida(hueco="") from None
    return Plantilla(id=plantilla_id, asunto=asunto, cuerpo=cuerpo)


def redactar(plantilla: Plantilla, huecos: Mapping[str, str], *, identidad: Identidad, boton: str) -> Mensaje:
    """Fill ``plantilla``. ``boton`` is what the link of the mail says. Raises PlantillaInvalida."""
    datos = {nombre: _valor(nombre, valor) for nombre, valor in huecos.items()}
    asunto = una_linea(rellenar(plantilla.asunto, datos))
    parrafos = re.split(r"\n[ \t]*\n", plantilla.cuerpo.strip())
    texto = [rellenar(p, datos).strip() for p in parrafos]
    html = [_parrafo_html(p, datos, identidad.acento, boton) for p, dicho in zip(parrafos, texto, strict=True) if dicho]
    pie = _pie(identidad)
    return Mensaje(
        asunto=asunto,
        texto="\n\n".join([*(dicho for dicho in texto if dicho), "-- \n" + "\n".join(pie)]) + "\n",
        html=_hoja(asunto, "\n".join(html), identidad, pie),
    )


def rellenar(texto: str, datos: Mapping[str, str], cambiar: Callable[[str, str], str] = lambda _, valor: valor) -> str:
    """``texto`` with each blank replaced by ``cambiar(name, value)``; ``{{`` and ``}}`` are braces.

    Raises PlantillaInvalida for a blank that is unknown or has no value in this mail, and for a lone brace.
    """

    def uno(hallado: re.Match[str]) -> str:
        if hallado[0] in {"{{", "}}"}:
            return hallado[0][0]
        nombre = hallado[1]
        if nombre not in HUECOS or nombre not in datos:
            raise PlantillaInvalida(hueco=hallado[0])
        return cambiar(nombre, datos[nombre])

    return _HUECO.sub(uno, texto)


def _valor(nombre: str, valor: str) -> str:
    return _CONTROLES.sub(" ", valor).strip() if nombre in PARRAFOS else una_linea(valor, 2000)


def _parrafo_html(parrafo: str, datos: Mapping[str, str], acento: str, boton: str) -> str:
    """One paragraph. Only links that the template itself puts on a line of their own become buttons."""
    renglones = [renglon.strip() for renglon in parrafo.splitlines()]
    if len(renglones) == 1 and renglones[0] == "{enlace}":
        return _boton(datos["enlace"], boton, acento)
    if len(renglones) == 1 and _URL.fullmatch(renglones[0]):
        return _boton(renglones[0], t("correo.boton.abrir"), acento)
    if all(_RENGLON_DE_DATO.fullmatch(renglon) for renglon in renglones):
        return _datos_html(renglones, datos)
    return f'<p style="margin:0 0 16px">{"<br>".join(_html(renglon, datos) for renglon in renglones)}</p>'


def _html(texto: str, datos: Mapping[str, str]) -> str:
    """Escaped text; the blanks that matter in bold, since nobody reads a whole mail."""

    def cambiar(nombre: str, valor: str) -> str:
        seguro = escape(valor).replace("\n", "<br>")
        if nombre in ENLAZADOS:
            seguro = _ENLACE_DICHO.sub(r'<a href="\g<url>" style="color:inherit">\g<dicho></a>', seguro)
        return f"<strong>{seguro}</strong>" if nombre in DESTACADOS else seguro

    return rellenar(escape(texto, quote=False), datos, cambiar)


def _datos_html(renglones: list[str], datos: Mapping[str, str]) -> str:
    """Lines such as ``Número de expediente: {numero}`` as a list of facts."""
    filas = []
    for renglon in renglones:
        etiqueta, _, valor = renglon.partition(": ")
        filas.append(
            f'<p style="margin:0;padding:8px 0;border-bottom:1px solid {_LINEA}">'
            f'<span style="color:{_TENUE};font-size:14px">{escape(etiqueta)}:</span><br>'
            f'<span style="font-size:17px">{_html(valor, datos)}</span></p>'
        )
    return f'<div style="margin:0 0 24px;border-top:1px solid {_LINEA}">{"".join(filas)}</div>'


def _boton(url: str, palabras: str, acento: str) -> str:
    seguro = escape(url)
    return (
        f'<p style="margin:0 0 8px"><a href="{seguro}" style="display:inline-block;padding:12px 20px;border-radius:6px;'
        f'background:{acento};color:#ffffff;font-weight:600;text-decoration:none">{escape(palabras)}</a></p>'
        f'<p style="margin:0 0 24px;color:{_TENUE};font-size:14px">{escape(t("correo.enlace_a_mano"))}<br>'
        f'<span style="word-break:break-all">{seguro}</span></p>'
    )


def _pie(identidad: Identidad) -> list[str]:
    """Who writes, where they are, and whether an answer is read."""
    respuesta = t("correo.responda", correo=identidad.correo) if identidad.correo else t("correo.no_responda")
    contacto = " · ".join(dato for dato in (identidad.lugar, identidad.telefono, identidad.web) if dato)
    return [f"{identidad.nombre} · {identidad.modulo}", contacto, t("correo.automatico"), respuesta]


def _hoja(asunto: str, cuerpo: str, identidad: Identidad, pie: list[str]) -> str:
    """The whole HTML: institution, paragraphs, foot. No pictures, no remote resources, no style sheet."""
    return f"""<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(asunto)}</title>
</head>
<body style="margin:0;padding:0;background:{_FONDO}">
<div lang="es" style="{_LETRA};font-size:16px;line-height:1.5;color:{_TINTA};max-width:600px;margin:0 auto;background:#ffffff;border-top:4px solid {identidad.acento}">
<div style="padding:24px 32px 16px;border-bottom:1px solid {_LINEA}">
<strong style="font-size:16px">{escape(identidad.nombre)}</strong><br>
<span style="color:{_TENUE};font-size:14px">{escape(identidad.modulo)}</span>
</div>
<div style="padding:24px 32px 8px">
{cuerpo}
</div>
<div style="padding:16px 32px 24px;border-top:1px solid {_LINEA};color:{_TENUE};font-size:14px">
{"<br>".join(escape(renglon) for renglon in pie)}
</div>
</div>
</body>
</html>
"""
