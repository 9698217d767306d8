from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from portal.domain.configuracion import Institucion
from portal.domain.estados import Fase
from portal.domain.manual import Manual
from portal.domain.permisos import Rol

OTRA = Path(__file__).parents[1] / "data" / "otra.toml"


def _datos() -> dict[str, Any]:
    return tomllib.loads(OTRA.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def otra() -> Institucion:
    return Institucion.model_validate(_datos())


def test_se_lee_se_escribe_y_se_vuelve_a_leer_igual(otra):
    assert Institucion.model_validate_json(otra.model_dump_json()) == otra


def test_el_formulario_sabe_que_campo_hace_cada_papel(otra):
    papeles = {
        p: campo and campo.id
        for p in ("asunto", "tipo", "numero", "antecedente")
        for campo in [otra.formulario.con_papel(p)]
    }

    assert papeles == {
        "asunto": "sumilla",
        "tipo": "clase_correspondencia",
        "numero": "codigo_propio",
        "antecedente": "relacionado",
    }
    assert otra.formulario.ranura("archivos").mb_total == 20
    assert otra.formulario.ranura("principal") is None


def test_empieza_en_el_primer_estado_de_fase_registrado(otra):
    assert (otra.estado_inicial.id, otra.estado("devuelta").fase) == ("ingresada", Fase.RECHAZADO)
    with pytest.raises(KeyError):
        otra.estado("registrada")


def test_cada_rol_ve_solo_sus_transiciones(otra):
    assert [tr.id for tr in otra.transiciones_desde("en_manos", Rol.MESA)] == [
        "pedir_lo_que_falta",
        "contestar",
        "devolver",
    ]
    assert otra.transiciones_desde("en_manos", Rol.CIUDADANO) == ()
    assert otra.transiciones_desde("contestada", Rol.MESA) == ()


def test_el_calendario_junta_feriados_de_cada_anio_y_dias_por_decreto(otra):
    assert otra.dias.motivo_no_habil(date(2030, 12, 25)).nombre == "Navidad"
    assert otra.dias.motivo_no_habil(date(2026, 11, 20)).base_legal == "DS 099-2026-PCM"
    assert otra.dias.es_habil(date(2027, 11, 19))
    assert otra.dias.cierre.isoformat() == "16:30:00"


def _campo(d: dict[str, Any], campo_id: str) -> dict[str, Any]:
    return next(c for s in d["formulario"]["secciones"] for c in s["campos"] if c["id"] == campo_id)


NO_SE_ACEPTA: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("Extra inputs", lambda d: d["identidad"].update(colores="rojo")),
    ("String should match", lambda d: d["identidad"].update(acento="rojo")),
    ("String should match", lambda d: _campo(d, "observacion").update(id="Observación")),
    ("sin_asunto", lambda d: _campo(d, "sumilla").pop("papel")),
    ("una_mesa", lambda d: d.update(escritorio={"dependencias": []})),
    ("at most 40", lambda d: d["textos"]["terminos"].update(version="x" * 41)),
    ("at most 120", lambda d: d["formulario"]["ranuras"][0].update(etiqueta="x" * 121)),
]


@pytest.mark.parametrize(("motivo", "estropear"), NO_SE_ACEPTA)
def test_una_institucion_que_se_contradice_no_se_acepta(motivo, estropear):
    datos = _datos()
    estropear(datos)

    with pytest.raises(ValidationError, match=motivo):
        Institucion.model_validate(datos)


def test_un_comunicado_se_muestra_del_primer_dia_al_ultimo():
    datos = _datos()
    datos["textos"]["avisos"] = [
        {"titulo": "Sin atención", "desde": date(2026, 12, 24), "hasta": date(2026, 12, 26)},
        {"titulo": "Siempre"},
    ]
    textos = Institucion.model_validate(datos).textos

    vistos = [[aviso.titulo for aviso in textos.vigentes(date(2026, 12, dia))] for dia in (23, 24, 26, 27)]

    assert vistos == [["Siempre"], ["Sin atención", "Siempre"], ["Sin atención", "Siempre"], ["Siempre"]]


def test_un_comunicado_no_termina_antes_de_empezar():
    datos = _datos()
    datos["textos"]["avisos"] = [{"titulo": "Al revés", "desde": date(2026, 12, 26), "hasta": date(2026, 12, 24)}]

    with pytest.raises(ValidationError, match="termina_antes"):
        Institucion.model_validate(datos)


def test_el_manual_dice_su_version_mas_nueva_o_ninguna():
    con_historial = Institucion.model_validate(_datos()).manual

    assert con_historial.version == con_historial.historial[-1].version
    assert Manual().version == ""
