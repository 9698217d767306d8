"""What one needs before filing, told from the form itself: files with their limits, data, kinds of document."""

from __future__ import annotations

import streamlit as st

from portal.domain.archivos import nombres
from portal.domain.campos import Campo, Formulario, Ranura
from portal.domain.configuracion import Institucion
from portal.i18n import t
from portal.ui import piezas


def dibujar(institucion: Institucion) -> None:
    """Files first, since they take longest to have ready; then data; then what the institution adds."""
    form = institucion.formulario
    piezas.resumen(
        {ranura.etiqueta: archivo(ranura) for ranura in form.ranuras}
        | {t("requisitos.datos"): datos(form)}
        | {campo.etiqueta: opciones(campo) for campo in form.campos if campo.papel == "tipo" and campo.opciones}
    )
    if institucion.textos.a_la_mano:
        piezas.lista(institucion.textos.a_la_mano)


def plegados(institucion: Institucion, *, primera: bool) -> None:
    """The same above the form: open for who files for the first time, unless that person comes from reading it.

    An address that names a step is of somebody who was told: before signing in, or the first time at this step.
    """
    leidos = "paso" in st.query_params
    with (
        st.container(key="mp-panel-requisitos"),
        st.expander(t("requisitos.titulo"), expanded=primera and not leidos, icon=":material/checklist:"),
    ):
        dibujar(institucion)


def archivo(ranura: Ranura) -> str:
    """As in "PDF, hasta 10 MB. Obligatorio."."""
    tipos = nombres(ranura.tipos) if ranura.tipos else t("requisitos.cualquier_tipo")
    cabe = [
        t("requisitos.mb_uno" if ranura.maximo == 1 else "requisitos.mb_cada", mb=ranura.mb_cada)
        if ranura.mb_cada
        else "",
        t("requisitos.mb_total", mb=ranura.mb_total) if ranura.mb_total else "",
        t("requisitos.cuantos", cuantos=ranura.maximo) if ranura.maximo and ranura.maximo > 1 else "",
        t("requisitos.paginas", cuantas=ranura.paginas_maximo) if ranura.paginas_maximo else "",
    ]
    return f"{', '.join(parte for parte in (tipos, *cabe) if parte)}. {exigencia(ranura)}"


def exigencia(ranura: Ranura) -> str:
    """Whether it must be there."""
    if not ranura.minimo:
        return t("requisitos.opcional")
    return t("requisitos.segun_el_caso") if ranura.condicion else t("requisitos.obligatorio")


def datos(form: Formulario) -> str:
    """The data that everybody is asked for."""
    return ", ".join(campo.etiqueta for campo in form.campos if campo.obligatorio and campo.condicion is None)


def opciones(campo: Campo) -> str:
    """The choices that a list offers today, in one line."""
    return ", ".join(opcion.nombre for opcion in campo.opciones if opcion.activa)
