"""The properties of one field of the designer: those that its kind has, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from portal.domain import disenador
from portal.domain.campos import Campo
from portal.domain.contestar import ajustado, muestra
from portal.domain.propiedades import CLASES, PAPELES, PROPIEDADES, con_clase, partes_del_patron
from portal.i18n import t
from portal.ui import config_formulario_condicion as condiciones
from portal.ui import config_formulario_opciones as opciones
from portal.ui import piezas
from portal.ui.config_formulario_control import control, entero, segun, una_linea
from portal.ui.config_formulario_lista import con_numero
from portal.ui.config_formulario_taller import Taller

ALTO_CUERPO = 160
EXIGENCIAS = ("no", "siempre", "a_veces")


def dibujar(taller: Taller, campo: Campo) -> None:
    """What the field asks, how it must be answered and when it is shown."""
    tiene = PROPIEDADES[campo.clase]
    texto(taller, campo, "etiqueta", largo=160, exigido=True)
    if "ayuda" in tiene:
        texto(taller, campo, "ayuda", largo=400)
    _clase(taller, campo)
    if "cuerpo" in tiene:
        parrafo(taller, campo, "cuerpo", largo=4000)
    if "opciones" in tiene:
        opciones.dibujar(taller, campo)
    if "depende_de" in tiene:
        _depende(taller, campo)
    if "obligatorio" in tiene:
        _exigencia(taller, campo)
    condiciones.mostrar_si(taller, campo)
    with st.expander(t("diseno.mas"), icon=":material/more_horiz:", type="compact"):
        _mas(taller, campo, tiene)


def _clase(taller: Taller, campo: Campo) -> None:
    cual = disenador.nombre(campo)

    def guardar(clase: Any) -> str:  # noqa: ANN401 -- one of CLASES
        taller.cambiar(lambda f: disenador.poner(f, con_clase(c, clase)) if (c := f.campo(campo.id)) else f)
        return ""

    control(
        taller.llave(cual, "clase"), campo.clase,
        lambda **k: st.selectbox(t("diseno.clase"), CLASES, format_func=lambda c: t(f"diseno.clase_{c}"), **k),
        guardar, ayuda=t(f"diseno.sirve_{campo.clase}"),
    )  # fmt: skip


def _exigencia(taller: Taller, campo: Campo) -> None:
    """Not at all, always, or only if an earlier field says something."""
    actual = "siempre" if campo.obligatorio else "a_veces" if campo.exigido_si else "no"
    hay = condiciones.primera(taller, campo)
    cuales = [e for e in EXIGENCIAS if e != "a_veces" or hay or actual == e]

    def guardar(elegida: str | None) -> str:
        regla = hay if elegida == "a_veces" else None
        return taller.poner(disenador.nombre(campo), obligatorio=elegida == "siempre", exigido_si=regla)

    control(
        taller.llave(disenador.nombre(campo), "exigencia"), actual,
        lambda **k: st.segmented_control(
            t("diseno.obligatorio"), cuales, format_func=lambda e: t(f"diseno.exigencia_{e}"), required=True, **k
        ),
        guardar,
    )  # fmt: skip
    if campo.exigido_si is not None and not campo.obligatorio:
        condiciones.exigir_si(taller, campo)


def _depende(taller: Taller, campo: Campo) -> None:
    """The earlier list that decides which choices there are."""
    clase = "opcion" if campo.clase == "opcion" else "centro"
    antes = disenador.mirables(taller.formulario, disenador.nombre(campo))
    nombres = {"": t("diseno.de_ninguna")} | {c.id: c.etiqueta for c in antes if c.clase == clase}
    if campo.depende_de and campo.depende_de not in nombres:
        nombres[campo.depende_de] = t("diseno.no_esta_antes", campo=taller.etiqueta(campo.depende_de))
    if len(nombres) > 1:
        lista(taller, campo, "depende_de", nombres, ayuda=t(f"diseno.depende_{campo.clase}"), nada=None)


def _mas(taller: Taller, campo: Campo, tiene: frozenset[str]) -> None:
    if "ejemplo" in tiene:
        texto(taller, campo, "ejemplo", largo=120)
    if "minimo" in tiene:
        medida = "cifra" if campo.clase == "entero" else "letras"
        izquierda, derecha = st.columns(2, gap="xsmall")
        with izquierda:
            numero(taller, campo, "minimo", rotulo=t(f"diseno.minimo_{medida}"))
        with derecha:
            numero(taller, campo, "maximo", rotulo=t(f"diseno.maximo_{medida}"))
        if campo.minimo is not None and campo.maximo is not None and campo.minimo > campo.maximo:
            piezas.aviso(t("diseno.minimo_mayor"), tono="rojo")
    if "hasta_hoy" in tiene:
        interruptor(taller, campo, "hasta_hoy")
    if "patron" in tiene:
        _patron(taller, campo)
    if "orden" in tiene:
        lista(taller, campo, "orden", {o: t(f"diseno.orden_{o}") for o in ("dado", "alfabetico", "uso")})
    if "inicial" in tiene:
        _inicial(taller, campo)
    _papel(taller, campo)
    _otra_seccion(taller, campo)


def _patron(taller: Taller, campo: Campo) -> None:
    """How the text is written sign by sign, told in words, and a place to try it."""
    texto(taller, campo, "patron", largo=60, ayuda=t("diseno.patron_ayuda"))
    if not campo.patron:
        return
    dichas = [
        t("diseno.patron_signo", signo=signo * cuantos) if parte == "signo"
        else t(f"diseno.patron_{parte}_{'una' if cuantos == 1 else 'varias'}", cuantos=cuantos)
        for parte, cuantos, signo in partes_del_patron(campo.patron)
    ]  # fmt: skip
    piezas.nota(t("diseno.patron_en_palabras", partes=", ".join(dichas), muestra=muestra(campo.patron)))
    llave = taller.llave(disenador.nombre(campo), "prueba")
    with st.container(gap="xxsmall"):
        prueba = st.text_input(t("diseno.patron_prueba"), key=llave, placeholder=muestra(campo.patron))
        if prueba:
            quedo = ajustado(campo.patron, prueba)
            if quedo is None:
                piezas.error_de_campo(llave, {llave: t("diseno.patron_mal")}, urgente=True)
            else:
                piezas.ayuda(llave, t("diseno.patron_bien", queda=quedo))


def _inicial(taller: Taller, campo: Campo) -> None:
    match campo.clase:
        case "si_no":
            interruptor(taller, campo, "inicial", rotulo=t("diseno.inicial_si_no"))
        case "opcion":
            nombres = {"": t("diseno.sin_inicial")} | {o.id: o.nombre for o in campo.opciones if o.activa}
            lista(taller, campo, "inicial", nombres)
        case _:
            texto(taller, campo, "inicial", largo=200)


def _papel(taller: Taller, campo: Campo) -> None:
    """Which datum of the registro this field is: each is played by one field."""
    tomados = {c.papel for c in taller.formulario.campos if c.id != campo.id}
    nombres = {"": t("diseno.papel_ninguno")} | {
        papel: t(f"diseno.papel_{papel}")
        for papel, clases in PAPELES.items()
        if campo.clase in clases and papel not in tomados
    }
    if campo.papel is not None:
        nombres.setdefault(campo.papel, t(f"diseno.papel_{campo.papel}"))
    if len(nombres) > 1:
        lista(taller, campo, "papel", nombres, ayuda=t("diseno.papel_ayuda"), nada=None)


def _otra_seccion(taller: Taller, campo: Campo) -> None:
    suya = disenador.seccion_de(taller.formulario, campo.id)
    secciones = con_numero(taller.formulario)
    if suya is None or len(secciones) == 1:
        return

    def guardar(cual: str) -> str:
        taller.cambiar(lambda f: disenador.llevar(f, campo.id, cual))
        return ""

    control(
        segun(taller.llave(disenador.nombre(campo), "seccion"), secciones.values()), suya.id,
        lambda **k: st.selectbox(t("diseno.en_seccion"), list(secciones), format_func=lambda i: secciones.get(i, i), **k),
        guardar,
    )  # fmt: skip


# --- One property, by what it is -----------------------------------------------------


def texto(
    taller: Taller, una: disenador.Pieza, que: str, *, largo: int, exigido: bool = False, ayuda: str = ""
) -> None:
    """A property of one line."""

    def guardar(escrito: str) -> str:
        if exigido and not escrito:
            return t("diseno.falta_rotulo")
        return taller.poner(disenador.nombre(una), **{que: escrito})

    control(
        taller.llave(disenador.nombre(una), que), getattr(una, que),
        lambda **k: st.text_input(t(f"diseno.{que}"), max_chars=largo, **k),
        guardar, leer=una_linea, ayuda=ayuda,
    )  # fmt: skip


def parrafo(taller: Taller, una: disenador.Pieza, que: str, *, largo: int, alto: int = ALTO_CUERPO) -> None:
    """A property of several lines."""
    control(
        taller.llave(disenador.nombre(una), que), getattr(una, que),
        lambda **k: st.text_area(t(f"diseno.{que}"), max_chars=largo, height=alto, **k),
        lambda escrito: taller.poner(disenador.nombre(una), **{que: escrito}), leer=una_linea,
    )  # fmt: skip


def numero(taller: Taller, una: disenador.Pieza, que: str, *, rotulo: str, desde: int = 0, vacio: bool = True) -> None:
    """A property that is a figure; empty, there is no limit, unless ``vacio`` is false."""
    control(
        taller.llave(disenador.nombre(una), que), getattr(una, que),
        lambda **k: st.number_input(
            rotulo, min_value=desde, step=1, placeholder=t("diseno.sin_limite"), value=None if vacio else "min", **k
        ),
        lambda cuanto: taller.poner(disenador.nombre(una), **{que: cuanto}), leer=entero,
    )  # fmt: skip


def interruptor(taller: Taller, una: disenador.Pieza, que: str, *, rotulo: str = "", ayuda: str = "") -> None:
    """A property that is yes or no."""
    control(
        taller.llave(disenador.nombre(una), que), bool(getattr(una, que)),
        lambda **k: st.toggle(rotulo or t(f"diseno.{que}"), **k),
        lambda si: taller.poner(disenador.nombre(una), **{que: si}), leer=bool, ayuda=ayuda,
    )  # fmt: skip


def lista(
    taller: Taller,
    una: disenador.Pieza,
    que: str,
    nombres: Mapping[str, str],
    *,
    ayuda: str = "",
    nada: str | None = "",
) -> None:
    """A property chosen among some. ``nada``: what choosing none is kept as."""
    actual = getattr(una, que) or ""
    nombres = dict(nombres) if actual in nombres else {**nombres, actual: actual}
    control(
        segun(taller.llave(disenador.nombre(una), que), nombres.values()), actual,
        lambda **k: st.selectbox(t(f"diseno.{que}"), list(nombres), format_func=lambda i: nombres.get(i, i), **k),
        lambda cual: taller.poner(disenador.nombre(una), **{que: cual or nada}), ayuda=ayuda,
    )  # fmt: skip
