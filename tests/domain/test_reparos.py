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


def con_ranura(**cambios):
    formulario = configuracion.preset("igp").model_dump(mode="json")["formulario"]
    ranura = {"id": "anexos", "etiqueta": "Anexos", "tipos": ["pdf"]} | cambios
    return formulario | {"ranuras": [formulario["ranuras"][0], ranura]}


@pytest.mark.parametrize(
    ("codigo", "cambio"),
    [
        ("ayuda_de_otro_limite", {"ayuda": "Hasta 10 MB cada uno.", "mb_cada": 20}),
        ("ayuda_de_otro_limite", {"ayuda": "Hasta 10MB cada uno, 50 MB en total.", "mb_cada": 10, "mb_total": 500}),
        ("ayuda_de_otro_limite", {"ayuda": "Hasta 100 megas.", "mb_total": 10}),
        ("ayuda_de_otro_limite", {"ayuda": "Hasta 0,5 MB.", "mb_cada": 5}),
        ("ayuda_sin_limite", {"ayuda": "Hasta 10 MB cada uno."}),
    ],
)
def test_una_ayuda_que_dice_otro_limite_se_avisa_tambien_en_el_formulario_de_un_procedimiento(codigo, cambio):
    formulario = con_ranura(**cambio)

    assert (codigo, "formulario.ranuras.anexos.ayuda") in hallados(formulario=formulario)
    assert (codigo, "procedimientos.copia.formulario.ranuras.anexos.ayuda") in hallados(
        TUPA | {"formulario": formulario}
    )


@pytest.mark.parametrize(
    "cambio",
    [
        {"ayuda": "Hasta 10 MB cada uno, 500 MB en total.", "mb_cada": 10, "mb_total": 500},
        {"ayuda": "Hasta 1 GB en total.", "mb_total": 1024},
        {"ayuda": "Los planos, en 2 archivos de 3 páginas.", "mb_cada": 10},
        {"ayuda": "", "mb_cada": 10},
    ],
)
def test_una_ayuda_que_dice_el_limite_o_no_dice_ninguno_no_se_avisa(cambio):
    assert not [codigo for codigo, _ in hallados(formulario=con_ranura(**cambio)) if codigo.startswith("ayuda")]


@pytest.mark.parametrize("cual", ["igp", "petroperu", "basica"])
def test_las_ayudas_que_traemos_dicen_su_limite(cual):
    avisos = estudiar(configuracion.preset(cual).model_dump(mode="json")).avisos

    assert not [aviso for aviso in avisos if aviso.codigo.startswith("ayuda")]
