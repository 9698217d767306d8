"""Warnings: what may not be asked of people, and what was forgotten. They never stop anything from being published."""

from __future__ import annotations

import pytest

from portal.domain.estudio import estudiar
from portal.services import configuracion
from portal.services.problemas import decir

REQUISITO = {"id": "uno", "texto": "Solicitud", "base_legal": "Ley 1"}
TUPA = {
    "id": "copia", "nombre": "Copia", "clase": "tupa", "calificacion": "evaluacion_previa", "silencio": "negativo",
    "plazo": 10, "costo": "0", "base_legal": "DS 1", "requisitos": [REQUISITO],
}  # fmt: skip
SERIE = {"id": "serie", "nombre": "Serie", "anios": 5}


def hallados(procedimiento=None, **partes):
    datos = configuracion.preset("igp").model_dump(mode="json") | {"conservacion": [SERIE]} | partes
    if procedimiento is not None:
        datos["procedimientos"] = [procedimiento]
    estudio = estudiar(datos)
    assert estudio.institucion is not None
    assert all(decir(aviso) for aviso in estudio.avisos)
    return {(aviso.codigo, aviso.lugar) for aviso in estudio.avisos}


@pytest.mark.parametrize(
    ("codigo", "texto"),
    [
        ("pide_dni", "Copia simple del D.N.I. o DNI vigente"),
        ("pide_dni", "Copia de su documento nacional de identidad"),
        ("pide_fotos", "Dos fotografías tamaño carné"),
        ("pide_fotos", "Fotografías"),
        ("pide_fotos", "Una foto actual a color"),
        ("pide_pago", "Comprobante de pago de la tasa"),
        ("pide_legalizada", "Copia legalizada del título"),
        ("pide_legalizada", "Poder con firma notarial"),
        ("pide_original", "Documento original"),
        ("pide_copias", "Tres copias del plano"),
        ("pide_copias", "Solicitud por duplicado"),
        ("pide_lo_propio", "Certificado emitido por el IGP"),
        ("pide_lo_propio", "Constancia expedida por la institución"),
    ],
)
def test_lo_que_no_se_puede_pedir_se_avisa(codigo, texto):
    requisito = REQUISITO | {"texto": texto}

    assert (codigo, "procedimientos.copia.requisitos.uno") in hallados(TUPA | {"requisitos": [requisito]})


@pytest.mark.parametrize(
    "texto",
    ["Solicitud", "Plano de ubicación", "Certificado emitido por la SUNARP", "Una copia del plano", "Fotos del local"],
)
def test_lo_que_si_se_puede_pedir_no_se_avisa(texto):
    assert hallados(TUPA | {"requisitos": [REQUISITO | {"texto": texto}]}) == set()


@pytest.mark.parametrize(
    ("codigo", "lugar", "cambio"),
    [
        ("requisito_sin_base_legal", "requisitos.uno.base_legal", {"requisitos": [REQUISITO | {"base_legal": ""}]}),
        ("tupa_sin_base_legal", "base_legal", {"base_legal": ""}),
        ("tupa_sin_plazo", "plazo", {"plazo": None}),
        ("plazo_largo", "plazo", {"plazo": 31}),
        ("tupa_sin_costo", "costo", {"costo": None}),
    ],
)
def test_lo_que_le_falta_a_un_procedimiento_del_tupa_se_avisa(codigo, lugar, cambio):
    assert hallados(TUPA | cambio) == {(codigo, f"procedimientos.copia.{lugar}")}


def test_un_procedimiento_inactivo_o_de_correspondencia_no_se_revisa_como_tupa():
    assert hallados(TUPA | {"activo": False, "base_legal": ""}) == set()
    assert hallados(TUPA | {"clase": "correspondencia", "base_legal": "", "requisitos": [REQUISITO]}) == set()


def test_la_hora_de_cierre_la_conservacion_y_los_pasos_de_nadie_se_avisan():
    igp = configuracion.preset("igp").model_dump(mode="json")
    igp["transiciones"][1]["roles"] = []

    assert hallados(
        calendario=igp["calendario"] | {"cierre": "16:30:00"}, conservacion=[], transiciones=igp["transiciones"]
    ) == {
        ("hora_de_cierre", "calendario.cierre"), ("sin_conservacion", "conservacion"),
        ("transicion_de_nadie", f"transiciones.{igp['transiciones'][1]['id']}"),
    }  # fmt: skip
