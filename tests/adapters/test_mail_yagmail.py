"""One mail over SMTP, against real servers: accepted, refused, late, dead, disguised."""

from __future__ import annotations

import re
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.adapters.mail_yagmail import Cartero, Correo, Permanente, Servidor, SinServidor, Transitorio
from tests.factories.smtp import Buzon, certificado, servidor

CORREO = Correo(
    para="rosa@ejemplo.pe",
    nombre_remitente="IGP · Mesa de Partes Virtual",
    asunto="Su documento fue presentado: expediente 02922-2026",
    texto="Hola, Ñusta:\n\nSu documento fue presentado.\n",
    html="<p>Hola, Ñusta:</p>",
    message_id="<abc@mesadepartes.igp.gob.pe>",
    fecha=datetime(2026, 11, 17, 15, 0, tzinfo=UTC),
    responder_a="mesadepartes@igp.gob.pe",
    adjuntos=(("cargo-02922-2026.pdf", b"%PDF-1.7 cargo"),),
)


@pytest.fixture
def buzon() -> Buzon:
    return Buzon()


@pytest.fixture
def cartero(buzon):
    with servidor(buzon) as puerto:
        uno = Cartero(f"smtp://127.0.0.1:{puerto}?tls=none", remitente="no-responder@igp.gob.pe", espera=2)
        yield uno
        uno.cerrar()


@pytest.mark.parametrize("escrita", ["no es un correo", "a@b.pe\r\nBcc: c@d.pe"])
def test_una_direccion_de_respuesta_mal_escrita_no_detiene_ni_desvia_el_correo(cartero, buzon, escrita):
    cartero.enviar(replace(CORREO, responder_a=escrita))

    [correo] = buzon.correos
    assert (correo["Reply-To"], correo["Bcc"], correo["To"]) == (None, None, "rosa@ejemplo.pe")


def test_el_correo_llega_con_texto_html_cargo_y_cabeceras(cartero, buzon):
    cartero.enviar(CORREO)

    [correo] = buzon.correos
    assert {c: correo[c] for c in ("Subject", "From", "To", "Message-ID", "Reply-To", "Auto-Submitted", "Date")} == {
        "Subject": CORREO.asunto,
        "From": "IGP · Mesa de Partes Virtual <no-responder@igp.gob.pe>",
        "To": "rosa@ejemplo.pe",
        "Message-ID": CORREO.message_id,
        "Reply-To": "mesadepartes@igp.gob.pe",
        "Auto-Submitted": "auto-generated",
        "Date": "Tue, 17 Nov 2026 15:00:00 +0000",
    }
    assert correo.get_body(("plain",)).get_content().splitlines() == CORREO.texto.splitlines()
    assert correo.get_body(("html",)).get_content().strip() == CORREO.html
    [cargo] = correo.iter_attachments()
    assert (cargo.get_content_type(), cargo.get_filename()) == ("application/pdf", "cargo-02922-2026.pdf")
    assert cargo.get_content() == b"%PDF-1.7 cargo"


def test_un_salto_de_linea_en_el_asunto_no_agrega_cabeceras(cartero, buzon):
    cartero.enviar(replace(CORREO, asunto="Hola\r\nBcc: todos@ejemplo.pe", nombre_remitente="IGP\nX: y"))

    [correo] = buzon.correos
    assert correo["Subject"] == "Hola Bcc: todos@ejemplo.pe"
    assert correo["Bcc"] is None
    assert correo["X"] is None


def test_un_texto_que_es_una_ruta_no_se_adjunta(cartero, buzon):
    cartero.enviar(replace(CORREO, texto="/etc/passwd", adjuntos=()))

    [correo] = buzon.correos
    assert list(correo.iter_attachments()) == []
    assert correo.get_body(("plain",)).get_content().strip() == "/etc/passwd"


def test_un_dominio_con_enie_va_en_ascii(cartero, buzon):
    cartero.enviar(replace(CORREO, para="rosa@ñandú.pe"))

    assert buzon.correos[0]["To"] == "rosa@xn--and-6ma2c.pe"


@pytest.mark.parametrize(
    "para",
    ["", "rosa", "rosa@", "@ejemplo.pe", "a@b@c.pe", "ñusta@ejemplo.pe", "a@b.pe, c@d.pe", "a@b.pe\r\nBcc: c@d.pe",
     "Rosa <a@b.pe>", "a b@c.pe", "a@.pe", "a@" + "x" * 70 + ".pe"],
)  # fmt: skip
def test_una_direccion_que_no_se_puede_escribir_falla_para_siempre(cartero, buzon, para):
    with pytest.raises(Permanente):
        cartero.enviar(replace(CORREO, para=para))

    assert buzon.correos == []


