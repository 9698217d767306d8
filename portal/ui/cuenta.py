"""The registration form: its fields, their errors, and what was typed as the service takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from portal.domain.configuracion import Cuentas, Institucion
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.services.datos_cuenta import NuevaCuenta
from portal.ui import paginas, piezas, state

PREFIJO = "cuenta_"
ORDEN = (
    "clase", "ruc", "razon_social", "tipo_doc", "numero_doc", "nombres", "apellidos", "telefono", "direccion", "correo",
    "contrasena", "acepta",
)  # fmt: skip
"""The fields as the screen shows them."""


def clave(campo: str) -> str:
    """The widget key of a field."""
    return f"{PREFIJO}{campo}"


def con_nombre(nombre: str, error: str) -> str:
    """An error away from its field says which field it is."""
    return error if nombre == "acepta" else f"{t(f'crear.{nombre}')}: {error}"


def en_orden(errores: Mapping[str, str]) -> list[str]:
    """The fields with an error, from the top of the screen down."""
    return sorted(errores, key=ORDEN.index)


@contextmanager
def campo(nombre: str, errores: Mapping[str, str]) -> Iterator[str]:
    """A field with its error below: gives the widget's key."""
    with st.container(gap="xxsmall"):
        yield clave(nombre)
        if nombre in errores:
            piezas.error_de_campo(clave(nombre), {clave(nombre): errores[nombre]})


def etiqueta(nombre: str, *, opcional: bool) -> str:
    """What a field is called, and whether it may be left out."""
    dicha = t(f"crear.{nombre}")
    return t("formulario.opcional", etiqueta=dicha) if opcional else dicha


def texto(nombre: str, errores: Mapping[str, str], *, nota: str = "", opcional: bool = False, **opciones: Any) -> None:  # noqa: ANN401 -- the widget's own arguments
    """A one-line field named by the catalog."""
    with campo(nombre, errores) as llave:
        st.text_input(etiqueta(nombre, opcional=opcional), key=llave, **opciones)
        if nota:
            piezas.nota(nota)


def organizacion(errores: Mapping[str, str]) -> None:
    """RUC and razón social."""
    st.header(t("crear.organizacion"), anchor=False)
    texto("ruc", errores, max_chars=20, width=260, autocomplete="off")
    texto("razon_social", errores, max_chars=250, autocomplete="organization")
    st.space("xsmall")
    st.header(t("crear.persona"), anchor=False)


def persona(institucion: Institucion, errores: Mapping[str, str]) -> None:
    """The person who uses the account: identity, contact, password, acceptance."""
    with st.container(horizontal=True, gap="small"):
        st.selectbox(
            t("crear.tipo_doc"),
            institucion.cuentas.documentos,
            format_func=lambda tipo: t(f"crear.{tipo}"),
            key=clave("tipo_doc"),
            width=240,
        )
        with st.container(width=260):  # its error under it, and not under the kind of document
            texto("numero_doc", errores, max_chars=20, width=200, autocomplete="off")
    texto("nombres", errores, max_chars=120, autocomplete="given-name")
    texto("apellidos", errores, max_chars=120, autocomplete="family-name")
    contacto(institucion.cuentas, errores)
    texto(
        "correo", errores, type="email", autocomplete="email", placeholder=t("ingresar.correo_ejemplo"), validate="",
        nota=t("crear.correo_nota"),
    )  # fmt: skip
    texto(
        "contrasena", errores, type="password", autocomplete="new-password",
        nota=t("crear.contrasena_nota", largo=institucion.cuentas.largo_contrasena),
    )  # fmt: skip
    acepta(institucion.cuentas, errores)


def contacto(pide: Cuentas, errores: Mapping[str, str]) -> None:
    """How to reach the person, as far as the institution asks for it."""
    if pide.telefono != "no":
        texto(
            "telefono", errores, opcional=pide.telefono == "opcional", type="phone", autocomplete="tel", width=260,
            placeholder=t("crear.telefono_ejemplo"),
        )  # fmt: skip
    if pide.direccion != "no":
        texto("direccion", errores, opcional=pide.direccion == "opcional", max_chars=250, autocomplete="street-address")


def acepta(pide: Cuentas, errores: Mapping[str, str]) -> None:
    """The box of what is accepted with the registration; where the terms wait for the sign-in, only the privacy notice."""
    enlaces = {tema: state.url(f"/informacion?tema={tema}") for tema in ("terminos", "privacidad")}
    luego = pide.terminos == "ingreso"
    with campo("acepta", errores) as llave:
        st.checkbox(t("crear.acepta_privacidad" if luego else "crear.acepta"), key=llave)
        st.markdown(t("crear.acepta_privacidad_lea" if luego else "crear.acepta_lea", **enlaces))


def escrita(clase: str) -> NuevaCuenta:
    """What was typed, unjudged."""

    def valor(nombre: str) -> str:
        return str(st.session_state.get(clave(nombre)) or "")

    return NuevaCuenta(
        clase=clase,
        tipo_doc=valor("tipo_doc"),
        numero_doc=valor("numero_doc"),
        nombres=valor("nombres"),
        apellidos=valor("apellidos"),
        telefono=valor("telefono"),
        correo=valor("correo"),
        contrasena=valor("contrasena"),
        acepta=bool(st.session_state.get(clave("acepta"))),
        direccion=valor("direccion"),
        ruc=valor("ruc"),
        razon_social=valor("razon_social"),
    )


def pedir_correo(nombre: str, enviar: str, falta: str) -> str:
    """A form with one e-mail: what was typed when it was sent, else nothing. ``nombre`` tells forms apart."""
    with st.form(nombre, border=False):
        correo = st.text_input(
            t("ingresar.correo"),
            type="email",
            autocomplete="username",
            placeholder=t("ingresar.correo_ejemplo"),
            validate="",
            key=f"correo_de_{nombre}",
        )
        enviado = st.form_submit_button(enviar, type="primary")
    if enviado and not correo:
        piezas.aviso(falta, tono="rojo", urgente=True)
    return str(correo) if enviado and correo else ""


def contrasena_actual(llave: str) -> str:
    """The password one has, asked before what a stolen session alone must not change."""
    return str(st.text_input(t("mi_cuenta.actual"), type="password", autocomplete="current-password", key=llave) or "")


def por_leer(nombre: str, titulo: str, cuerpo: str) -> None:
    """A long text in a box of its own, which the keyboard scrolls."""
    bloques = (piezas.seguro(bloque.strip()).replace("\n", "<br>") for bloque in cuerpo.split("\n\n"))
    parrafos = "".join(f"<p>{bloque}</p>" for bloque in bloques if bloque)
    st.html(
        f'<div class="mp-por-leer" id="mp-por-leer-{nombre}" tabindex="0" role="region" '
        f'aria-label="{piezas.seguro(titulo)}">{parrafos}</div>'
    )


def seguir_tras_un_enlace() -> None:
    """After a mailed link, the way on: to one's account when this browser is signed in, else to sign in."""
    dentro = state.ctx().actor.rol is not Rol.ANONIMO
    if st.button(t("pagina.mi_cuenta") if dentro else t("ingresar.entrar"), type="primary"):
        st.switch_page(paginas.pagina("mi_cuenta" if dentro else "ingresar"))


def olvidar() -> None:
    """Take the typed data, password first, out of the session once the account exists."""
    for llave in [llave for llave in st.session_state if str(llave).startswith(PREFIJO)]:
        del st.session_state[llave]
