"""The second factor on the screen: asking the code, enrolling an application, keeping the recovery codes.

A code is one field under a plain label: pasting works, phones offer the numbers (``static/marco.js``), and a refusal
stands under the field it is about.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from portal.domain import fechas
from portal.domain.errors import DatoInvalido
from portal.i18n import explain, t
from portal.services import segundo_factor
from portal.services.contexto import Contexto
from portal.services.segundo_factor import Alta, CodigoIncorrecto, SegundoFactorView
from portal.ui import auth, botones, piezas, state
from portal.ui.cuenta import contrasena_actual
from portal.ui.errors import show_refusals

CODIGOS = "codigos_de_recuperacion"
"""The recovery codes just given, in this tab, until the person goes on."""
ALTA = "alta"
"""What the address says when the screen is to enrol."""
_CON_PAPEL = "segundo_con_papel"
APLICACION, NUEVA, PAPEL, CUALQUIERA = "aplicacion", "nueva", "papel", "cualquiera"
POCOS = 3


@dataclass(frozen=True, slots=True)
class Campo:
    """A field, what was typed in it, and the place for its error."""

    clave: str
    escrito: str
    error: DeltaGenerator
    con_hora: bool = False

    def negar(self, palabras: str) -> None:
        """Say under the field why not; of a telephone's code, also the hour here: a wrong clock makes wrong codes."""
        if self.con_hora and self.escrito.strip():
            palabras = f"{palabras} {_hora()}"
        with self.error:
            piezas.error_de_campo(self.clave, {self.clave: palabras}, urgente=True)


def pedir(ctx: Contexto) -> None:
    """The screen between the password and the desk: one field."""
    que = PAPEL if st.session_state.get(_CON_PAPEL) else APLICACION
    st.title(t(f"segundo.titulo_{que}"), anchor=False)
    piezas.entrada(t(f"segundo.entrada_{que}"))
    with st.form(f"segundo_{que}", border=False, clear_on_submit=True):
        codigo = campo(que, f"segundo_{que}")
        enviado = st.form_submit_button(t("segundo.seguir"), type="primary")
    if enviado and logra(lambda: segundo_factor.probar(ctx, codigo.escrito), codigo=codigo):
        st.session_state.pop(_CON_PAPEL, None)
        st.rerun()
    st.space("xsmall")
    piezas.nota(t(f"segundo.sin_{que}", ayuda=state.institucion().textos.ayuda))
    with st.container(horizontal=True, gap="small"):
        if st.button(t(f"segundo.otra_via_{que}"), key=f"otra_via_{que}"):
            st.session_state[_CON_PAPEL] = que == APLICACION
            st.rerun()
        salir()


def alta(ctx: Contexto, *, cancelar: Callable[[], None]) -> None:
    """Enrol an application: get one, show it the code, prove that it works."""
    obligada = bool(ctx.actor.por_probar)
    dada = segundo_factor.alta(ctx)
    cual = "cambio" if dada.cambia else "alta"
    st.title(t(f"segundo.titulo_{cual}"), anchor=False)
    piezas.entrada(t("segundo.entrada_obligada" if obligada else f"segundo.entrada_{cual}"))
    st.space("xsmall")
    st.header(t("segundo.paso_aplicacion"), anchor=False)
    piezas.nota(t("segundo.paso_aplicacion_nota"))
    st.space("xsmall")
    st.header(t("segundo.paso_qr"), anchor=False)
    _qr(dada)
    st.space("xsmall")
    st.header(t("segundo.paso_codigo"), anchor=False)
    with st.form("segundo_alta", border=False):
        codigo = campo(NUEVA if dada.cambia else APLICACION, "segundo_nuevo")
        prueba = None if obligada else _prueba(dada)
        with st.container(horizontal=True, gap="small"):
            enviado = st.form_submit_button(t(f"segundo.{cual}"), type="primary")
            cancelado = not obligada and st.form_submit_button(t("mi_cuenta.cancelar"))
    if cancelado:
        cancelar()
    if enviado:
        _confirmar(ctx, codigo, prueba)
    if obligada:
        salir()


def codigos(ctx: Contexto, dados: Sequence[str]) -> bool:
    """The recovery codes, to print, copy or write down; whether the person goes on."""
    st.title(t("segundo.titulo_codigos"), anchor=False)
    piezas.entrada(t("segundo.entrada_codigos"))
    filas = "".join(f'<li class="mp-num">{codigo}</li>' for codigo in dados)
    st.html(f'<ol class="mp-codigos">{filas}</ol>')
    with st.container(horizontal=True, gap="small"):
        botones.imprimir(t("segundo.imprimir"), key="imprimir_codigos")
        botones.copiar(
            t("segundo.copiar"), t("segundo.los_codigos"), "\n".join(dados), key="copiar_codigos", dibujo="content_copy"
        )
    piezas.aviso(t("segundo.guardelos"), t("segundo.guardelos_detalle"), tono="ambar")
    _hoja(ctx, dados)
    return st.button(t("segundo.guardados"), type="primary")


