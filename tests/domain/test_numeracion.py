from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from portal.domain.numeracion import PatronInvalido, formatear, interpretar, validar_patron
from portal.i18n import t

IGP = "{corr:05}-{anio}"
PATRONES = [
    IGP,
    "{corr}-{anio}",
    "EXP-{anio}-{corr:06}",
    "{anio}{corr:06}",
    "{corr:05}{anio}",
    "{corr:05}-{anio}-{serie}",
    "{serie}-{corr:04}/{anio}",
    "N° {corr:05} {anio}",
    "Mesa Ñ {serie}: {anio} – {corr}",
    "({corr:09}.{anio})",
    "2da-{corr:05}-{anio}-TD1",
]
CORRELATIVOS = st.integers(1, 999_999_999)
ANIOS = st.integers(1000, 9999)
SERIES = st.text(st.sampled_from("ABCXYZabcÑñé0123456789 ._/-"), max_size=20)


@pytest.mark.parametrize("patron", PATRONES)
@given(correlativo=CORRELATIVOS, anio=ANIOS, serie=SERIES)
def test_lo_que_se_formatea_se_interpreta_igual(patron, correlativo, anio, serie):
    texto = formatear(patron, correlativo=correlativo, anio=anio, serie=serie)

    assert interpretar(patron, texto) == (correlativo, anio)
    assert interpretar(patron, f"  exp. n.º {texto.lower()}\n") == (correlativo, anio)


@given(patron=st.sampled_from(PATRONES), texto=st.text())
def test_interpretar_nunca_falla_con_lo_que_escriba_una_persona(patron, texto):
    resultado = interpretar(patron, texto)

    assert resultado is None or (resultado[0] >= 1 and resultado[1] >= 1000)


@given(
    patron=st.lists(st.sampled_from(["{corr}", "{corr:03}", "{anio}", "{serie}", "-", " ", "1", "A", "{", "ñ."]))
    .map("".join)
    .map(lambda p: p if "{anio}" in p else f"{p}{{anio}}"),
    texto=st.text(),
)
def test_un_patron_cualquiera_se_rechaza_con_su_motivo_o_sirve(patron, texto):
    esperado = (7, 2026)
    try:
        texto = formatear(patron, correlativo=7, anio=2026)
    except PatronInvalido as rechazo:
        event(t(rechazo.clave, **rechazo.facts))
        esperado = None

    assert interpretar(patron, texto) == esperado


def test_el_numero_se_rellena_con_ceros_y_se_ensancha_cuando_no_cabe():
    numeros = [formatear(IGP, correlativo=n, anio=2026) for n in (1, 2922, 99999, 100000)]

    assert numeros == ["00001-2026", "02922-2026", "99999-2026", "100000-2026"]


def test_la_serie_entra_donde_dice_el_patron():
    assert formatear("{serie}-{corr:04}/{anio}", correlativo=12, anio=2026, serie="LIMA") == "LIMA-0012/2026"


@pytest.mark.parametrize(
    "texto",
    [
        "00123-2021",
        "123-2021",
        "000000123-2021",
        " 123 - 2021 ",
        "123–2021",
        "123—2021",
        "123−2021",
        "123‑2021",
        "123－2021",
        "Exp. 123-2021",
        "EXP 00123-2021",
        "EXP-00123-2021",
        "Exp. N.º-123-2021",
        "expediente N.º 00123-2021",
        "Expediente Nº: 00123-2021",
        "Exp. N° 123-2021",
        "NRO. 123-2021",
        "número 123-2021",
        "№ 123-2021",
        "n. 123-2021",
        "N 123-2021",
        "#123-2021",
        "\ufeff00123\u200b-2021\r\n",
    ],
)
def test_un_numero_se_reconoce_como_lo_escribe_la_gente(texto):
    assert interpretar(IGP, texto) == (123, 2021)


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "123",
        "2021",
        "0-2021",
        "00000-2021",
        "123-21",
        "123-0999",
        "123-20211",
        "12 3-2021",
        "123 2021",
        "-123-2021",
        "+123-2021",
        "1_23-2021",
        "123-2021-IGP",
        "INFORME 123-2021",
        "١٢٣-٢٠٢١",
        "１２３-２０２１",
        "12²-2021",
        "½-2021",
        "1000000000-2021",
        "9" * 30 + "-2021",
        "0" * 200 + "1-2021",
        "n" * 120,
        "123-2021'; DROP TABLE expediente",
    ],
)
def test_lo_que_no_es_un_numero_de_expediente_no_se_adivina(texto):
    assert interpretar(IGP, texto) is None


def test_el_principio_y_el_final_sin_digitos_se_pueden_omitir():
    patron = "EXP-{corr:05}-{anio}-TD/IGP"

    assert {
        interpretar(patron, t) for t in ("EXP-00123-2021-TD/IGP", "123-2021", "exp 123-2021", "123-2021-td / igp")
    } == {(123, 2021)}


@pytest.mark.parametrize(
    ("patron", "motivo"),
    [
        ("", "tokens"),
        ("EXP", "tokens"),
        ("{corr}", "tokens"),
        ("{anio}", "tokens"),
        ("{corr}-{corr}-{anio}", "tokens"),
        ("{corr}-{anio}-{anio}", "tokens"),
        ("{serie}-{corr}-{anio}-{serie}", "tokens"),
        ("{corr:5}-{anio}", "llaves"),
        ("{corr:00}-{anio}", "llaves"),
        ("{corr:010}-{anio}", "llaves"),
        ("{corr}-{anio}-{mes}", "llaves"),
        ("{corr}-{anio}}", "llaves"),
        ("{corr.__class__}-{anio}", "llaves"),
        ("{corr}-{anio}\n", "caracteres"),
        ("{corr}\u200b{anio}", "caracteres"),
        ("1{corr}-{anio}", "ambiguo"),
        ("{corr}-20{anio}", "ambiguo"),
        ("{corr}-{anio}0", "ambiguo"),
        ("{serie}{corr}-{anio}", "ambiguo"),
        ("{corr}-{anio} {serie}", "ambiguo"),
        ("{corr}-{anio}" + "x" * 60, "largo"),
    ],
)
def test_un_patron_que_no_sirve_dice_por_que(patron, motivo):
    with pytest.raises(PatronInvalido) as rechazo:
        validar_patron(patron)

    assert rechazo.value.facts["motivo"] == motivo
    assert "Se conserva" in t(rechazo.value.clave, **rechazo.value.facts)


@pytest.mark.parametrize(
    "figuras",
    [
        {"correlativo": 0, "anio": 2026},
        {"correlativo": -1, "anio": 2026},
        {"correlativo": 1_000_000_000, "anio": 2026},
        {"correlativo": 1, "anio": 26},
        {"correlativo": 1, "anio": 10_000},
        {"correlativo": 1, "anio": 2026, "serie": "x" * 21},
        {"correlativo": 1, "anio": 2026, "serie": "MP\n"},
        {"correlativo": 1, "anio": 2026, "serie": "{anio}"},
    ],
)
def test_no_se_imprime_un_numero_que_despues_no_se_pueda_leer(figuras):
    with pytest.raises(ValueError, match=r"out of range|plain text"):
        formatear("{serie}-{corr:05}-{anio}", **figuras)
