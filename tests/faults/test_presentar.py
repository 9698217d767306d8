"""Filing under several processes, and under processes that die in the middle."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from portal.adapters.credenciales import Autenticador
from portal.db.models import BorradorRow, CorrelativoRow, CorreoSalienteRow, DocumentoRow, ExpedienteRow, RegistroRow
from portal.db.session import Database
from portal.services import historia, registro
from portal.services.contexto import Actor, Rol
from tests.factories import cuentas, procesos
from tests.factories.procesos import Puesto

pytestmark = pytest.mark.faults

MUERTES = int(os.environ.get("MPV_TEST_MUERTES", "50"))  # noqa: TID251 -- a setting of the tests, not of the portal
ESCRITORES = 8
CADA_UNO = 25
OCTETOS = 60_000


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def mesa(request, tmp_path):
    """A published institution over an empty database, on each engine: context, address and folder."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_migrada"), tmp_path / "mpv.db")
        url = f"sqlite:///{tmp_path}/mpv.db"
    else:
        url = request.getfixturevalue("postgres_url")
    base = Database(url)
    ctx = replace(procesos.abrir_institucion(base, tmp_path / "archivos"), credenciales=Autenticador(b"p", rondas=4))
    yield ctx, url, tmp_path / "archivos"
    base.cerrar()


def _lineas(salida: Path) -> list[str]:
    return salida.read_text("utf-8").split() if salida.exists() else []


def _comprobar_todo(ctx) -> list[str]:
    """Every filing is whole: number, expediente, history, mail, files whose bytes are those of their SHA-256."""
    with ctx.db.lectura() as session:
        filas = session.execute(
            select(RegistroRow, ExpedienteRow)
            .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
            .order_by(RegistroRow.id)
        ).all()
        cuantas = len(filas)
        anio = filas[0][1].anio
        assert [e.numero for _, e in filas] == [f"{n:05}-{anio}" for n in range(1, cuantas + 1)]
        assert [r.numero for r, _ in filas] == [f"R-{n:06}-{anio}" for n in range(1, cuantas + 1)]
        momentos = [r.enviado_at for r, _ in filas]
        assert momentos == sorted(momentos)
        assert set(session.scalars(select(CorrelativoRow.ultimo))) == {cuantas}
        assert (
            session.scalar(
                select(func.count()).select_from(CorreoSalienteRow).where(CorreoSalienteRow.plantilla == "cargo")
            )
            == cuantas
        )
        assert (
            session.scalar(select(func.count()).select_from(BorradorRow).where(BorradorRow.registro_id.is_not(None)))
            == cuantas
        )
        documentos = session.scalars(select(DocumentoRow)).all()
        assert {d.registro_id for d in documentos} == {r.id for r, _ in filas}
        assert all(historia.intacta(session, e.id) for _, e in filas)
        if ctx.db.es_sqlite:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    for documento in documentos:
        octetos = ctx.almacen.ruta(documento.sha256).read_bytes()
        assert (hashlib.sha256(octetos).hexdigest(), len(octetos)) == (documento.sha256, documento.tamano)
    return [e.numero for _, e in filas]


def test_ocho_procesos_a_la_vez_dan_numeros_consecutivos(mesa, tmp_path):
    ctx, url, carpeta = mesa
    puestos = [Puesto(url, carpeta, cuentas.ciudadano(ctx).cuenta_id) for _ in range(ESCRITORES)]
    barrera = procesos.MUNDO.Barrier(ESCRITORES)

    hijos = [
        procesos.lanzar(procesos.presentar_varias, p, CADA_UNO, OCTETOS, tmp_path / "recibos", barrera) for p in puestos
    ]
    for hijo in hijos:
        hijo.join(120)

    assert [hijo.exitcode for hijo in hijos] == [0] * ESCRITORES
    assert sorted(_lineas(tmp_path / "recibos")) == _comprobar_todo(ctx)
    assert len(_lineas(tmp_path / "recibos")) == ESCRITORES * CADA_UNO


def test_matar_al_que_presenta_no_deja_recibos_sin_registro_ni_numeros_perdidos(mesa, tmp_path):
    ctx, url, carpeta = mesa
    azar = random.Random(20260722)  # noqa: S311 -- moments to die, not secrets
    puestos = [Puesto(url, carpeta, cuentas.ciudadano(ctx).cuenta_id) for _ in range(2)]
    recibos = tmp_path / "recibos"
    muertes = 0

    for vuelta in count():
        if muertes == MUERTES:
            break
        assert vuelta < MUERTES * 2, "the writers do not start"
        hijos = [
            procesos.lanzar(procesos.presentar_varias, p, 10_000, OCTETOS, recibos)
            for p in puestos[: min(2, MUERTES - muertes)]
        ]
        _esperar_que_presenten(recibos, len(_lineas(recibos)))
        time.sleep(azar.uniform(0, 0.3))
        for hijo in hijos:
            hijo.kill()
            hijo.join()
            assert hijo.exitcode == -9
            muertes += 1

    presentados = _comprobar_todo(ctx)
    entregados = _lineas(recibos)
    assert len(set(entregados)) == len(entregados)
    assert set(entregados) <= set(presentados)
    assert len(presentados) - len(entregados) <= muertes
    print(
        f"\n{muertes} muertes: {len(presentados)} presentados, {len(presentados) - len(entregados)} sin recibo en mano"
    )
    _el_recibo_que_falta_se_vuelve_a_dar(ctx, puestos, set(presentados) - set(entregados))
    assert _comprobar_todo(ctx) == presentados


def _esperar_que_presenten(recibos: Path, antes: int) -> None:
    """The first receipt of this round: from then on a death falls anywhere in a filing."""
    limite = time.monotonic() + 60
    while len(_lineas(recibos)) == antes:
        assert time.monotonic() < limite
        time.sleep(0.005)


def _el_recibo_que_falta_se_vuelve_a_dar(ctx, puestos, numeros: set[str]) -> None:
    """Who never saw the answer sends the same draft again and gets the number it already had."""
    with ctx.db.lectura() as session:
        perdidos = session.execute(
            select(BorradorRow.id, BorradorRow.cuenta_id, ExpedienteRow.numero)
            .join(RegistroRow, RegistroRow.id == BorradorRow.registro_id)
            .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
            .where(ExpedienteRow.numero.in_(numeros))
        ).all()
    assert {numero for _, _, numero in perdidos} == numeros
    for borrador, cuenta, numero in perdidos:
        assert registro.enviar(ctx.como(Actor(Rol.CIUDADANO, cuenta)), borrador).numero == numero