def test_la_conexion_se_reutiliza(cartero, buzon):
    for _ in range(5):
        cartero.enviar(CORREO)

    assert (len(buzon.correos), buzon.conexiones) == (5, 1)


@pytest.mark.parametrize(
    ("respuestas", "error"),
    [
        ({"rcpt": "550 no existe"}, Permanente),
        ({"rcpt": "450 lista gris"}, Transitorio),
        ({"data": "554 parece spam"}, Permanente),
        ({"data": "451 disco lleno"}, Transitorio),
    ],
)
def test_lo_que_el_servidor_niega_se_distingue_y_despues_sigue_sirviendo(cartero, buzon, respuestas, error):
    vars(buzon).update(respuestas)
    esperado = next(iter(respuestas.values()))

    with pytest.raises(error, match=re.escape(esperado)) as negativa:
        cartero.enviar(CORREO)
    buzon.rcpt = buzon.data = "250 OK"
    cartero.enviar(CORREO)

    assert not isinstance(negativa.value, SinServidor)
    assert len(buzon.correos) == 1


def test_un_servidor_que_muere_a_medias_es_un_fallo_pasajero_y_se_reconecta(cartero, buzon):
    buzon.data = "morir"
    with pytest.raises(Transitorio):
        cartero.enviar(CORREO)

    buzon.data = "250 OK"
    cartero.enviar(CORREO)

    assert len(buzon.correos) == 1


def test_un_servidor_lento_no_detiene_mas_que_la_espera(buzon):
    buzon.demora = 5
    with servidor(buzon) as puerto:
        lento = Cartero(f"smtp://127.0.0.1:{puerto}?tls=none", remitente="a@b.pe", espera=0.3)
        inicio = time.monotonic()
        with pytest.raises(Transitorio):
            lento.enviar(CORREO)

    assert time.monotonic() - inicio < 3


def test_sin_servidor_se_sabe_que_ningun_otro_correo_pasara():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        puerto = s.getsockname()[1]
    with pytest.raises(SinServidor):
        Cartero(f"smtp://127.0.0.1:{puerto}?tls=none", remitente="a@b.pe").enviar(CORREO)


def test_con_starttls_se_verifica_el_certificado_y_se_entra_con_usuario_y_clave(buzon, tmp_path):
    ca, tls = certificado(tmp_path)
    opciones = {"authenticator": buzon.autenticar, "auth_required": True, "tls_context": tls, "require_starttls": True}
    with servidor(buzon, **opciones) as puerto:
        seguro = Cartero(f"smtp://igp:clave%3Arara%2F@localhost:{puerto}?ca={ca}", remitente="no@igp.gob.pe")
        seguro.enviar(CORREO)
        seguro.cerrar()
        otra_clave = Cartero(f"smtp://igp:otra@localhost:{puerto}?ca={ca}", remitente="no@igp.gob.pe")
        with pytest.raises(SinServidor) as negada:
            otra_clave.enviar(CORREO)
        desconfiado = Cartero(f"smtp://igp:x@localhost:{puerto}", remitente="no@igp.gob.pe")
        with pytest.raises(SinServidor, match=r"(?i)certificate"):
            desconfiado.enviar(CORREO)

    assert len(buzon.correos) == 1
    assert set(buzon.usuarios) == {"igp"}
    assert "535" in str(negada.value)
    assert "otra" not in str(negada.value)


def test_con_smtps_tambien(buzon, tmp_path):
    ca, tls = certificado(tmp_path)
    with servidor(buzon, ssl_context=tls) as puerto:
        seguro = Cartero(f"smtps://localhost:{puerto}?ca={ca}", remitente="no@igp.gob.pe")
        seguro.enviar(CORREO)
        seguro.cerrar()

    assert len(buzon.correos) == 1


def test_la_direccion_del_servidor_se_lee_entera_y_no_muestra_la_clave():
    leido = Servidor.de("smtp://yo%40igp.pe:s%23creto@correo.igp.pe?tls=starttls&ca=/etc/ca.pem")

    assert leido == Servidor("correo.igp.pe", 587, "starttls", "yo@igp.pe", "s#creto", "/etc/ca.pem")
    assert "s#creto" not in repr(leido)
    assert Cartero("smtp://yo%40igp.pe:x@h").remitente == "yo@igp.pe"


@pytest.mark.parametrize("url", ["http://h", "smtp://", "smtp://h?tls=quizas"])
def test_una_direccion_de_servidor_mal_escrita_se_dice_al_empezar(url):
    with pytest.raises(ValueError, match="smtp"):
        Cartero(url, remitente="a@b.pe")


def test_sin_remitente_se_dice_al_empezar():
    with pytest.raises(ValueError, match="MPV_SMTP_FROM"):
        Cartero("smtp://usuario:x@h")
