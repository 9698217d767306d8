"""tus 1.0 as clients that are not ours speak it: tuspy against a listening server, checksums, expiration, other methods."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from portal import wiring
from portal.domain.tamanos import MB
from portal.routes import cargas
from portal.services import archivos, limpieza
from portal.services.contexto import SISTEMA, Limites
from tests.factories import archivos as muestras
from tests.routes.escucha import escucha
from tests.routes.test_cargas import TUS, borrador, crear, mandar, navegador, rosa  # noqa: F401 -- its fixtures too

PDF = muestras.pdf(3, relleno=3 * MB)


@pytest.fixture
def cliente(ctx, navegador):  # noqa: F811 -- the fixture
    """tuspy with the session of Rosa, on a server that listens."""
    ajena = {"Cookie": f"{wiring.COOKIE}={navegador.cookies[wiring.COOKIE]}", "X-MPV": "1"}
    with escucha(cargas.rutas("/mpv")) as direccion:
        yield TusClient(f"{direccion}/mpv/cargas", headers=ajena)


def metadatos(borrador: str, **cambios: str) -> dict[str, str]:  # noqa: F811 -- its id
    return {"filename": "señor oficio.pdf", "borrador": borrador, "ranura": "principal"} | cambios


def test_tuspy_sube_por_piezas_con_suma(rosa, cliente, borrador):  # noqa: F811 -- fixtures
    subida = cliente.uploader(
        file_stream=io.BytesIO(PDF), chunk_size=700_001, metadata=metadatos(borrador), upload_checksum=True
    )
    subida.upload()

    [carga] = archivos.cargas(rosa, borrador)
    assert (carga.nombre, carga.estado, carga.paginas) == ("señor oficio.pdf", "lista", 3)
    assert rosa.almacen.existe(hashlib.sha256(PDF).hexdigest())


def test_tuspy_sigue_otro_dia_desde_donde_quedo(rosa, cliente, borrador):  # noqa: F811 -- fixtures
    ayer = cliente.uploader(file_stream=io.BytesIO(PDF), chunk_size=MB, metadata=metadatos(borrador))
    ayer.upload(stop_at=MB)

    hoy = cliente.uploader(file_stream=io.BytesIO(PDF), chunk_size=MB, url=ayer.url)
    assert hoy.offset == MB
    hoy.upload()

    assert [c.estado for c in archivos.cargas(rosa, borrador)] == ["lista"]


def test_a_tuspy_se_le_dice_el_limite_antes_de_subir(cliente, borrador):  # noqa: F811 -- fixtures
    with pytest.raises(TusCommunicationError) as negativa:
        cliente.uploader(
            file_stream=io.BytesIO(b"x" * (10 * MB + 1)), metadata=metadatos(borrador), retries=0
        ).upload_chunk()

    assert negativa.value.status_code == 422
    assert b"archivo_demasiado_grande" in negativa.value.response_content


def test_tuspy_sube_con_el_largo_exacto_y_ni_un_byte_mas(cliente, borrador):  # noqa: F811 -- fixtures
    justo = cliente.uploader(file_stream=io.BytesIO(b"x" * (10 * MB)), chunk_size=4 * MB, metadata=metadatos(borrador))

    justo.upload()

    assert justo.offset == 10 * MB


def suma(octetos: bytes, algoritmo: str = "sha1") -> dict[str, str]:
    dicha = base64.b64encode(hashlib.new(algoritmo, octetos).digest()).decode()
    return {"Upload-Checksum": f"{algoritmo} {dicha}"}


@pytest.mark.parametrize("algoritmo", ["sha1", "sha256", "md5"])
def test_una_pieza_con_su_suma_se_guarda(navegador, borrador, algoritmo):  # noqa: F811 -- fixtures
    lugar = crear(navegador, borrador).headers["location"]

    respuesta = mandar(navegador, lugar, 0, PDF[: 2 * MB], **suma(PDF[: 2 * MB], algoritmo))

    assert (respuesta.status_code, respuesta.headers["upload-offset"]) == (204, str(2 * MB))


def test_una_pieza_que_no_coincide_con_su_suma_no_se_guarda(rosa, navegador, borrador):  # noqa: F811 -- fixtures
    lugar = crear(navegador, borrador).headers["location"]
    assert mandar(navegador, lugar, 0, PDF[:1000]).status_code == 204

    danada = mandar(navegador, lugar, 1000, b"x" * 5000, **suma(PDF[1000:6000]))
    assert (danada.status_code, danada.json()["codigo"]) == (460, "carga_suma")
    assert navegador.head(lugar, headers=TUS).headers["upload-offset"] == "1000"

    assert mandar(navegador, lugar, 1000, PDF[1000:], **suma(PDF[1000:])).status_code == 204
    assert [c.estado for c in archivos.cargas(rosa, borrador)] == ["lista"]


@pytest.mark.parametrize("cabecera", ["crc32 AAAA", "sha1 ***", "sha1", ""])
def test_una_suma_que_no_se_entiende_se_rechaza(navegador, borrador, cabecera):  # noqa: F811 -- fixtures
    lugar = crear(navegador, borrador).headers["location"]

    respuesta = mandar(navegador, lugar, 0, PDF, **{"Upload-Checksum": cabecera})

    assert respuesta.status_code == (460 if cabecera == "sha1" else 400)
    assert navegador.head(lugar, headers=TUS).headers["upload-offset"] == "0"


def test_se_dice_hasta_cuando_espera_lo_que_falta(ctx, navegador, borrador, reloj):  # noqa: F811 -- fixtures
    creada = crear(navegador, borrador)
    lugar = creada.headers["location"]
    reloj.avanzar(minutes=30)
    trozo = mandar(navegador, lugar, 0, PDF[:MB])

    def en(cuanto: timedelta) -> str:
        return format_datetime(reloj.ahora.replace(microsecond=0) + cuanto, usegmt=True)

    assert creada.headers["upload-expires"] == en(timedelta(days=7, minutes=-30))
    assert trozo.headers["upload-expires"] == en(timedelta(days=7))
    assert navegador.head(lugar, headers=TUS).headers["upload-expires"] == en(timedelta(days=7))
    assert "upload-expires" not in mandar(navegador, lugar, MB, PDF[MB:]).headers


def test_lo_detenido_demasiado_tiempo_vence(ctx, rosa, navegador, borrador, reloj):  # noqa: F811 -- fixtures
    lugar = crear(navegador, borrador).headers["location"]
    mandar(navegador, lugar, 0, PDF[:MB])
    with ctx.db.transaction() as session:  # a session of the browser lasts less than an upload
        session.connection().exec_driver_sql("UPDATE sesion SET vence_at = '2027-01-01 00:00:00+00:00'")
        session.connection().exec_driver_sql("UPDATE sesion SET vista_at = '2026-11-24 15:00:00+00:00'")
    reloj.avanzar(days=7)

    tarde = mandar(navegador, lugar, MB, PDF[MB:])

    assert (tarde.status_code, tarde.json()["codigo"]) == (410, "carga_vencida")
    assert navegador.head(lugar, headers=TUS).status_code == 410
    assert limpieza.limpiar(ctx.como(SISTEMA))["subidas"] == 1
    assert list(rosa.almacen.parciales()) == []


def test_quien_no_puede_mandar_patch_lo_dice_en_una_cabecera(rosa, navegador, borrador):  # noqa: F811 -- fixtures
    lugar = crear(navegador, borrador).headers["location"]
    cabeceras = {**TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}

    subida = navegador.post(lugar, content=PDF, headers=cabeceras | {"X-HTTP-Method-Override": "PATCH"})
    quitada = navegador.post(lugar, headers={**TUS, "X-HTTP-Method-Override": "DELETE"})

    assert (subida.status_code, subida.headers["x-mpv-estado"], quitada.status_code) == (204, "lista", 204)
    assert navegador.post(lugar, headers=TUS).status_code == 400
    assert archivos.cargas(rosa, borrador) == ()


def test_demasiadas_a_medias_desde_una_direccion_se_niegan_con_su_codigo(ctx, navegador, borrador, monkeypatch):  # noqa: F811 -- fixtures
    anexo = {**TUS, "Upload-Length": "9"}
    datos = {"filename": "a.zip", "borrador": borrador, "ranura": "anexos"}
    anexo["Upload-Metadata"] = ",".join(f"{n} {base64.b64encode(v.encode()).decode()}" for n, v in datos.items())
    monkeypatch.setattr(wiring, "contexto", lambda: replace(ctx, limites=Limites(subidas_direccion=1)))

    primera, segunda = (navegador.post("/cargas", headers=anexo) for _ in range(2))

    assert (primera.status_code, segunda.status_code) == (201, 422)
    assert segunda.json() == {
        "codigo": "archivo_direccion",
        "mensaje": "Desde su conexión hay demasiadas subidas a medias. Lo subido se conserva. "
        "Termine o quite alguna, o inténtelo más tarde.",
    }


def test_sin_decir_el_largo_no_se_sube(navegador):  # noqa: F811 -- the fixture
    assert navegador.post("/cargas", headers={**TUS, "Upload-Defer-Length": "1"}).status_code == 400
