"""How many filings a second, through the service, with 1 MB files: one writer, and eight at once."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from portal.adapters.credenciales import Autenticador
from portal.db.session import Database
from tests.factories import cuentas, procesos
from tests.factories.procesos import Puesto

pytestmark = pytest.mark.bench

EN_TOTAL = 160
MB = 1024 * 1024


@pytest.mark.parametrize("entera", [False, True], ids=["solo_enviar", "con_su_archivo"])
@pytest.mark.parametrize("escritores", [1, 8])
@pytest.mark.parametrize("motor", ["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def test_presentaciones_por_segundo(request, tmp_path, motor, escritores, entera):
    if motor == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_migrada"), tmp_path / "mpv.db")
        url = f"sqlite:///{tmp_path}/mpv.db"
    else:
        url = request.getfixturevalue("postgres_url")
    base = Database(url)
    ctx = replace(procesos.abrir_institucion(base, tmp_path / "a"), credenciales=Autenticador(b"p", rondas=4))
    puestos = [Puesto(url, tmp_path / "a", cuentas.ciudadano(ctx).cuenta_id) for _ in range(escritores)]
    base.cerrar()
    barrera, tiempos = procesos.MUNDO.Barrier(escritores), procesos.MUNDO.Queue()

    hijos = [procesos.lanzar(procesos.medir, p, EN_TOTAL // escritores, MB, entera, barrera, tiempos) for p in puestos]
    marcas = [tiempos.get(timeout=300) for _ in hijos]
    for hijo in hijos:
        hijo.join(30)

    segundos = max(fin for _, fin in marcas) - min(comienzo for comienzo, _ in marcas)
    que = "borrador, archivo de 1 MB y envío" if entera else "envío"
    print(f"\n{motor}, {escritores} escritor(es), {que}: {EN_TOTAL / segundos:,.0f} presentaciones/s")
