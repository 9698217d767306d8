"""What is shown of an organisation: who acts for it, who was asked to, and the questions before each change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from portal.domain import fechas
from portal.domain.errors import DatoInvalido, DatosInvalidos
from portal.i18n import explain, t
from portal.services import invitaciones, organizaciones
from portal.services.contexto import Contexto
from portal.services.invitaciones import InvitacionRecibida
from portal.services.organizaciones import InvitacionView, MiembroView, OrganizacionView
from portal.ui import cuenta, paginas, piezas, state, vocabulario
from portal.ui.errors import show_refusals, tell_done

HECHO = "organizacion_hecho"
ACEPTADA = "organizacion_aceptada"
ANCHOS = [6, 5]


def dia(instante: datetime, zona: tzinfo) -> str:
    """The day of an instant, in words, on the institution's clocks."""
    return fechas.en_palabras(instante.astimezone(zona).date())


def decir_lo_hecho() -> None:
    """What the last act did, once."""
    tell_done(HECHO)
    if st.session_state.pop(ACEPTADA, False):  # a link: the next run of this screen no longer draws it
        nuevo = vocabulario.dicho(state.institucion().vocabulario, "inicio.presentar")
        presentar = piezas.Enlace(nuevo, state.url("/presentar"), "arrow_forward")
        piezas.boton_enlace(presentar, principal=True)
        st.space("xsmall")


def avisar_recibidas(ctx: Contexto) -> None:
    """A notice for each invitation that waits for this account, with the way to it."""
    for invitacion in invitaciones.recibidas(ctx):
        piezas.aviso(
            t("organizacion.recibida", organizacion=invitacion.organizacion),
            t("organizacion.recibida_detalle", persona=invitacion.invita),
            tono="ambar",
        )
        if st.button(t("organizacion.ver_invitacion"), key=f"ver_invitacion_{invitacion.id}"):
            st.switch_page(paginas.pagina("invitacion"), query_params={"invitacion": str(invitacion.id)})


def primera(ctx: Contexto) -> str:
    """Where who signs in begins: at an invitation that waits, or where everybody of that rol does."""
    espera = paginas.abierta("organizacion") and invitaciones.recibidas(ctx)
    return "invitacion" if espera else paginas.primera(ctx.actor)


def puede_salir(organizacion: OrganizacionView) -> bool:
    """Whether leaving would not be refused: who decides for the others stays among them."""
    titulares = [m for m in organizacion.miembros if m.titular]
    return not (organizacion.titular and len(titulares) == 1)


def preguntar(  # noqa: PLR0917 -- read aloud: what is asked, what it means, the verb, what to do and what to say then
    titulo: str, consecuencia: str, verbo: str, hacer: Callable[[Contexto, bool], object], hecho: str, opcion: str = ""
) -> None:
    """A dialog before what others will notice: what it means, perhaps an option, the verb, and the way back.

    ``hacer`` is told whether the option was ticked.
    """

    @st.dialog(titulo)
    def cuerpo() -> None:
        piezas.nota(consecuencia)
        marcada = bool(opcion) and st.checkbox(opcion, key="organizacion_opcion")
        problema = st.container()
        with st.container(horizontal=True, gap="small"):
            si = st.button(verbo, type="primary", key="organizacion_si")
            if st.button(t("organizacion.cancelar"), key="organizacion_no"):
                st.rerun()
        if si:
            with problema, show_refusals():
                hacer(state.ctx(), marcada)
                st.session_state[HECHO] = hecho
                st.rerun()

    cuerpo()


@st.dialog(t("organizacion.agregar"))
def agregar() -> None:
    """RUC and razón social of an organisation that the account adds."""
    errores: dict[str, str] = st.session_state.get("errores_organizacion", {})
    piezas.nota(t("organizacion.agregar_nota"))
    datos = {
        "ruc": _campo("ruc", errores, 20, width=260),
        "razon_social": _campo("razon_social", errores, 250),
        "direccion": _direccion(errores),
    }
    problema = st.container()
    with st.container(horizontal=True, gap="small"):
        agrega = st.button(t("organizacion.agregar_boton"), type="primary", key="organizacion_agregar")
        if st.button(t("organizacion.cancelar"), key="organizacion_no_agregar"):
            olvidar_agregar()
            st.rerun()
    if not agrega:
        return
    with problema, show_refusals():
        try:
            organizaciones.agregar(state.ctx(), **datos)
        except DatosInvalidos as refusal:
            st.session_state["errores_organizacion"] = {c: explain(error) for c, error in refusal.errores.items()}
            st.rerun(scope="fragment")
        olvidar_agregar()
        st.session_state[HECHO] = t("organizacion.agregada", organizacion=datos["razon_social"].strip())
        st.rerun()


