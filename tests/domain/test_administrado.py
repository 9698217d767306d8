from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from portal.domain.administrado import (
    enmascarar_correo,
    validar_ce,
    validar_correo,
    validar_dni,
    validar_nombre,
    validar_ruc,
    validar_telefono,
)
from portal.domain.errors import DatoInvalido
from portal.i18n import t

VALIDADORES = [
    validar_dni,
    validar_ce,
    validar_ruc,
    validar_telefono,
    validar_correo,
    lambda texto: validar_nombre(texto, campo="nombres"),
]


def rechazo(validar, texto: str, **opciones: object) -> dict[str, object]:
    with pytest.raises(DatoInvalido) as error:
        validar(texto, **opciones)
    assert t(error.value.clave, **error.value.facts)
    return error.value.facts


@pytest.mark.parametrize(
    ("escrito", "dni"),
    [
        ("45578549", "45578549"),
        (" 4557 8549\n", "45578549"),
        ("00123456", "00123456"),
        ("17801146-0", "17801146"),
        ("17801146-d", "17801146"),
    ],
)
def test_un_dni_son_ocho_digitos(escrito, dni):
    assert validar_dni(escrito) == dni


@pytest.mark.parametrize(
    ("escrito", "facts"),
    [
        ("", {"motivo": "vacio"}),
        ("4557854", {"motivo": "dni_longitud", "escritos": 7}),
        ("455785490", {"motivo": "dni_longitud", "escritos": 9}),
        ("4557854A", {"motivo": "dni_solo_digitos"}),
        ("٤٥٥٧٨٥٤٩", {"motivo": "dni_solo_digitos"}),
        ("45578549\u200b", {"motivo": "dni_solo_digitos"}),
        ("17801146-5", {"motivo": "dni_verificador", "verificador": "5"}),
    ],
)
def test_un_dni_que_no_puede_ser_dice_por_que(escrito, facts):
    assert rechazo(validar_dni, escrito) == {"campo": "dni", **facts}


@pytest.mark.parametrize("ce", ["001234567", " 001 234 567 "])
def test_un_carnet_de_extranjeria_conserva_sus_ceros(ce):
    assert validar_ce(ce) == "001234567"


def test_el_formato_del_carnet_lo_puede_fijar_la_institucion():
    assert validar_ce("n00123456", patron=r"[A-Z0-9]{6,12}") == "N00123456"


@pytest.mark.parametrize(
    ("escrito", "opciones", "facts"),
    [
        (" ", {}, {"motivo": "vacio"}),
        ("12345678", {}, {"motivo": "ce_formato", "escritos": 8}),
        ("N00123456", {}, {"motivo": "ce_formato", "escritos": 9}),
        ("１２３４５６７８９", {}, {"motivo": "ce_formato", "escritos": 9}),
        ("ñ", {"patron": ".*"}, {"motivo": "ce_otro_formato", "escritos": 1}),
        ("1" * 21, {"patron": ".*"}, {"motivo": "ce_otro_formato", "escritos": 21}),
    ],
)
def test_un_carnet_que_no_puede_ser_dice_por_que(escrito, opciones, facts):
    assert rechazo(validar_ce, escrito, **opciones) == {"campo": "ce", **facts}


# Public numbers of ministries, agencies and companies.
@pytest.mark.parametrize("ruc", ["20131312955", "20100128218", "20131366028", "20100047218", "20 10019 0797"])
def test_un_ruc_publico_pasa(ruc):
    assert validar_ruc(ruc) == ruc.replace(" ", "")


@pytest.mark.parametrize(
    ("escrito", "facts"),
    [
        ("\t", {"motivo": "vacio"}),
        ("2013131295", {"motivo": "ruc_longitud", "escritos": 10}),
        ("201313129555", {"motivo": "ruc_longitud", "escritos": 12}),
        ("2013131295X", {"motivo": "ruc_solo_digitos"}),
        ("30131312955", {"motivo": "ruc_prefijo", "inicio": "30", "prefijos": "10, 15, 16, 17, 20"}),
        ("20131312956", {"motivo": "ruc_verificador"}),
    ],
)
def test_un_ruc_que_no_puede_ser_dice_por_que(escrito, facts):
    assert rechazo(validar_ruc, escrito) == {"campo": "ruc", **facts}


