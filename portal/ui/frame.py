"""The entry script of every screen: who is asking, which pages he has, the frame, the page."""

from __future__ import annotations

from datetime import date

import streamlit as st

from portal import wiring
from portal.domain.configuracion import Institucion
from portal.domain.identidad import Identidad
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.services import aceptaciones
from portal.services.configuracion import SinInstitucion
from portal.services.contexto import Actor
from portal.ui import auth, paginas, piezas, state, theme
from portal.ui.errors import show_refusals, tell_kept
from portal.ui.marco import Marca, marco
from portal.ui.piezas import Enlace
from portal.ui.primera_vez import LISTA

DE_UNA_PANTALLA = (
    "creada_para",
    "activada",
    "restablecida",
    "por_activar",
    "errores_cuenta",
    "errores_en",
    "borrador_empezado",
    "borrador_descartado",
    "verificado",
    "correo_confirmado",
    "correo_anulado",
    "errores_aceptar",
    "cuenta_hecho",
    "cuenta_errores",
    "filtros_abiertos",
    "codigos_de_recuperacion",
    "segundo_con_papel",
    "personal_hecho",
    "bandeja_mas_filtros",
    "bandeja_cifras",
    "propuesta_fallos",
    "config_descartar",
    "config_cerrar",
)
TEMAS = ("terminos", "privacidad", "accesibilidad", "base_legal")


def marca(institucion: Institucion, hoy: date) -> Marca:
    """What the frame says of the institution on that day of its zone."""
    i = institucion.identidad
    return Marca(
        nombre=i.nombre,
        sigla=i.sigla,
        modulo=i.modulo,
        sector=i.sector,
        frases=i.frases_de(hoy.year),
        avisos=tuple((a.titulo, a.detalle) for a in institucion.textos.vigentes(hoy)),
        ayuda=t("marco.ayuda", ayuda=institucion.textos.ayuda),
        logo=state.url(f"/imagen/{i.logo}") if i.logo else "",
        enlaces=(
            Enlace(t("pagina.manual"), state.url("/manual")),
            *(Enlace(t(f"informacion.{tema}"), state.url(f"/informacion?tema={tema}")) for tema in TEMAS),
        ),
    )


def atender_cuenta(eleccion: str | None) -> None:
    """Do what was chosen in the account menu."""
    if eleccion == t("cuenta.mi_cuenta"):
        st.switch_page(paginas.pagina("mi_cuenta"))
    if eleccion == t("cuenta.organizacion"):
        st.switch_page(paginas.pagina("organizacion"))
    if eleccion == t("cuenta.salir"):
        auth.cerrar_sesion("/")
        st.stop()


def opciones(rol: Rol) -> tuple[str, ...]:
    """The account menu."""
    propias = (t("cuenta.organizacion"),) if rol is Rol.CIUDADANO else ()
    return (t("cuenta.mi_cuenta"), *propias, t("cuenta.salir"))


def olvidar_la_anterior(nombre: str) -> None:
    """What one screen remembers between its runs ends with it: the next person at this computer starts afresh."""
    if st.session_state.get("pantalla") != nombre:
        st.session_state["pantalla"] = nombre
        for recuerdo in DE_UNA_PANTALLA:
            st.session_state.pop(recuerdo, None)


def olvidar_a_la_persona_anterior(actor: Actor) -> None:
    """A tab whose line was cut comes back with the browser's cookie of today, which may be somebody else's by now.

    Nothing that the one before typed or saw stays: what the tab remembers goes, and its fields with the screen.
    """
    antes = st.session_state.get("cuenta_de_la_pestana", actor.cuenta_id)
    if actor.cuenta_id is None:
        return
    if antes != actor.cuenta_id:
        st.session_state.clear()
    st.session_state["cuenta_de_la_pestana"] = actor.cuenta_id
    if antes != actor.cuenta_id:
        st.switch_page(paginas.pagina("inicio"))


def dibujar(institucion: Institucion, actor: Actor) -> None:
    """The frame with the page inside."""
    abiertas = paginas.de_actor(
        actor, por_aceptar=bool(aceptaciones.faltan(actor, institucion)), palabras=institucion.vocabulario
    )
    actual = st.navigation(list(abiertas.values()), position="hidden")
    olvidar_a_la_persona_anterior(actor)
    nombre = next((n for n, pagina in abiertas.items() if pagina == actual), "inicio")
    modulo = institucion.identidad.modulo
    st.set_page_config(page_title=modulo if nombre == "inicio" else f"{actual.title} · {modulo}")
    con_cuenta = actor.rol is not Rol.ANONIMO
    olvidar_la_anterior(nombre)
    cuerpo = marco(
        marca(institucion, wiring.contexto().reloj().astimezone(institucion.zona).date()),
        menu=[abiertas[n] for n in paginas.menu(actor, con_clave=institucion.seguimiento.contrasena)],
        tipo="escritorio"
        if nombre in paginas.DEL_PERSONAL and actor.puede(paginas.PANTALLAS[nombre].permiso)
        else "ciudadano",
        persona=actor.nombre if con_cuenta else "",
        cuenta=opciones(actor.rol),
        demo=wiring.contexto().demo,
    )
    with cuerpo as eleccion, show_refusals():
        with piezas.lugar():
            ocupado = auth.continuar()
        if not ocupado:
            atender_cuenta(eleccion)
            with piezas.lugar():
                tell_kept()
            actual.run()


def primera_vez() -> None:
    """The frame of an installation that is nobody's yet."""
    theme.aplicar(Identidad.model_fields["acento"].default, Identidad.model_fields["acento_oscuro"].default)
    actual = st.navigation(paginas.de_primera_vez(), position="hidden")
    titulo = t("marco.titulo")
    st.set_page_config(page_title=f"{t('pagina.primera_vez')} · {titulo}")
    with marco(Marca(nombre=titulo, sigla="MPV", modulo=t("pagina.primera_vez"))):
        actual.run()


st.set_page_config(page_title=t("marco.titulo"), layout="wide")
with show_refusals():
    try:
        en_vigor = state.institucion()
    except SinInstitucion:
        primera_vez()
    else:
        if LISTA in st.session_state:  # published a moment ago, in this very tab: what comes next is told first
            primera_vez()
            st.stop()
        theme.aplicar(en_vigor.identidad.acento, en_vigor.identidad.acento_oscuro)
        dibujar(en_vigor, auth.recordar())
