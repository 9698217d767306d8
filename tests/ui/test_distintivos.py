"""What is said beside a document: plain words, escaped, and red only when something changed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.domain.firmas import ESTADOS, Firma
from portal.domain.marcas import MARCAS
from portal.i18n import t
from portal.services.observadas import ArchivoView
from portal.services.registros import DocumentoView
from portal.ui import acto_observar, distintivos, lo_posterior

LIMA = ZoneInfo("America/Lima")
CUANDO = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
ROSA = Firma("ROSA QUISPE", "40000001", "", "ECEP", CUANDO, sellada=False, estado="sin_cambios")


def documento(**datos) -> DocumentoView:
    return DocumentoView(1, "Anexos", "carta.pdf", 10, 1, "0" * 64, "pdf", **datos)


def test_una_firma_se_dice_en_una_frase():
    assert distintivos.frase(ROSA, LIMA) == (
        "Firmado digitalmente por ROSA QUISPE, DNI 40000001, el 17/11/2026 10:00: sin cambios desde la firma"
    )


@pytest.mark.parametrize("estado", ESTADOS)
def test_solo_lo_que_cambio_o_no_se_pudo_verificar_va_en_rojo(estado):
    firma = Firma("<b>ROSA</b>", "", "", "", None, sellada=False, estado=estado)
    dibujo = distintivos.de_firmas([firma], LIMA)

    assert "&lt;b&gt;ROSA" in dibujo
    assert ("mp-firma mal" in dibujo) is (estado in {"alterado", "sin_verificar"})


@pytest.mark.parametrize("estado", ESTADOS)
def test_antes_de_elegir_un_documento_se_sabe_si_su_firma_se_debe_revisar(estado):
    firmas = (ROSA, Firma("ROSA", "", "", "", None, sellada=False, estado=estado))

    assert (distintivos.alarma(documento(firmas=firmas)) == t("papel.firma")) is (
        estado in {"alterado", "sin_verificar"}
    )


def test_antes_de_elegir_un_documento_se_sabe_si_esta_infectado():
    assert [distintivos.alarma(documento(analisis=estado)) for estado in ("", "limpio", "infectado")] == [
        "", "", t("papel.infectado")
    ]  # fmt: skip


@pytest.mark.parametrize("marca", MARCAS)
def test_cada_marca_tiene_sus_palabras(marca):
    assert t(f"marca.{marca}") in distintivos.de_documento(documento(marcas=(marca,)))


@pytest.mark.parametrize("estado", ["en_analisis", "limpio", "no_analizado"])
def test_lo_que_dijo_el_antivirus_va_junto_al_documento(estado):

    assert t(f"analisis.{estado}") in distintivos.de_documento(documento(analisis=estado))


def test_lo_infectado_no_es_un_enlace_en_ninguna_lista_de_archivos():
    malo = documento(analisis="infectado")
    de_lo_corregido = ArchivoView(1, "<b>.pdf", 10, 1, "pdf", "infectado")

    for dibujo in (lo_posterior.archivo(malo), acto_observar._archivo(de_lo_corregido)):
        assert "<a " not in dibujo
        assert t("analisis.tacha") in dibujo
    assert "&lt;b&gt;.pdf" in acto_observar._archivo(de_lo_corregido)


def test_sin_nada_que_decir_no_se_dibuja_nada():
    assert (distintivos.de_documento(documento()), distintivos.de_firmas([], LIMA)) == ("", "")
