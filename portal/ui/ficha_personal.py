"""One member of staff on the screen: what they hold, and the dialogs to give, lend, end, shut out and let in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from portal.domain.errors import DatoInvalido, DatosInvalidos
from portal.i18n import explain, t
from portal.services import asignaciones, personal, segundo_factor, usuarios
from portal.services.encargos import AsignacionView, Encargo
from portal.services.personal import FichaDePersonal, PersonaView, Situacion
from portal.services.usuarios import NuevaPersona
from portal.ui import personal as lista
from portal.ui import piezas, state
from portal.ui.errors import show_refusals, tell_done

if TYPE_CHECKING:
    from collections.abc import Generator

    from streamlit.delta_generator import DeltaGenerator

NOMBRE = ("nombres", "apellidos")
DATOS = ("correo", *NOMBRE)


def mostrar(cuenta_id: int) -> None:
    """The whole screen of one person. Raises NoEncontrado."""
    ficha = personal.ficha(state.ctx(), cuenta_id)
    persona = ficha.persona
    st.button(t("personal.volver"), icon=":material/arrow_back:", type="tertiary", on_click=_volver)
    st.title(piezas.llano(persona.nombre), anchor=False)
    tell_done(lista.HECHO)
    with st.container(key="mp-ficha-personal", width=760, gap="small"):
        zona = state.institucion().zona
        piezas.resumen(
            {
                t("personal.correo"): persona.correo,
                t("personal.situacion"): lista.situacion(persona),
                t("personal.creada"): f"{ficha.creada_at.astimezone(zona):%d/%m/%Y}",
                t("personal.dos_pasos"): t("personal.si" if ficha.dos_pasos else "personal.no"),
                t("personal.a_cargo"): str(ficha.a_cargo),
            }
        )
        _asignaciones(ficha)
        _cuenta(ficha)


def _volver() -> None:
    st.query_params.pop(lista.PERSONA, None)


def _asignaciones(ficha: FichaDePersonal) -> None:
    st.space("xsmall")
    st.header(t("personal.puede"), anchor=False)
    with st.container(gap=None):
        for a in ficha.persona.asignaciones:
            with st.container(key=f"mp-fila-asignacion-{a.id}"):
                que, actos = st.columns([6, 5], gap="small", vertical_alignment="center")
                que.html(lista.en_celda(a))
                with actos, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
                    _actos(a)
        if not ficha.persona.asignaciones:
            piezas.nota(t("personal.sin_rol_detalle"))
    if ficha.propia:
        piezas.nota(t("personal.propia"))
    elif st.button(t("personal.dar"), type="primary", icon=":material/add:"):
        dar(ficha)
    if ficha.anteriores:
        with st.expander(t("personal.anteriores", cuantas=len(ficha.anteriores))):
            for a in ficha.anteriores:
                st.html(lista.en_celda(a))


def _actos(a: AsignacionView) -> None:
    nombrada = t("personal.nombrada", rol=a.rol, oficina=a.dependencia, persona=a.persona)
    if not a.suplente_de and st.button(
        t("personal.suplir"), key=f"suplir_{a.id}", type="tertiary", icon=":material/swap_horiz:",
        help=t("personal.suplir_ayuda", que=nombrada),
    ):  # fmt: skip
        suplir(a)
    if st.button(
        t("personal.terminar"), key=f"terminar_{a.id}", type="tertiary", icon=":material/close:",
        help=t("personal.terminar_ayuda", que=nombrada),
    ):  # fmt: skip
        confirmar(
            t("personal.terminar_titulo", rol=a.rol, oficina=a.dependencia),
            t("personal.terminar_consecuencia", persona=a.persona),
            t("personal.terminar_verbo"),
            lambda _: asignaciones.terminar(state.ctx(), a.id),
            t("personal.terminada", rol=a.rol, oficina=a.dependencia),
        )


def _cuenta(ficha: FichaDePersonal) -> None:
    persona = ficha.persona
    if ficha.propia:
        return
    st.space("xsmall")
    st.header(t("personal.cuenta"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        if persona.situacion is Situacion.INHABILITADA:
            _boton("habilitar", ficha, lambda _: usuarios.habilitar(state.ctx(), persona.id))
            return
        if persona.situacion is Situacion.POR_ACTIVAR:
            _boton("reenviar", ficha, lambda _: usuarios.reenviar_enlace(state.ctx(), persona.id))
        if st.button(t("personal.renombrar"), key="cuenta_renombrar"):
            renombrar(persona)
        if ficha.dos_pasos:
            _boton("sin_dos_pasos", ficha, lambda _: segundo_factor.reiniciar(state.ctx(), persona.id))
        _boton(
            "inhabilitar",
            ficha,
            lambda motivo: usuarios.inhabilitar(state.ctx(), persona.id, motivo=motivo),
            motivo=t("personal.motivo"),
        )


def _boton(que: str, ficha: FichaDePersonal, hacer: Callable[[str], object], *, motivo: str = "") -> None:
    """A button of the account, and the question that it opens."""
    persona = ficha.persona
    if st.button(t(f"personal.{que}"), key=f"cuenta_{que}"):
        consecuencia = t(
            f"personal.{que}_consecuencia", persona=persona.nombre, correo=persona.correo, horas=usuarios.HORAS
        )
        if que == "inhabilitar" and ficha.a_cargo:
            consecuencia = f"{consecuencia} {t('personal.reasigne', cuantos=ficha.a_cargo)}"
        confirmar(
            t(f"personal.{que}_titulo", persona=persona.nombre),
            consecuencia,
            t(f"personal.{que}_verbo"),
            hacer,
            t(f"personal.{que}_hecho", persona=persona.nombre, correo=persona.correo),
            motivo=motivo,
        )


def confirmar(
    titulo: str, consecuencia: str, verbo: str, hacer: Callable[[str], object], hecho: str, *, motivo: str = ""
) -> None:
    """A dialog before what the other person will notice; ``motivo``: the label of a reason that it asks."""

    @st.dialog(titulo)
    def cuerpo() -> None:
        piezas.nota(consecuencia)
        escrito, lugares = "", {}
        if motivo:
            with st.container(gap="xxsmall"):
                escrito = st.text_input(motivo, max_chars=usuarios.LARGO_MOTIVO, key="personal_motivo") or ""
                lugares["motivo"] = st.container()
        with guardar(verbo, lugares, hecho) as pulsado:
            if pulsado:
                hacer(escrito)

    cuerpo()


@contextmanager
def guardar(verbo: str, lugares: Mapping[str, DeltaGenerator], hecho: str) -> Generator[bool]:
    """The verb and the way back; what is refused stands under its field, what is done is said on the screen below."""
    problema = st.container()
    with st.container(horizontal=True, gap="small"):
        pulsado = st.button(verbo, type="primary", key="personal_si")
        if st.button(t("personal.cancelar"), key="personal_no"):
            st.rerun()
    with problema, show_refusals():
        try:
            yield pulsado
        except DatosInvalidos as negativas:
            _bajo_su_campo({campo: explain(error) for campo, error in negativas.errores.items()}, lugares)
            return
        except DatoInvalido as negativa:
            _bajo_su_campo({str(negativa.facts["campo"]): explain(negativa)}, lugares)
            return
        if pulsado:
            st.session_state[lista.HECHO] = hecho
            st.rerun()


def _bajo_su_campo(errores: Mapping[str, str], lugares: Mapping[str, DeltaGenerator]) -> None:
    for campo, palabras in errores.items():
        if campo in lugares:
            with lugares[campo]:
                piezas.error_de_campo(f"personal_{campo}", {f"personal_{campo}": palabras}, urgente=True)
        else:
            piezas.aviso(palabras, tono="rojo", urgente=True)


# --- Agregar, dar y suplir -----------------------------------------------------------


@st.dialog(t("personal.agregar"))
def agregar() -> None:
    """A new person, with the first rol."""
    lugares: dict[str, DeltaGenerator] = {}
    piezas.nota(t("personal.agregar_nota"))
    escritos = {campo: _texto(campo, lugares) for campo in DATOS}
    encargo = _encargo(lugares, con_fechas=False)
    hecho = t("personal.agregada", correo=escritos["correo"].strip(), horas=usuarios.HORAS)
    with guardar(t("personal.agregar_verbo"), lugares, hecho) as pulsado:
        if pulsado:
            nueva = usuarios.crear(state.ctx(), NuevaPersona(**escritos, encargo=encargo))
            st.query_params[lista.PERSONA] = str(nueva)


@st.dialog(t("personal.renombrar"))
def renombrar(persona: PersonaView) -> None:
    """Another spelling of the name; what was done before keeps the one of its day."""
    lugares: dict[str, DeltaGenerator] = {}
    piezas.nota(t("personal.renombrar_nota"))
    for campo in NOMBRE:
        st.session_state.setdefault(f"personal_{campo}", getattr(persona, campo))
    escritos = {campo: _texto(campo, lugares) for campo in NOMBRE}
    nombre = " ".join(escritos.values())
    with guardar(t("personal.renombrar_verbo"), lugares, t("personal.renombrada", persona=nombre)) as pulsado:
        if pulsado:
            usuarios.renombrar(state.ctx(), persona.id, **escritos)


@st.dialog(t("personal.dar"))
def dar(ficha: FichaDePersonal) -> None:
    """Another rol for somebody."""
    lugares: dict[str, DeltaGenerator] = {}
    encargo = _encargo(lugares, con_fechas=True)
    with guardar(t("personal.dar_verbo"), lugares, t("personal.dado", persona=ficha.persona.nombre)) as pulsado:
        if pulsado:
            asignaciones.asignar(state.ctx(), ficha.persona.id, encargo)


@st.dialog(t("personal.suplir"))
def suplir(a: AsignacionView) -> None:
    """Somebody who does the same for some days."""
    lugares: dict[str, DeltaGenerator] = {}
    piezas.nota(t("personal.suplir_nota", persona=a.persona, rol=a.rol, oficina=a.dependencia))
    suplente = _texto("suplente", lugares)
    desde, hasta = _fechas(lugares, obligadas=True)
    with guardar(t("personal.suplir_verbo"), lugares, t("personal.suplido", persona=a.persona)) as pulsado:
        if pulsado:
            faltan = {
                n: DatoInvalido(campo=n, motivo="vacio") for n, d in (("desde", desde), ("hasta", hasta)) if not d
            }
            if faltan or desde is None or hasta is None:
                raise DatosInvalidos({**faltan})
            asignaciones.suplir(state.ctx(), a.id, suplente=suplente, desde=desde, hasta=hasta)


def _texto(campo: str, lugares: dict[str, DeltaGenerator]) -> str:
    with st.container(gap="xxsmall"):
        escrito = st.text_input(t(f"personal.{campo}"), max_chars=254, key=f"personal_{campo}", autocomplete="off")
        lugares[campo] = st.container()
    return escrito or ""


def _encargo(lugares: dict[str, DeltaGenerator], *, con_fechas: bool) -> Encargo:
    escritorio = state.institucion().escritorio
    with st.container(gap="xxsmall"):
        rol = lista.elegir_rol(escritorio, key="personal_rol_nuevo")
        lugares["rol"] = st.container()
    with st.container(gap="xxsmall"):
        oficina = lista.elegir_oficina(escritorio, key="personal_dependencia_nueva")
        lugares["dependencia"] = st.container()
    palabras = lista.palabras_de_alcance(escritorio, rol)
    alcance = st.selectbox(
        t("personal.alcance"), list(palabras), format_func=palabras.__getitem__, key="personal_alcance_nuevo"
    )
    desde, hasta = _fechas(lugares, obligadas=False) if con_fechas else (None, None)
    return Encargo(rol or "", oficina or "", alcance or "", desde, hasta)


def _fechas(lugares: dict[str, DeltaGenerator], *, obligadas: bool) -> tuple[date | None, date | None]:
    hoy = state.ctx().reloj().astimezone(state.institucion().zona).date()
    dadas = []
    for columna, campo in zip(st.columns(2, gap="small"), ("desde", "hasta"), strict=True):
        with columna, st.container(gap="xxsmall"):
            valor = st.date_input(
                t(f"personal.{campo}_{'dia' if obligadas else 'opcional'}"),
                None,
                min_value=hoy,
                format="DD/MM/YYYY",
                key=f"personal_{campo}",
            )
            lugares[campo] = st.container()
        dadas.append(valor if isinstance(valor, date) else None)
    return dadas[0], dadas[1]
