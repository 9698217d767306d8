"""The demonstration: made through the services, believable, and with nothing that the rules would refuse."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.credenciales import Autenticador
from portal.adapters.files_local import FilesLocal
from portal.db.models import CorreoSalienteRow, CuentaRow, DocumentoRow, ExpedienteRow, MovimientoRow, RegistroRow
from portal.db.session import Database
from portal.domain.bandeja import Bandeja
from portal.domain.estados import Fase
from portal.domain.permisos import Rol
from portal.domain.plazos import Semaforo
from portal.services import (
    alcances,
    bandejas,
    cargos,
    consulta,
    demo,
    escritorio,
    historia,
    indicadores,
    organizaciones,
)
from portal.services.bandejas import Filtros
from portal.services.contexto import SISTEMA, Actor, Contexto

AHORA = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
TODOS = 60
ENERO = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)


def escenario(carpeta, migrada, ahora):
    """A demonstration made at ``ahora``: its context and what it returned."""
    carpeta.mkdir(exist_ok=True)
    shutil.copy(migrada, carpeta / "mpv.db")
    ctx = Contexto(
        db=Database(f"sqlite:///{carpeta}/mpv.db"),
        almacen=FilesLocal(carpeta / "archivos"),
        credenciales=Autenticador(b"pimienta", rondas=4),
        reloj=lambda: ahora,
        secreto=lambda nombre: hashlib.sha256(nombre.encode()).digest(),
        base_url="http://localhost:8501",
        demo=True,
        actor=SISTEMA,
    )
    return ctx, demo.sembrar(ctx)


@pytest.fixture(scope="module")
def sembrada(tmp_path_factory, sqlite_migrada):
    ctx, hecha = escenario(tmp_path_factory.mktemp("demo"), sqlite_migrada, AHORA)
    yield ctx, hecha
    ctx.db.cerrar()


def todas(ctx, tabla):
    with ctx.db.lectura() as session:
        return session.scalars(select(tabla).order_by(tabla.id)).all()


def actor(ctx, correo):
    """The context of one of the staff, with what they hold."""
    with ctx.db.lectura() as session:
        cuenta = session.scalars(select(CuentaRow).where(CuentaRow.correo == correo)).one()
        suyas = alcances.de_cuenta(session, cuenta.id, ctx.reloj())
    return ctx.como(Actor(Rol.PERSONAL, cuenta.id, None, correo, asignaciones=suyas))


def como(ctx, correo):
    with ctx.db.lectura() as session:
        cuenta = session.scalars(select(CuentaRow).where(CuentaRow.correo == correo)).one()
    return ctx.como(Actor(Rol(cuenta.rol), cuenta.id, None, correo))


def test_hay_tres_ciudadanos_y_personal_de_cada_tarea_que_pueden_ingresar(sembrada):
    ctx, hecha = sembrada

    assert Counter(a.rol for a in hecha.accesos) == {
        Rol.CIUDADANO: 3,
        Rol.MESA: 1,
        Rol.JEFE: 1,
        Rol.ESPECIALISTA: 1,
        Rol.ADMINISTRADOR: 1,
    }
    assert len({a.contrasena for a in hecha.accesos}) == 7
    for acceso in hecha.accesos:
        with ctx.db.lectura() as session:
            cuenta = session.scalars(select(CuentaRow).where(CuentaRow.correo == acceso.correo)).one()
        assert cuenta.activada_at is not None
        assert ctx.credenciales.comprobar(acceso.correo, acceso.contrasena, cuenta.clave)


def test_los_expedientes_estan_en_estados_distintos_y_en_orden_de_fecha(sembrada):
    ctx, _ = sembrada
    expedientes = todas(ctx, ExpedienteRow)
    registros = todas(ctx, RegistroRow)

    assert [e.numero for e in expedientes] == [f"{n:05}-2026" for n in range(1, TODOS + 1)]
    assert Counter(e.fase for e in expedientes) == {
        Fase.REGISTRADO: 9,
        Fase.OBSERVADO: 2,
        Fase.EN_TRAMITE: 36,
        Fase.ATENDIDO: 7,
        Fase.RECHAZADO: 3,
        Fase.ARCHIVADO: 3,
    }
    enviados = [r.enviado_at for r in registros]
    assert Counter(r.clase for r in registros) == {"presentacion": TODOS, "respuesta": 10, "subsanacion": 1}
    assert enviados == sorted(enviados)
    assert AHORA - timedelta(days=70) < enviados[0] < AHORA - timedelta(days=50)
    assert enviados[-1] < AHORA
    assert all(r.presentado_el >= r.enviado_at.date() - timedelta(days=1) for r in registros)
    assert [len(r.saltados) for r in registros if r.saltados] == [2]
    (antecedente,) = [r.antecedente_id for r in registros if r.antecedente]
    assert next(r.asunto for r in registros if r.expediente_id == antecedente).startswith("Solicito registros sísmicos")


def test_la_bandeja_tiene_que_recibir_que_enviar_por_vencer_y_vencido(sembrada):
    ctx, _ = sembrada
    mesa = actor(ctx, "mesa@demo.example")

    cuentas = escritorio.cuentas(mesa)
    vistos = indicadores.ver(mesa)

    assert min(cuentas[b] for b in Bandeja if b is not Bandeja.MIOS) >= 2
    assert vistos.llegaron_hoy.valor == 3
    assert 0.3 < vistos.derivados_el_dia.valor < 0.8
    assert vistos.pendientes[Semaforo.VENCIDO].valor == cuentas[Bandeja.VENCIDOS]
    assert {e.canal for e in todas(ctx, ExpedienteRow)} == {"web", "ventanilla"}


def test_cada_recorrido_esta_encadenado_y_rechaza_la_oficina_y_no_la_mesa(sembrada):
    ctx, _ = sembrada
    with ctx.db.lectura() as session:
        assert all(historia.intacta(session, e.id) for e in session.scalars(select(ExpedienteRow)))
    movimientos = todas(ctx, MovimientoRow)
    quienes = Counter((m.accion, m.actor) for m in movimientos)
    assert [quien for accion, quien in quienes if accion == "rechazar"] == ["Elena Paredes Flores"]
    assert [quien for accion, quien in quienes if accion == "derivar"] == ["Carmen Rojas Ayala"]
    assert {quien for accion, quien in quienes if accion == "atender"} == {
        "Elena Paredes Flores",
        "Martín Vilca Chambi",
    }
    assert all(m.nota for m in movimientos if m.accion == "rechazar")
    assert all(m.ocurrido_at < AHORA for m in movimientos)


def test_los_documentos_son_pdf_de_verdad_y_el_cargo_se_puede_bajar(sembrada):
    ctx, hecha = sembrada
    documentos = todas(ctx, DocumentoRow)
    assert Counter(d.tipo for d in documentos) == {"pdf": 72, "csv": 1}
    assert all(d.paginas == 1 for d in documentos if d.tipo == "pdf")
    assert all(ctx.almacen.ruta(d.sha256).stat().st_size == d.tamano for d in documentos)

    julio = como(ctx, "julio@demo.example")
    nombre, octetos = cargos.cargo_pdf(julio, bandejas.mis_tramites(julio, Filtros()).filas[0].registro_id)
    assert (nombre, octetos[:5]) == (f"cargo-{hecha.numero}.pdf", b"%PDF-")


def test_el_ultimo_se_puede_seguir_sin_cuenta(sembrada):
    ctx, hecha = sembrada

    vista = consulta.por_clave(ctx, numero=hecha.numero, contrasena=hecha.seguimiento, ip="127.0.0.1")

    assert (vista.numero, vista.fase) == (hecha.numero, Fase.REGISTRADO)


def test_todos_los_correos_quedan_capturados_y_ninguno_sale_ni_falla(sembrada):
    ctx, _ = sembrada
    correos = todas(ctx, CorreoSalienteRow)

    assert {c.estado for c in correos} == {"capturado"}
    assert Counter(c.plantilla for c in correos) == {
        "activacion": 6, "invitacion": 1, "miembro_entra": 1, "cargo": 24, "cambio_de_estado": 3, "respuesta": 7,
        "rechazo": 2, "observacion": 1, "subsanacion": 1,
    }  # fmt: skip
    assert {c.destinatario for c in correos} == {
        f"{quien}@demo.example" for quien in ("rosa", "julio", "lucia", "norma", "beatriz", "raul")
    }


def test_dos_personas_actuan_por_la_organizacion_y_en_su_bandeja_se_lee_quien_presento(sembrada):
    ctx, _ = sembrada
    julio, lucia = como(ctx, "julio@demo.example"), como(ctx, "lucia@demo.example")

    (organizacion,) = organizaciones.mias(julio)
    filas = bandejas.mis_tramites(julio, Filtros()).filas

    assert [(m.nombre, m.titular) for m in organizacion.miembros] == [
        ("Julio César Paredes Soto", True),
        ("Lucía Fernanda Torres Vega", False),
    ]
    assert Counter(f.por for f in filas) == {"Julio César Paredes Soto": 3, "Lucía Fernanda Torres Vega": 2}
    assert {f.remitente for f in filas} == {"Geosísmica de Muestra S.A.C."}
    assert bandejas.mis_tramites(lucia, Filtros()).filas == filas


def test_en_enero_los_numeros_cambian_de_anio_y_nada_se_rompe(tmp_path, sqlite_migrada):
    ctx, _ = escenario(tmp_path / "demo", sqlite_migrada, ENERO)

    numeros = [e.numero for e in todas(ctx, ExpedienteRow)]
    ctx.db.cerrar()

    assert len(numeros) == TODOS
    assert {n[-4:] for n in numeros} == {"2026", "2027"}
