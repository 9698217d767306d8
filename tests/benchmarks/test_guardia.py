"""What the guard costs at every run, with few accounts and with 100,000."""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import quantiles

import pytest
from sqlalchemy import insert

from portal.db.models import CuentaRow, SesionRow
from portal.domain.permisos import Rol
from portal.services import sesiones
from portal.services.claves import huella
from tests.factories.accesos import IP

VUELTAS = 3000
CUENTAS = 100_000


def poblar(ctx, cuantas: int) -> None:
    """So many accounts, each with one open session whose token is its number."""
    ahora = ctx.reloj()
    cuentas = [
        {
            "id": n, "correo": f"persona{n}@example.pe", "clave": "x", "rol": Rol.CIUDADANO, "nombres": "Rosa",
            "apellidos": "Huamán", "tipo_doc": "dni", "numero_doc": f"{n:08}", "telefono": "987654321", "version": 1,
            "creada_at": ahora, "activada_at": ahora,
        }
        for n in range(1, cuantas + 1)
    ]  # fmt: skip
    abiertas = [
        {
            "id": n, "huella": huella(f"t{n}"), "cuenta_id": n, "version": 1, "creada_at": ahora, "vista_at": ahora,
            "vence_at": ahora + timedelta(hours=8), "ip": IP,
        }
        for n in range(1, cuantas + 1)
    ]  # fmt: skip
    with ctx.db.transaction() as session:
        session.execute(insert(CuentaRow), cuentas)
        session.execute(insert(SesionRow), abiertas)


@pytest.mark.bench
@pytest.mark.parametrize("cuantas", [10, CUENTAS])
def test_la_guardia_de_cada_paso(ctx, cuantas):
    poblar(ctx, cuantas)
    tiempos = []
    for i in range(VUELTAS):
        ficha = f"t{1 + i * 7919 % cuantas}"
        inicio = time.perf_counter()
        actor = sesiones.actor_de(ctx, ficha, ip=IP)
        tiempos.append((time.perf_counter() - inicio) * 1000)
        assert actor.rol is Rol.CIUDADANO

    q = quantiles(tiempos, n=100)
    print(
        f"\nguardia con {cuantas} cuentas ({ctx.db.engine.dialect.name}): p50 {q[49]:.3f} ms, p95 {q[94]:.3f} ms, p99 {q[98]:.3f} ms"
    )
