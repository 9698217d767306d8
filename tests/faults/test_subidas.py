"""Uploads under several processes, lines that are cut, processes that die, disks that fill up and disks that fail."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from portal.adapters import files_local
from portal.adapters.files_local import FilesLocal
from portal.db.models import CargaRow, DocumentoRow, RegistroRow
from portal.db.session import Database
from portal.domain.archivos import SinEspacio
from portal.domain.tamanos import MB
from portal.services import archivos, borradores, configuracion, custodia, registro
from portal.services.contexto import SISTEMA, Limites
from tests.e2e.buzon import Buzon
from tests.e2e.conftest import galleta, persona
from tests.e2e.servidor import Servidor
from tests.factories import archivos as muestras
from tests.factories import cuentas, presentaciones, smtp
from tests.faults.tus_a_mano import OCUPADA, Subida, comprimido

pytestmark = pytest.mark.faults

CORTES = int(os.environ.get("MPV_TEST_CORTES", "100"))  # noqa: TID251 -- a setting of the tests, not of the portal
MUERTES = int(os.environ.get("MPV_TEST_MUERTES", "10"))  # noqa: TID251 -- likewise


@pytest.fixture(scope="module")
def dos(tmp_path_factory):
    """Two server processes over one database and one folder."""
    with smtp.servidor(Buzon()) as puerto:
        uno = Servidor(tmp_path_factory.mktemp("casa"), puerto).instalar().lanzar()
        otro = uno.gemelo().lanzar()
        yield uno.esperar(), otro.esperar()
        for servidor in (uno, otro):
            servidor.detener()


@pytest.fixture(scope="module")
def quien(dos):
    """The session of somebody, and the id of a draft of theirs."""
    suya = persona(dos[0])
    ctx = dos[0].ctx.como(suya.actor)
    return str(galleta(dos[0], suya.acceso)["value"]), borradores.abrir(ctx).id


def guardado(servidor: Servidor, subida: Subida) -> str | None:
    """The SHA-256 of what was kept, taken from its bytes and not only from its name."""
    with servidor.ctx.db.lectura() as session:
        sha256 = session.get_one(CargaRow, subida.lugar.rpartition("/")[2]).sha256
    assert sha256 is None or servidor.ctx.almacen.huella(sha256) == sha256
    return sha256


def test_cortada_cien_veces_en_cualquier_byte_llega_igual(dos, quien):
    azar = random.Random(20261122)  # noqa: S311 -- where to cut, not a secret
    cortes = 0
    while cortes < CORTES:
        subida = Subida(*quien, comprimido(azar, azar.randint(10_000, 6 * MB))).anunciar(azar.choice(dos))
        for _ in range(azar.randint(1, 4)):
            servidor = azar.choice(dos)
            desde = subida.cuanto(servidor)
            if desde < len(subida.octetos):
                subida.cortar(servidor, desde, azar.randint(desde, len(subida.octetos)), brusco=azar.random() < 0.5)

        estado = subida.acabar(azar.choice(dos)) if subida.cuanto(dos[0]) < len(subida.octetos) else "lista"

        assert (estado, guardado(dos[0], subida)) == ("lista", hashlib.sha256(subida.octetos).hexdigest())
        cortes += subida.cortes
        subida.quitar(dos[1])
    print(f"\n{cortes} cortes")


def test_dos_procesos_reciben_por_turnos_las_piezas_de_una_subida(dos, quien):
    subida = Subida(*quien, comprimido(random.Random(1), 9 * MB)).anunciar(dos[0])  # noqa: S311 -- bytes
    for turno in range(8):
        desde = subida.cuanto(dos[turno % 2])
        respuesta = subida.mandar(dos[(turno + 1) % 2], desde, desde + MB)
        assert (respuesta.status, respuesta.headers["Upload-Offset"]) == (204, str(desde + MB))

    assert subida.acabar(dos[0]) == "lista"
    assert guardado(dos[1], subida) == hashlib.sha256(subida.octetos).hexdigest()
    subida.quitar(dos[0])


def test_la_misma_pieza_por_dos_procesos_a_la_vez_se_escribe_una_sola_vez(dos, quien):
    azar = random.Random(2)  # noqa: S311 -- bytes
    for _ in range(10):
        subida = Subida(*quien, comprimido(azar, 4 * MB)).anunciar(dos[0])
        with ThreadPoolExecutor(2) as hilos:
            estados = sorted(r.status for r in hilos.map(lambda s: subida.mandar(s, 0), dos))  # noqa: B023 -- used at once

        assert estados[0] == 204
        assert estados[1] in {409, OCUPADA}
        assert guardado(dos[0], subida) == hashlib.sha256(subida.octetos).hexdigest()
        subida.quitar(dos[1])


def test_matar_al_servidor_mientras_recibe_no_pierde_lo_que_dijo_tener(dos, quien):
    azar = random.Random(3)  # noqa: S311 -- moments to die
    uno, otro = dos
    for _ in range(MUERTES):
        subida = Subida(*quien, comprimido(azar, 24 * MB)).anunciar(otro)
        hilo = threading.Thread(target=_mandar_hasta_que_muera, args=(subida, uno))
        hilo.start()
        time.sleep(azar.uniform(0, 0.35))
        uno.matar()
        hilo.join()
        uno.lanzar()

        estado = subida.acabar(otro) if subida.cuanto(otro) < len(subida.octetos) else "lista"

        assert (estado, guardado(otro, subida)) == ("lista", hashlib.sha256(subida.octetos).hexdigest())
        subida.quitar(otro)
        uno.esperar()
    assert custodia.verificar(otro.ctx.como(SISTEMA)).integra


def _mandar_hasta_que_muera(subida: Subida, servidor: Servidor) -> None:
    try:
        while (desde := subida.cuanto(servidor)) < len(subida.octetos):
            subida.mandar(servidor, desde, desde + 3 * MB)
    except (OSError, ValueError, AssertionError):
        pass


@pytest.fixture
def disco(tmp_path):
    """A disk of 16 MB."""
    lugar = tmp_path / "disco"
    lugar.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "mpv", lugar], check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield lugar
    subprocess.run(["umount", "-l", lugar], check=True)


def test_un_disco_lleno_se_dice_y_la_subida_sigue_cuando_hay_lugar(ctx, disco):
    chico = replace(ctx, almacen=FilesLocal(disco / "archivos"), limites=Limites(mb_reserva=0))
    rosa = chico.como(cuentas.ciudadano(ctx))
    octetos = comprimido(random.Random(4), 12 * MB)  # noqa: S311 -- bytes
    carga = archivos.crear_carga(rosa, borradores.abrir(rosa).id, ranura="anexos", nombre="a.zip", tamano=len(octetos))
    estorbo = disco / "estorbo"
    estorbo.write_bytes(bytes(8 * MB))

    trozos = [octetos[i : i + MB] for i in range(0, len(octetos), MB)]
    with pytest.raises(SinEspacio):
        archivos.anexar(rosa, carga.id, desde=0, trozos=trozos)
    quedo = archivos.offset(rosa, carga.id).recibido
    assert 5 * MB <= quedo <= 8 * MB
    estorbo.unlink()

    assert archivos.anexar(rosa, carga.id, desde=quedo, trozos=[octetos[quedo:]]).estado == "lista"
    assert chico.almacen.existe(hashlib.sha256(octetos).hexdigest())


def test_con_el_disco_lleno_no_hay_recibo_sin_sus_archivos(ctx, disco, sqlite_migrada):
    (disco / "mpv.db").write_bytes(sqlite_migrada.read_bytes())
    base = Database(f"sqlite:///{disco / 'mpv.db'}")
    lleno = replace(ctx, db=base, almacen=FilesLocal(disco / "archivos"), limites=Limites(mb_reserva=0))
    configuracion.publicar(lleno.como(SISTEMA), configuracion.preset("igp"), autor="prueba")
    rosa = cuentas.ciudadano(lleno)
    azar, recibos = random.Random(5), []  # noqa: S311 -- bytes
    with pytest.raises((OSError, OperationalError, SinEspacio)):
        recibos.extend(_presentar(lleno, rosa, muestras.pdf(1, relleno=azar.randint(1, MB))) for _ in count())

    hallado = custodia.verificar(lleno.como(SISTEMA))
    with base.lectura() as session:
        presentados = session.scalars(select(RegistroRow.numero)).all()
        con_archivo = session.scalar(select(func.count(func.distinct(DocumentoRow.registro_id))))
    base.cerrar()
    assert hallado.integra, hallado.en_palabras()
    assert len(recibos) <= len(presentados) == con_archivo
    assert len(recibos) > 3


def _presentar(ctx, actor, octetos: bytes) -> str:
    """The whole road: announce, send, inspect, keep, file."""
    rosa = ctx.como(actor)
    borrador = presentaciones.borrador(ctx, actor, archivos=())
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(octetos))
    assert archivos.anexar(rosa, carga.id, desde=0, trozos=[octetos]).estado == "lista"
    return registro.enviar(rosa, borrador).numero


@pytest.mark.parametrize("llamada", ["fsync", "link", "open"])
def test_un_disco_que_falla_en_cualquier_momento_no_deja_recibos_sin_archivos(ctx, monkeypatch, llamada):
    rosa = cuentas.ciudadano(ctx)
    verdadera, cuenta = getattr(os, llamada), [0]
    falla_en = [0]

    def fragil(*args: object, **opciones: object) -> object:
        cuenta[0] += 1
        if cuenta[0] == falla_en[0]:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return verdadera(*args, **opciones)

    class _Os:
        """``os`` as the store sees it, with one call that fails once."""

        def __getattr__(self, nombre: str) -> object:
            return fragil if nombre == llamada else getattr(os, nombre)

    monkeypatch.setattr(files_local, "os", _Os())
    bien = []
    for vez in range(1, 40):
        cuenta[0], falla_en[0] = 0, vez
        try:
            bien.append(_presentar(ctx, rosa, muestras.pdf(1, relleno=vez)))
        except (OSError, AssertionError):
            falla_en[0] = 0
            assert custodia.verificar(ctx.como(SISTEMA)).integra
            pendientes = [
                c for b in borradores.pendientes(ctx.como(rosa)) for c in archivos.cargas(ctx.como(rosa), b.id)
            ]
            assert {c.estado for c in pendientes} <= {"lista", "subiendo"}
        if cuenta[0] < vez:
            break

    with ctx.db.lectura() as session:
        numeros = session.scalars(select(RegistroRow.numero)).all()
    assert len(bien) == len(numeros)
    assert custodia.verificar(ctx.como(SISTEMA)).integra
    assert cuenta[0] < vez, "every call of the whole road failed once"
