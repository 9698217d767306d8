"""When each step is due: the tables of the law's dates, and what holds for any term."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.calendario import Calendario, DiaNoHabil
from portal.domain.plazos import (
    AmpliacionNoPermitida,
    Plazo,
    Semaforo,
    Suspension,
    Unidad,
    ampliar,
    opera_silencio,
    quedan,
    semaforo,
    vence,
    vencimiento,
)
from tests.domain.feriados_pe import DIA_ENTERO, DIAS, LIMA

FECHAS = st.dates(date(2025, 1, 1), date(2027, 6, 30))
TRAMOS = st.tuples(FECHAS, st.integers(0, 40)).map(lambda t: Suspension(t[0], t[0] + timedelta(days=t[1]), "x"))


def fin(plazo: Plazo, calendario: Calendario = DIA_ENTERO) -> date | None:
    return vencimiento(plazo, calendario).vence


def test_lo_observado_el_viernes_4_se_subsana_hasta_el_jueves_10():
    assert vence(date(2026, 12, 4), 2, DIA_ENTERO) == date(2026, 12, 10)
    assert fin(Plazo(date(2026, 12, 4), 2)) == date(2026, 12, 10)


def test_el_plazo_de_treinta_dias_corre_desde_el_dia_siguiente_a_la_presentacion():
    assert vence(date(2026, 7, 22), 30, DIA_ENTERO) == date(2026, 9, 8)


def test_un_plazo_tiene_al_menos_un_dia():
    with pytest.raises(ValueError, match="at least one day"):
        vence(date(2026, 7, 22), 0, DIA_ENTERO)
    with pytest.raises(ValueError, match="at least one day"):
        Plazo(date(2026, 7, 22), 0)


@pytest.mark.parametrize(
    ("acto", "dias", "esperado"),
    [
        (date(2026, 12, 18), 10, date(2027, 1, 5)),  # over Christmas and New Year
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # Friday 1 January and a weekend
        (date(2027, 3, 23), 3, date(2027, 3, 30)),  # Holy Week
        (date(2026, 4, 1), 1, date(2026, 4, 6)),
        (date(2025, 12, 24), 2, date(2025, 12, 30)),  # 26 December 2025 was declared non-working
    ],
)
def test_fin_de_anio_y_semana_santa_no_cuentan(acto, dias, esperado):
    assert fin(Plazo(acto, dias)) == esperado


def test_un_dia_declarado_no_laborable_despues_de_presentar_mueve_el_vencimiento():
    acto = date(2026, 11, 23)
    declarado = DIAS | {date(2026, 11, 25): DiaNoHabil(date(2026, 11, 25), "Duelo nacional", "DS 100-2026-PCM")}

    assert fin(Plazo(acto, 3)) == date(2026, 11, 26)
    assert fin(Plazo(acto, 3), Calendario(LIMA, declarado)) == date(2026, 11, 27)


def test_cada_dia_del_plazo_dice_su_numero_o_por_que_no_cuenta():
    v = vencimiento(Plazo(date(2026, 12, 4), 2), DIA_ENTERO)

    assert [(d.fecha.day, d.numero) for d in v.dias] == [(5, None), (6, None), (7, 1), (8, None), (9, None), (10, 2)]
    assert [d.saltado.base_legal for d in v.sin_contar] == ["", "", "Decreto Legislativo 713, art. 6", "Ley 31381"]
    assert v.dia_uno == date(2026, 12, 7)


def test_un_plazo_en_dias_calendario_que_acaba_en_feriado_pasa_al_dia_habil_siguiente():
    v = vencimiento(Plazo(date(2026, 12, 3), 5, Unidad.CALENDARIO), DIA_ENTERO)

    assert v.vence == date(2026, 12, 10)
    assert [d.fecha.day for d in v.movido] == [8, 9]


@pytest.mark.parametrize(
    ("acto", "meses", "esperado"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 8, 31), 6, date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 12, 10), 12, date(2027, 12, 10)),
    ],
)
def test_un_plazo_en_meses_va_de_fecha_a_fecha(acto, meses, esperado):
    assert fin(Plazo(acto, meses, Unidad.MESES)) == esperado


def test_mientras_se_espera_la_subsanacion_no_hay_vencimiento_y_al_llegar_se_suman_los_dias():
    plazo = Plazo(date(2026, 11, 2), 10)
    abierta = Suspension(date(2026, 11, 5), None, "observado")
    cerrada = Suspension(date(2026, 11, 5), date(2026, 11, 10), "observado")

    assert fin(plazo) == date(2026, 11, 16)
    assert fin(Plazo(plazo.acto, 10, suspensiones=(abierta,))) is None
    assert fin(Plazo(plazo.acto, 10, suspensiones=(cerrada,))) == date(2026, 11, 20)
    assert fin(Plazo(date(2026, 11, 2), 1, Unidad.MESES, suspensiones=(abierta,))) is None
    assert fin(Plazo(date(2026, 11, 2), 1, Unidad.MESES, suspensiones=(cerrada,))) == date(2026, 12, 10)


def test_una_suspension_no_acaba_antes_de_empezar():
    with pytest.raises(ValueError, match="cannot end before"):
        Suspension(date(2026, 11, 5), date(2026, 11, 4), "x")


def test_se_amplia_una_vez_y_antes_de_vencer():
    plazo = Plazo(date(2026, 11, 2), 5)

    ampliado = ampliar(plazo, 3, hoy=date(2026, 11, 9), calendario=DIA_ENTERO)

    assert (fin(plazo), fin(ampliado)) == (date(2026, 11, 9), date(2026, 11, 12))
    for otro, hoy in ((ampliado, date(2026, 11, 9)), (plazo, date(2026, 11, 10))):
        with pytest.raises(AmpliacionNoPermitida):
            ampliar(otro, 3, hoy=hoy, calendario=DIA_ENTERO)
    assert fin(Plazo(date(2026, 11, 2), 1, Unidad.MESES, ampliacion=1)) == date(2026, 12, 3)


def test_el_silencio_positivo_opera_cinco_dias_habiles_despues_del_plazo():
    assert opera_silencio(date(2026, 9, 8), DIA_ENTERO) == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("hoy", "luz"),
    [
        (date(2026, 12, 4), Semaforo.POR_VENCER),
        (date(2026, 12, 3), Semaforo.EN_PLAZO),
        (date(2026, 12, 10), Semaforo.POR_VENCER),
        (date(2026, 12, 11), Semaforo.VENCIDO),
    ],
)
def test_el_semaforo_cuenta_dias_habiles(hoy, luz):
    v = vencimiento(Plazo(date(2026, 12, 2), 4), DIA_ENTERO)

    assert v.vence == date(2026, 12, 10)
    assert semaforo(v, hoy=hoy, calendario=DIA_ENTERO, aviso=2) is luz


def test_sin_plazo_o_detenido_el_semaforo_lo_dice():
    detenido = vencimiento(
        Plazo(date(2026, 12, 2), 4, suspensiones=(Suspension(date(2026, 12, 2), None, "x"),)), DIA_ENTERO
    )

    assert semaforo(detenido, hoy=date(2027, 1, 1), calendario=DIA_ENTERO, aviso=2) is Semaforo.DETENIDO
    assert semaforo(None, hoy=date(2027, 1, 1), calendario=DIA_ENTERO, aviso=2) is Semaforo.SIN_PLAZO


def test_un_calendario_sin_dias_habiles_no_cuelga_el_servidor():
    dias = [date(2026, 1, 1) + timedelta(days=n) for n in range(366 * 20 + 1)]
    vacio = Calendario(ZoneInfo("America/Lima"), {d: DiaNoHabil(d, "x", "x") for d in dias})

    with pytest.raises(ValueError, match="no business days"):
        vencimiento(Plazo(date(2026, 1, 1), 1), vacio)


@settings(deadline=None)  # the machine may be busy
@given(FECHAS, st.integers(1, 60), st.lists(TRAMOS, max_size=3))
def test_cuenta_exactamente_los_dias_del_plazo_y_acaba_en_uno_que_cuenta(acto, dias, tramos):
    v = vencimiento(Plazo(acto, dias, suspensiones=tuple(tramos)), DIA_ENTERO)

    contados = [d for d in v.dias if d.numero]
    assert [d.numero for d in contados] == list(range(1, dias + 1))
    assert contados[-1].fecha == v.vence
    assert all(DIA_ENTERO.es_habil(d.fecha) and not any(s.cubre(d.fecha) for s in tramos) for d in contados)
    assert [d.fecha for d in v.dias] == [acto + timedelta(days=n) for n in range(1, len(v.dias) + 1)]


@settings(deadline=None)  # the machine may be busy
@given(FECHAS, st.integers(1, 60), TRAMOS)
def test_detener_un_plazo_nunca_lo_acorta(acto, dias, tramo):
    for unidad in Unidad:
        cantidad = dias if unidad is not Unidad.MESES else dias % 12 + 1
        libre, detenido = Plazo(acto, cantidad, unidad), Plazo(acto, cantidad, unidad, suspensiones=(tramo,))

        assert fin(detenido) >= fin(libre)
        assert DIA_ENTERO.es_habil(fin(libre))


@settings(deadline=None)  # the machine may be busy
@given(FECHAS, st.integers(1, 30))
def test_lo_que_queda_baja_de_a_uno_por_dia_habil(acto, dias):
    ultimo = fin(Plazo(acto, dias))

    assert quedan(acto, ultimo, DIA_ENTERO) == dias
    assert quedan(ultimo, ultimo, DIA_ENTERO) == 0


@settings(deadline=None)  # the machine may be busy
@given(FECHAS, st.integers(1, 60), st.lists(TRAMOS, max_size=3), st.integers(0, 30))
def test_lo_presentado_despues_no_vence_antes_y_mas_dias_no_vencen_antes(acto, dias, tramos, luego):
    for unidad in Unidad:
        cantidad = dias if unidad is not Unidad.MESES else dias % 12 + 1
        este = fin(Plazo(acto, cantidad, unidad, suspensiones=tuple(tramos)))

        assert fin(Plazo(acto, cantidad + 1, unidad, suspensiones=tuple(tramos))) >= este
        if unidad is not Unidad.MESES:
            assert fin(Plazo(acto + timedelta(days=luego), cantidad, unidad, suspensiones=tuple(tramos))) >= este


@settings(deadline=None)  # the machine may be busy
@given(FECHAS, st.integers(1, 60), st.lists(TRAMOS, max_size=3))
def test_otra_suspension_nunca_acorta_y_repetirla_no_cambia_nada(acto, dias, tramos):
    for unidad in Unidad:
        cantidad = dias if unidad is not Unidad.MESES else dias % 12 + 1
        fines = [fin(Plazo(acto, cantidad, unidad, suspensiones=tuple(tramos[:n]))) for n in range(len(tramos) + 1)]

        assert fines == sorted(fines)
        assert fin(Plazo(acto, cantidad, unidad, suspensiones=(*tramos, *tramos))) == fines[-1]


@settings(deadline=None)  # the machine may be busy
@given(FECHAS, st.integers(1, 60), st.integers(1, 30))
def test_ampliar_suma_exactamente_los_dias_habiles_concedidos(acto, dias, mas):
    plazo = Plazo(acto, dias)

    ampliado = ampliar(plazo, mas, hoy=acto, calendario=DIA_ENTERO)

    assert quedan(fin(plazo), fin(ampliado), DIA_ENTERO) == mas


@settings(deadline=None)  # the machine may be busy
@given(FECHAS, st.integers(1, 60), FECHAS)
def test_declarar_no_laborable_un_dia_nunca_acorta_un_plazo(acto, dias, declarado):
    otro = Calendario(LIMA, DIAS | {declarado: DiaNoHabil(declarado, "Duelo nacional", "DS 100-2026-PCM")})

    for unidad in Unidad:
        cantidad = dias if unidad is not Unidad.MESES else dias % 12 + 1
        assert fin(Plazo(acto, cantidad, unidad), otro) >= fin(Plazo(acto, cantidad, unidad))


TABLA = [  # the day of presentation under each rule, +2 and +30
    ("2026-07-22", "2026-07-27", "2026-09-08"),
    ("2026-07-24", "2026-07-30", "2026-09-09"),
    ("2026-12-07", "2026-12-11", "2027-01-22"),
    ("2026-12-10", "2026-12-14", "2027-01-25"),
    ("2026-01-05", "2026-01-07", "2026-02-16"),
    ("2026-04-01", "2026-04-07", "2026-05-18"),
    ("2026-04-06", "2026-04-08", "2026-05-19"),
    ("2026-10-07", "2026-10-12", "2026-11-19"),
    ("2026-10-09", "2026-10-13", "2026-11-20"),
    ("2025-04-30", "2025-05-06", "2025-06-13"),
    ("2027-03-24", "2027-03-30", "2027-05-07"),
    ("2027-03-29", "2027-03-31", "2027-05-10"),
]


@pytest.mark.parametrize(("presentado", "dos", "treinta"), TABLA)
def test_los_plazos_de_dos_y_treinta_dias_acaban_el_dia_de_la_tabla(presentado, dos, treinta):
    acto = date.fromisoformat(presentado)

    assert [fin(Plazo(acto, 2)), fin(Plazo(acto, 30))] == [date.fromisoformat(dos), date.fromisoformat(treinta)]
    assert [vence(acto, 2, DIA_ENTERO), vence(acto, 30, DIA_ENTERO)] == [fin(Plazo(acto, 2)), fin(Plazo(acto, 30))]


def test_dos_suspensiones_que_se_pisan_detienen_un_plazo_en_meses_una_sola_vez():
    una = Suspension(date(2026, 11, 5), date(2026, 11, 10), "observado")
    otra = Suspension(date(2026, 11, 8), date(2026, 11, 12), "a pedido")

    v = fin(Plazo(date(2026, 11, 2), 1, Unidad.MESES, suspensiones=(otra, una)))

    assert v == date(2026, 12, 10)  # eight days after the 2nd
