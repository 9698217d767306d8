"""House rules about words: every sentence exists once, every refusal has one, every word of the trade is explained."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections import Counter

import pytest
from babel.messages.pofile import read_po

import portal
from portal.db.base import Base
from portal.domain.errors import DatoInvalido, PortalError
from portal.domain.estados import Accion, Fase
from portal.i18n import catalogo
from tests.architecture.codigo import CATALOGOS, RAIZ, llamadas, modulos

SIN_IMPORTAR = ("portal.pages.", "portal.asgi", "portal.__main__", "portal.ui.frame", "portal.adapters.obrero")
PALABRAS_POR_ORACION = 20


def _importar_todo() -> None:
    for modulo in pkgutil.walk_packages(portal.__path__, "portal."):
        if not f"{modulo.name}.".startswith(SIN_IMPORTAR) and "migrations" not in modulo.name:
            importlib.import_module(modulo.name)


def _familia(clase: type[PortalError]) -> set[type[PortalError]]:
    return {clase}.union(*(_familia(hija) for hija in clase.__subclasses__()))


def _claves(arbol: ast.AST) -> set[str]:
    """Every literal key given to ``t``, also when it chooses between two."""
    return {
        hoja.value
        for llamada in llamadas(arbol, "t")
        if llamada.args and not isinstance(llamada.args[0], ast.JoinedStr | ast.BinOp | ast.Subscript | ast.Call)
        for hoja in (
            [llamada.args[0].body, llamada.args[0].orelse]
            if isinstance(llamada.args[0], ast.IfExp)
            else [llamada.args[0]]
        )
        if isinstance(hoja, ast.Constant)
    }


def _comienzos(arbol: ast.AST) -> set[str]:
    """What stands before the first blank of each key that is put together: ``t(f"fase.{fase}")`` -> ``fase.``."""
    return {
        str(llamada.args[0].values[0].value)
        for llamada in llamadas(arbol, "t")
        if llamada.args
        and isinstance(llamada.args[0], ast.JoinedStr)
        and isinstance(llamada.args[0].values[0], ast.Constant)
    }


def test_cada_clave_escrita_en_el_codigo_tiene_su_texto():
    faltan = {f"{ruta}: {clave}" for ruta, arbol in modulos().items() for clave in _claves(arbol) - catalogo().keys()}

    assert faltan == set()


def test_cada_clave_compuesta_tiene_al_menos_un_texto():
    faltan = {
        f"{ruta}: {comienzo}…"
        for ruta, arbol in modulos().items()
        for comienzo in _comienzos(arbol)
        if not any(clave.startswith(comienzo) for clave in catalogo())
    }

    assert faltan == set()


def test_ninguna_clave_esta_en_dos_catalogos():
    veces: Counter[str] = Counter()
    for archivo in (CATALOGOS / "es").glob("*.po"):
        veces.update(re.findall(r'^msgid "(.+)"$', archivo.read_text("utf-8"), flags=re.MULTILINE))

    assert [clave for clave, n in veces.items() if n > 1] == []


@pytest.mark.parametrize("archivo", sorted((CATALOGOS / "es").glob("*.po")), ids=lambda a: a.name)
def test_cada_catalogo_se_lee_entero_y_sus_huecos_son_nombres(archivo):
    with archivo.open("rb") as po:
        mensajes = {str(m.id): str(m.string) for m in read_po(po, locale="es", abort_invalid=True) if m.id}

    vacios = [clave for clave, texto in mensajes.items() if not texto.strip()]
    raros = [
        clave
        for clave, texto in mensajes.items()
        for _, hueco, formato, conversion in string.Formatter().parse(texto)
        if hueco is not None and (not hueco.isidentifier() or formato or conversion)
    ]
    assert (vacios, raros) == ([], [])


def test_cada_negativa_tiene_su_frase():
    _importar_todo()
    con_motivo = {clase for clase in _familia(PortalError) if clase.clave is not PortalError.clave}

    sin_frase = {
        clase.__name__
        for clase in _familia(PortalError)
        if clase.__module__.startswith("portal.")
        and clase not in con_motivo
        and f"error.{clase.code}" not in catalogo()
        and not clase.__subclasses__()
    }
    sin_motivos = {c.__name__ for c in con_motivo if not any(k.startswith(f"error.{c.code}.") for k in catalogo())}

    assert (sin_frase, sin_motivos) == (set(), set())


def test_cada_motivo_de_dato_invalido_escrito_en_el_codigo_tiene_su_frase():
    motivos = {
        palabra.value.value
        for arbol in modulos().values()
        for llamada in llamadas(arbol, "DatoInvalido")
        for palabra in llamada.keywords
        if palabra.arg == "motivo" and isinstance(palabra.value, ast.Constant)
    }

    assert {m for m in motivos if f"error.{DatoInvalido.code}.{m}" not in catalogo()} == set()


def test_cada_codigo_de_negativa_es_de_una_sola_clase():
    _importar_todo()
    propias = [c for c in _familia(PortalError) if c.__module__.startswith("portal.") and "code" in c.__dict__]
    codigos = Counter(c.code for c in propias)

    assert {codigo: n for codigo, n in codigos.items() if n > 1} == {}


def test_las_frases_de_las_negativas_son_cortas():
    largas = {
        clave: oracion
        for clave, texto in catalogo().items()
        if clave.startswith("error.")
        for oracion in re.split(r"(?<=[.:?!]) ", texto)
        if len(oracion.split()) > PALABRAS_POR_ORACION
    }

    assert largas == {}


def test_cada_fase_y_cada_accion_tienen_nombre():
    assert {f"fase.{f}" for f in Fase} | {f"accion.{a}" for a in Accion} <= catalogo().keys()


def test_el_glosario_explica_cada_tabla_cada_fase_y_cada_accion():
    glosario = (RAIZ / "docs" / "glosario.md").read_text("utf-8")
    explicadas = {
        palabra.strip(" `*")
        for entrada in re.findall(r"^- ([^:]+):", glosario, flags=re.MULTILINE)
        for palabra in entrada.split(",")
    }
    debidas = set(Base.metadata.tables) | {str(f) for f in Fase} | {str(a) for a in Accion}

    assert debidas - {_ascii(p) for p in explicadas} == set()


def _ascii(palabra: str) -> str:
    return palabra.lower().replace(" ", "_").translate(str.maketrans("áéíóúüñ", "aeiouun"))
