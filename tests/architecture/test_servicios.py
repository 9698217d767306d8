"""House rules about use cases: each says what it demands, and nothing that does not say it is within reach."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil

import portal.services
from portal.services.contexto import CASOS_DE_USO
from tests.architecture.codigo import modulos

# Helpers of other services that take the context and authorise nobody: no screen, route or command may call them.
AYUDAS = {
    "claves.clave_de_seguimiento", "claves.derivar", "claves.ficha_de_seguimiento", "claves.token",
    "cuentas.exigir_clave", "cola.cerrar", "cola.message_id", "cola.posponer",
    "cola.redirigir", "cola.tomar",
    "enlaces.texto", "factor.codigos", "factor.semilla", "factor.version_siguiente", "huecos.enlace_de_seguimiento", "inspeccion.inspeccionar", "miembros.ficha_de_invitacion",
    "servidor_de_correo.asentar", "servidor_de_correo.mandar_prueba",
}  # fmt: skip
DE_FUERA = (
    "portal/pages/",
    "portal/ui/",
    "portal/routes/",
    "portal/cli.py",
    "portal/ordenes.py",
    "portal/verificaciones.py",
    "portal/asgi.py",
)


def _con_contexto() -> set[str]:
    """Public functions of the services whose first parameter is the context."""
    halladas = set()
    for modulo in pkgutil.iter_modules(portal.services.__path__):
        for _, funcion in inspect.getmembers(
            importlib.import_module(f"portal.services.{modulo.name}"), inspect.isfunction
        ):
            suya = funcion.__module__ == f"portal.services.{modulo.name}" and not funcion.__name__.startswith("_")
            if suya and next(iter(inspect.signature(funcion).parameters), None) == "ctx":
                halladas.add(f"{modulo.name}.{funcion.__qualname__}")
    return halladas


def test_cada_caso_de_uso_declara_lo_que_exige():
    publicas = _con_contexto()  # imports every service, and so fills CASOS_DE_USO
    declarados = {nombre.removeprefix("portal.services.") for nombre in CASOS_DE_USO}

    assert publicas - AYUDAS == declarados


def test_las_ayudas_que_no_autorizan_existen_y_nadie_de_fuera_las_llama():
    assert _con_contexto() >= AYUDAS
    llamadas = {
        f"{ruta}:{nodo.lineno} {ayuda}"
        for ruta, arbol in modulos().items()
        if ruta.startswith(DE_FUERA)
        for nodo in ast.walk(arbol)
        for ayuda in AYUDAS
        if isinstance(nodo, ast.Attribute) and ast.unparse(nodo) == ayuda
    }
    importadas = {
        f"{ruta}:{nodo.lineno} {alias.name}"
        for ruta, arbol in modulos().items()
        if ruta.startswith(DE_FUERA)
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.ImportFrom)
        for alias in nodo.names
        if f"{(nodo.module or '').removeprefix('portal.services.')}.{alias.name}" in AYUDAS
    }

    assert (llamadas, importadas) == (set(), set())


def test_lo_que_recibe_una_sesion_no_lo_llama_nadie_de_fuera():
    """Who has no transaction cannot call what needs one: outer layers never hold a database session."""
    culpables = {
        f"{ruta}:{nodo.lineno}"
        for ruta, arbol in modulos().items()
        if ruta.startswith(DE_FUERA)
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.Attribute) and nodo.attr in {"transaction", "lectura"}
    }

    assert culpables == set()


def test_los_servicios_devuelven_datos_y_no_filas():
    """A row outside its transaction is a trap: results are frozen dataclasses or plain values."""
    con_filas = set()
    for nombre in CASOS_DE_USO:
        modulo, _, funcion = nombre.rpartition(".")
        devuelve = inspect.signature(getattr(importlib.import_module(modulo), funcion)).return_annotation
        if "Row" in str(devuelve):
            con_filas.add(nombre)

    assert con_filas == set()