def situacion(suyo: SegundoFactorView, zona: tzinfo) -> None:
    """Whether there is a second factor, since when, and how many recovery codes are left."""
    if suyo.desde is None:
        piezas.resumen({t("segundo.estado"): t("segundo.inactiva")})
        piezas.nota(t("segundo.inactiva_nota"))
        return
    quedan = t("segundo.quedan_cuantos", cuantos=suyo.codigos, total=suyo.de)
    activa = t("segundo.activa", cuando=fechas.corta(suyo.desde, zona))
    piezas.resumen({t("segundo.estado"): activa, t("segundo.quedan"): quedan})
    if suyo.codigos <= POCOS:
        piezas.nota(t("segundo.quedan_pocos"))
    if suyo.exigido:
        piezas.nota(t("segundo.exigida"))


def salir() -> None:
    """Leave without proving anything."""
    if st.button(t("cuenta.salir"), key="salir_sin_probar"):
        auth.cerrar_sesion("/")
        st.stop()


def campo(que: str, clave: str) -> Campo:
    """The field of a code: of the ``APLICACION``, of the ``NUEVA``, one on ``PAPEL``, or ``CUALQUIERA`` of both."""
    with st.container(gap="xxsmall"):
        autocompleta = "one-time-code" if que in {APLICACION, NUEVA} else "off"
        escrito = st.text_input(t(f"segundo.codigo_{que}"), key=clave, width=260, autocomplete=autocompleta)
        piezas.ayuda(clave, t(f"segundo.ayuda_{que}"))
        return Campo(clave, str(escrito or ""), st.container(gap="xxsmall"), con_hora=que != PAPEL)


def logra(hacer: Callable[[], object], **campos: Campo) -> bool:
    """Whether it was done; if not, each refusal is told where it belongs. ``campos``: by the name that refusals use."""
    vacios = [uno for uno in campos.values() if not uno.escrito.strip()]
    for uno in vacios:
        uno.negar(t("error.dato_invalido.vacio"))
    if vacios:
        return False
    with show_refusals():
        try:
            hacer()
        except (CodigoIncorrecto, DatoInvalido) as negativa:
            # another tab may have enrolled meanwhile: then a code is asked for that has no field here
            campos.get(str(negativa.facts["campo"]), campos["codigo"]).negar(explain(negativa))
        else:
            return True
    return False


def _hora() -> str:
    """The hour here, to compare with the telephone's."""
    return t("segundo.hora", hora=f"{state.ctx().reloj().astimezone(state.institucion().zona):%H:%M}")


def _qr(dada: Alta) -> None:
    dibujo = base64.b64encode(dada.qr.encode()).decode()
    alternativa = piezas.seguro(t("segundo.qr_alternativa"))
    st.html(f'<img class="mp-qr" alt="{alternativa}" src="data:image/svg+xml;base64,{dibujo}">')
    piezas.nota(t("segundo.sin_camara"))
    with st.container(gap="xsmall"):
        st.html(f'<p class="mp-secreto">{dada.secreto}</p>')
        junto = dada.secreto.replace(" ", "")
        botones.copiar(
            t("segundo.copiar_clave"), t("segundo.la_clave"), junto, key="copiar_secreto", dibujo="content_copy"
        )


def _prueba(dada: Alta) -> Campo:
    """What a stolen session alone does not have: the password, or a code of the application that is replaced."""
    clave = "segundo_prueba"
    with st.container(gap="xxsmall"):
        if dada.cambia:
            escrito = st.text_input(t("segundo.codigo_anterior"), key=clave, width=260, autocomplete="off")
            piezas.ayuda(clave, t("segundo.ayuda_anterior"))
        else:
            escrito = contrasena_actual(clave)
        return Campo(clave, str(escrito or ""), st.container(gap="xxsmall"))


def _confirmar(ctx: Contexto, codigo: Campo, prueba: Campo | None) -> None:
    """Enrol, and show the recovery codes next."""
    campos = {"codigo": codigo} | ({"prueba": prueba} if prueba else {})

    def enrolar() -> None:
        mostrados = segundo_factor.confirmar(ctx, codigo.escrito, prueba=prueba.escrito if prueba else "")
        st.session_state[CODIGOS] = mostrados

    if logra(enrolar, **campos):
        st.rerun()


def _hoja(ctx: Contexto, dados: Sequence[str]) -> None:
    """The codes on paper: hidden on the screen, and all that is printed."""
    institucion = state.institucion()
    filas = "".join(f"<div><dt>{lugar}</dt><dd>{codigo}</dd></div>" for lugar, codigo in enumerate(dados, 1))
    cuando = fechas.corta(ctx.reloj(), institucion.zona)
    st.html(
        f'<div class="mp-impresion"><div class="cabeza"><b>{piezas.seguro(institucion.identidad.nombre)}</b>'
        f"<small>{piezas.seguro(institucion.identidad.modulo)}</small></div><h2>{t('segundo.hoja')}</h2>"
        f"<p>{piezas.seguro(ctx.actor.correo)} · {cuando}</p><p>{t('segundo.hoja_detalle')}</p><dl>{filas}</dl></div>"
    )
