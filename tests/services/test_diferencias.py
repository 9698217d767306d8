"""What changed between two configurations, in words that an administrator reads."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel

from portal.domain.configuracion import Institucion
from portal.i18n import catalogo
from portal.services import configuracion
from portal.services.diferencias import comparar, lugar_en_palabras

IGP = configuracion.preset("igp").model_dump(mode="json")


def con(**partes):
    return IGP | partes


def campos():
    return [dict(campo) for campo in IGP["formulario"]["secciones"][0]["campos"]]


def formulario(suyos):
    return IGP["formulario"] | {"secciones": [IGP["formulario"]["secciones"][0] | {"campos": suyos}]}


def frases(**partes):
    return [d.frase for d in comparar(IGP, con(**partes))]


def test_lo_igual_no_cambia():
    assert comparar(IGP, con()) == ()


def test_un_dato_que_cambia_dice_como_estaba_y_como_queda():
    (d,) = comparar(IGP, con(identidad=IGP["identidad"] | {"sigla": "UNO"}))

    assert (d.parte, d.lugar, d.antes, d.ahora) == ("identidad.sigla", "Identidad › Sigla", "IGP", "UNO")
    assert d.frase == "Identidad › Sigla: decía «IGP» y dice «UNO»."


def test_un_campo_que_se_agrega_o_se_quita_se_nombra():
    nuevo = {"id": "celular", "etiqueta": "Celular", "clase": "telefono"}

    assert frases(formulario=formulario([*campos(), nuevo])) == [
        "Se agregó el campo «Celular» en Formulario › Sección «Documento»."
    ]
    assert frases(formulario=formulario(campos()[:-1])) == [
        "Se quitó el campo «Información adicional» en Formulario › Sección «Documento»."
    ]
    assert frases(escritorio=IGP["escritorio"] | {"sedes": [{"id": "lima", "nombre": "Lima"}]}) == [
        "Se agregó la sede «Lima» en Escritorio."
    ]


def test_una_condicion_y_un_estado_se_dicen_con_sus_nombres_y_no_con_ids():
    suyos = campos()
    suyos[1] |= {"condicion": {"campo": "tipo", "op": "igual", "valor": "carta", "valores": []}, "obligatorio": False}
    pasos = [dict(tr) for tr in IGP["transiciones"]]
    pasos[0]["hasta"] = "observada"

    assert frases(formulario=formulario(suyos), transiciones=pasos) == [
        "Formulario › Sección «Documento» › Campo «Número de su documento» › Obligatorio: decía «Sí» y dice «No».",
        (
            "Formulario › Sección «Documento» › Campo «Número de su documento» › Se muestra: "
            "decía «(vacío)» y dice «solo si «Tipo de documento» es «Carta»»."
        ),
        f"Paso «{pasos[0]['nombre']}» › Hasta: decía «En proceso» y dice «Observada».",
    ]


def test_otro_orden_es_un_cambio():
    estados = IGP["estados"]

    (d,) = comparar(IGP, con(estados=[estados[1], estados[0], *estados[2:]]))

    assert (d.parte, d.clase) == ("estados", "orden")
    assert d.ahora.startswith("En proceso, Registrada")


def test_las_fechas_los_textos_largos_y_las_listas_se_leen():
    calendario = IGP["calendario"] | {
        "dias": [{"fecha": "2027-01-04", "nombre": "Puente", "base_legal": "DS", "sedes": []}]
    }
    numeracion = IGP["numeracion"] | {"inicios": [{"que": "registro", "anio": 2027, "desde": 9}]}
    textos = IGP["textos"] | {"accesibilidad": "x" * 500, "a_la_mano": ["Uno", "Dos"]}

    dichas = {d.parte: d for d in comparar(IGP, con(calendario=calendario, numeracion=numeracion, textos=textos))}

    assert dichas["calendario.dias.2027-01-04"].frase == "Se agregó el día no laborable «Puente» en Calendario."
    assert dichas["textos.a_la_mano"].ahora == "Uno, Dos"
    assert len(dichas["textos.accesibilidad"].ahora) == 240
    fecha = comparar({"hasta": "2027-01-04"}, {"hasta": "2027-02-04"})
    assert [(d.antes, d.ahora) for d in fecha] == [("04/01/2027", "04/02/2027")]


def test_un_lugar_se_dice_como_lo_llaman_las_personas():
    assert lugar_en_palabras(IGP, "formulario.secciones.documento.campos.asunto.maximo") == (
        "Formulario › Sección «Documento» › Campo «Asunto» › Máximo"
    )
    assert lugar_en_palabras(IGP, "estados.nada") == "Estado «nada»"
    assert lugar_en_palabras(con(encaminamientos=[{"dependencia": "oti"}]), "encaminamientos.1.dependencia") == (
        "Regla de destino «oti» › Dependencia"
    )
    assert lugar_en_palabras({}, "") == ""


def test_cada_dato_de_la_configuracion_tiene_su_nombre():
    faltan, vistos, pendientes = set(), set(), [Institucion]
    while pendientes:
        modelo = pendientes.pop()
        if isinstance(modelo, type) and issubclass(modelo, BaseModel):
            if modelo in vistos:
                continue
            vistos.add(modelo)
            for campo, info in modelo.model_fields.items():
                faltan |= {campo} if f"lugar.{campo}" not in catalogo() else set()
                pendientes.append(info.annotation)
        else:
            pendientes.extend(get_args(modelo))

    assert faltan == set()
