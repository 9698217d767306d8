"""The citizen's manual, told from the institution's own configuration: its fields, limits, states and rules.

Words are in ``catalogs/es/manual.po``; names of buttons are those of the screens. Pictures are ``static/manual_*.webp``,
taken of the demonstration by ``make capturas``; a chapter without its picture still reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from portal.domain.campos import Campo
from portal.domain.configuracion import Institucion
from portal.domain.textos import Vocabulario
from portal.i18n import t
from portal.ui import recursos, requisitos
from portal.ui.vocabulario import PROPIAS, dicho

CAPITULOS = ("crear_cuenta", "ingresar", "presentar", "cargo", "seguir", "verificar", "organizacion", "problemas")
FIGURAS = {
    "crear_cuenta": ("crear_cuenta",),
    "ingresar": ("ingresar",),
    "presentar": ("presentar", "archivos", "revisar"),
    "cargo": ("cargo",),
    "seguir": ("bandeja", "seguir"),
    "verificar": ("verificar",),
}
ANCHO, ALTO = 960, 600  # of every picture, so that the page does not move while they come
BOTONES = {
    "b_crear": "crear.crear",
    "b_activar": "activar.activar",
    "b_entrar": "ingresar.entrar",
    "b_olvide": "ingresar.olvide",
    "b_nuevo": "tramites.nuevo",
    "b_enviar": "presentar.enviar",
    "b_cargo": "presentar.cargo",
    "b_ver": "tramites.ver",
    "b_verificar": "verificar.verificar",
    "p_seguimiento": "pagina.seguimiento",
    "p_tramites": "pagina.tramites",
    "p_verificar": "pagina.verificar",
    "p_organizacion": "cuenta.organizacion",
    "natural": "crear.natural",
    "juridica": "crear.juridica",
}
NEGRITA = re.compile(r"\*\*(.+?)\*\*")


def capitulos(institucion: Institucion) -> tuple[str, ...]:
    """The chapters that this institution's manual has."""
    con_ruc = "juridica" in institucion.cuentas.clases
    return tuple(c for c in CAPITULOS if c != "organizacion" or con_ruc)


def html(institucion: Institucion, *, direccion: str, base: str) -> str:
    """The whole manual. ``direccion``: the public address of the portal; ``base``: its path."""
    suyos = capitulos(institucion)
    datos = _datos(institucion, direccion)
    cuerpo = "".join(_capitulo(i, nombre, institucion, datos, base) for i, nombre in enumerate(suyos, 1))
    return (
        f'<div class="mp-manual">{_cabeza(institucion)}{_contenido(suyos)}{_historial(institucion)}{_generalidades(institucion)}'
        f"{cuerpo}{_agregado(institucion)}</div>"
    )


def bloques(texto: str) -> str:
    """Paragraphs with blank lines between; lines that begin with "1. " or "- " are a list; ``**bold**``."""
    return "".join(_bloque(bloque.splitlines()) for bloque in texto.split("\n\n") if bloque.strip())


def _bloque(lineas: Sequence[str]) -> str:
    for marca, clase in (("1. ", "ol"), ("- ", "ul")):
        if all(linea.startswith(marca) for linea in lineas):
            puntos = (linea.removeprefix(marca).strip() for linea in lineas)
            return f"<{clase}>{''.join(f'<li>{_rico(punto)}</li>' for punto in puntos if punto)}</{clase}>"
    return f"<p>{_rico(' '.join(lineas))}</p>"


def _rico(texto: str) -> str:
    return NEGRITA.sub(r"<b>\1</b>", escape(texto))


def _datos(institucion: Institucion, direccion: str) -> dict[str, object]:
    cuentas, textos = institucion.cuentas, institucion.textos
    palabras = institucion.vocabulario
    botones = {n: dicho(palabras, clave) if clave in PROPIAS else t(clave) for n, clave in BOTONES.items()}
    ambas = len(cuentas.clases) > 1
    return botones | {
        "direccion": direccion,
        "paso_clase": t("manual.crear_cuenta_clases", **botones) if ambas else "",
        "documentos": t("manual.o").join(_en_la_frase(t(f"crear.{tipo}")) for tipo in cuentas.documentos),
        "largo": cuentas.largo_contrasena,
        "dias": institucion.borradores.dias,
        "regla": textos.regla,
        "regla_detalle": textos.regla_detalle,
        "ayuda": textos.ayuda,
        "horario": textos.horario,
        "lugar": institucion.identidad.lugar,
    }


