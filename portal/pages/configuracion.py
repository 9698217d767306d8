"""Configuración: what the institution decides, part by part; nothing changes for citizens until it is published."""

from __future__ import annotations

import streamlit as st

from portal.ui import config_cambios, configuracion, piezas
from portal.ui import propuesta as en_propuesta
from portal.ui.errors import tell_done

actual = configuracion.elegida()
propuesta = en_propuesta.leer()
parte = configuracion.PARTES[actual]
config_cambios.barra(propuesta, configuracion.nombre(actual))
tell_done(en_propuesta.HECHO)
with st.container(key="mp-configuracion"):
    partes, editor = st.columns([2, 7], gap="large")
with partes:
    configuracion.menu(propuesta, actual)
with editor, st.container(key=f"mp-parte-{actual}", gap="small"):
    arriba = piezas.lugar()
    parte.dibujar(propuesta)
    with arriba:
        en_propuesta.decir(propuesta, *parte.rutas)