@given(posicion=st.integers(2, 9), cambio=st.integers(1, 9))
def test_un_digito_cambiado_en_un_ruc_se_nota(posicion, cambio):
    ruc = "20131312955"
    otro = str((int(ruc[posicion]) + cambio) % 10)

    assert rechazo(validar_ruc, ruc[:posicion] + otro + ruc[posicion + 1 :])["motivo"] == "ruc_verificador"


@pytest.mark.parametrize(
    ("escrito", "telefono"),
    [
        ("987654321", "987654321"),
        ("(01) 317-2300", "013172300"),
        ("+51 987 654 321", "+51987654321"),
        ("  +1 (202) 555.0100 ", "+12025550100"),
        ("123456", "123456"),
    ],
)
def test_un_telefono_se_guarda_en_digitos(escrito, telefono):
    assert validar_telefono(escrito) == telefono


@pytest.mark.parametrize(
    ("escrito", "facts"),
    [
        ("", {"motivo": "vacio"}),
        ("12345", {"motivo": "telefono_longitud", "minimo": 6, "maximo": 15, "escritos": 5}),
        ("1" * 16, {"motivo": "telefono_longitud", "minimo": 6, "maximo": 15, "escritos": 16}),
        ("()--", {"motivo": "telefono_longitud", "minimo": 6, "maximo": 15, "escritos": 0}),
        ("3172300 anexo 5", {"motivo": "telefono_caracteres"}),
        ("51+987654321", {"motivo": "telefono_caracteres"}),
        ("９８７６５４３２１", {"motivo": "telefono_caracteres"}),
    ],
)
def test_un_telefono_que_no_puede_ser_dice_por_que(escrito, facts):
    assert rechazo(validar_telefono, escrito) == {"campo": "telefono", **facts}


@pytest.mark.parametrize(
    ("escrito", "correo"),
    [
        ("rosa.quispe@example.pe", "rosa.quispe@example.pe"),
        ("  Rosa.Quispe@Example.PE ", "rosa.quispe@example.pe"),
        ("rosa@peñarol.pe", "rosa@xn--pearol-xwa.pe"),
        ("o'higgins+mesa@sub.example.gob.pe", "o'higgins+mesa@sub.example.gob.pe"),
        ("ｒｏｓａ＠example.pe", "rosa@example.pe"),
        ("rosa@example。pe", "rosa@example.pe"),
        ("a@1.pe", "a@1.pe"),
        ("l" * 64 + "@example.pe", "l" * 64 + "@example.pe"),
    ],
)
def test_un_correo_tiene_una_sola_forma(escrito, correo):
    assert validar_correo(escrito) == correo
    assert validar_correo(correo) == correo


