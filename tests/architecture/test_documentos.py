"""What the documents promise is there: decisions name their tests, words are in the glossary, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from portal.cli import analizador
from portal.db.base import Base
from portal.domain.estados import Accion, Fase
from portal.domain.permisos import Permiso, Rol
from portal.settings import Settings

RAIZ = Path(__file__).parents[2]
DECISIONES = sorted((RAIZ / "docs" / "decisiones").glob("*.md"))
PROYECTO = tomllib.loads((RAIZ / "pyproject.toml").read_text(encoding="utf-8"))
DEL_CLIENTE = {"streamlit", "sqlalchemy", "pandas", "pypdf", "yagmail", "streamlit-authenticator", "pytest"}
UNA_PANTALLA = 45


def nombre(requisito: str) -> str:
    """``psycopg[binary]>=3.3`` -> ``psycopg``."""
    return re.split(r"[\[<>=;!~ ]", requisito, maxsplit=1)[0].lower()


@pytest.mark.parametrize("decision", DECISIONES, ids=lambda ruta: ruta.stem)
def test_cada_decision_cabe_en_una_pantalla_y_nombra_pruebas_que_existen(decision):
    texto = decision.read_text(encoding="utf-8")
    citadas = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", texto.partition("## Held by")[2])

    assert len(texto.splitlines()) <= UNA_PANTALLA
    assert citadas
    for archivo, prueba in citadas:
        contenido = (RAIZ / archivo).read_text(encoding="utf-8")
        assert not prueba or f"def {prueba}(" in contenido, f"{archivo}::{prueba}"


def test_las_decisiones_se_numeran_sin_huecos():
    assert [int(d.name[:4]) for d in DECISIONES] == list(range(1, len(DECISIONES) + 1))


def test_cada_dependencia_tiene_su_decision():
    titulos = " ".join(d.read_text(encoding="utf-8").lower() for d in DECISIONES if "-dependency-" in d.name)
    nuestras = {nombre(r) for r in PROYECTO["project"]["dependencies"]} - DEL_CLIENTE
    de_desarrollo = {nombre(r) for r in PROYECTO["dependency-groups"]["dev"]}

    assert {d for d in nuestras | de_desarrollo if d not in titulos} == set()


@pytest.mark.parametrize("archivo", ["requirements.txt", "requirements-dev.txt"])
def test_las_versiones_fijadas_no_llevan_direcciones(archivo):
    lineas = (RAIZ / archivo).read_text(encoding="utf-8").splitlines()

    assert all(re.fullmatch(r"[a-z0-9.-]+==[^ ]+( ; .+)?", linea) for linea in lineas)
    assert not [linea for linea in lineas if "://" in linea or "/" in linea]


def test_cada_palabra_de_la_base_y_de_las_reglas_esta_en_el_glosario():
    glosario = (RAIZ / "docs" / "glosario.md").read_text(encoding="utf-8")
    explicadas = set(re.findall(r"^- `(\w+)`: ", glosario, re.MULTILINE))
    usadas = {*Base.metadata.tables, *Fase, *Accion, *Rol, *Permiso}

    assert usadas - explicadas == set()


def test_el_glosario_explica_cada_tabla_una_vez():
    tablas = (RAIZ / "docs" / "glosario.md").read_text(encoding="utf-8").partition("## Tablas")[2].partition("## ")[0]

    assert sorted(re.findall(r"^- `(\w+)`", tablas, re.MULTILINE)) == sorted(Base.metadata.tables)


def test_cada_ajuste_esta_en_el_ejemplo_y_el_ejemplo_no_tiene_otros():
    ejemplo = (RAIZ / ".env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^#MPV_(\w+)=", ejemplo, re.MULTILINE)) == {campo.upper() for campo in Settings.model_fields}


@pytest.mark.parametrize("documento", ["README.md", "docs/instalacion.md"])
def test_los_ajustes_que_nombra_un_documento_existen_y_lo_de_fabrica_es_asi(documento):
    texto = (RAIZ / documento).read_text(encoding="utf-8")
    de_fabrica = re.findall(r"^\| `MPV_(\w+)` \|.*\| (\d+) \|$", texto, re.MULTILINE)

    assert {n for n in re.findall(r"MPV_(\w+)", texto) if n.lower() not in Settings.model_fields} == set()
    assert {n: int(v) for n, v in de_fabrica} == {n: Settings.model_fields[n.lower()].default for n, _ in de_fabrica}


def test_cada_orden_que_nombra_un_documento_se_entiende():
    for documento in ("README.md", "docs/instalacion.md", "CONTRIBUTING.md"):
        for orden in re.findall(
            r"-m portal ([a-z][^#`\n|.]*(?:\.\w[^#`\n|]*)?)", (RAIZ / documento).read_text(encoding="utf-8")
        ):
            analizador().parse_args(shlex.split(orden))


@pytest.mark.parametrize("documento", ["README.md", "CONTRIBUTING.md", "docs/instalacion.md"])
def test_los_enlaces_de_los_documentos_llevan_a_algo(documento):
    ruta = RAIZ / documento
    enlaces = re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]+)\)", ruta.read_text(encoding="utf-8"))

    assert [e for e in enlaces if "://" not in e and not (ruta.parent / e).exists()] == []


def test_el_readme_empieza_con_las_dos_ordenes():
    primeras = (RAIZ / "README.md").read_text(encoding="utf-8").splitlines()[:6]

    assert [linea.split("#")[0].strip() for linea in primeras if linea.startswith("make")] == ["make run", "make test"]


def test_cada_orden_del_makefile_se_explica():
    makefile = (RAIZ / "Makefile").read_text(encoding="utf-8")
    ordenes = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)

    assert ordenes
    assert set(re.findall(r"^(\w+):.*## ", makefile, re.MULTILINE)) == set(ordenes[1].split())
