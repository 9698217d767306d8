"""An expediente with several registros: whoever reads them takes the one that it means."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db.models import AdministradoRow, BorradorRow, CorreoSalienteRow, ExpedienteRow, MiembroRow, RegistroRow
from portal.domain.bandeja import Filtro
from portal.domain.errors import NoEncontrado
from portal.services import (
    bandejas,
    borrador_propio,
    borradores,
    consulta,
    destinatarios,
    duplicados,
    exportaciones,
    fichas,
    registro,
    seguimientos,
)
from portal.services import escritorio as bandeja_del_escritorio
from portal.services.bandejas import Filtros
from portal.services.exportaciones import Formato
from tests.factories import cuentas, escritorio, posteriores, presentaciones
from tests.factories.presentaciones import Archivo

OFICIO = presentaciones.PDF + b"%oficio"
CON_OFICIO = (Archivo("respuesta", OFICIO, "oficio.pdf"),)


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


@pytest.fixture
def rosa(ctx, gente):
    return ctx.como(cuentas.ciudadano(ctx))


@pytest.fixture
def recibo(ctx, gente, rosa):
    """Filed by Rosa, cured by her, answered by the institution."""
    recibo = presentaciones.presentar(ctx, rosa.actor)
    posteriores.subsanado(rosa, recibo.numero)
    posteriores.respondido(gente.jefa, recibo.numero, archivos=CON_OFICIO)
    return recibo


def test_lo_que_se_sigue_es_lo_que_abrio_el_expediente(ctx, gente, rosa, recibo):
    for vista in (
        consulta.propio(rosa, recibo.numero),
        consulta.de_bandeja(gente.mesa, recibo.numero),
        consulta.por_ficha(ctx, numero=recibo.numero, ficha=recibo.ficha),
    ):
        assert (vista.registro_id, vista.registro, vista.tipo_documento) == (
            recibo.registro_id, "R-000001-2026", "Carta",
        )  # fmt: skip
        assert vista.codigo_verificacion != ""


def test_las_listas_y_los_archivos_llevan_un_renglon_por_expediente(gente, rosa, recibo):
    suyos, de_la_mesa = bandejas.mis_tramites(rosa, Filtros()), bandeja_del_escritorio.lista(gente.mesa, Filtro())

    assert [(f.numero, f.registro_id, f.asunto) for f in suyos.filas] == [
        (recibo.numero, recibo.registro_id, "Solicito información sísmica")
    ]
    assert (suyos.total, de_la_mesa.total, len(de_la_mesa.filas)) == (1, 1, 1)
    assert exportaciones.mis_tramites(rosa, Filtros(), formato=Formato.CSV).filas == 1


def test_las_claves_y_los_correos_siguen_siendo_de_lo_presentado(ctx, rosa, recibo):
    assert seguimientos.accesos(rosa, recibo.numero).correo == rosa.actor.correo

    seguimientos.reenviar(rosa, recibo.numero)
    seguimientos.pedir_clave(ctx, numero=recibo.numero, correo=rosa.actor.correo, ip="190.1.1.1")

    with ctx.db.lectura() as session:
        filas = session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.registro_id.is_not(None))).all()
    assert {(c.registro_id, c.destinatario) for c in filas} == {(recibo.registro_id, rosa.actor.correo)}
    assert [c.plantilla for c in filas] == ["cargo", "cargo", "seguimiento_olvidado"]


def test_volver_a_presentar_la_respuesta_recibida_no_es_repetir_lo_enviado(ctx, rosa, recibo):
    borrador = presentaciones.borrador(ctx, rosa.actor, numero="9", archivos=(Archivo(octetos=OFICIO),))

    assert duplicados.buscar(rosa, borrador).archivos == ()


def test_la_misma_respuesta_a_dos_personas_no_los_hace_repetidos(ctx, gente, recibo):
    otro = presentaciones.presentar(ctx, cuentas.ciudadano(ctx), numero="77", archivos=(Archivo(octetos=b"%PDF-otro"),))
    posteriores.respondido(gente.jefa, otro.numero, archivos=CON_OFICIO)

    assert fichas.abrir(gente.mesa, recibo.numero).repetidos == ()


def test_el_borrador_de_otra_clase_no_abre_un_expediente(ctx, rosa, recibo):
    with ctx.db.transaction() as session:
        suyo = session.scalars(select(ExpedienteRow)).one()
        borrador = borrador_propio.comenzar(
            session, rosa, "subsanacion", administrado_id=suyo.administrado_id, expediente_id=suyo.id
        ).id
    borradores.guardar(rosa, borrador, valores=presentaciones.VALORES)
    presentaciones.adjuntar(rosa, borrador, Archivo())

    for caso in (registro.enviar, registro.revisar, registro.recibo):
        with pytest.raises(NoEncontrado):
            caso(rosa, borrador)
    with pytest.raises(NoEncontrado):
        borradores.a_nombre_de(rosa, borrador, administrado_id=suyo.administrado_id)
    with ctx.db.lectura() as session:
        assert session.get_one(BorradorRow, borrador).registro_id is None


def test_a_quien_presento_en_papel_y_no_tiene_correo_no_se_le_promete_ninguno(ctx, gente, recibo):
    with ctx.db.transaction() as session:
        teodoro = AdministradoRow(
            clase="natural",
            tipo_doc="dni",
            numero_doc="09999999",
            nombre="Teodoro",
            direccion="",
            creado_at=ctx.reloj(),
        )
        session.add(teodoro)
        session.flush()
        suyo = session.get_one(RegistroRow, recibo.registro_id)
        suyo.administrado_id, suyo.canal, suyo.cuenta_id = teodoro.id, "ventanilla", gente.mesa.actor.cuenta_id
        suyo.remitente = suyo.remitente | {"correo": ""}
    with ctx.db.lectura() as session:
        suyo = session.get_one(RegistroRow, recibo.registro_id)
        assert destinatarios.de_registro(session, suyo) == ()
        assert destinatarios.al_salir(session, suyo, "quien.salio@ejemplo.pe").correo == ""
        assert session.scalars(select(MiembroRow).where(MiembroRow.administrado_id == suyo.administrado_id)).all() == []
