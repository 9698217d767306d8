"""The properties of what is not a field: a slot for files, a section, and the form itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from portal.domain import disenador
from portal.domain.archivos import TIPOS
from portal.domain.campos import Formulario, Ranura, Seccion
from portal.domain.riesgos import DE_FABRICA, RIESGOS, Riesgo, en_orden
from portal.i18n import t
from portal.ui import config_formulario_condicion as condiciones
from portal.ui import piezas
from portal.ui.config_formulario_campo import numero, texto
from portal.ui.config_formulario_control import control, una_linea
from portal.ui.config_formulario_taller import Taller

PRESENTACIONES = ("pasos", "una_pantalla")


def dibujar(taller: Taller, ranura: Ranura) -> None:
    """What is attached there: which files, how many, how big, and when it is asked."""
    cual = disenador.nombre(ranura)
    texto(taller, ranura, "etiqueta", largo=120, exigido=True)
    texto(taller, ranura, "ayuda", largo=400)
    _tipos(taller, ranura)
    control(
        taller.llave(cual, "exigida"), ranura.minimo > 0,
        lambda **k: st.toggle(t("diseno.ranura_obligatoria"), **k),
        lambda si: taller.poner(cual, minimo=int(si)), leer=bool,
    )  # fmt: skip
    izquierda, derecha = st.columns(2, gap="xsmall")
    with izquierda:
        numero(taller, ranura, "maximo", rotulo=t("diseno.archivos_maximo"), desde=1)
        numero(taller, ranura, "mb_cada", rotulo=t("diseno.mb_cada"), desde=1)
    with derecha:
        numero(taller, ranura, "paginas_maximo", rotulo=t("diseno.paginas_maximo"), desde=1)
        numero(taller, ranura, "mb_total", rotulo=t("diseno.mb_total"), desde=1)
    if ranura.mb_cada and ranura.mb_total and ranura.mb_total < ranura.mb_cada:
        piezas.aviso(t("diseno.total_menor"), tono="rojo")
    condiciones.mostrar_si(taller, ranura)
    with st.expander(t("diseno.mas"), icon=":material/more_horiz:", type="compact"):
        texto(taller, ranura, "accion", largo=60)
    with st.expander(t("diseno.riesgos"), icon=":material/shield:", type="compact"):
        _riesgos(taller, ranura)


def _riesgos(taller: Taller, ranura: Ranura) -> None:
    """What is refused there, and what that leaves: accepted with a mark, or never received."""
    cual = disenador.nombre(ranura)
    control(
        taller.llave(cual, "rechaza"), ranura.rechaza,
        lambda **k: st.multiselect(
            t("diseno.rechaza"), RIESGOS, format_func=_riesgo, placeholder=t("diseno.rechaza_nada"), **k
        ),
        lambda riesgos: taller.poner(cual, rechaza=riesgos), mostrar=list, leer=en_orden,
    )  # fmt: skip
    admitidos = [riesgo for riesgo in RIESGOS if riesgo not in ranura.rechaza]
    if admitidos:
        piezas.nota(t("diseno.con_marca", cuales=" · ".join(_riesgo(riesgo) for riesgo in admitidos)))
    for riesgo in DE_FABRICA:
        if riesgo in admitidos:
            piezas.aviso(t(f"diseno.admitido.{riesgo}"), tono="ambar")
    piezas.nota(t("diseno.nunca"))


def _riesgo(cual: Riesgo) -> str:
    return t(f"lugar.valor.rechaza.{cual}")


def _tipos(taller: Taller, ranura: Ranura) -> None:
    """The types by the names that people know; none chosen means any of them."""
    cual = disenador.nombre(ranura)
    nombres = {tipo: dicho for tipo, (dicho, _) in TIPOS.items()}
    nombres |= {tipo: tipo for tipo in ranura.tipos if tipo not in nombres}
    control(
        taller.llave(cual, "tipos"), ranura.tipos,
        lambda **k: st.multiselect(
            t("diseno.tipos"), list(nombres), format_func=lambda i: nombres.get(i, i), placeholder=t("diseno.cualquier_tipo"), **k
        ),
        lambda tipos: taller.poner(cual, tipos=tipos), mostrar=list, leer=tuple,
        ayuda=t("diseno.tipos_ayuda"),
    )  # fmt: skip


def seccion(taller: Taller, una: Seccion) -> None:
    """Its title, its help and when it is shown."""
    texto(taller, una, "titulo", largo=160, exigido=True)
    texto(taller, una, "ayuda", largo=400)
    condiciones.mostrar_si(taller, una)


def formulario(taller: Taller) -> None:
    """What the form is called, and whether it goes by steps or on one screen."""
    _del_formulario(taller, "titulo", largo=160, exigido=True)
    _del_formulario(taller, "titulo_archivos", largo=160, exigido=True)
    control(
        taller.llave("formulario", "presentacion"), taller.formulario.presentacion,
        lambda **k: st.segmented_control(
            t("diseno.presentacion"), PRESENTACIONES, format_func=lambda p: t(f"diseno.presentacion_{p}"), required=True, **k
        ),
        lambda cual: _poner(taller, presentacion=cual), ayuda=t(f"diseno.sirve_{taller.formulario.presentacion}"),
    )  # fmt: skip
    _del_formulario(taller, "remitente", largo=160, ayuda=t("diseno.remitente_ayuda"))


def _del_formulario(taller: Taller, que: str, *, largo: int, exigido: bool = False, ayuda: str = "") -> None:
    control(
        taller.llave("formulario", que), getattr(taller.formulario, que),
        lambda **k: st.text_input(t(f"diseno.{que}"), max_chars=largo, **k),
        lambda escrito: t("diseno.falta_rotulo") if exigido and not escrito else _poner(taller, **{que: escrito}),
        leer=una_linea, ayuda=ayuda,
    )  # fmt: skip


def _poner(taller: Taller, **cambios: object) -> str:
    taller.cambiar(lambda f: Formulario.model_construct(**(dict(f) | cambios)))
    return ""


def problemas(dichos: Sequence[str]) -> None:
    """What is wrong with what is chosen, above its properties."""
    for dicho in dichos:
        piezas.aviso(dicho, tono="rojo")
