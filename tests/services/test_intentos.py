"""Growing delays: the arithmetic, what counts as one address, and forgetting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db.models import IntentoRow
from portal.domain.errors import DemasiadosIntentos
from portal.i18n import explain
from portal.services import intentos
from portal.services.contexto import SISTEMA
from portal.services.intentos import CUENTA_IP, red


def test_la_espera_se_dobla_hasta_su_tope():
    segundos = [CUENTA_IP.espera(n).total_seconds() for n in (0, 4, 5, 6, 7, 12, 13, 1_000_000)]

    assert segundos == [0, 0, 5, 10, 20, 640, 900, 900]


@pytest.mark.parametrize(
    ("ip", "una"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_una_casa_con_ipv6_cuenta_como_una_direccion(ip, una):
    assert red(ip) == una


def contar(ctx, veces: int, **cual: str) -> None:
    for _ in range(veces):
        with ctx.db.transaction() as session:
            intentos.contar_ingreso(session, ctx, **{"correo": "a@b.pe", "ip": "192.0.2.1", **cual})


def test_los_fallos_se_olvidan_con_el_tiempo(ctx, reloj):
    contar(ctx, 4)
    reloj.avanzar(hours=24)

    contar(ctx, 5)
    with pytest.raises(DemasiadosIntentos) as e:
        contar(ctx, 1)
    assert "5" in explain(e.value)


def test_no_se_guarda_el_correo_ni_la_direccion_de_quien_falla(ctx):
    contar(ctx, 1)

    with ctx.db.lectura() as session:
        claves = "".join(session.scalars(select(IntentoRow.clave)))
    assert "a@b.pe" not in claves
    assert "192.0.2.1" not in claves


def test_sin_direccion_conocida_no_se_cuenta_por_direccion(ctx):
    for n in range(40):
        contar(ctx, 1, correo=f"{n}@b.pe", ip="")


def test_olvidar_una_cuenta_no_toca_a_las_demas(ctx):
    contar(ctx, 5)
    contar(ctx, 5, correo="otro@b.pe", ip="192.0.2.2")

    with ctx.db.transaction() as session:
        intentos.olvidar_cuenta(session, correo="a@b.pe")

    contar(ctx, 1)
    with pytest.raises(DemasiadosIntentos):
        contar(ctx, 1, correo="otro@b.pe", ip="192.0.2.2")


def test_las_claves_de_seguimiento_equivocadas_se_espacian_por_direccion(ctx):
    def equivocada(ip):
        with ctx.db.transaction() as session:
            intentos.contar_seguimiento(session, ctx, ip=ip)

    for _ in range(intentos.SEGUIMIENTO.libres):
        equivocada("192.0.2.1")

    with pytest.raises(DemasiadosIntentos):
        equivocada("192.0.2.1")
    equivocada("192.0.2.2")


def test_limpiar_borra_lo_que_ya_no_cuenta(ctx, reloj):
    contar(ctx, 1)
    assert intentos.limpiar(ctx.como(SISTEMA)) == 0
    reloj.avanzar(hours=25)

    assert intentos.limpiar(ctx.como(SISTEMA)) == 3
    assert timedelta(hours=24) == intentos.MEMORIA
