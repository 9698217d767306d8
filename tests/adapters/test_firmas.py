"""Signatures made here with a certificate nobody trusts, and what becomes of them when the PDF is touched afterwards."""

from __future__ import annotations

import pytest

from portal.adapters import pdf_inspector
from portal.adapters.firmas import dni_de
from portal.domain.archivos import Medido
from portal.domain.firmas import de_filas
from portal.domain.marcas import marcas
from tests.factories import archivos, firmas

JUAN = ("TICONA MAMANI JUAN", "")


@pytest.fixture
def medir(inspector, tmp_path):
    def medido(octetos: bytes) -> Medido:
        ruta = tmp_path / "muestra"
        ruta.write_bytes(octetos)
        return inspector.medir(ruta, nombre="carta.pdf")

    return medido


def estados(medido: Medido) -> list[tuple[str, str]]:
    return [(firma.firmante.split()[0], firma.estado) for firma in de_filas(medido.firmas)]


def test_una_firma_dice_quien_con_que_dni_cuando_y_que_nada_cambio(medir):
    medido = medir(firmas.firmado())
    (firma,) = de_filas(medido.firmas)

    assert (medido.tipo, medido.paginas, medido.firmado, marcas(medido)) == ("pdf", 1, True, [])
    assert (firma.firmante, firma.dni, firma.emisor) == ("QUISPE HUAMAN ROSA ELENA", "40000001", firmas.EMISOR)
    assert (firma.estado, firma.sellada, firma.organizacion) == ("sin_cambios", False, "Persona natural")
    assert firma.cuando is not None
    assert firma.cuando.utcoffset() is not None


def test_un_byte_cambiado_despues_de_firmar_se_dice(medir):
    assert estados(medir(firmas.cambiado(firmas.firmado()))) == [("QUISPE", "alterado")]


def test_una_pagina_agregada_despues_de_firmar_se_dice(medir):
    medido = medir(firmas.con_otra_pagina(firmas.firmado()))

    assert (medido.paginas, estados(medido)) == (2, [("QUISPE", "alterado")])


def test_una_segunda_firma_no_altera_la_primera(medir):
    medido = medir(firmas.firmado(firmas.firmado(), quien=JUAN, campo="Firma2"))

    assert estados(medido) == [("QUISPE", "con_agregados"), ("TICONA", "sin_cambios")]
    assert [firma.dni for firma in de_filas(medido.firmas)] == ["40000001", ""]


def test_un_pdf_sin_firma_no_trae_ninguna(medir):
    assert (medir(archivos.pdf()).firmado, medir(archivos.pdf()).firmas) == (False, ())


def test_una_firma_rota_no_impide_recibir_el_archivo(medir):
    octetos = firmas.firmado()
    desde = octetos.index(b"/Contents <") + 40
    medido = medir(octetos[:desde] + b"0" * 400 + octetos[desde + 400 :])

    assert (medido.tipo, medido.danado, medido.sin_revisar, medido.firmado) == ("pdf", False, False, True)
    assert marcas(medido) == ["firma_sin_revisar"] or estados(medido)[0][1] in {"alterado", "sin_verificar"}


def test_si_la_firma_no_se_alcanza_a_revisar_el_archivo_se_recibe_con_su_marca(medir, monkeypatch):
    monkeypatch.setattr(pdf_inspector, "SEGUNDOS_FIRMAS", 0.0)
    medido = medir(firmas.firmado())

    assert (medido.tipo, medido.paginas, medido.firmas) == ("pdf", 1, ())
    assert marcas(medido) == ["firma_sin_revisar"]


@pytest.mark.parametrize(
    ("serie", "nombre", "dni"),
    [
        ("PNOPE-12345678", "ANA", "12345678"),
        ("IDCPE-12345678", "ANA", "12345678"),
        ("DNI:12345678", "ANA", "12345678"),
        ("12345678", "ANA", "12345678"),
        ("", "QUISPE ANA FIR 12345678 hard", "12345678"),
        ("", "QUISPE ANA FAU 12345678 soft", "12345678"),
        ("20131367008", "ENTIDAD", ""),
        ("PASPE-A123", "ANA", ""),
    ],
)
def test_el_dni_se_lee_como_lo_escriben_los_certificados_del_pais(serie, nombre, dni):
    assert dni_de(serie, nombre) == dni
