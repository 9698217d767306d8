"""The legal date of a filing, against dates computed with another library for 2025-2027."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendario import (
    Calendario,
    DiaNoHabil,
    DiaSaltado,
    Presentacion,
    ReglaFeriado,
    feriados,
    pascua,
    presentacion,
)
from tests.domain.feriados_pe import CON_CIERRE, DIA_ENTERO, DIAS, DL_713, DS_042_2025, LIMA, NACIONALES

DE_2025_A_2027 = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    max_value=datetime(2027, 11, 30),  # noqa: DTZ001 -- hypothesis adds the zone
    timezones=st.just(UTC),
)


def lima(texto: str) -> datetime:
    return datetime.fromisoformat(texto).replace(tzinfo=LIMA)


# sent, then (presentado, día 1, +2, +30) under the whole-day rule and under closing at 16:30
TABLA = [
    ("2026-07-22 16:00:00", "2026-07-22 2026-07-24 2026-07-27 2026-09-08", ""),
    (
        "2026-07-22 23:59:59",
        "2026-07-22 2026-07-24 2026-07-27 2026-09-08",
        "2026-07-24 2026-07-27 2026-07-30 2026-09-09",
    ),
    ("2026-07-23 00:00:00", "2026-07-24 2026-07-27 2026-07-30 2026-09-09", ""),
    ("2026-12-05 10:00:00", "2026-12-07 2026-12-10 2026-12-11 2027-01-22", ""),
    (
        "2026-12-07 17:31:00",
        "2026-12-07 2026-12-10 2026-12-11 2027-01-22",
        "2026-12-10 2026-12-11 2026-12-14 2027-01-25",
    ),
    ("2026-01-01 09:00:00", "2026-01-05 2026-01-06 2026-01-07 2026-02-16", ""),
    (
        "2026-04-01 20:00:00",
        "2026-04-01 2026-04-06 2026-04-07 2026-05-18",
        "2026-04-06 2026-04-07 2026-04-08 2026-05-19",
    ),
    (
        "2026-10-07 23:00:00",
        "2026-10-07 2026-10-09 2026-10-12 2026-11-19",
        "2026-10-09 2026-10-12 2026-10-13 2026-11-20",
    ),
    ("2025-04-30 16:00:00", "2025-04-30 2025-05-05 2025-05-06 2025-06-13", ""),
    (
        "2027-03-24 16:30:01",
        "2027-03-24 2027-03-29 2027-03-30 2027-05-07",
        "2027-03-29 2027-03-30 2027-03-31 2027-05-10",
    ),
]
CASOS = [
    pytest.param(enviado, calendario, fechas, id=f"{enviado} regla {regla}")
    for enviado, entero, con_cierre in TABLA
    for regla, calendario, fechas in (("A", DIA_ENTERO, entero), ("B", CON_CIERRE, con_cierre or entero))
]


@pytest.mark.parametrize(("enviado", "calendario", "fechas"), CASOS)
def test_cada_envio_tiene_su_fecha_de_presentacion_y_sus_plazos(enviado, calendario, fechas):
    p = presentacion(lima(enviado), calendario)

    plazos = [calendario.sumar_habiles(p.presentado, n) for n in (2, 30)]
    assert [p.presentado, p.plazo_desde, *plazos] == [date.fromisoformat(f) for f in fechas.split()]
    assert p.diferida == (p.presentado != date.fromisoformat(enviado[:10]))


def test_el_dia_uno_es_el_primer_habil_posterior_a_la_presentacion():
    p = presentacion(lima("2026-07-22 16:00:00"), DIA_ENTERO)

    assert p.plazo_desde == DIA_ENTERO.sumar_habiles(p.presentado, 1)


@pytest.mark.parametrize(
    ("hora", "presentado"),
    [
        ("16:29:59", date(2026, 11, 20)),
        ("16:30:00", date(2026, 11, 20)),
        ("16:30:00.999999", date(2026, 11, 20)),
        ("16:30:01", date(2026, 11, 23)),
    ],
)
def test_con_hora_de_cierre_cuenta_el_segundo_que_imprime_el_cargo(hora, presentado):
    assert presentacion(lima(f"2026-11-20 {hora}"), CON_CIERRE).presentado == presentado


def test_lo_enviado_fuera_de_hora_explica_cada_dia_que_no_conto():
    enviado = lima("2026-07-22 23:59:59")

    assert presentacion(enviado, CON_CIERRE) == Presentacion(
        enviado=datetime(2026, 7, 23, 4, 59, 59, tzinfo=UTC),
        presentado=date(2026, 7, 24),
        plazo_desde=date(2026, 7, 27),
        saltados=(
            DiaSaltado(date(2026, 7, 22), "fuera_de_hora"),
            DiaSaltado(date(2026, 7, 23), "no_habil", "Día de la Fuerza Aérea del Perú", "Ley 31822"),
        ),
    )


def test_lo_enviado_un_sabado_explica_el_fin_de_semana_aunque_sea_de_noche():
    p = presentacion(lima("2026-11-21 22:00:00"), CON_CIERRE)

    assert p.saltados == (DiaSaltado(date(2026, 11, 21), "sabado"), DiaSaltado(date(2026, 11, 22), "domingo"))


def test_en_ano_nuevo_se_saltan_el_feriado_el_dia_no_laborable_y_el_fin_de_semana():
    p = presentacion(lima("2026-01-01 09:00:00"), DIA_ENTERO)

    assert p.saltados == (
        DiaSaltado(date(2026, 1, 1), "no_habil", "Año Nuevo", DL_713),
        DiaSaltado(date(2026, 1, 2), "no_habil", "Día no laborable del sector público", DS_042_2025),
        DiaSaltado(date(2026, 1, 3), "sabado"),
        DiaSaltado(date(2026, 1, 4), "domingo"),
    )


def test_lo_enviado_en_dia_habil_no_se_difiere():
    p = presentacion(lima("2026-11-20 23:59:59"), DIA_ENTERO)

    assert (p.presentado, p.saltados, p.diferida) == (date(2026, 11, 20), (), False)


def test_el_dia_es_el_de_la_institucion_y_no_el_del_servidor():
    pasada_la_medianoche_en_utc = datetime(2026, 11, 21, 4, 59, 59, tzinfo=UTC)

    assert presentacion(pasada_la_medianoche_en_utc, DIA_ENTERO).presentado == date(2026, 11, 20)


def test_un_instante_sin_zona_no_se_acepta():
    with pytest.raises(ValueError, match="aware"):
        presentacion(datetime(2026, 11, 20, 9, 0), DIA_ENTERO)  # noqa: DTZ001 -- the point of the test


@given(enviado=DE_2025_A_2027)
def test_lo_presentado_siempre_cae_en_dia_habil_y_nunca_antes_del_envio(enviado):
    for calendario in (DIA_ENTERO, CON_CIERRE):
        p = presentacion(enviado, calendario)
        local = p.enviado.astimezone(LIMA).date()

        assert local <= p.presentado < p.plazo_desde
        assert calendario.es_habil(p.presentado)
        assert calendario.es_habil(p.plazo_desde)
        assert [s.fecha for s in p.saltados] == [local + timedelta(days=i) for i in range((p.presentado - local).days)]


@given(desde=st.dates(date(2014, 6, 1), date(2061, 6, 1)), dias=st.integers(-400, 400))
def test_los_habiles_entre_dos_dias_son_los_que_se_cuentan_uno_a_uno(desde, dias):
    hasta = desde + timedelta(days=dias)
    primero, ultimo = sorted((desde, hasta))

    uno_a_uno = sum(DIA_ENTERO.es_habil(primero + timedelta(days=n)) for n in range(1, abs(dias) + 1))

    assert DIA_ENTERO.habiles_entre(desde, hasta) == (uno_a_uno if hasta == ultimo else -uno_a_uno)


@pytest.mark.parametrize(("anio", "habiles"), [(2025, 247), (2026, 247), (2027, 247)])
def test_cada_anio_tiene_sus_dias_habiles(anio, habiles):
    dias = (date(anio, 1, 1) + timedelta(days=i) for i in range(365))

    assert sum(DIA_ENTERO.es_habil(d) for d in dias) == habiles


@pytest.mark.parametrize(
    ("deposito", "notificado"),
    [(date(2026, 7, 21), date(2026, 8, 3)), (date(2026, 12, 4), date(2026, 12, 16))],
)
def test_sin_acuse_en_cinco_dias_la_casilla_notifica_al_siguiente_habil(deposito, notificado):
    ultimo = DIA_ENTERO.sumar_habiles(deposito, 5)

    assert DIA_ENTERO.siguiente_habil(ultimo) == notificado


def test_el_quinto_dia_habil_de_la_casilla_salta_las_fiestas_patrias():
    assert DIA_ENTERO.sumar_habiles(date(2026, 7, 21), 5) == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("dia", "motivo"),
    [
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), DiaSaltado(date(2026, 11, 21), "sabado")),
        (date(2026, 11, 22), DiaSaltado(date(2026, 11, 22), "domingo")),
        (date(2025, 11, 1), DiaSaltado(date(2025, 11, 1), "sabado", "Todos los Santos", DL_713)),
        (date(2025, 6, 29), DiaSaltado(date(2025, 6, 29), "domingo", "San Pedro y San Pablo", DL_713)),
        (date(2026, 12, 9), DiaSaltado(date(2026, 12, 9), "no_habil", "Batalla de Ayacucho", "Ley 31381")),
    ],
)
def test_cada_dia_no_habil_dice_por_que(dia, motivo):
    assert DIA_ENTERO.motivo_no_habil(dia) == motivo


def test_un_feriado_en_domingo_no_pasa_al_lunes():
    assert DIA_ENTERO.es_habil(date(2025, 6, 30))


def test_sumar_cero_dias_da_el_mismo_dia_habil_o_el_siguiente():
    assert DIA_ENTERO.sumar_habiles(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert DIA_ENTERO.sumar_habiles(date(2026, 11, 21), 0) == date(2026, 11, 23)


def test_no_se_cuentan_dias_hacia_atras():
    with pytest.raises(ValueError, match="negative"):
        DIA_ENTERO.sumar_habiles(date(2026, 11, 20), -1)


# The feast tables of the Church, not another program.
@pytest.mark.parametrize(
    "domingo",
    [
        date(1818, 3, 22),
        date(1943, 4, 25),
        date(1954, 4, 18),
        date(1981, 4, 19),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2029, 4, 1),
        date(2030, 4, 21),
        date(2038, 4, 25),
    ],
)
def test_la_pascua_cae_el_domingo_que_manda_la_iglesia(domingo):
    assert pascua(domingo.year) == domingo


@given(anio=st.integers(1583, 9999))
def test_la_pascua_es_un_domingo_entre_el_22_de_marzo_y_el_25_de_abril(anio):
    domingo = pascua(anio)

    assert domingo.isoweekday() == 7
    assert date(anio, 3, 22) <= domingo <= date(anio, 4, 25)


def test_los_feriados_nacionales_de_2026_son_dieciseis():
    assert [f"{d:%m-%d}" for d in feriados(NACIONALES, [2026])] == (
        [
            "01-01",
            "04-02",
            "04-03",
            "05-01",
            "06-07",
            "06-29",
            "07-23",
            "07-28",
            "07-29",
            "08-06",
            "08-30",
            "10-08",
            "11-01",
            "12-08",
            "12-09",
            "12-25",
        ]
    )


def test_un_feriado_rige_desde_el_anio_de_su_ley():
    dias = feriados(NACIONALES, range(2021, 2025))

    assert [d.year for d in dias if (d.month, d.day) == (12, 9)] == [2022, 2023, 2024]
    assert [d.year for d in dias if (d.month, d.day) == (6, 7)] == [2024]


def test_un_dia_no_laborable_declarado_una_vez_no_se_repite():
    assert date(2026, 1, 2) in DIAS
    assert date(2027, 1, 2) not in DIAS


def test_de_dos_normas_sobre_el_mismo_dia_lo_nombra_la_primera():
    reglas = [ReglaFeriado("Uno", "Ley 1", mes=3, dia=1), ReglaFeriado("Dos", "Ley 2", mes=3, dia=1)]

    assert feriados(reglas, [2026]) == {date(2026, 3, 1): DiaNoHabil(date(2026, 3, 1), "Uno", "Ley 1")}


def test_un_29_de_febrero_solo_existe_en_los_anios_bisiestos():
    regla = ReglaFeriado("Bisiesto", "Ley 1", mes=2, dia=29)

    assert list(feriados([regla], range(2025, 2033))) == [date(2028, 2, 29), date(2032, 2, 29)]


@pytest.mark.parametrize(
    "figuras",
    [
        {},
        {"mes": 1},
        {"dia": 1},
        {"mes": 1, "dia": 1, "pascua": 0},
        {"mes": 1, "pascua": 0},
        {"mes": 2, "dia": 30},
        {"mes": 13, "dia": 1},
    ],
)
def test_un_feriado_mal_descrito_no_se_acepta(figuras):
    with pytest.raises(ValueError, match=r"pascua|month|day"):
        ReglaFeriado("Nadie", "Ninguna", **figuras)


def test_un_calendario_sin_dias_declarados_solo_descansa_el_fin_de_semana():
    calendario = Calendario(zona=LIMA, dias={})

    assert calendario.sumar_habiles(date(2026, 12, 24), 5) == date(2026, 12, 31)
    assert calendario.saltados(date(2026, 12, 24), date(2026, 12, 28)) == (
        DiaSaltado(date(2026, 12, 26), "sabado"),
        DiaSaltado(date(2026, 12, 27), "domingo"),
    )
