"""The configuration on the screen: what is typed is saved at once, stays when refused, and never steps on another's."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from portal.services import propuestas
from portal.ui import config_textos, tabla_editable, tabla_rejilla
from portal.ui.config_campos import clave
from portal.ui.tabla_filas import NUMERO, Columna, Estado
from tests.factories.configurador import abrir, dicho

COLUMNAS = [
    Columna("nombre", "Nombre", exigida=True),
    Columna("fecha", "Fecha", "fecha"),
    Columna("anios", "Años", "numero", exigida=True),
    Columna("activa", "Activa", "si_no"),
]


def htmls(prueba: AppTest) -> str:
    return " ".join(cada.value for cada in prueba.get("html")) if prueba.get("html") else str(prueba.main)


def test_lo_que_se_escribe_se_guarda_y_al_deshacer_el_campo_vuelve(ana):
    prueba = abrir("identidad")

    prueba.text_input(key=clave("identidad.sigla")).input("  IGPX ").run()
    guardado = dicho(ana, "identidad.sigla")
    propuestas.deshacer(ana, visto=1)
    prueba.run()

    assert guardado == "IGPX"
    assert prueba.text_input(key=clave("identidad.sigla")).value == "IGP"


def test_lo_que_no_vale_no_se_guarda_y_se_queda_en_la_pantalla(ana):
    prueba = abrir("identidad")

    prueba.text_input(key=clave("identidad.ruc")).input("20131367009").run()

    assert dicho(ana, "identidad.ruc") == "20131367008"
    assert prueba.text_input(key=clave("identidad.ruc")).value == "20131367009"


def test_una_lista_se_escribe_en_lineas(ana):
    prueba = abrir("textos")

    prueba.text_area(key=clave("textos.que_sigue")).input("Se revisa.\n\n  Se atiende. ").run()

    assert dicho(ana, "textos.que_sigue") == ["Se revisa.", "Se atiende."]


def test_dos_personas_en_partes_distintas_no_se_estorban(ana, beto):
    prueba = abrir("identidad")
    propuestas.cambiar(beto, "identidad.telefono", "(01) 000-0000", visto=0)

    prueba.text_input(key=clave("identidad.sigla")).input("IGPX").run()

    assert (dicho(ana, "identidad.sigla"), dicho(ana, "identidad.telefono")) == ("IGPX", "(01) 000-0000")
    assert prueba.text_input(key=clave("identidad.telefono")).value == "(01) 000-0000"


@pytest.mark.parametrize(("boton", "queda"), [("mio", "DE ANA"), ("suyo", "DE BETO")])
def test_si_otra_persona_cambio_lo_mismo_se_elige_y_nada_se_pisa(ana, beto, boton, queda):
    prueba = abrir("identidad")
    propuestas.cambiar(beto, "identidad.sigla", "DE BETO", visto=0)

    prueba.text_input(key=clave("identidad.sigla")).input("DE ANA").run()
    antes = dicho(ana, "identidad.sigla"), prueba.text_input(key=clave("identidad.sigla")).value
    prueba.button(key=f"{boton}_identidad.sigla").click().run()

    assert antes == ("DE BETO", "DE ANA")
    assert (dicho(ana, "identidad.sigla"), prueba.text_input(key=clave("identidad.sigla")).value) == (queda, queda)


def test_una_fila_incompleta_espera_y_completa_se_guarda_con_su_id_para_siempre(ana):
    prueba = abrir("conservacion", vista_conservacion="fichas")

    prueba.button(key="agregar_conservacion").click().run()
    _escribir(prueba, "nombre", "Cartas y oficios")
    incompleta = dicho(ana, "conservacion")
    _escribir(prueba, "anios", 10)
    _escribir(prueba, "nombre", "Correspondencia")

    esperada = {"id": "cartas_y_oficios", "nombre": "Correspondencia", "anios": 10, "base_legal": ""}
    assert incompleta == []
    assert dicho(ana, "conservacion") == [esperada]


@pytest.mark.parametrize(("boton", "queda"), [("mio", ["De Ana"]), ("suyo", ["De Beto"])])
def test_dos_personas_en_la_misma_tabla_eligen_y_nada_se_pisa(ana, beto, boton, queda):
    prueba = abrir("conservacion", vista_conservacion="fichas")
    propuestas.cambiar(beto, "conservacion", [{"id": "b", "nombre": "De Beto", "anios": 3}], visto=0)

    prueba.button(key="agregar_conservacion").click().run()
    _escribir(prueba, "nombre", "De Ana")
    _escribir(prueba, "anios", 5)
    antes = [serie["nombre"] for serie in dicho(ana, "conservacion")]
    prueba.button(key=f"{boton}_conservacion").click().run()
    prueba.run()

    assert not prueba.exception
    assert antes == ["De Beto"]
    assert [serie["nombre"] for serie in dicho(ana, "conservacion")] == queda


def _escribir(prueba: AppTest, campo: str, valor: object) -> None:
    widgets = [*prueba.text_input, *prueba.number_input]
    widget = next(w for w in widgets if w.key and w.key.startswith("ficha_conservacion") and f"_{campo}_" in w.key)
    widget.set_value(valor).run()
    assert not prueba.exception


def test_la_rejilla_lee_lo_agregado_lo_cambiado_y_lo_quitado():
    suyas = [
        {"id": "a", "nombre": "A", "fecha": "2026-01-02", "anios": 1, "activa": True, NUMERO: 1},
        {"id": "b", "nombre": "B", "fecha": None, "anios": 2, "activa": False, NUMERO: 2},
    ]
    estado = Estado([dict(f) for f in suyas], [], 0, dibujo=[dict(f) for f in suyas])
    editada = tabla_rejilla._marco(estado.dibujo, COLUMNAS).drop(index=1)
    editada.loc[0, "fecha"] = pd.NaT
    editada.loc[7] = [pd.NA, "Nueva", pd.Timestamp("2026-05-04"), 3, pd.NA]
    editada.loc[8] = [pd.NA, None, pd.NaT, pd.NA, pd.NA]

    tabla_rejilla._leer(editada, estado, COLUMNAS)

    assert estado.filas == [
        {"id": "a", "nombre": "A", "fecha": None, "anios": 1, "activa": True, NUMERO: 1},
        {"nombre": "Nueva", "fecha": "2026-05-04", "anios": 3, "activa": False},
    ]


def test_una_tabla_vacia_tiene_sus_columnas():
    marco = tabla_rejilla._marco([], COLUMNAS)

    assert list(marco.columns) == [NUMERO, *(c.campo for c in COLUMNAS)]


@pytest.mark.parametrize(
    ("nombre", "usados", "id_"),
    [
        ("Mesa de Partes", set(), "mesa_de_partes"),
        ("Órgano Ñandú", {"organo_nandu"}, "organo_nandu_2"),
        ("2026", set(), "x_2026"),
        ("¿?", set(), "x"),
    ],
)
def test_el_id_sale_del_nombre(nombre, usados, id_):
    assert tabla_editable.id_de(nombre, usados) == id_


@pytest.mark.parametrize(("una", "otra"), [("2026-01", "2026-02"), ("3", "4"), ("v9", "v10"), ("final", "final-2")])
def test_la_version_que_sigue(una, otra):
    assert config_textos.otra_version(una) == otra


def test_al_cambiar_los_terminos_se_ofrece_otra_version(ana):
    prueba = abrir("legales")
    prueba.text_area(key=clave("textos.terminos.cuerpo")).input("Otro texto.").run()

    prueba.button(key="version_terminos").click().run()

    assert dicho(ana, "textos.terminos.version") == "2026-02"


def test_los_feriados_nacionales_que_faltan_se_agregan_de_una_vez(ana):
    propuestas.cambiar(ana, "calendario.feriados", [], visto=0)
    prueba = abrir("calendario")

    next(b for b in prueba.button if "feriados nacionales" in b.label).click().run()

    assert len(dicho(ana, "calendario.feriados")) == 16


@pytest.mark.parametrize(
    "parte", ["comunicados", "manual", "numeracion", "impresos", "cuentas", "seguimiento", "vocabulario", "versiones"]
)
def test_cada_parte_se_dibuja_sin_cambiar_nada(ana, parte):
    abrir(parte).run()

    assert (propuestas.ver(ana).revision, propuestas.ver(ana).cambios) == (0, 0)