@pytest.mark.parametrize(
    ("escrito", "motivo"),
    [
        ("", "vacio"),
        ("   ", "vacio"),
        ("a@b.pe\n", "caracteres_invisibles"),
        ("a@b.pe\r\nBcc: x@y.pe", "caracteres_invisibles"),
        ("\ta@b.pe", "caracteres_invisibles"),
        ("a\u200b@b.pe", "caracteres_invisibles"),
        ("a\u202e@b.pe", "caracteres_invisibles"),
        ("a\x00@b.pe", "caracteres_invisibles"),
        ("a\ud800@b.pe", "caracteres_invisibles"),
        ("rosa", "correo_formato"),
        ("@example.pe", "correo_formato"),
        ("rosa@", "correo_formato"),
        ("a@b@c.pe", "correo_formato"),
        ("a b@c.pe", "correo_formato"),
        ("a@b.pe, c@d.pe", "correo_formato"),
        ("rosa <a@b.pe>", "correo_formato"),
        (".a@b.pe", "correo_formato"),
        ("a.@b.pe", "correo_formato"),
        ("a..b@c.pe", "correo_formato"),
        ('"a b"@c.pe', "correo_formato"),
        ("l" * 65 + "@example.pe", "correo_formato"),
        ("peña@example.pe", "correo_tildes"),
        ("а@example.pe", "correo_tildes"),
        ("a@localhost", "correo_dominio"),
        ("a@b..pe", "correo_dominio"),
        ("a@.pe", "correo_dominio"),
        ("a@b.pe.", "correo_dominio"),
        ("a@-b.pe", "correo_dominio"),
        ("a@b_c.pe", "correo_dominio"),
        ("a@127.0.0.1", "correo_dominio"),
        ("a@[127.0.0.1]", "correo_dominio"),
        ("a@" + "x" * 64 + ".pe", "correo_dominio"),
        ("a@" + "x." * 130 + "pe", "correo_largo"),
        ("a@" + "ñ." * 40 + "pe", "correo_largo"),
        ("a" * 1_000_000 + "@b.pe", "correo_largo"),
    ],
)
def test_un_correo_que_no_puede_ser_dice_por_que(escrito, motivo):
    facts = rechazo(validar_correo, escrito)

    assert (facts["campo"], facts["motivo"]) == ("correo", motivo)


@given(texto=st.text(st.sampled_from("aZñ.@- \n\x7f。ß1+'İ")))
def test_un_correo_aceptado_es_ascii_y_no_cambia_al_validarlo_otra_vez(texto):
    try:
        correo = validar_correo(texto)
    except DatoInvalido:
        return
    assert correo.isascii()
    assert correo.isprintable()
    assert correo.count("@") == 1
    assert validar_correo(correo) == correo


def test_un_nombre_queda_con_espacios_simples():
    assert validar_nombre("  Rosa  María \u00a0Quispe ", campo="nombres") == "Rosa María Quispe"


def test_un_nombre_con_tilde_se_guarda_de_una_sola_forma():
    assert validar_nombre("Jose\u0301", campo="nombres") == "José"


@pytest.mark.parametrize(
    ("escrito", "facts"),
    [
        ("", {"motivo": "vacio"}),
        (" .- ", {"motivo": "vacio"}),
        ("Rosa\nMaría", {"motivo": "caracteres_invisibles"}),
        ("Rosa\u202e", {"motivo": "caracteres_invisibles"}),
        ("x" * 121, {"motivo": "largo", "maximo": 120, "escritos": 121}),
    ],
)
def test_un_nombre_que_no_puede_ser_dice_por_que(escrito, facts):
    assert rechazo(validar_nombre, escrito, campo="nombres") == {"campo": "nombres", **facts}


def test_el_rechazo_nombra_el_campo_que_lo_pidio():
    assert rechazo(validar_dni, "1", campo="documento_contacto")["campo"] == "documento_contacto"


@pytest.mark.parametrize("validar", VALIDADORES)
@given(texto=st.text())
def test_ningun_texto_rompe_un_validador(validar, texto):
    try:
        normalizado = validar(texto)
    except DatoInvalido as error:
        event(t(error.clave, **error.facts))
    else:
        assert validar(normalizado) == normalizado


def test_un_correo_se_muestra_a_medias():
    assert enmascarar_correo("rosa.quispe@example.pe") == "r•••@example.pe"
    assert enmascarar_correo("a@example.pe") == "a•••@example.pe"


@pytest.mark.parametrize("nombre", ["Gane en http://malo.pe", "Rosa www.malo.pe", "rosa@malo.pe", "Rosa: urgente"])
def test_un_nombre_no_lleva_signos_de_una_direccion(nombre):
    with pytest.raises(DatoInvalido) as negativa:
        validar_nombre(nombre, campo="nombres")

    assert negativa.value.facts == {"campo": "nombres", "motivo": "nombre_signos"}
