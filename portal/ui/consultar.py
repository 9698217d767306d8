"""The two forms of who has no session: number and password, and the way when the password is forgotten."""

from __future__ import annotations

from time import monotonic, sleep
from urllib.parse import urlencode

import streamlit as st

from portal.domain.errors import DatoInvalido
from portal.domain.permisos import Rol
from portal.i18n import explain, t
from portal.services import consulta, seguimientos
from portal.ui import paginas, piezas, state
from portal.ui.errors import show_refusals

NUMERO, CLAVE = "consultar_numero", "consultar_clave"
RESPUESTA_SEGUNDOS = 0.6
OLVIDO_NUMERO, OLVIDO_CORREO = "olvido_numero", "olvido_correo"


def consultar(numero_conocido: str = "", *, principal: bool = False) -> None:
    """Number and password; when they agree, the tracking page with a link that can be kept. ``principal``: its own page."""
    with st.form("consultar", border=False):
        numero, falta_numero = _numero(NUMERO, numero_conocido)
        with st.container(gap="xxsmall"):
            clave = st.text_input(t("seguimiento.clave"), type="password", autocomplete="off", max_chars=60, key=CLAVE)
            falta_clave = st.container()
        enviado = st.form_submit_button(
            t("seguimiento.consultar"),
            type="primary" if principal else "secondary",
            width="content" if principal else "stretch",
        )
    if enviado and not numero:
        _falta(falta_numero, NUMERO, t("seguimiento.falta_numero"))
    if enviado and not clave:
        _falta(falta_clave, CLAVE, t("seguimiento.falta_clave"))
    if enviado and numero and clave:
        ctx = state.ctx()
        with show_refusals():
            vista = consulta.por_clave(ctx, numero=numero, contrasena=clave, ip=ctx.actor.ip)
            st.switch_page(
                paginas.pagina("seguimiento"), query_params={"expediente": vista.numero, "ficha": vista.ficha}
            )
    with st.container(key="mp-enlaces-olvido"):
        if st.button(t("olvido.enlace"), type="tertiary", key="olvido"):
            conocido = {"expediente": numero} if numero else {}
            st.switch_page(paginas.pagina("seguimiento"), query_params={"olvido": "1"} | conocido)


def con_la_cuenta(numero_conocido: str = "", *, principal: bool = False) -> None:
    """Where there are no tracking passwords: one signs in. What was filed when there were is still asked for by its own."""
    piezas.nota(t("consultar.con_la_cuenta"))
    if state.ctx().actor.rol is Rol.ANONIMO and st.button(
        t("ingresar.entrar"), type="primary" if principal else "secondary", key="consultar_con_cuenta"
    ):
        suyo = f"/consulta-tramite?{urlencode({'expediente': numero_conocido})}"
        volver = state.url(suyo if numero_conocido else "/tramites")
        st.switch_page(paginas.pagina("ingresar"), query_params={"volver": volver})
    if principal:
        with st.expander(t("consultar.tengo_clave")):
            consultar(numero_conocido)


def recordar(numero_conocido: str = "") -> None:
    """Number and e-mail. The answer is the same whatever is true of them."""
    with st.form("recordar", border=False):
        numero, falta_numero = _numero(OLVIDO_NUMERO, numero_conocido)
        with st.container(gap="xxsmall"):
            correo = st.text_input(
                t("olvido.correo"),
                type="email",
                autocomplete="email",
                placeholder=t("ingresar.correo_ejemplo"),
                validate="",
                key=OLVIDO_CORREO,
            )
            falta_correo = st.container()
        enviado = st.form_submit_button(t("olvido.enviar"), type="primary")
    if enviado and not numero:
        _falta(falta_numero, OLVIDO_NUMERO, t("seguimiento.falta_numero"))
    if enviado and not correo:
        _falta(falta_correo, OLVIDO_CORREO, t("olvido.falta_correo"))
    if enviado and numero and correo:
        with show_refusals(), st.spinner(t("olvido.enviando")):
            try:
                _pedir(numero, correo)
                piezas.aviso(t("olvido.enviado"), t("olvido.enviado_detalle"), tono="fuerte", urgente=True)
            except DatoInvalido as refusal:
                _falta(falta_correo, OLVIDO_CORREO, explain(refusal))
    with st.container(gap="xxsmall", key="mp-enlaces-recordar"):
        if st.button(t("olvido.volver"), type="tertiary", icon=":material/arrow_back:"):
            st.switch_page(paginas.pagina("seguimiento"), query_params={"expediente": numero} if numero else {})
        if st.button(t("olvido.ingrese"), type="tertiary", icon=":material/login:"):
            st.switch_page(paginas.pagina("tramites"))


def _pedir(numero: str, correo: str) -> None:
    """Ask, and answer after the same time: a mail that is promised costs some milliseconds more than none."""
    ctx, comienzo = state.ctx(), monotonic()
    seguimientos.pedir_clave(ctx, numero=numero, correo=correo, ip=ctx.actor.ip)
    sleep(max(0.0, RESPUESTA_SEGUNDOS - (monotonic() - comienzo)))


def _numero(llave: str, conocido: str) -> tuple[str | None, st.delta_generator.DeltaGenerator]:
    with st.container(gap="xxsmall"):
        numero = st.text_input(
            t("seguimiento.numero"),
            conocido,
            placeholder=t("seguimiento.ejemplo"),
            autocomplete="off",
            max_chars=60,
            key=llave,
        )
        return numero, st.container()


def _falta(lugar: st.delta_generator.DeltaGenerator, llave: str, texto: str) -> None:
    with lugar:
        piezas.error_de_campo(llave, {llave: texto}, urgente=True)
