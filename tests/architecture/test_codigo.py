"""House rules about the code: a rule that is repeated twice in review stands here."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib

import pytest

from tests.architecture.codigo import PAGINAS, PORTAL, RAIZ, llamadas, modulos, nombre_de

LINEAS_POR_PAGINA = 120
LINEAS_POR_ARCHIVO = 300
LARGOS: set[str] = set()  # a list, not a maze: each with its reason in the file
TERMINA = {"commit", "rollback", "begin", "begin_nested"}


def test_solo_session_py_abre_y_termina_transacciones():
    culpables = {
        f"{ruta}:{llamada.lineno}"
        for ruta, arbol in modulos().items()
        if not ruta.startswith("portal/db/migrations/") and ruta != "portal/db/session.py"
        for llamada in llamadas(arbol, *TERMINA)
    }

    assert culpables == set()


def test_solo_settings_py_lee_el_entorno():
    culpables = {
        f"{ruta}:{nodo.lineno}"
        for ruta, arbol in modulos().items()
        if ruta != "portal/settings.py"
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.Name | ast.Attribute) and nombre_de(nodo) in {"environ", "environb", "getenv", "putenv"}
    }

    assert culpables == set()


def test_una_pagina_cabe_en_ciento_veinte_lineas():
    largas = {
        ruta.name: n
        for ruta in PAGINAS.glob("*.py")
        if (n := len(ruta.read_text("utf-8").splitlines())) > LINEAS_POR_PAGINA
    }

    assert largas == {}


def test_un_archivo_cabe_en_trescientas_lineas():
    largos = {
        ruta: n
        for ruta in modulos()
        if "/migrations/versions/" not in ruta and ruta not in LARGOS
        for n in [len((RAIZ / ruta).read_text("utf-8").splitlines())]
        if n > LINEAS_POR_ARCHIVO
    }

    assert largos == {}


def test_la_entrada_no_esta_al_lado_de_las_paginas():
    """Beside a ``pages`` folder Streamlit serves any page without running the entry first: no session, no frame."""
    (marco,) = [
        ast.unparse(nodo.value)
        for nodo in modulos()["portal/asgi.py"].body
        if isinstance(nodo, ast.Assign) and nombre_de(nodo.targets[0]) == "MARCO"
    ]

    assert marco.endswith("/ 'ui' / 'frame.py'")
    assert (PORTAL / "ui" / "frame.py").is_file()
    assert not (PORTAL / "ui" / "pages").exists()
    assert not any(llamadas(arbol, "set_page_config") for ruta, arbol in modulos().items() if "/pages/" in ruta)


def test_las_paginas_no_atrapan_cualquier_error():
    """``except Exception`` on a screen hides a defect behind a sentence."""
    anchos = {
        f"{ruta}:{nodo.lineno}"
        for ruta, arbol in modulos().items()
        if "/pages/" in ruta
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.ExceptHandler)
        and (nodo.type is None or nombre_de(nodo.type) in {"Exception", "BaseException"})
    }

    assert anchos == set()


def test_ningun_servicio_conoce_streamlit_ni_espera_en_medio_de_una_transaccion():
    culpables = {
        f"{ruta}:{nodo.lineno}"
        for ruta, arbol in modulos().items()
        if ruta.startswith(("portal/services/", "portal/db/", "portal/domain/"))
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.Import | ast.ImportFrom)
        and {alias.name.partition(".")[0] for alias in nodo.names}.union(
            [(getattr(nodo, "module", "") or "").partition(".")[0]]
        )
        & {"streamlit", "smtplib", "requests"}
    }

    assert culpables == set()


def test_cada_modulo_dice_para_que_sirve():
    mudos = {ruta for ruta, arbol in modulos().items() if arbol.body and ast.get_docstring(arbol) is None}

    assert mudos == set()


def test_cada_funcion_publica_de_dominio_servicios_y_adaptadores_se_explica():
    mudas = {
        f"{ruta}:{nodo.name}"
        for ruta, arbol in modulos().items()
        if ruta.startswith(("portal/services/", "portal/domain/", "portal/adapters/"))
        for nodo in arbol.body
        if isinstance(nodo, ast.FunctionDef) and not nodo.name.startswith("_") and ast.get_docstring(nodo) is None
    }

    assert mudas == set()


def test_cada_excepcion_del_linter_lleva_su_razon():
    sin_razon = {
        f"{ruta}:{n}"
        for ruta in modulos()
        for n, linea in enumerate((RAIZ / ruta).read_text("utf-8").splitlines(), 1)
        if "/migrations/versions/" not in ruta
        and re.search(r"#\s*noqa", linea)
        and not re.search(r"#\s*noqa: [A-Z0-9, ]+ -- \S", linea)
    }

    assert sin_razon == set()


def test_el_reloj_es_un_parametro():
    """Only the composition root asks the machine what time it is."""
    culpables = {
        f"{ruta}:{llamada.lineno}"
        for ruta, arbol in modulos().items()
        if ruta.startswith(("portal/services/", "portal/domain/", "portal/db/", "portal/pages/"))
        for llamada in llamadas(arbol, "now", "today", "utcnow")
        if isinstance(llamada.func, ast.Attribute) and nombre_de(llamada.func.value) in {"datetime", "date"}
    }

    assert culpables == set()


def _versionados() -> list[str]:
    salida = subprocess.run(["git", "ls-files", "-z"], cwd=RAIZ, check=False, capture_output=True, text=True)
    if salida.returncode:
        pytest.skip("NO PROBADO: esta copia no es un repositorio git")
    return [ruta for ruta in salida.stdout.split("\0") if ruta]


def test_ningun_archivo_nombra_una_carpeta_de_esta_maquina():
    """A path of whoever wrote it works nowhere else."""
    carpeta = re.compile(rb"(?<![\w.:/])(?:/(?:work|root)/|/home/[a-z]+/|/Users/[A-Za-z]+/|[A-Z]:\\\\Users\\\\)[\w.-]")
    con_rutas = {}
    for ruta in _versionados():
        archivo = RAIZ / ruta
        if archivo.is_file() and archivo.suffix not in {".ttf", ".woff2", ".png", ".pdf", ".jpg", ".gz", ".zip"}:
            halladas = carpeta.findall(archivo.read_bytes())
            if halladas:
                con_rutas[ruta] = halladas

    assert con_rutas == {}


def test_los_requisitos_no_llevan_un_indice_privado_ni_rutas_locales():
    for nombre in ("requirements.txt", "requirements-dev.txt"):
        texto = (RAIZ / nombre).read_text("utf-8")
        assert not re.search(r"--(extra-)?index-url|--find-links|file:|@ http|https?://(?!pypi\.org)", texto), nombre
        sueltas = [li for li in texto.splitlines() if re.match(r"[a-z0-9]", li) and "==" not in li]
        assert sueltas == []


def test_cada_dependencia_fuera_de_la_lista_del_cliente_tiene_su_decision():
    """``docs/decisiones`` names every library that the customer's card does not."""
    del_cliente = {"streamlit", "sqlalchemy", "pandas", "pypdf", "yagmail", "streamlit-authenticator", "pytest"}
    proyecto = tomllib.loads((RAIZ / "pyproject.toml").read_text("utf-8"))["project"]
    nuestras = {re.match(r"[\w-]+", d)[0] for d in proyecto["dependencies"]} - del_cliente
    decisiones = " ".join(r.read_text("utf-8").lower() for r in (RAIZ / "docs" / "decisiones").glob("*.md"))

    assert {d for d in nuestras if d.lower() not in decisiones} == set()