def _direccion(errores: Mapping[str, str]) -> str:
    """The address, as far as the institution asks for it."""
    pide = state.institucion().cuentas.direccion
    return _campo("direccion", errores, 250, opcional=pide == "opcional") if pide != "no" else ""


def _campo(
    nombre: str,
    errores: Mapping[str, str],
    largo: int,
    *,
    width: int | Literal["stretch"] = "stretch",
    opcional: bool = False,
) -> str:
    """One field of the dialog, with its error below."""
    etiqueta = cuenta.etiqueta(nombre, opcional=opcional)
    clave = f"organizacion_{nombre}"
    with st.container(gap="xxsmall"):
        escrito = st.text_input(etiqueta, max_chars=largo, key=clave, autocomplete="off", width=width)
        suyos = {f"organizacion_{campo}": texto for campo, texto in errores.items()}
        piezas.error_de_campo(clave, suyos, urgente=True)
    return escrito or ""


def olvidar_agregar() -> None:
    """What was typed of an organisation leaves the session with its dialog."""
    for clave in ("errores_organizacion", "organizacion_ruc", "organizacion_razon_social", "organizacion_direccion"):
        st.session_state.pop(clave, None)


def invitar(organizacion: OrganizacionView) -> None:
    """The form that mails an invitation."""
    vez = st.session_state.get("invitaciones_enviadas", 0)
    llave = f"invitar_{organizacion.id}_{vez}"
    st.subheader(t("organizacion.invitar"), anchor=False)
    piezas.nota(t("organizacion.invitar_nota", dias=invitaciones.DIAS))
    with st.form("invitar", border=False):
        with st.container(gap="xxsmall"):
            correo = st.text_input(
                t("organizacion.invitar_correo"), key=llave, type="email", autocomplete="off", validate="",
                placeholder=t("ingresar.correo_ejemplo"),
            )  # fmt: skip
            falla = st.container()
        enviado = st.form_submit_button(t("organizacion.invitar_enviar"), type="primary")
    if enviado:
        with falla, show_refusals():
            try:
                limpio = invitaciones.invitar(state.ctx(), organizacion.id, correo or "")
            except DatoInvalido as refusal:
                piezas.error_de_campo(llave, {llave: explain(refusal)}, urgente=True)
                return
            st.session_state["invitaciones_enviadas"] = vez + 1
            st.session_state[HECHO] = t("organizacion.invitada", correo=limpio)
            st.rerun()


def fila_de_miembro(organizacion: OrganizacionView, m: MiembroView, zona: tzinfo) -> None:
    """One person who acts for it, with what a titular may do."""
    with st.container(key=f"mp-fila-miembro-{m.id}"):
        datos, acciones = st.columns(ANCHOS, gap="small", vertical_alignment="center")
        marcas = [t("organizacion.usted")] if m.propio else []
        titular = piezas.etiqueta(t("organizacion.titular"), "azul", "key") if m.titular else ""
        _celda(datos, " ".join([m.nombre, *marcas]), titular, m.correo, t("organizacion.desde", dia=dia(m.desde, zona)))
        if not organizacion.titular:
            return
        with acciones, _acciones(f"miembro-{m.id}"):
            _boton_de_titular(organizacion, m)
            if not m.propio and st.button(
                t("organizacion.retirar"), key=f"retirar_{m.id}", type="tertiary", icon=":material/person_remove:",
                help=t("organizacion.retirar_ayuda", persona=m.nombre),
            ):  # fmt: skip
                preguntar(
                    t("organizacion.retirar_titulo", persona=m.nombre),
                    t("organizacion.retirar_consecuencia"),
                    t("organizacion.retirar_verbo"),
                    lambda ctx, todas: organizaciones.retirar(ctx, m.id, todas_las_claves=todas),
                    t("organizacion.retirada", persona=m.nombre),
                    t("organizacion.retirar_claves"),
                )


