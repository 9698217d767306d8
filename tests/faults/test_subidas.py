"""Uploads under several processes, lines that are cut, and processes that die, over each engine."""

from __future__ import annotations

import hashlib
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from portal.db.models import CargaRow
from portal.domain.tamanos import MB
from portal.services import borradores, custodia
from portal.services.contexto import SISTEMA
from tests.e2e.buzon import Buzon
from tests.e2e.conftest import galleta, persona
from tests.e2e.servidor import Servidor
from tests.factories import postgres, smtp
from tests.faults.tus_a_mano import OCUPADA, Subida, comprimido

pytestmark = pytest.mark.faults

CORTES = int(os.environ.get("MPV_TEST_CORTES", "100"))  # noqa: TID251 -- a setting of the tests, not of the portal
MUERTES = int(os.environ.get("MPV_TEST_MUERTES", "10"))  # noqa: TID251 -- likewise


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def dos(request, tmp_path_factory):
    """Two server processes over one database and one folder, on each engine."""
    with ExitStack() as abierto:
        bd = abierto.enter_context(postgres.base_de_datos(migrada=False)) if request.param == "postgresql" else ""
        puerto = abierto.enter_context(smtp.servidor(Buzon()))
        uno = Servidor(tmp_path_factory.mktemp("casa"), puerto, bd=bd).instalar().lanzar()
        otro = uno.gemelo().lanzar()
        for servidor in (uno, otro):
            abierto.callback(servidor.detener)
        yield uno.esperar(), otro.esperar()


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
