"""Every use case against every rol: allowed, or refused before any work."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Never

import pytest

import portal.services
from portal.domain.errors import NoAutorizado, SesionRequerida
from portal.domain.permisos import PERMISOS, ROLES_DE_PERSONAL, Asignacion, Permiso, Rol
from portal.services.contexto import CASOS_DE_USO, SISTEMA, Actor, Contexto

for modulo in pkgutil.iter_modules(portal.services.__path__):
    importlib.import_module(f"portal.services.{modulo.name}")

# What each use case demands, written down a second time: whoever changes one must mean it.
PUBLICAS = {
    "primera_vez.pendiente", "primera_vez.probar_correo", "primera_vez.puntos_de_partida", "primera_vez.reconocer",
    "primera_vez.revisar_identidad", "primera_vez.terminar",  # with the code of the installation
    "acuses.leer_por_ficha",
    "cambio_correo.anular", "cambio_correo.confirmar", "cuentas.largo_exigido",
    "cargos.cargo_pdf", "cargos.cargo_por_seguimiento", "cargos.verificar", "configuracion.mostrada",
    "documentos.abrir_por_ficha", "consulta.por_clave", "consulta.por_ficha", "cuentas.activar",
    "cotejo.comenzar", "cotejo.verificar", "imagenes.leer", "cuentas.estado_enlace",
    "cuentas.pedir_recuperacion", "cuentas.reenviar_activacion", "cuentas.registrar", "cuentas.restablecer",
    "invitaciones.correo_invitado", "invitaciones.ver", "sesiones.actor_de", "sesiones.canjear", "sesiones.entrar",
    "seguimientos.pedir_clave",
}  # fmt: skip


class Tocado(Exception):
    """The use case began to work."""


class Intocable:
    """Stands for the database, the files and the keys: a refusal may not reach them."""

    def __getattr__(self, _nombre: str) -> Never:
        raise Tocado

    def __call__(self, *_args: object) -> Never:
        raise Tocado


INTOCABLE = Intocable()
CTX = Contexto(
    db=INTOCABLE,
    almacen=INTOCABLE,
    credenciales=INTOCABLE,
    reloj=INTOCABLE,
    secreto=INTOCABLE,
    base_url="http://localhost",
)
ROLES = {rol: Actor(rol=rol, cuenta_id=1, sesion_id=1) for rol in Rol if rol not in ROLES_DE_PERSONAL} | {
    rol: Actor(Rol.PERSONAL, 1, 1, asignaciones=(Asignacion(rol, PERMISOS[rol], "mesa_de_partes"),))
    for rol in ROLES_DE_PERSONAL
}


def _caso(nombre: str):
    modulo, _, funcion = nombre.rpartition(".")
    return getattr(importlib.import_module(modulo), funcion)


def _respuesta(nombre: str, actor: Actor) -> str:
    """How the use case answers when called with nothing but who asks."""
    try:
        _caso(nombre)(CTX.como(actor))
    except SesionRequerida:
        return "inicie sesión"
    except NoAutorizado:
        return "no puede"
    except (Tocado, TypeError):  # it looked for its data: the lock let pass
        return "pasa"
    return "pasa"


@pytest.mark.parametrize("nombre", sorted(CASOS_DE_USO))
def test_cada_caso_de_uso_deja_pasar_o_rechaza_antes_de_trabajar(nombre):
    permiso = CASOS_DE_USO[nombre]

    respuestas = {rol: _respuesta(nombre, actor) for rol, actor in ROLES.items()}

    assert respuestas == {
        rol: "pasa" if permiso in PERMISOS[rol] else "inicie sesión" if rol is Rol.ANONIMO else "no puede"
        for rol in Rol
    }


def test_lo_del_sistema_lo_hace_el_sistema_y_nadie_que_se_le_parezca():
    del_sistema = [nombre for nombre, permiso in CASOS_DE_USO.items() if permiso is Permiso.SISTEMA]
    imitacion = Actor(nombre=SISTEMA.nombre)

    assert del_sistema
    assert {_respuesta(nombre, SISTEMA) for nombre in del_sistema} == {"pasa"}
    assert {_respuesta(nombre, imitacion) for nombre in del_sistema} == {"inicie sesión"}


def test_lo_publico_es_exactamente_lo_que_se_decidio():
    publicas = {nombre.removeprefix("portal.services.") for nombre, p in CASOS_DE_USO.items() if p is Permiso.PUBLICO}

    assert publicas == PUBLICAS
