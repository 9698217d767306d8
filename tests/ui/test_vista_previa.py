"""The form as a citizen would see it, for who designs it: the same drawing, and nothing kept anywhere."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from portal import wiring
from portal.db.models import BorradorRow
from portal.ui import state


@pytest.fixture
def disenador(ctx, monkeypatch):
    """Whoever looks at the form."""
    for modulo in (wiring, state):
        monkeypatch.setattr(modulo, "contexto", lambda: ctx)
    return ctx


def pantalla() -> None:
    """The preview alone."""
    from portal.ui import formulario
    from tests.factories import formularios

    formulario.vista_previa(formularios.de_todo(), formularios.institucion(), "general")


def abrir() -> AppTest:
    prueba = AppTest.from_function(pantalla, default_timeout=20).run()
    assert not prueba.exception
    return prueba


def de(prueba: AppTest, clase: str, campo: str, resto: str = ""):
    """The widget of that field."""
    return next(w for w in getattr(prueba, clase) if w.key.startswith(f"campo_{campo}_") and w.key.endswith(resto))


def probar(prueba: AppTest) -> str:
    prueba.button("probar_general").click().run()
    assert not prueba.exception
    return "".join(html.proto.body for html in prueba.get("html"))


def test_cada_clase_de_campo_se_dibuja_y_al_probar_dice_lo_que_falta(disenador):
    prueba = abrir()

    assert "Antes de empezar" in "".join(html.proto.body for html in prueba.get("html"))
    assert de(prueba, "selectbox", "tipo").options == ["Carta", "Oficio"]
    assert de(prueba, "text_input", "paginas").value == "1"
    assert de(prueba, "selectbox", "subtipo").disabled

    dicho = probar(prueba)
    for falta in ("Complete «Asunto»", "Complete «Celular»", "lea y marque «Declaro que es verdad»"):
        assert falta in dicho


def test_lo_que_se_escribe_se_conserva_y_las_listas_olvidan_lo_que_ya_no_ofrecen(disenador):
    prueba = abrir()

    de(prueba, "selectbox", "tipo").set_value("carta").run()
    de(prueba, "selectbox", "subtipo").set_value("notarial").run()
    assert de(prueba, "selectbox", "subtipo").options == ["Notarial", "Simple"]
    de(prueba, "selectbox", "tipo").set_value("oficio").run()

    assert not prueba.exception
    assert de(prueba, "selectbox", "subtipo").value is None
    assert de(prueba, "selectbox", "subtipo").options == ["Múltiple"]


def test_un_formulario_bien_llenado_lo_dice_y_no_guarda_nada(disenador):
    prueba = abrir()

    de(prueba, "text_area", "asunto").input("Pido mapas").run()
    de(prueba, "selectbox", "tipo").set_value("carta").run()
    de(prueba, "text_input", "correo").input("A@b.pe").run()
    de(prueba, "text_input", "placa").input("abc123").run()
    de(prueba, "date_input", "fecha").set_value(date(2026, 11, 16)).run()
    de(prueba, "selectbox", "titular", "_tipo").set_value("ruc").run()
    de(prueba, "text_input", "titular").input("20131370645").run()
    de(prueba, "toggle", "conozco").set_value(True).run()
    de(prueba, "selectbox", "centro").set_value("talara").run()
    assert de(prueba, "selectbox", "dependencia").options == ["Refinería"]
    de(prueba, "selectbox", "dependencia").set_value("refineria").run()
    de(prueba, "checkbox", "juro").check().run()

    assert "se puede enviar" in probar(prueba)
    with disenador.db.lectura() as session:
        assert session.query(BorradorRow).count() == 0


def rotulada() -> None:
    """A preview with a title and a section that look like Markdown."""
    from portal.ui import formulario
    from tests.factories import formularios

    de_todo = formularios.de_todo()
    secciones = tuple(s.model_copy(update={"titulo": "*Datos* [x](y)"}) for s in de_todo.secciones)
    suyo = de_todo.model_copy(update={"titulo": "Solicitud *urgente*", "secciones": secciones})
    formulario.vista_previa(suyo, formularios.institucion(), "general")


def test_los_titulos_de_la_institucion_se_leen_como_se_escribieron(disenador):
    prueba = AppTest.from_function(rotulada, default_timeout=20).run()

    assert {titulo.value for titulo in prueba.header} == {r"Solicitud \*urgente\*", r"\*Datos\* \[x\](y)"}
