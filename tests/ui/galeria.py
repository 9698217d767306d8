"""Every piece and every widget our screens use, on one page: drawn by AppTest, looked at in a browser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pandas as pd
import streamlit as st

from portal.domain.errors import NoEncontrado
from portal.ui import piezas, theme
from portal.ui.errors import show_refusals
from portal.ui.marco import Marca, dos_columnas, marco
from portal.ui.piezas import Enlace, FilaDeTramite, Hito

MARCA = Marca(
    nombre="Instituto de <Prueba>", sigla="IP", sector="Ministerio del Ambiente",
    lema="Año de la Esperanza", ayuda="Ayuda: (01) 317-2300, lunes a viernes de 8:30 a 16:30",
    enlaces=(Enlace("Términos de uso", "./terminos"), Enlace("Privacidad", "./privacidad")),
)  # fmt: skip


def citizen() -> None:
    principal, lado = dos_columnas()
    with principal:
        piezas.pasos(("Documento", "Archivos", "Revisar", "Listo"), 2)
        st.title("Galería de piezas", anchor=False)
        piezas.entrada("Una oración bajo el título que dice qué se hace aquí.")
        piezas.aviso("Si envía ahora, se considera presentado el lunes.", "Porque hoy es domingo.", tono="fuerte")
        piezas.aviso("Tiene un documento por subsanar", "Falta la firma.", tono="ambar")
        errores = {"ruc": "El RUC tiene 11 dígitos. Escribió 10."}
        piezas.resumen_de_errores(errores, "Lo que escribió se conservó.")
        with st.container(gap="xxsmall"):
            st.text_input("RUC", key="ruc")
            piezas.error_de_campo("ruc", errores)
        st.text_input("Contraseña", type="password", key="clave")
        st.text_input("Correo", type="email", key="correo", required=True)
        st.text_area("Asunto", key="asunto", max_chars=200)
        st.number_input("Folios", 1, 10, key="folios")
        st.selectbox("Tipo de documento", ["Carta", "Oficio"], index=None, key="tipo")
        st.multiselect("Oficinas", ["Secretaría", "Sismología"], max_selections=1, key="oficinas")
        st.date_input("Fecha", date(2026, 11, 20), format="DD/MM/YYYY", key="fecha")
        st.date_input("Periodo", (date(2026, 11, 1), date(2026, 11, 20)), format="DD/MM/YYYY", key="periodo")
        st.time_input("Hora", time(16, 30), key="hora")
        st.datetime_input("Cita", datetime(2026, 11, 20, 9, tzinfo=UTC).replace(tzinfo=None), key="cita")
        st.segmented_control("Vista", ["Vencidos", "Por vencer"], default="Vencidos", key="vista")
        st.pills("Etiquetas", ["Urgente", "Copia"], key="etiquetas")
        st.checkbox("Acepto", key="acepto")
        st.toggle("Avisar", key="avisar")
        st.radio("Para", ["Mí", "Una organización"], key="para")
        with st.form("formulario"):
            st.text_input("Nombre", key="nombre")
            st.form_submit_button("Enviar documento", type="primary")
    with lado, st.container(key="mp-lamina-lado", gap="small"):
        st.subheader("Ayuda", anchor=False)
        piezas.nota("Puede parar y seguir luego.")
        piezas.resumen(
            {"Asunto": "<script>alert(1)</script>", "Estado": piezas.etiqueta("En proceso", "azul")}, denso=True
        )
        with show_refusals():
            raise NoEncontrado


def desk() -> None:
    piezas.guia("2 registros")
    piezas.encabezado_de_tramites()
    with st.container(key="mp-fila-1"):
        piezas.fila_de_tramite(
            FilaDeTramite(
                numero="02922-2026", registro="20/11/2026 16:42", persona="por Rosa", documento="CARTA N.º 014",
                detalle="562.47 kB, 7 páginas", asunto="Solicito <b>registros</b>", estado="Por subsanar", tono="ambar",
                movimientos="5 movimientos", href="./descargas/1",
            )
        )  # fmt: skip
    piezas.linea_de_tiempo(
        [
            Hito(titulo="En atención", fecha="Viernes 20, 17:26", texto="Un especialista lo revisa.", actual=True),
            Hito(titulo="Presentado", fecha="Viernes 20, 16:42", adjuntos=(Enlace("Cargo", "./cargo", "description"),)),
        ]
    )
    piezas.confirmacion(
        "Su documento fue presentado", {"N.º de expediente": "02922-2026", "Contraseña": "K7P2-M9QX-4T"}
    )
    st.dataframe(
        pd.DataFrame({"Expediente": ["02922-2026"], "Folios": [7]}), alt="Bandeja", on_select="rerun", key="tabla"
    )
    st.table(pd.DataFrame({"Oficina": ["Sismología"]}), hide_index=True)
    st.pagination(12, key="paginas")
    st.menu_button("Más", ["Derivar", "Observar"], key="mas")
    with st.popover("Filtros"):
        st.write("Contenido")
    with st.expander("Detalle"):
        st.write("Contenido")
    datos, ruta = st.tabs(["Datos", "Hoja de ruta"])
    datos.metric("Vencidos", 2)
    ruta.progress(0.4, "Avance")
    if st.button("Abrir diálogo", key="abrir"):
        dialogo()
    if st.button("Fallar", key="fallar"):
        raise RuntimeError("sorpresa")
    piezas.vacio("Aún no tiene trámites", "Cuando presente un documento aparecerá aquí.")


@st.dialog("Derivar 02922-2026")
def dialogo() -> None:
    st.selectbox("Oficina", ["Sismología"], key="oficina")
    st.button("Derivar", type="primary", key="derivar")


st.set_page_config(page_title="Galería", layout="wide")
theme.aplicar("#0b5a6b", "#45a0b3")
paginas = [
    st.Page(citizen, title="Ciudadano", url_path="ciudadano", default=True),
    st.Page(desk, title="Escritorio", url_path="consulta-tramite"),
]
actual = st.navigation(paginas, position="hidden")
with marco(
    MARCA, menu=paginas, persona="T. *Ayala*", cuenta=["Mi cuenta", "Cerrar sesión"], demo=True,
    tipo="escritorio" if actual is paginas[1] else "ciudadano",
):  # fmt: skip
    actual.run()
