"""tus 1.0 over HTTP, with a real session cookie: resuming, refusing, and letting go of dead connections."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import zlib
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.adapters.pdf_inspector import OBREROS, inspector
from portal.domain.tamanos import MB
from portal.routes import cargas, cuerpos
from portal.services import archivos, borradores, sesiones
from portal.services.inspeccion import ordenadas
from tests.factories import archivos as muestras
from tests.factories import cuentas

ORIGEN = "http://localhost:8501"
TUS = {"X-MPV": "1", "Tus-Resumable": "1.0.0"}
TROZO = {**TUS, "Content-Type": "application/offset+octet-stream"}
PDF = muestras.pdf(3, relleno=3 * MB)


@pytest.fixture
def rosa(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return ctx.como(cuentas.ciudadano(ctx))


@pytest.fixture
def borrador(rosa) -> str:
    return borradores.abrir(rosa).id


def navegador_de(ctx, correo: str, base: str = "") -> TestClient:
    cliente = TestClient(Starlette(routes=cargas.rutas(base)), base_url=ORIGEN)
    boleto = sesiones.entrar(ctx, correo, cuentas.CONTRASENA, ip="10.0.0.9")
    cliente.cookies.set(wiring.COOKIE, sesiones.canjear(ctx, boleto))
    return cliente


@pytest.fixture
def navegador(ctx, rosa):
    with navegador_de(ctx, rosa.actor.correo) as cliente:
        yield cliente


def metadatos(**datos: str) -> str:
    return ",".join(f"{clave} {base64.b64encode(valor.encode()).decode()}" for clave, valor in datos.items())


def crear(navegador, borrador: str, *, tamano: int = len(PDF), nombre: str = "señor oficio.pdf", **cabeceras: str):
    datos = metadatos(filename=nombre, borrador=borrador, ranura="principal")
    return navegador.post(
        "/cargas", headers={**TUS, "Upload-Length": str(tamano), "Upload-Metadata": datos} | cabeceras
    )


def mandar(navegador, lugar: str, desde: int, octetos: bytes, **cabeceras: str):
    return navegador.patch(lugar, content=octetos, headers={**TROZO, "Upload-Offset": str(desde)} | cabeceras)


def test_un_archivo_sube_en_dos_partes_y_queda_listo(rosa, navegador, borrador):
    creada = crear(navegador, borrador)
    lugar = creada.headers["location"]
    assert (creada.status_code, lugar) == (201, f"/cargas/{creada.json()['id']}")

    primera = mandar(navegador, lugar, 0, PDF[: 2 * MB])
    assert (primera.status_code, primera.headers["upload-offset"]) == (204, str(2 * MB))
    assert "x-mpv-estado" not in primera.headers

    consulta = navegador.head(lugar, headers=TUS)
    assert consulta.status_code == 200
    assert {n: consulta.headers[n] for n in ("upload-offset", "upload-length", "cache-control", "tus-resumable")} == {
        "upload-offset": str(2 * MB),
        "upload-length": str(len(PDF)),
        "cache-control": "no-store",
        "tus-resumable": "1.0.0",
    }

    assert "x-mpv-muestra" not in consulta.headers
    conocido = navegador.head(lugar, headers={**TUS, "X-MPV-Muestra": "1"}).headers["x-mpv-muestra"]
    assert conocido == f"{zlib.crc32(PDF[: 2 * MB]):08x}"

    ultima = mandar(navegador, lugar, 2 * MB, PDF[2 * MB :])
    assert (ultima.status_code, ultima.headers["x-mpv-estado"]) == (204, "lista")
    [carga] = archivos.cargas(rosa, borrador)
    assert (carga.nombre, carga.estado, carga.paginas) == ("señor oficio.pdf", "lista", 3)
    assert rosa.almacen.existe(hashlib.sha256(PDF).hexdigest())


def test_un_offset_equivocado_se_rechaza_con_409(navegador, borrador):
    lugar = crear(navegador, borrador).headers["location"]

    respuesta = mandar(navegador, lugar, 10, b"x")

    assert (respuesta.status_code, respuesta.json()["codigo"]) == (409, "carga_offset")


def test_mas_bytes_que_los_anunciados_se_rechazan_con_413_sin_leerlos(navegador, borrador):
    lugar = crear(navegador, borrador, tamano=10).headers["location"]

    respuesta = mandar(navegador, lugar, 0, b"x" * 11)

    assert (respuesta.status_code, respuesta.json()["codigo"]) == (413, "carga_larga")
    assert navegador.head(lugar, headers=TUS).headers["upload-offset"] == "0"


def test_lo_que_se_puede_rechazar_antes_se_rechaza_al_anunciar(navegador, borrador):
    grande = crear(navegador, borrador, tamano=11 * MB)

    assert (grande.status_code, grande.json()) == (
        422,
        {
            "codigo": "archivo_demasiado_grande",
            "mensaje": "Pesa 11 MB y puede pesar hasta 10 MB. Los demás archivos se conservaron. "
            "Redúzcalo o divídalo en partes.",
        },
    )


def test_un_word_con_nombre_de_pdf_termina_rechazado(rosa, navegador, borrador):
    octetos = muestras.docx()
    lugar = crear(navegador, borrador, tamano=len(octetos)).headers["location"]

    assert mandar(navegador, lugar, 0, octetos).headers["x-mpv-estado"] == "rechazada"
    assert [c.error for c in archivos.cargas(rosa, borrador)] == ["archivo_tipo_no_admitido"]


def test_quitar_y_volver_a_quitar(rosa, navegador, borrador):
    lugar = crear(navegador, borrador).headers["location"]

    assert navegador.delete(lugar, headers=TUS).status_code == 204
    assert navegador.delete(lugar, headers=TUS).status_code == 404
    assert archivos.cargas(rosa, borrador) == ()


def test_opciones_dice_que_sabe(navegador):
    respuesta = navegador.options("/cargas")

    assert (respuesta.status_code, respuesta.headers["tus-version"]) == (204, "1.0.0")
    assert respuesta.headers["tus-extension"] == "creation,termination,checksum,expiration"
    assert respuesta.headers["tus-checksum-algorithm"] == "sha1,sha256,md5"


@pytest.mark.parametrize(
    ("cabeceras", "estado"),
    [
        ({"X-MPV": ""}, 400),
        ({"Origin": "https://malo.example"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "diez"}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Metadata": "filename"}, 400),
        ({"Upload-Metadata": "filename ***"}, 400),
        ({"Upload-Metadata": metadatos(filename="a.pdf", borrador="otro", ranura="principal")}, 404),
    ],
)
def test_lo_que_no_es_un_pedido_nuestro_se_rechaza(rosa, navegador, borrador, cabeceras, estado):
    assert crear(navegador, borrador, **cabeceras).status_code == estado
    assert archivos.cargas(rosa, borrador) == ()


def test_el_origen_propio_pasa_tambien_detras_de_un_proxy(navegador, borrador):
    assert crear(navegador, borrador, Origin=ORIGEN, Host="interno:8501").status_code == 201


def test_sin_sesion_no_se_sube(navegador, borrador):
    navegador.cookies.clear()

    respuesta = crear(navegador, borrador)

    assert (respuesta.status_code, respuesta.json()["codigo"]) == (401, "sesion_requerida")


def test_la_carga_de_otro_no_existe(ctx, navegador, borrador):
    lugar = crear(navegador, borrador).headers["location"]
    ajena = navegador_de(ctx, cuentas.ciudadano(ctx).correo)

    assert ajena.head(lugar, headers=TUS).status_code == 404
    assert mandar(ajena, lugar, 0, PDF).status_code == 404
    assert ajena.delete(lugar, headers=TUS).status_code == 404
    assert crear(ajena, borrador).status_code == 404


def test_bajo_un_subcamino_el_lugar_lo_lleva(ctx, rosa, borrador):
    cliente = navegador_de(ctx, rosa.actor.correo, "/servicios/mpv")
    datos = metadatos(filename="a.pdf", borrador=borrador, ranura="principal")

    respuesta = cliente.post("/servicios/mpv/cargas", headers={**TUS, "Upload-Length": "9", "Upload-Metadata": datos})

    assert respuesta.headers["location"].startswith("/servicios/mpv/cargas/")
    assert cliente.head(respuesta.headers["location"], headers=TUS).status_code == 200


class Conexion:
    """One request whose body the test feeds, over plain ASGI: it can be cut, or fall silent."""

    def __init__(self, navegador: TestClient, lugar: str, *, desde: int = 0, metodo: str = "PATCH") -> None:
        self.partes: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.respuestas: list[dict[str, object]] = []
        galletas = "; ".join(f"{n}={v}" for n, v in navegador.cookies.items())
        cabeceras = {**TROZO, "Upload-Offset": str(desde), "Cookie": galletas, "Host": "localhost:8501"}
        ambito = {
            "type": "http", "method": metodo, "path": lugar, "raw_path": lugar.encode(), "query_string": b"",
            "headers": [(n.lower().encode(), v.encode()) for n, v in cabeceras.items()], "client": ("10.0.0.9", 1),
            "server": ("localhost", 8501), "scheme": "http", "http_version": "1.1", "root_path": "",
        }  # fmt: skip
        self.tarea = asyncio.ensure_future(navegador.app(ambito, self.partes.get, self._anotar))

    async def _anotar(self, mensaje: dict[str, object]) -> None:
        self.respuestas.append(mensaje)

    def enviar(self, octetos: bytes, *, sigue: bool = True) -> None:
        self.partes.put_nowait({"type": "http.request", "body": octetos, "more_body": sigue})

    async def cortar(self) -> None:
        self.partes.put_nowait({"type": "http.disconnect"})
        await self.tarea

    @property
    def estado(self) -> object:
        return self.respuestas[0]["status"]

    @property
    def offset(self) -> bytes | None:
        return dict(self.respuestas[0]["headers"]).get(b"upload-offset")


async def hasta(condicion) -> None:
    for _ in range(500):
        if condicion():
            return
        await asyncio.sleep(0.01)
    pytest.fail("never happened")


def test_lo_llegado_antes_de_un_corte_se_conserva(rosa, navegador, borrador):
    lugar = crear(navegador, borrador).headers["location"]
    carga_id = lugar.rpartition("/")[2]

    async def cortada() -> None:
        conexion = Conexion(navegador, lugar)
        conexion.enviar(PDF[: MB + 5])
        conexion.enviar(PDF[MB + 5 : MB + 500])
        await asyncio.sleep(0.2)
        await conexion.cortar()

    asyncio.run(cortada())

    assert archivos.offset(rosa, carga_id)[:2] == (MB + 500, len(PDF))


@pytest.mark.parametrize(("metodo", "offset"), [("HEAD", 2 * MB), ("PATCH", len(PDF))])
def test_una_conexion_muerta_cede_su_puesto_a_la_nueva(rosa, navegador, borrador, metodo, offset):
    lugar = crear(navegador, borrador).headers["location"]
    carga_id = lugar.rpartition("/")[2]

    async def dos() -> list[tuple[object, bytes | None]]:
        muerta = Conexion(navegador, lugar)
        muerta.enviar(PDF[: 2 * MB])
        await hasta(lambda: rosa.almacen.tamano_parcial(carga_id) == 2 * MB)
        nueva = Conexion(navegador, lugar, desde=2 * MB, metodo=metodo)
        nueva.enviar(PDF[2 * MB :], sigue=False)
        await asyncio.gather(muerta.tarea, nueva.tarea)
        return [(una.estado, una.offset) for una in (muerta, nueva)]

    muerta, nueva = asyncio.run(dos())

    assert muerta == (204, b"%d" % (2 * MB))
    assert nueva == (200 if metodo == "HEAD" else 204, b"%d" % offset)
    assert cargas._puestos == {}


def test_mas_bytes_que_los_anunciados_sin_decir_cuantos_se_cortan_al_llegar(rosa, navegador, borrador):
    lugar = crear(navegador, borrador, tamano=2 * MB).headers["location"]

    async def larga() -> object:
        conexion = Conexion(navegador, lugar)
        for _ in range(5):
            conexion.enviar(b"x" * (MB - 1))
        await conexion.tarea
        return conexion.estado

    assert asyncio.run(larga()) == 413
    assert archivos.offset(rosa, lugar.rpartition("/")[2])[0] < 2 * MB


def test_una_conexion_que_calla_se_suelta(rosa, navegador, borrador, monkeypatch):
    monkeypatch.setattr(cuerpos, "SILENCIO_SEGUNDOS", 0.2)
    lugar = crear(navegador, borrador).headers["location"]

    async def callada() -> object:
        conexion = Conexion(navegador, lugar)
        conexion.enviar(PDF[:1000])
        await conexion.tarea
        return conexion.estado

    assert asyncio.run(callada()) == 204
    assert archivos.offset(rosa, lugar.rpartition("/")[2])[:2] == (1000, len(PDF))


def test_un_pedido_que_no_termina_nunca_se_corta_y_se_sigue_con_otro(rosa, navegador, borrador, monkeypatch):
    monkeypatch.setattr(cuerpos, "TOPE_SEGUNDOS", 0.3)
    lugar = crear(navegador, borrador).headers["location"]

    async def gotera() -> object:
        conexion = Conexion(navegador, lugar)
        for i in range(100):
            conexion.enviar(PDF[i * 10 : i * 10 + 10])
            await asyncio.sleep(0.02)
            if conexion.tarea.done():
                break
        await asyncio.wait_for(conexion.tarea, 5)
        return conexion.estado

    assert asyncio.run(gotera()) == 204
    assert 0 < archivos.offset(rosa, lugar.rpartition("/")[2]).recibido < 1000


def test_los_archivos_que_esperan_revision_no_detienen_a_los_demas(rosa, navegador, borrador):
    octetos = muestras.pdf(1)
    muchos = min(32, (os.cpu_count() or 1) + 4) + 1  # as many as asyncio has threads, and one more
    lugares = [_anexo(navegador, borrador, f"{i}.pdf", len(octetos)) for i in range(muchos)]
    otra = crear(navegador, borrador).headers["location"]

    async def a_la_vez() -> tuple[object, set[object]]:
        conexiones = [Conexion(navegador, lugar) for lugar in lugares]
        for conexion in conexiones:
            conexion.enviar(octetos, sigue=False)
        await hasta(lambda: _llegadas(rosa, borrador) >= muchos - 1)
        consulta = Conexion(navegador, otra, metodo="HEAD")
        try:
            await asyncio.wait_for(asyncio.shield(consulta.tarea), 5)
        finally:
            ocupados.close()
            await asyncio.gather(*(conexion.tarea for conexion in conexiones))
        return consulta.estado, {conexion.estado for conexion in conexiones}

    ocupados = ExitStack()
    for n in range(OBREROS):
        ocupados.enter_context(
            inspector().turnos.lugar(f"otro {n}")
        )  # as if two files were taking their fifteen seconds

    assert asyncio.run(a_la_vez()) == (200, {204})


def test_preguntar_por_lo_que_espera_revision_no_ocupa_los_hilos_de_todos(rosa, navegador, borrador):
    octetos = muestras.pdf(1)
    muchos = min(32, (os.cpu_count() or 1) + 4) + 1  # as many as asyncio has threads, and one more
    ids = [_anexo(navegador, borrador, f"{i}.pdf", len(octetos)).rpartition("/")[2] for i in range(muchos)]
    otra = crear(navegador, borrador).headers["location"]
    for carga_id in ids:
        with archivos.recibir(rosa, carga_id, desde=0) as recepcion:
            recepcion.escribir(octetos)
            recepcion.confirmar()

    async def a_la_vez() -> tuple[object, set[object]]:
        preguntas = [Conexion(navegador, f"/cargas/{carga_id}", metodo="HEAD") for carga_id in ids]
        await asyncio.sleep(0.5)
        consulta = Conexion(navegador, otra, metodo="HEAD")
        try:
            await asyncio.wait_for(asyncio.shield(consulta.tarea), 5)
        finally:
            ocupados.close()
            await asyncio.gather(*(pregunta.tarea for pregunta in preguntas))
        return consulta.estado, {pregunta.estado for pregunta in preguntas}

    with ExitStack() as ocupados:
        for n in range(OBREROS):
            ocupados.enter_context(inspector().turnos.lugar(f"otro {n}"))
        assert asyncio.run(a_la_vez()) == (200, {200})
    assert {carga.estado for carga in archivos.cargas(rosa, borrador) if carga.ranura == "anexos"} == {"lista"}


def _anexo(navegador, borrador: str, nombre: str, tamano: int) -> str:
    datos = metadatos(filename=nombre, borrador=borrador, ranura="anexos")
    return navegador.post("/cargas", headers={**TUS, "Upload-Length": str(tamano), "Upload-Metadata": datos}).headers[
        "location"
    ]


def _llegadas(rosa, borrador: str) -> int:
    with rosa.db.lectura() as session:
        return sum(carga.estado == "revisando" for carga in ordenadas(session, borrador))
