"""One part of the configuration on a screen of its own, without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from portal.services import propuestas


def pantalla(parte: str) -> None:
    """One part with what the shell says above it."""
    from portal.ui import configuracion, piezas
    from portal.ui import propuesta as en_propuesta

    propuesta = en_propuesta.leer()
    arriba = piezas.lugar()
    configuracion.PARTES[parte].dibujar(propuesta)
    with arriba:
        en_propuesta.decir(propuesta, *configuracion.PARTES[parte].rutas)


def abrir(parte: str, **estado: object) -> AppTest:
    prueba = AppTest.from_function(pantalla, args=(parte,), default_timeout=20)
    for llave, valor in estado.items():
        prueba.session_state[llave] = valor
    prueba.run()
    assert not prueba.exception
    return prueba


def dicho(ctx, ruta: str) -> object:
    valor: object = propuestas.ver(ctx).contenido
    for paso in ruta.split("."):
        valor = valor[paso]
    return valor
