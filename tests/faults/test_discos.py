"""Disks that fill up and disks that fail: no receipt without its files, and nothing half done is handed over as whole."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import random
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from portal.adapters import files_local
from portal.adapters.credenciales import Autenticador
from portal.adapters.files_local import FilesLocal
from portal.db.models import DocumentoRow, ExpedienteRow, RegistroRow
from portal.db.session import Database
from portal.domain.archivos import SinEspacio
from portal.domain.tamanos import MB
from portal.services import archivos, borradores, cargos, custodia, paquetes, registro, sesiones
from portal.services.contexto import SISTEMA, Limites
from tests.factories import archivos as muestras
from tests.factories import cuentas, postgres, presentaciones, procesos
from tests.faults.tus_a_mano import comprimido

pytestmark = pytest.mark.faults

LLENO = (OSError, OperationalError, SinEspacio)
NEGATIVAS = 25
LISTOS = 20


@pytest.fixture
def disco():
    """A disk of 40 MB, where other users of the machine come in too."""
    lugar = Path(tempfile.mkdtemp(prefix="mpv-disco-"))
    try:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m,mode=755", "mpv", lugar], check=False).returncode:
            pytest.skip("NO PROBADO: solo root puede montar un disco pequeño")
        yield lugar
        subprocess.run(["umount", "-l", lugar], check=True)
    finally:
        lugar.rmdir()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def chica(request, disco):
    """An institution whose tables and files share the small disk, on each engine. It keeps nothing in reserve."""
    with ExitStack() as abierto:
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("sqlite_migrada"), disco / "mpv.db")
            base = Database(f"sqlite:///{disco / 'mpv.db'}")
        else:
            base = Database(abierto.enter_context(postgres.base_en(disco)))
        abierto.callback(base.cerrar)
        institucion = procesos.abrir_institucion(base, disco / "archivos")
        yield replace(institucion, credenciales=Autenticador(b"p", rondas=4), limites=Limites(mb_reserva=0))


def test_un_disco_lleno_se_dice_y_la_subida_sigue_cuando_hay_lugar(ctx, disco):
    chico = replace(ctx, almacen=FilesLocal(disco / "archivos"), limites=Limites(mb_reserva=0))
    rosa = chico.como(cuentas.ciudadano(ctx))
    octetos = comprimido(random.Random(4), 12 * MB)  # noqa: S311 -- bytes
    carga = archivos.crear_carga(rosa, borradores.abrir(rosa).id, ranura="anexos", nombre="a.zip", tamano=len(octetos))
    estorbo = disco / "estorbo"
    estorbo.write_bytes(bytes(32 * MB))

    trozos = [octetos[i : i + MB] for i in range(0, len(octetos), MB)]
    with pytest.raises(SinEspacio):
        archivos.anexar(rosa, carga.id, desde=0, trozos=trozos)
    quedo = archivos.offset(rosa, carga.id).recibido
    assert 5 * MB <= quedo <= 8 * MB
    estorbo.unlink()

    assert archivos.anexar(rosa, carga.id, desde=quedo, trozos=[octetos[quedo:]]).estado == "lista"
    assert chico.almacen.existe(hashlib.sha256(octetos).hexdigest())


def test_con_el_disco_lleno_no_hay_recibo_sin_sus_archivos(chica, disco):
    rosa, azar, estorbo = cuentas.ciudadano(chica), random.Random(5), disco / "estorbo"  # noqa: S311 -- sizes
    estorbo.write_bytes(bytes(2 * MB))
    recibos, negativas = [], Counter[str]()
    while negativas.total() < NEGATIVAS:  # big ones first; then small ones, until there is no room for a row either
        tamano = azar.randint(1, MB) if not negativas else azar.randint(1, 9000)
        try:
            recibos.append(_presentar(chica, rosa, muestras.pdf(1, relleno=tamano)))
        except LLENO as negativa:
            negativas[type(negativa).__name__] += 1

    assert _presentados(chica) == len(recibos) > 3
    estorbo.unlink()
    recibos.append(_presentar(chica, rosa, muestras.pdf(1, relleno=MB)))
    assert _presentados(chica) == len(recibos) == len(set(recibos))
    print(f"\n{len(recibos)} recibos; negativas: {dict(negativas)}")


def test_sin_lugar_para_una_fila_no_hay_recibo_y_el_borrador_se_envia_despues(chica, disco):
    gente = [chica.como(cuentas.ciudadano(chica)) for _ in range(LISTOS)]
    listos = [(suya, _preparado(suya, muestras.pdf(1, relleno=n))) for n, suya in enumerate(gente)]
    estorbo, recibos, negativas = _llenar(disco), [], 0
    for suya, borrador in listos:
        try:
            recibos.append(registro.enviar(suya, borrador).numero)
        except OperationalError:
            negativas += 1

    assert _presentados(chica) == len(recibos) == LISTOS - negativas
    assert negativas > 0
    estorbo.unlink()
    assert len({registro.enviar(suya, borrador).numero for suya, borrador in listos}) == LISTOS == _presentados(chica)
    print(f"\n{LISTOS} borradores listos, {negativas} sin lugar para sus filas")


def test_con_el_disco_lleno_quien_ya_entro_sigue_dentro_y_baja_enteros_el_cargo_y_el_zip(chica, disco):
    rosa = cuentas.ciudadano(chica)
    _presentar(chica, rosa, muestras.pdf(1, relleno=MB))
    galleta = sesiones.canjear(chica, sesiones.entrar(chica, rosa.correo, cuentas.CONTRASENA, ip="10.0.0.9"))
    with chica.db.lectura() as session:
        registro_id = session.scalars(select(RegistroRow.id)).one()
        numero = session.scalars(select(ExpedienteRow.numero)).one()
    antes = cargos.cargo_pdf(chica.como(rosa), registro_id)
    _llenar(disco)

    despues = replace(chica, reloj=lambda: datetime.now(UTC) + 2 * sesiones.CADA_CUANTO)
    suya = despues.como(sesiones.actor_de(despues, galleta, "10.0.0.9"))
    assert suya.actor.cuenta_id == rosa.cuenta_id
    assert cargos.cargo_pdf(suya, registro_id) == antes
    paquete = paquetes.descargar(suya, numero)
    octetos = b"".join(paquete.trozos)
    assert len(octetos) == paquete.largo
    assert zipfile.ZipFile(io.BytesIO(octetos)).testzip() is None


def _llenar(disco: Path) -> Path:
    """Not a byte is left; what takes it up."""
    estorbo = disco / "estorbo"
    with contextlib.suppress(OSError), estorbo.open("wb", buffering=0) as abierto:
        while abierto.write(bytes(4096)):
            pass
    assert shutil.disk_usage(disco).free == 0
    return estorbo


def _presentados(ctx) -> int:
    """How many were filed: each has its files, and every file is as it was."""
    hallado = custodia.verificar(ctx.como(SISTEMA))
    with ctx.db.lectura() as session:
        presentados = session.scalars(select(RegistroRow.numero)).all()
        con_archivo = session.scalar(select(func.count(func.distinct(DocumentoRow.registro_id))))
    assert hallado.integra, hallado.en_palabras()
    assert len(presentados) == con_archivo
    return len(presentados)


def _presentar(ctx, actor, octetos: bytes) -> str:
    """The whole road: announce, send, inspect, keep, file."""
    rosa = ctx.como(actor)
    return registro.enviar(rosa, _preparado(rosa, octetos)).numero


def _preparado(rosa, octetos: bytes) -> str:
    borrador = presentaciones.borrador(rosa, rosa.actor, archivos=())
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(octetos))
    assert archivos.anexar(rosa, carga.id, desde=0, trozos=[octetos]).estado == "lista"
    return borrador


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
