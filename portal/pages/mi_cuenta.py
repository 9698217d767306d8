"""Mi cuenta: own data, e-mail, password, organisation, and where the account is open."""

from __future__ import annotations

import streamlit as st

from portal.domain.permisos import Rol
from portal.i18n import t
from portal.services import cuentas
from portal.ui import mi_cuenta, mis_sesiones, paginas, piezas, state

ctx = state.ctx()
zona = state.institucion().zona

with st.container(width=640, gap="medium"):
    st.title(t("mi_cuenta.titulo"), anchor=False)
    cuenta = cuentas.mi_cuenta(ctx)
    mi_cuenta.datos(ctx, cuenta)
    mi_cuenta.correo(ctx, cuenta, zona)
    mi_cuenta.clave(ctx)
    if ctx.actor.rol is Rol.PERSONAL:
        mi_cuenta.dos_pasos(ctx, zona)
    if paginas.abierta("organizacion"):
        with st.container(key="mp-seccion-organizacion", gap="small"):
            st.header(t("mi_cuenta.organizacion"), anchor=False)
            piezas.nota(t("mi_cuenta.organizacion_nota"))
            with st.container(key="mp-enlaces-organizacion"):
                st.page_link(paginas.pagina("organizacion"), label=t("mi_cuenta.ir_organizacion"))
    mis_sesiones.abiertas(ctx, zona)
