"""Mi organización: who acts for it, invitations, and leaving it."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import administrados, organizaciones
from portal.services.organizaciones import OrganizacionView
from portal.ui import organizacion as piezas_de_organizacion
from portal.ui import paginas, piezas, state
from portal.ui.marco import dos_columnas

ctx = state.ctx()
institucion = state.institucion()
zona = institucion.zona
ADMITIDA = "juridica" in institucion.cuentas.clases


def personas(una: OrganizacionView) -> None:
    """Who acts for it, who was asked to, and who did once."""
    st.header(piezas.llano(una.nombre), anchor=False)
    piezas.linea(
        t("organizacion.ruc", ruc=una.ruc),
        t("organizacion.es_titular" if una.titular else "organizacion.no_es_titular"),
    )
    st.subheader(t("organizacion.personas", cuantas=len(una.miembros)), anchor=False)
    with st.container(gap="xxsmall"):
        for miembro in una.miembros:
            piezas_de_organizacion.fila_de_miembro(una, miembro, zona)
    if una.invitaciones:
        st.space("xsmall")
        st.subheader(t("organizacion.invitaciones", cuantas=len(una.invitaciones)), anchor=False)
        with st.container(gap="xxsmall"):
            for invitacion in una.invitaciones:
                piezas_de_organizacion.fila_de_invitacion(una, invitacion, zona)
    if una.anteriores:
        with st.expander(t("organizacion.anteriores", cuantas=len(una.anteriores))):
            piezas.lista([piezas_de_organizacion.anterior(m, zona) for m in una.anteriores])


def lo_mio(una: OrganizacionView) -> None:
    """Leaving it, and another organisation."""
    st.space("xsmall")
    acompanada, puede = len(una.miembros) > 1, piezas_de_organizacion.puede_salir(una)
    if acompanada and not puede:
        piezas.nota(t("organizacion.salir_antes"))
    with st.container(horizontal=True, gap="small"):
        if acompanada and puede and st.button(t("organizacion.salir"), icon=":material/logout:"):
            piezas_de_organizacion.preguntar(
                t("organizacion.salir_titulo", organizacion=una.nombre),
                t("organizacion.salir_consecuencia"),
                t("organizacion.salir_verbo"),
                lambda suyo, _: organizaciones.salir(suyo, una.id),
                t("organizacion.salio_usted", organizacion=una.nombre),
            )
        if ADMITIDA and st.button(t("organizacion.agregar_otra"), icon=":material/add:"):
            piezas_de_organizacion.olvidar_agregar()
            piezas_de_organizacion.agregar()


def elegida(todas: tuple[OrganizacionView, ...]) -> OrganizacionView:
    """The one on the screen, when there are several."""
    if len(todas) == 1:
        return todas[0]
    nombres = {una.id: t("organizacion.con_ruc", nombre=una.nombre, ruc=una.ruc) for una in todas}
    cual = st.selectbox(t("organizacion.cual"), list(nombres), format_func=nombres.__getitem__, key="organizacion_cual")
    return next((una for una in todas if una.id == cual), todas[0])


def ninguna() -> None:
    """An account that acts for nobody but its person."""
    piezas.entrada(t("organizacion.ninguna" if administrados.elegibles(ctx) else "organizacion.nadie"))
    piezas.lista([t("organizacion.ninguna_agregar"), t("organizacion.ninguna_invitacion")])
    if ADMITIDA and st.button(t("organizacion.agregar"), type="primary"):
        piezas_de_organizacion.olvidar_agregar()
        piezas_de_organizacion.agregar()


if ficha := st.query_params.get("ficha", ""):  # who signed in to answer an invitation goes on to it
    st.switch_page(paginas.pagina("invitacion"), query_params={"ficha": ficha})
st.title(t("pagina.organizacion"), anchor=False)
with piezas.lugar():
    piezas_de_organizacion.decir_lo_hecho()
    piezas_de_organizacion.avisar_recibidas(ctx)
if suyas := organizaciones.mias(ctx):
    principal, lado = dos_columnas()
    with principal:
        una = elegida(suyas)
        personas(una)
        lo_mio(una)
    with lado, st.container(key="mp-lamina-invitar", gap="small"):
        if una.titular:
            piezas_de_organizacion.invitar(una)
        else:
            st.subheader(t("organizacion.titulares"), anchor=False)
            piezas.nota(t("organizacion.titulares_nota"))
else:
    with st.container(width=640, gap="small"):
        ninguna()
