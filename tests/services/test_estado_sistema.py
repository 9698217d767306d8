"""Sistema: what asks for somebody is told first, in words, and what is well says so."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import update

from portal.db import migrations
from portal.db.models import CorreoSalienteRow
from portal.domain.permisos import Rol
from portal.domain.tamanos import legible
from portal.services import cola, correos, custodia, estado_sistema, servidor_de_correo
from portal.services.contexto import SISTEMA
from portal.services.estado_sistema import Salud
from portal.services.servidor_de_correo import ServidorDeCorreo
from tests.factories import cuentas as gente
from tests.factories import presentaciones, smtp


@pytest.fixture
def administrador(ctx):
    return ctx.como(gente.personal(ctx, Rol.ADMINISTRADOR))


def salud(ctx):
    return {senal.clave: senal.salud for senal in estado_sistema.senales(ctx)}


def test_lo_que_falta_se_dice_primero_y_deja_de_decirse_cuando_esta(administrador, reloj):
    antes = estado_sistema.senales(administrador)
    assert [s.salud for s in antes] == sorted((s.salud for s in antes), key=[*map(str, "m")].__contains__) or antes[
        0
    ].salud is Salud.MAL
    assert salud(administrador) | {"correo": Salud.MAL, "respaldo": Salud.ATENCION} == salud(administrador)

    servidor_de_correo.guardar(administrador, ServidorDeCorreo("correo.igp.gob.pe", remitente="mesa@igp.gob.pe"))
    estado_sistema.anotar_respaldo(administrador.como(SISTEMA))
    despues = salud(administrador)
    assert (despues["correo"], despues["respaldo"]) == (Salud.BIEN, Salud.BIEN)

    reloj.avanzar(days=8)
    assert salud(administrador)["respaldo"] is Salud.ATENCION


def test_una_cola_parada_y_los_correos_fallidos_se_avisan(administrador, reloj):
    with administrador.db.transaction() as session:
        session.execute(update(CorreoSalienteRow).values(estado=cola.ENVIADO))
        correos.encolar(
            session, administrador, clave="k", destinatario="rosa@ejemplo.pe", plantilla="clave_cambiada",
            datos={"nombre": "Rosa"},
        )  # fmt: skip
    assert salud(administrador)["cola"] is Salud.BIEN

    reloj.avanzar(hours=2)
    assert salud(administrador)["cola"] is Salud.MAL

    with administrador.db.transaction() as session:
        session.execute(update(CorreoSalienteRow).where(CorreoSalienteRow.clave == "k").values(estado=cola.FALLIDO))
    assert salud(administrador)["cola"] is Salud.ATENCION


def test_los_archivos_dicen_cuantos_son_y_si_alguno_falta_o_cambio(administrador, reloj):
    def dicho():
        una = next(s for s in estado_sistema.senales(administrador) if s.clave == "archivos")
        return una.salud, una.dicho

    vacio = dicho()
    presentaciones.presentar(administrador, gente.ciudadano(administrador))
    sin_verificar = dicho()
    custodia.verificar(administrador.como(SISTEMA))
    verificado = dicho()
    reloj.avanzar(days=40)
    viejo = dicho()
    ruta = administrador.almacen.ruta(hashlib.sha256(presentaciones.PDF).hexdigest())
    ruta.chmod(0o600)
    ruta.write_bytes(b"otra cosa")
    custodia.verificar(administrador.como(SISTEMA))

    hay = f"Archivos presentados: 1 ({legible(len(presentaciones.PDF))})."
    bien = f"{hay} Se leyeron todos el 17/11/2026 10:00: ninguno falta ni cambió."
    assert vacio == (Salud.BIEN, "Archivos presentados: 0 (0 bytes).")
    assert sin_verificar == (Salud.ATENCION, hay)
    assert (verificado, viejo) == ((Salud.BIEN, bien), (Salud.ATENCION, bien))
    assert dicho() == (Salud.MAL, f"{hay} Al leerlos el 27/12/2026 10:00, faltaban o habían cambiado: 1.")


@pytest.mark.parametrize(("libre", "esperada"), [(100, Salud.MAL), (600, Salud.ATENCION), (6000, Salud.BIEN)])
def test_el_espacio_que_queda_se_mide_contra_la_reserva(administrador, libre, esperada):
    class Disco:
        def libre(self):
            return libre * estado_sistema.MIB

    assert salud(replace(administrador, almacen=Disco()))["disco"] is esperada


def test_el_certificado_de_quien_nos_atiende_se_lee_y_se_dice_cuando_vence(administrador, tmp_path):
    _, contexto = smtp.certificado(tmp_path)
    with smtp.servidor(smtp.Buzon(), ssl_context=contexto) as puerto:
        hasta = estado_sistema.leer_certificado("127.0.0.1", puerto)

    assert hasta is not None
    assert hasta > datetime.now(UTC) - timedelta(days=1)
    assert estado_sistema.leer_certificado("127.0.0.1", 1) is None


def test_las_versiones_dicen_de_que_esta_hecha(administrador):
    dichas = {version.que: version.cual for version in estado_sistema.versiones(administrador)}

    assert {"Python", "Streamlit", "SQLAlchemy"} <= set(dichas)
    assert any(cual.startswith(("SQLite 3", "PostgreSQL")) for cual in dichas.values())
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() in dichas.values()