def _boton_de_titular(organizacion: OrganizacionView, m: MiembroView) -> None:
    """Make titular, or no longer; the last titular is not offered what would be refused."""
    if m.titular and sum(otra.titular for otra in organizacion.miembros) == 1:
        return
    que = "quitar" if m.titular else "hacer"
    if st.button(
        t(f"organizacion.{que}_titular"), key=f"titular_{m.id}", type="tertiary", icon=":material/key:",
        help=t(f"organizacion.{que}_titular_ayuda", persona=m.nombre),
    ):  # fmt: skip
        preguntar(
            t(f"organizacion.{que}_titular_titulo", persona=m.nombre),
            t(f"organizacion.{que}_titular_consecuencia"),
            t(f"organizacion.{que}_titular_verbo"),
            lambda ctx, _: organizaciones.cambiar_titular(ctx, m.id, titular=not m.titular),
            t(f"organizacion.{que}_titular_hecho", persona=m.nombre),
        )


def fila_de_invitacion(organizacion: OrganizacionView, i: InvitacionView, zona: tzinfo) -> None:
    """One invitation without an answer: send it again, or withdraw it."""
    with st.container(key=f"mp-fila-invitacion-{i.id}"):
        datos, acciones = st.columns(ANCHOS, gap="small", vertical_alignment="center")
        clave = "organizacion.vencio" if i.vencida else "organizacion.vence"
        _celda(datos, i.correo, "", t("organizacion.invito", persona=i.invita), t(clave, dia=dia(i.vence_at, zona)))
        with acciones, _acciones(f"invitacion-{i.id}"), show_refusals():
            if st.button(
                t("organizacion.reenviar"), key=f"reenviar_{i.id}", type="tertiary", icon=":material/send:",
                help=t("organizacion.reenviar_ayuda", correo=i.correo),
            ):  # fmt: skip
                invitaciones.invitar(state.ctx(), organizacion.id, i.correo)
                st.session_state[HECHO] = t("organizacion.invitada", correo=i.correo)
                st.rerun()
            if st.button(
                t("organizacion.anular"), key=f"anular_{i.id}", type="tertiary", icon=":material/close:",
                help=t("organizacion.anular_ayuda", correo=i.correo),
            ):  # fmt: skip
                invitaciones.anular(state.ctx(), i.id)
                st.session_state[HECHO] = t("organizacion.anulada", correo=i.correo)
                st.rerun()


def _acciones(de: str) -> DeltaGenerator:
    """Where the acts of a row stand: at its end, and under it on a phone."""
    return st.container(key=f"mp-acciones-{de}", horizontal=True, horizontal_alignment="right", gap="small")


def _celda(donde: DeltaGenerator, nombre: str, marca: str, *lineas: str) -> None:
    renglones = "".join(f"<small>{piezas.seguro(linea)}</small>" for linea in lineas)
    donde.html(
        f'<div class="mp-celda mp-persona"><b>{piezas.seguro(nombre)}</b> {piezas.seguro(marca)}{renglones}</div>'
    )


def anterior(m: MiembroView, zona: tzinfo) -> str:
    """Who acted once: from when to when, and who ended it."""
    quien = t("organizacion.retiro", persona=m.retirado_por) if m.retirado_por else t("organizacion.salio")
    hasta = dia(m.hasta, zona) if m.hasta else ""
    return t("organizacion.anterior", persona=m.nombre, desde=dia(m.desde, zona), hasta=hasta, quien=quien)


def resumen(i: InvitacionRecibida, zona: tzinfo) -> None:
    """What one is invited to, by whom and until when."""
    piezas.resumen({
        t("organizacion.dato_ruc"): i.ruc,
        t("organizacion.dato_invita"): i.invita,
        t("organizacion.dato_correo"): i.correo,
        t("organizacion.dato_vence"): dia(i.vence_at, zona),
    })  # fmt: skip
