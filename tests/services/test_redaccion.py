"""A mail in words: the institution's template, filled once and escaped."""

from __future__ import annotations

import pytest

from portal.domain.configuracion import Plantilla
from portal.services import configuracion
from portal.services.redaccion import PlantillaInvalida, plantilla_de, redactar

IDENTIDAD = configuracion.preset("igp").identidad
HUECOS = {"nombre": "Rosa", "nota": "Uno\n\nhttps://malo.pe\n\ndos", "enlace": "https://mesa.pe/activar?ficha=1.a&b=2"}


def escribir(cuerpo: str, asunto: str = "Hola", **huecos: str):
    plantilla = Plantilla(id="x", asunto=asunto, cuerpo=cuerpo)
    return redactar(plantilla, HUECOS | huecos, identidad=IDENTIDAD, boton="Activar <ya>")


def test_las_llaves_dobles_son_llaves():
    assert escribir("Use {{así}}, {nombre}").texto.startswith("Use {así}, Rosa\n")


def test_un_parrafo_que_queda_vacio_desaparece():
    mensaje = escribir("Hola\n\n{nota}\n\nAdiós", nota="")

    assert mensaje.texto.startswith("Hola\n\nAdiós\n\n-- \n")
    assert "<p" in mensaje.html
    assert '<p style="margin:0 0 16px"></p>' not in mensaje.html


def test_el_enlace_solo_en_su_renglon_es_un_boton_con_su_direccion_a_la_vista():
    html = escribir("Aquí:\n\n{enlace}").html

    assert 'href="https://mesa.pe/activar?ficha=1.a&amp;b=2"' in html
    assert ">Activar &lt;ya&gt;</a>" in html
    assert ">https://mesa.pe/activar?ficha=1.a&amp;b=2</span>" in html


def test_una_direccion_de_la_institucion_tambien_es_un_boton_y_una_ajena_no():
    html = escribir("https://www.igp.gob.pe/ayuda\n\n{nota}").html

    assert 'href="https://www.igp.gob.pe/ayuda"' in html
    assert 'href="https://malo.pe' not in html
    assert "https://malo.pe" in html


def test_los_renglones_de_dato_forman_una_lista():
    html = escribir("Nombre: {nombre}\nNota: {nota}", nota="<i>x</i>").html

    assert "Nombre:</span>" in html
    assert "&lt;i&gt;x&lt;/i&gt;" in html


def test_el_html_no_pide_nada_a_nadie():
    html = escribir("Hola").html

    assert "src=" not in html
    assert "<link" not in html
    assert "@import" not in html
    assert "url(" not in html


@pytest.mark.parametrize("asunto", ["{nadie}", "{nombre.x}", "}"])
def test_un_asunto_con_un_hueco_malo_se_dice(asunto):
    with pytest.raises(PlantillaInvalida):
        escribir("Hola", asunto=asunto)


def test_sin_correo_de_contacto_se_pide_no_responder():
    plantilla = Plantilla(id="x", asunto="Hola", cuerpo="Hola")
    sin_correo = IDENTIDAD.model_copy(update={"correo": ""})

    mensaje = redactar(plantilla, {}, identidad=sin_correo, boton="")

    assert "no responda" in mensaje.texto


def test_el_correo_que_la_institucion_no_escribio_sale_con_las_palabras_de_la_casa():
    institucion = configuracion.preset("igp")

    propia, de_la_casa = plantilla_de(institucion, "cargo"), plantilla_de(institucion, "seguimiento_olvidado")

    assert propia == institucion.plantilla("cargo")
    assert "{contrasena}" in de_la_casa.cuerpo
    with pytest.raises(PlantillaInvalida):
        plantilla_de(institucion, "no_existe")


def test_los_pendientes_de_una_oficina_llevan_su_enlace_y_lo_que_escribe_la_gente_no():
    dicho = "Vencidos: 1\n00012-2026 <https://mesa.pe/expediente?expediente=00012-2026>"
    mensaje = escribir("{pendientes}\n\n{nota}", pendientes=dicho, nota="malo <https://malo.pe>")

    assert (
        '<a href="https://mesa.pe/expediente?expediente=00012-2026" style="color:inherit">00012-2026</a>'
        in mensaje.html
    )
    assert "malo &lt;https://malo.pe&gt;" in mensaje.html
    assert mensaje.texto.startswith(dicho)