def _en_la_frase(nombre: str) -> str:
    """``Carné de extranjería`` -> ``carné de extranjería``; an acronym stays as it is."""
    return nombre if nombre.isupper() else nombre[:1].lower() + nombre[1:]


def _cabeza(institucion: Institucion) -> str:
    """What stands on paper only: whose manual it is."""
    identidad = institucion.identidad
    lineas = "".join(f"<p>{escape(linea)}</p>" for linea in (identidad.nombre, identidad.modulo) if linea)
    return f'<div class="cabeza">{lineas}<p><b>{escape(t("manual.titulo"))}</b></p><p>{escape(version(institucion))}</p></div>'


def _historial(institucion: Institucion) -> str:
    filas = [(f"{c.fecha:%d/%m/%Y}", c.version, c.cambios, c.autor) for c in reversed(institucion.manual.historial)]
    if not filas:
        return ""
    columnas = [t(f"manual.{c}") for c in ("fecha", "columna_version", "cambios", "autor")]
    return f"<h3>{escape(t('manual.historial'))}</h3>{_fichas(columnas, filas)}"


def _contenido(nombres: Iterable[str]) -> str:
    filas = "".join(f'<li><a href="#{nombre}">{escape(t(f"manual.{nombre}"))}</a></li>' for nombre in nombres)
    titulo = escape(t("manual.contenido"))
    return f'<nav id="contenido" aria-label="{titulo}"><h2>{titulo}</h2><ol>{filas}</ol></nav>'


def _generalidades(institucion: Institucion) -> str:
    manual, legal = institucion.manual, institucion.textos.base_legal
    partes = [("objetivo", bloques(manual.objetivo)), ("alcance", bloques(manual.alcance))]
    partes += [("base_legal", f"<ul>{''.join(f'<li>{escape(ley)}</li>' for ley in legal)}</ul>" if legal else "")]
    return "".join(f"<h3>{escape(t(f'manual.{nombre}'))}</h3>{texto}" for nombre, texto in partes if texto)


def _capitulo(numero: int, nombre: str, institucion: Institucion, datos: dict[str, object], base: str) -> str:
    con_figuras = institucion.vocabulario == Vocabulario()  # the pictures show the house's words
    figuras = [_figura(figura, base) if con_figuras else "" for figura in FIGURAS.get(nombre, ())]
    primera, *otras = figuras or [""]
    partes = [bloques(t(f"manual.{nombre}_{_variante(nombre, institucion)}", **datos)), primera]
    if nombre == "presentar":
        partes = [partes[0], *_presentar(institucion, datos, primera, *otras)]
    elif nombre == "seguir":
        partes = [partes[0], _estados(institucion), primera, *otras]
    arriba = f'<p class="arriba"><a href="#contenido">{escape(t("manual.arriba"))}</a></p>'
    titulo = escape(t(f"manual.{nombre}"))
    return f'<section id="{nombre}"><h2>{numero}. {titulo}</h2>{"".join(partes)}{arriba}</section>'


def _variante(capitulo: str, institucion: Institucion) -> str:
    """Which text of a chapter is true of this institution."""
    una_pantalla = institucion.formulario.presentacion == "una_pantalla"
    otras = {
        "crear_cuenta": ("terminos_luego", institucion.cuentas.terminos == "ingreso"),
        "ingresar": ("con_terminos", institucion.cuentas.terminos == "ingreso"),
        "presentar": ("en_una_pantalla", una_pantalla),
        "presentar_enviar": ("en_una_pantalla", una_pantalla),
        "cargo": ("sin_clave", not institucion.seguimiento.contrasena),
        "seguir": ("sin_clave", not institucion.seguimiento.contrasena),
        "problemas": ("sin_clave", not institucion.seguimiento.contrasena),
    }
    cual, corresponde = otras.get(capitulo, ("", False))
    return cual if corresponde else "texto"


