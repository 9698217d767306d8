"""clamd by its protocol: what each answer means, and what a file that it did not read whole is never called."""

from __future__ import annotations

import socket

import pytest

from portal.adapters.antivirus_clamd import Clamd
from portal.domain.analisis import AntivirusNoResponde, Dictamen
from portal.domain.tamanos import MB
from tests.factories import antivirus, archivos


@pytest.fixture
def muestra(tmp_path):
    def uno(octetos: bytes):
        ruta = tmp_path / "muestra"
        ruta.write_bytes(octetos)
        return ruta

    return uno


@pytest.mark.parametrize(
    ("respuesta", "dictamen"),
    [
        (b"stream: OK\0", Dictamen("limpio")),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Dictamen("infectado", "Win.Test.EICAR_HDB-1")),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Dictamen("no_analizado", "limite")),
        (b"INSTREAM size limit exceeded. ERROR\0", Dictamen("no_analizado", "grande")),
    ],
)
def test_cada_respuesta_se_entiende(muestra, respuesta, dictamen):
    octetos = bytes(range(256)) * 3000
    with antivirus.fingido(respuesta=respuesta) as clamd:
        assert Clamd(clamd.direccion, mb=25).analizar(muestra(octetos)) == dictamen
        assert clamd.recibido == octetos


def test_una_linea_cortada_por_su_limite_no_es_un_archivo_limpio(muestra):
    with antivirus.fingido(respuesta=b"INSTREAM size limit exceeded. ERROR\0", corta=MB) as clamd:
        assert Clamd(clamd.direccion, mb=25).analizar(muestra(bytes(8 * MB))).estado == "no_analizado"


def test_lo_que_pasa_del_limite_conocido_ni_se_envia(muestra):
    assert Clamd("127.0.0.1:1", mb=1).analizar(muestra(bytes(MB + 1))) == Dictamen("no_analizado", "grande")


@pytest.mark.parametrize("como", [{"calla": True}, {"respuesta": b""}, {"respuesta": b"UNKNOWN COMMAND\0"}])
def test_lo_que_no_contesta_o_no_se_entiende_no_es_un_dictamen(muestra, como):
    with antivirus.fingido(**como) as clamd, pytest.raises(AntivirusNoResponde):
        Clamd(clamd.direccion, mb=25, segundos=0.3).analizar(muestra(b"hola"))


def test_un_antivirus_apagado_no_es_un_dictamen(muestra, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as libre:
        puerto = libre.getsockname()[1]
    for direccion in (f"127.0.0.1:{puerto}", str(tmp_path / "no-existe")):
        with pytest.raises(AntivirusNoResponde):
            Clamd(direccion, mb=25).analizar(muestra(b"hola"))


def test_el_clamd_de_verdad_distingue_lo_infectado_lo_limpio_y_lo_que_no_leyo(muestra):
    with antivirus.real(mb=4) as direccion:
        prudente, confiado = Clamd(direccion, mb=4), Clamd(direccion, mb=25)

        assert prudente.analizar(muestra(archivos.pdf())) == Dictamen("limpio")
        assert prudente.analizar(muestra(antivirus.EICAR)) == Dictamen("infectado", "Prueba.EICAR.UNOFFICIAL")
        dentro = archivos.zip_({"carta.txt": antivirus.EICAR})
        assert prudente.analizar(muestra(dentro)).estado == "infectado"
        assert confiado.analizar(muestra(bytes(9 * MB))).estado == "no_analizado"
        inflado = archivos.zip_({"ceros": bytes(20 * MB)})
        assert confiado.analizar(muestra(inflado)) == Dictamen("no_analizado", "limite")
        con_adjunto = archivos.pdf(adjunto=antivirus.EICAR)
        print("adjunto de un PDF:", prudente.analizar(muestra(con_adjunto)))
