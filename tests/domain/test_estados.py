from __future__ import annotations

import pytest

from portal.domain.errors import TransicionNoPermitida
from portal.domain.estados import (
    FINALES,
    NEUTRAS,
    TRANSICIONES,
    Accion,
    Fase,
    da_por_recibido,
    es_neutra,
    exige_motivo,
    siguiente_fase,
)


def acciones(fase: Fase) -> set[Accion]:
    return {accion for desde, accion in TRANSICIONES if desde is fase}


def _alcanzables(desde: Fase) -> set[Fase]:
    vistas, pendientes = set(), [desde]
    while pendientes:
        fase = pendientes.pop()
        if fase not in vistas:
            vistas.add(fase)
            pendientes += [siguiente_fase(fase, accion) for accion in acciones(fase)]
    return vistas


def test_desde_registrado_se_llega_a_cualquier_fase():
    assert _alcanzables(Fase.REGISTRADO) == set(Fase)


@pytest.mark.parametrize("fase", Fase)
@pytest.mark.parametrize("accion", Accion)
def test_lo_que_no_esta_en_la_tabla_se_rechaza(fase, accion):
    if accion in acciones(fase):
        assert siguiente_fase(fase, accion) is TRANSICIONES[fase, accion]
    else:
        with pytest.raises(TransicionNoPermitida) as rechazo:
            siguiente_fase(fase, accion)
        assert rechazo.value.facts == {"fase": fase, "accion": accion}


@pytest.mark.parametrize("fase", sorted(FINALES))
def test_de_un_final_solo_se_sale_archivando_o_reabriendo(fase):
    salen = {accion for accion in acciones(fase) if siguiente_fase(fase, accion) is not fase}

    assert salen <= {Accion.ARCHIVAR, Accion.REABRIR}


def test_lo_anulado_y_lo_acumulado_quedan_asi():
    assert acciones(Fase.ANULADO) == acciones(Fase.ACUMULADO) == {Accion.ENTERARSE, Accion.ACUSAR}


def test_un_observado_espera_a_que_lo_subsanen_desista_o_venza_el_plazo():
    assert acciones(Fase.OBSERVADO) == {
        Accion.SUBSANAR,
        Accion.NO_PRESENTAR,
        Accion.DESISTIR,
        Accion.ANULAR,
        Accion.AMPLIAR,
        Accion.ENTERARSE,
        Accion.ACUSAR,
    }


def test_la_oficina_que_recibe_directamente_atiende_o_rechaza_sin_otro_paso():
    assert siguiente_fase(Fase.REGISTRADO, Accion.ATENDER) is Fase.ATENDIDO
    assert siguiente_fase(Fase.REGISTRADO, Accion.RECHAZAR) is Fase.RECHAZADO


def test_lo_observado_no_se_rechaza():
    with pytest.raises(TransicionNoPermitida):
        siguiente_fase(Fase.OBSERVADO, Accion.RECHAZAR)


def test_recibir_no_saca_al_expediente_de_registrado():
    assert siguiente_fase(Fase.REGISTRADO, Accion.RECIBIR) is Fase.REGISTRADO


@pytest.mark.parametrize("accion", [Accion.INICIAR, Accion.DERIVAR])
def test_iniciar_o_derivar_ponen_el_expediente_en_tramite(accion):
    assert siguiente_fase(Fase.REGISTRADO, accion) is Fase.EN_TRAMITE


def test_lo_no_subsanado_queda_no_presentado_y_nunca_rechazado():
    llegan_a_rechazado = {par for par, hasta in TRANSICIONES.items() if hasta is Fase.RECHAZADO is not par[0]}

    assert siguiente_fase(Fase.OBSERVADO, Accion.NO_PRESENTAR) is Fase.NO_PRESENTADO
    assert llegan_a_rechazado == {(Fase.REGISTRADO, Accion.RECHAZAR), (Fase.EN_TRAMITE, Accion.RECHAZAR)}


def test_toda_accion_menos_registrar_sirve_en_alguna_fase():
    assert {accion for _, accion in TRANSICIONES} == set(Accion) - {Accion.REGISTRAR}


def test_ninguna_transicion_vuelve_a_registrado_desde_otra_fase():
    assert {desde for (desde, _), hasta in TRANSICIONES.items() if hasta is Fase.REGISTRADO} == {Fase.REGISTRADO}


def test_lo_que_no_cambia_el_estado_deja_la_fase_como_esta():
    assert all(siguiente_fase(fase, accion) is fase for accion, fases in NEUTRAS.items() for fase in fases)


def test_una_accion_que_cambia_el_estado_lleva_a_lo_mismo_desde_donde_sea():
    destinos = {accion: set() for accion in Accion}
    for (_, accion), hasta in TRANSICIONES.items():
        destinos[accion].add(hasta)

    assert {accion for accion, fases in destinos.items() if len(fases) > 1} <= set(NEUTRAS)


def test_exigen_motivo_las_acciones_que_perjudican_o_deshacen():
    assert {a for a in Accion if exige_motivo(a)} == {
        Accion.RECHAZAR,
        Accion.ANULAR,
        Accion.NO_PRESENTAR,
        Accion.ABANDONAR,
        Accion.REMITIR,
        Accion.REABRIR,
        Accion.DEVOLVER,
        Accion.AMPLIAR,
        Accion.SUSPENDER,
    }


def test_la_tabla_de_transiciones_no_se_puede_cambiar():
    with pytest.raises(TypeError):
        TRANSICIONES[Fase.REGISTRADO, Accion.RECHAZAR] = Fase.RECHAZADO


def test_derivar_otra_vez_no_necesita_otro_estado():
    assert {(f, a) for f in Fase for a in Accion if es_neutra(f, a)} == {
        (fase, accion) for accion, fases in NEUTRAS.items() for fase in fases
    } | {(Fase.EN_TRAMITE, Accion.DERIVAR)}


def test_da_por_recibido_lo_que_hace_quien_tiene_el_expediente_delante():
    assert {a for a in Accion if not da_por_recibido(a)} == {
        Accion.REGISTRAR,
        Accion.RECIBIR,
        Accion.SUBSANAR,
        Accion.DESISTIR,
        Accion.DEVOLVER,
        Accion.REABRIR,
        Accion.INFORMAR,
        Accion.ENTERARSE,
        Accion.ACUSAR,
    }
