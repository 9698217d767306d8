"""What the second factor keeps secret, and what it tells its owner."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.adapters import totp
from portal.db.base import Base
from portal.db.models import CuentaRow
from portal.domain.permisos import Rol
from portal.services import correos, correos_vistos, factor, segundo_factor, sesiones
from portal.services.contexto import SISTEMA
from tests.factories.accesos import IP, fila, token
from tests.factories.segundo_factor import (
    CLAVE,
    CORREO,
    Carmen,
    avisos,
    contratada,
    enrolada,
    negativa,
    telefono,
)


@pytest.fixture
def carmen(ctx, reloj) -> Carmen:
    return enrolada(ctx, reloj)


# --- secretos y correos


def test_ni_la_semilla_ni_los_codigos_de_recuperacion_estan_en_la_base(carmen, reloj):
    """Whatever is done with them, no column of any table holds them, in any of the ways they could be written."""
    segundo_factor.probar(carmen.entra(), carmen.papel[0])
    segundo_factor.probar(carmen.entra(), carmen.codigo)
    correos.enviar_pendientes(replace(carmen.publico, demo=True).como(SISTEMA), None)
    cuenta = fila(carmen.publico, CORREO)
    secretos = []
    for version in {cuenta.totp_version, factor.version_siguiente(carmen.ctx, cuenta)}:
        semilla = factor.semilla(carmen.publico, cuenta.id, version)
        codigos = factor.codigos(carmen.publico, cuenta.id, version)
        secretos += [semilla, semilla.hex(), totp.secreto(semilla), *codigos, *(c.replace("-", "") for c in codigos)]

    with carmen.publico.db.lectura() as session:
        guardado = [repr(tuple(f)) for tabla in Base.metadata.sorted_tables for f in session.execute(select(tabla))]

    assert any(CORREO in dicho for dicho in guardado)
    assert [s for s in secretos for dicho in guardado if (s if isinstance(s, str) else repr(s)[2:-1]) in dicho] == []


def test_la_semilla_depende_de_la_llave_del_servidor_de_la_cuenta_y_de_la_version(ctx):
    otra_llave = replace(ctx, secreto=lambda _: b"otra llave")

    semillas = {factor.semilla(c, cuenta, v) for c in (ctx, otra_llave) for cuenta in (1, 11) for v in (1, 2, 111)}

    assert len(semillas) == 12
    assert {len(s) for s in semillas} == {factor.LARGO_SEMILLA}


def test_la_version_siguiente_siempre_es_mayor_y_cabe_dos_mil_veces(ctx):
    yo = contratada(ctx)
    cuenta = CuentaRow(id=1, totp_version=0)
    for _ in range(2000):
        siguiente = factor.version_siguiente(yo, cuenta)
        assert cuenta.totp_version < siguiente < 2**31
        cuenta.totp_version = siguiente


def test_los_correos_del_segundo_factor_se_redactan_en_palabras(carmen, reloj):
    segundo_factor.probar(carmen.entra(), carmen.papel[0])
    for n in range(10):
        quien = carmen.entra(ip=f"192.0.2.{n}")
        negativa(lambda q=quien: segundo_factor.probar(q, "000000"))
    reloj.avanzar(minutes=1)
    segundo_factor.desactivar(carmen.ctx, carmen.codigo)
    yo = carmen.entra()
    segundo_factor.confirmar(yo, telefono(yo).at(reloj()), prueba=CLAVE)
    segundo_factor.reiniciar_por_correo(carmen.publico.como(SISTEMA), CORREO)
    assert set(avisos(carmen.publico)) == {"activado", "codigo", "fallos", "quitado", "reiniciado"}

    jefa = contratada(carmen.publico, Rol.ADMINISTRADOR, "jefa@example.pe")
    pagina = correos_vistos.correos_recientes(jefa)
    textos = [correos_vistos.ver_correo(jefa, c.id) for c in pagina.correos if c.plantilla.startswith("segundo_factor")]

    assert all("Carmen" in c.texto and "http://localhost:8501/recuperar" in c.texto for c in textos)
    assert all("{" not in c.asunto + c.texto for c in textos)
    assert any("Le quedan 9." in c.texto for c in textos)


def test_el_codigo_de_una_sesion_cerrada_no_la_abre(carmen):
    cookie = token(carmen.publico, CORREO, CLAVE)
    quien = carmen.publico.como(sesiones.actor_de(carmen.publico, cookie, ip=IP))
    sesiones.salir(quien)

    segundo_factor.probar(quien, carmen.codigo)

    assert sesiones.actor_de(carmen.publico, cookie, ip=IP).rol is Rol.ANONIMO
