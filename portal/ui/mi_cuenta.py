"""The sections of Mi cuenta. Each shows what is, and one button opens its form in the same place; one form at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo

import streamlit as st

from portal.domain import fechas
from portal.domain.errors import DatosInvalidos
from portal.domain.permisos import PERSONAL
from portal.i18n import explain, t
from portal.services import cambio_correo, contrasenas, cuentas, perfil, segundo_factor
from portal.services.contexto import Contexto
from portal.services.cuentas import CuentaView
from portal.services.datos_cuenta import DatosDePerfil
from portal.services.perfil import PerfilView
from portal.ui import paginas, piezas, state
from portal.ui import segundo_factor as vistas
from portal.ui.cuenta import contrasena_actual
from portal.ui.cuenta import etiqueta as etiqueta_de
from portal.ui.errors import show_refusals

EDITANDO = "editar"
"""What the address says of the form that is open: it is still open after a reload, or after signing in again."""
HECHO, ERRORES, VEZ = "cuenta_hecho", "cuenta_errores", "cuenta_vez"
FIJOS = ("nombres", "apellidos", "tipo_doc", "numero_doc")


def novedad(seccion: str) -> None:
    """What was just done in that section, said once."""
    with piezas.lugar():
        if st.session_state.get(HECHO, ("",))[0] == seccion:
            piezas.aviso(*st.session_state.pop(HECHO)[1:], tono="fuerte", urgente=True)


def _abre(seccion: str, palabras: str) -> None:
    """The button that opens the form of a section."""
    if st.button(palabras, key=f"abrir_{seccion}"):
        st.query_params[EDITANDO] = seccion
        st.session_state.pop(ERRORES, None)
        st.rerun()


def _botones(guardar: str) -> bool:
    """Whether the form was sent; "Cancelar" closes it and leaves everything as it was."""
    with st.container(horizontal=True, gap="small"):
        enviado = st.form_submit_button(guardar, type="primary")
        if st.form_submit_button(t("mi_cuenta.cancelar")):
            cerrar()
    return bool(enviado)


def cerrar(*hecho: str) -> None:
    """Close the form; ``hecho``: the section, and what was done there."""
    st.query_params.pop(EDITANDO, None)
    st.session_state.pop(ERRORES, None)
    st.session_state[VEZ] = st.session_state.get(VEZ, 0) + 1  # what was typed, passwords first, is gone
    if hecho:
        st.session_state[HECHO] = hecho
    st.rerun()


def _seccion(nombre: str, mostrar: Callable[[], None], editar: Callable[[], None]) -> None:
    """One titled section, shown or being changed."""
    with st.container(key=f"mp-seccion-{nombre}", gap="small"):
        st.header(t(f"mi_cuenta.{nombre}"), anchor=False)
        novedad(nombre)
        (editar if st.query_params.get(EDITANDO) == nombre else mostrar)()


# --- Datos ---------------------------------------------------------------------------


def datos(ctx: Contexto, cuenta: CuentaView) -> None:
    """Who the person is and how to reach them."""
    if cuenta.rol in PERSONAL:
        with st.container(key="mp-seccion-datos", gap="small"):
            st.header(t("mi_cuenta.datos"), anchor=False)
            piezas.resumen({t("mi_cuenta.nombre"): f"{cuenta.nombres} {cuenta.apellidos}"})
        return
    suyo = perfil.mio(ctx)
    _seccion("datos", lambda: _ver_datos(suyo), lambda: _editar_datos(ctx, suyo))


def _ver_datos(suyo: PerfilView) -> None:
    d = suyo.datos
    filas = _identidad(d) | {t("mi_cuenta.telefono"): d.telefono}
    if not suyo.direccion_ajena:
        filas[t("mi_cuenta.direccion")] = d.direccion or t("mi_cuenta.sin_direccion")
    piezas.resumen(filas)
    _abre("datos", t("mi_cuenta.corregir"))


def _identidad(d: DatosDePerfil) -> dict[str, str]:
    return {
        t("mi_cuenta.nombre"): f"{d.nombres} {d.apellidos}",
        t("mi_cuenta.documento"): f"{t(f'crear.{d.tipo_doc}')} {d.numero_doc}",
    }


def _editar_datos(ctx: Contexto, suyo: PerfilView) -> None:
    errores: Mapping[str, str] = st.session_state.get(ERRORES, {})
    with piezas.lugar():
        if errores:
            piezas.resumen_de_errores(
                {_clave(campo): f"{t(f'crear.{campo}')}: {texto}" for campo, texto in errores.items()},
                t("mi_cuenta.conservado"),
                vez=st.session_state.get(VEZ, 0),
            )
    if not suyo.corrige:
        piezas.resumen(_identidad(suyo.datos))
        piezas.nota(t("mi_cuenta.fijos", ayuda=state.institucion().textos.ayuda))
    with st.form("datos", border=False):
        escritos = _campos_de_identidad(suyo.datos, errores) if suyo.corrige else {}
        escritos |= _campos_de_contacto(suyo, errores)
        enviado = _botones(t("mi_cuenta.guardar_datos"))
    if enviado:
        _guardar_datos(ctx, suyo.datos, escritos)


def _campos_de_contacto(suyo: PerfilView, errores: Mapping[str, str]) -> dict[str, str]:
    """How to reach the person, as far as the institution asks for it."""
    pide, d, escritos = state.institucion().cuentas, suyo.datos, dict[str, str]()
    if pide.telefono != "no":
        etiqueta = etiqueta_de("telefono", opcional=pide.telefono == "opcional")
        escritos["telefono"] = _campo("telefono", d.telefono, errores, etiqueta=etiqueta, type="phone", width=260)
    if pide.direccion != "no" and not suyo.direccion_ajena:
        etiqueta = etiqueta_de("direccion", opcional=pide.direccion == "opcional")
        escritos["direccion"] = _campo("direccion", d.direccion, errores, etiqueta=etiqueta, max_chars=250)
    return escritos


def _campos_de_identidad(d: DatosDePerfil, errores: Mapping[str, str]) -> dict[str, str]:
    documentos = state.institucion().cuentas.documentos
    nombres = {n: _campo(n, getattr(d, n), errores, max_chars=120) for n in ("nombres", "apellidos")}
    with st.container(horizontal=True, gap="small"):
        tipo = st.selectbox(
            t("crear.tipo_doc"), documentos, index=documentos.index(d.tipo_doc) if d.tipo_doc in documentos else 0,
            format_func=lambda uno: t(f"crear.{uno}"), key=_clave("tipo_doc"), width=240,
        )  # fmt: skip
        numero = _campo("numero_doc", d.numero_doc, errores, max_chars=20, width=200)
    return nombres | {"tipo_doc": str(tipo), "numero_doc": numero}


def _clave(campo: str) -> str:
    return f"perfil_{campo}_{st.session_state.get(VEZ, 0)}"


def _campo(nombre: str, valor: str, errores: Mapping[str, str], *, etiqueta: str = "", **opciones: object) -> str:
    with st.container(gap="xxsmall"):
        escrito = st.text_input(etiqueta or t(f"crear.{nombre}"), value=valor, key=_clave(nombre), **opciones)  # type: ignore[call-overload]
        if nombre in errores:
            piezas.error_de_campo(_clave(nombre), {_clave(nombre): errores[nombre]})
    return str(escrito or "")


def _guardar_datos(ctx: Contexto, antes: DatosDePerfil, escritos: Mapping[str, str]) -> None:
    """Keep them, or show every error at once."""
    quedan = {campo: escritos.get(campo, getattr(antes, campo)) for campo in (*FIJOS, "telefono", "direccion")}
    with show_refusals():
        try:
            perfil.cambiar(ctx, DatosDePerfil(**quedan))
        except DatosInvalidos as negativa:
            st.session_state[ERRORES] = {campo: explain(error) for campo, error in negativa.errores.items()}
            st.rerun()
        cerrar("datos", t("mi_cuenta.guardados"))


# --- Correo ---------------------------------------------------------------------------


def correo(ctx: Contexto, cuenta: CuentaView, zona: tzinfo) -> None:
    """The e-mail one signs in with, and the change that waits for its confirmation."""

    def mostrar() -> None:
        piezas.resumen({t("mi_cuenta.usuario"): cuenta.correo})
        pendiente = cambio_correo.pendiente(ctx)
        if pendiente is None:
            return _abre("correo", t("mi_cuenta.cambiar_correo"))
        vence = t("mi_cuenta.vence", cuando=fechas.corta(pendiente.vence_at, zona))
        piezas.aviso(t("mi_cuenta.falta_confirmar", correo=pendiente.correo), vence, tono="ambar")
        if st.button(t("mi_cuenta.cancelar_cambio"), key="cancelar_correo"):
            with show_refusals():
                cambio_correo.cancelar(ctx)
                cerrar("correo", t("mi_cuenta.cambio_cancelado"))
        return None

    _seccion("correo", mostrar, lambda: _editar_correo(ctx))


def _editar_correo(ctx: Contexto) -> None:
    vez = st.session_state.get(VEZ, 0)
    piezas.nota(t("mi_cuenta.correo_nota"))
    with st.form("correo", border=False):
        nuevo = st.text_input(
            t("mi_cuenta.correo_nuevo"), type="email", autocomplete="email", validate="",
            placeholder=t("ingresar.correo_ejemplo"), key=f"correo_nuevo_{vez}",
        )  # fmt: skip
        clave = contrasena_actual(f"clave_correo_{vez}")
        enviado = _botones(t("mi_cuenta.enviar_enlace"))
    if enviado and not (nuevo and clave):
        piezas.aviso(t("mi_cuenta.falta_correo"), tono="rojo", urgente=True)
    elif enviado:
        with show_refusals():
            cambio_correo.pedir(ctx, nuevo or "", clave)
            cerrar("correo", t("mi_cuenta.pedido"), t("mi_cuenta.pedido_detalle"))


# --- Contraseña ------------------------------------------------------------------------


def clave(ctx: Contexto) -> None:
    """Changing the password: other sessions end, this one goes on."""
    _seccion("clave", lambda: _abre("clave", t("mi_cuenta.cambiar")), lambda: _editar_clave(ctx))


def _editar_clave(ctx: Contexto) -> None:
    vez = st.session_state.get(VEZ, 0)
    with st.form("cambiar", border=False):
        actual = contrasena_actual(f"actual_{vez}")
        with st.container(gap="xxsmall"):
            nueva = st.text_input(
                t("mi_cuenta.nueva"), type="password", autocomplete="new-password", key=f"nueva_{vez}"
            )
            piezas.nota(t("crear.contrasena_nota", largo=contrasenas.largo_minimo(state.institucion(), ctx.actor.rol)))
        enviado = _botones(t("mi_cuenta.guardar"))
    if enviado and not (actual and nueva):
        piezas.aviso(t("mi_cuenta.falta"), tono="rojo", urgente=True)
    elif enviado:
        with show_refusals():
            cuentas.cambiar_clave(ctx, actual, nueva or "")
            cerrar("clave", t("mi_cuenta.cambiada"), t("mi_cuenta.cambiada_detalle"))


# --- Segundo factor --------------------------------------------------------------------


def dos_pasos(ctx: Contexto, zona: tzinfo) -> None:
    """The second factor of staff: whether there is one, enrolling and changing it on its own screen, taking it away."""
    suyo = segundo_factor.mio(ctx)

    def mostrar() -> None:
        vistas.situacion(suyo, zona)
        with st.container(horizontal=True, gap="small"):
            if st.button(t("segundo.cambiar" if suyo.desde else "segundo.activar"), key="alta_segundo_factor"):
                consulta = {vistas.ALTA: "1", "volver": state.url("/mi-cuenta")}
                st.switch_page(paginas.pagina("segundo_factor"), query_params=consulta)
            if suyo.desde and not suyo.exigido:
                _abre("segundo_factor", t("segundo.desactivar"))

    _seccion("segundo_factor", mostrar, lambda: _desactivar(ctx))


def _desactivar(ctx: Contexto) -> None:
    piezas.nota(t("segundo.desactivar_nota"))
    with st.form("desactivar", border=False):
        codigo = vistas.campo(vistas.CUALQUIERA, f"segundo_quitar_{st.session_state.get(VEZ, 0)}")
        enviado = _botones(t("segundo.desactivar"))
    if enviado and vistas.logra(lambda: segundo_factor.desactivar(ctx, codigo.escrito), codigo=codigo):
        cerrar("segundo_factor", t("segundo.desactivada"), t("segundo.desactivada_detalle"))