def _presentar(institucion: Institucion, datos: dict[str, object], *figuras: str) -> list[str]:
    form = institucion.formulario
    campos = [(_etiqueta(campo), _que_escribir(campo)) for campo in form.campos]
    ranuras = [(ranura.etiqueta, requisitos.archivo(ranura)) for ranura in form.ranuras]
    columnas = (t("manual.campo"), t("manual.campo_ayuda"))
    return [
        f"<h3>{escape(t('manual.presentar_datos'))}</h3>",
        _tabla(columnas, campos),
        figuras[0],
        f"<h3>{escape(t('manual.presentar_archivos'))}</h3>",
        _tabla((t("manual.archivo"), t("manual.archivo_limite")), ranuras),
        bloques(t("manual.presentar_archivos_texto")),
        figuras[1],
        f"<h3>{escape(t('manual.presentar_enviar'))}</h3>",
        bloques(t(f"manual.presentar_enviar_{_variante('presentar_enviar', institucion)}", **datos)),
        figuras[2],
    ]


def _etiqueta(campo: Campo) -> str:
    return campo.etiqueta if campo.obligatorio else t("manual.opcional", campo=campo.etiqueta)


def _que_escribir(campo: Campo) -> str:
    if campo.clase == "si_no":
        return campo.ayuda or t("manual.si_no")
    opciones = t("manual.opciones", opciones=", ".join(o.nombre for o in campo.opciones)) if campo.opciones else ""
    ejemplo = t("manual.ejemplo", ejemplo=campo.ejemplo) if campo.ejemplo else ""
    segun = t("manual.segun_el_caso") if campo.condicion else ""
    dicho = " ".join(parte for parte in (campo.ayuda, opciones, ejemplo, segun) if parte)
    return dicho or t("manual.sin_ayuda")


def _estados(institucion: Institucion) -> str:
    columnas = (t("manual.estado"), t("manual.estado_significa"))
    return _tabla(columnas, [(e.publico, f"{e.explicacion} {e.que_sigue}".strip()) for e in institucion.estados])


def _agregado(institucion: Institucion) -> str:
    texto = institucion.manual.agregado
    return f"<section><h2>{escape(t('manual.mas'))}</h2>{bloques(texto)}</section>" if texto else ""


def _tabla(columnas: Sequence[str], filas: Iterable[Sequence[str]]) -> str:
    cabeza = "".join(f'<th scope="col">{escape(c)}</th>' for c in columnas)
    cuerpo = "".join(f"<tr>{''.join(f'<td>{escape(celda)}</td>' for celda in fila)}</tr>" for fila in filas)
    return f'<div class="ancha"><table><thead><tr>{cabeza}</tr></thead><tbody>{cuerpo}</tbody></table></div>'


def _fichas(columnas: Sequence[str], filas: Iterable[Sequence[str]]) -> str:
    """A table whose rows are cards on a phone; the roles say what the style sheet undoes there."""
    cabeza = "".join(f'<th role="columnheader" scope="col">{escape(c)}</th>' for c in columnas)
    cuerpo = "".join(f'<tr role="row">{_ficha(columnas, fila)}</tr>' for fila in filas)
    return (
        f'<table class="fichas" role="table"><thead role="rowgroup"><tr role="row">{cabeza}</tr></thead>'
        f'<tbody role="rowgroup">{cuerpo}</tbody></table>'
    )


def _ficha(columnas: Sequence[str], fila: Sequence[str]) -> str:
    dichas = zip(columnas, fila, strict=True)
    return "".join(f'<td role="cell" data-de="{escape(columna)}">{escape(celda)}</td>' for columna, celda in dichas)


def _figura(nombre: str, base: str) -> str:
    try:
        ruta = recursos.direccion(f"manual_{nombre}.webp", base)
    except KeyError:  # not taken yet
        return ""
    texto = t(f"manual.{nombre}_figura")
    return (
        f'<figure><img src="{ruta}" alt="{escape(texto)}" width="{ANCHO}" height="{ALTO}" loading="lazy" decoding="async">'
        f"<figcaption>{escape(texto)}</figcaption></figure>"
    )


def version(institucion: Institucion) -> str:
    """As in "Versión 2.0, del 22/11/2026"; "" without history."""
    historial = institucion.manual.historial
    if not historial:
        return ""
    return t("manual.version", version=historial[-1].version, fecha=f"{historial[-1].fecha:%d/%m/%Y}")
