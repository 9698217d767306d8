"""Who opens an answer leaves word of it: the first opening is a step, each later reader one line more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.db.models import AcuseRow, DocumentoRow
from portal.domain.errors import NoAutorizado, NoEncontrado
from portal.services import acuses, configuracion, consulta, derivaciones, documentos, salidas, tramite
from portal.services.consulta import SeguimientoNoCoincide
from portal.services.contexto import SISTEMA, Actor
from tests.factories import cuentas, escritorio, oficinas, presentaciones
from tests.factories.oficinas import LABORATORIO
from tests.factories.presentaciones import PDF, Archivo

TEXTO = "Se concede lo que pidió."
IP = "190.1.2.3"


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


@pytest.fixture
def rosa(ctx, gente):
    suya = cuentas.ciudadano(ctx)
    return ctx.como(replace(suya, ip=IP))


def contestado(ctx, gente, quien):
    """The receipt of something that ``quien`` filed and the laboratory answered, and the answer's id."""
    recibo = presentaciones.presentar(ctx, quien.actor)
    numero = recibo.numero
    derivaciones.derivar(gente.mesa, numero, visto=None, responsable=LABORATORIO, pedido="atender")
    borrador = salidas.preparar(gente.jefa, numero)
    presentaciones.adjuntar(gente.jefa, borrador.id, Archivo("respuesta", nombre="oficio.pdf"))
    salidas.atender(gente.jefa, numero, visto=None, nota=TEXTO, borrador_id=borrador.id)
    return recibo, respuesta(consulta.de_bandeja(gente.mesa, numero)).id


def respuesta(vista):
    (una,) = vista.registros
    return una


def acusados(ctx):
    with ctx.db.lectura() as session:
        return [
            (a.cuenta_id, a.via, a.ip, a.ocurrido_at) for a in session.scalars(select(AcuseRow).order_by(AcuseRow.id))
        ]


def abierta(ctx):
    """The institution shows documents without an account."""
    base = oficinas.institucion()
    seguimiento = base.seguimiento.model_copy(update={"documentos_sin_cuenta": True})
    configuracion.publicar(ctx.como(SISTEMA), base.model_copy(update={"seguimiento": seguimiento}), autor="pruebas")


def test_la_respuesta_se_ve_llegar_se_abre_una_vez_y_queda_la_fecha_y_la_hora(ctx, gente, rosa, reloj):
    recibo, registro = contestado(ctx, gente, rosa)
    antes = respuesta(consulta.propio(rosa, recibo.numero))
    assert (antes.numero, antes.clase, antes.sale, antes.archivos) == ("S-000001-2026", "respuesta", True, 1)
    assert (antes.abierto, antes.se_abre, antes.texto, antes.documentos, antes.acusado_at) == (
        False,
        True,
        "",
        (),
        None,
    )
    assert (antes.oficina, antes.por) == ("Laboratorio de Sismología", gente.jefa.actor.nombre)
    reloj.avanzar(hours=2)

    acuses.leer(rosa, recibo.numero, registro)
    reloj.avanzar(hours=1)
    acuses.leer(rosa, recibo.numero, registro)

    vista = consulta.propio(rosa, recibo.numero)
    ahora = respuesta(vista)
    assert (ahora.abierto, ahora.texto, [d.nombre for d in ahora.documentos]) == (True, TEXTO, ["oficio.pdf"])
    ((cuenta, via, ip, cuando),) = acusados(ctx)
    assert (cuenta, via, ip) == (rosa.actor.cuenta_id, "bandeja", IP)
    assert ahora.acusado_at == cuando
    assert [m.frase for m in vista.movimientos][:2] == [
        "Se abrió la respuesta S-000001-2026", "Le respondimos con el documento S-000001-2026",
    ]  # fmt: skip
    ultimo = escritorio.movimientos(ctx, recibo.numero)[-1]
    assert (ultimo.accion, ultimo.publico, ultimo.actor, ultimo.hasta) == (
        "acusar", True, rosa.actor.nombre, "atendida",
    )  # fmt: skip
    escritorio.coherente(ctx, recibo.numero)


def test_bajar_un_documento_tambien_es_abrirla(ctx, gente, rosa):
    recibo, _ = contestado(ctx, gente, rosa)
    documento = respuesta(consulta.de_bandeja(gente.mesa, recibo.numero)).documentos[0].id

    documentos.abrir(gente.mesa, documento)
    documentos.abrir(gente.jefa, documento)
    assert acusados(ctx) == []
    assert documentos.abrir(rosa, documento).ruta.read_bytes() == PDF
    documentos.abrir(rosa, documento)

    assert [a[:2] for a in acusados(ctx)] == [(rosa.actor.cuenta_id, "bandeja")]
    assert respuesta(consulta.propio(rosa, recibo.numero)).abierto


def test_lo_que_uno_presento_se_abre_sin_acusar_nada(ctx, gente, rosa):
    recibo, _ = contestado(ctx, gente, rosa)
    with ctx.db.lectura() as session:
        suyo = session.scalars(select(DocumentoRow.id).where(DocumentoRow.registro_id == recibo.registro_id)).one()

    documentos.abrir(rosa, suyo)

    assert acusados(ctx) == []


def test_cada_miembro_que_la_abre_deja_su_linea_y_el_paso_es_uno(ctx, gente):
    org = cuentas.organizacion(ctx)
    una, otra = ctx.como(org.una), ctx.como(org.otra)
    recibo, registro = contestado(ctx, gente, una)

    acuses.leer(una, recibo.numero, registro)
    assert respuesta(consulta.propio(otra, recibo.numero)).se_abre
    acuses.leer(otra, recibo.numero, registro)

    assert [a[0] for a in acusados(ctx)] == [org.una.cuenta_id, org.otra.cuenta_id]
    assert [m.accion for m in escritorio.movimientos(ctx, recibo.numero)].count("acusar") == 1


def test_dos_miembros_a_la_vez_dan_dos_lineas_y_un_paso(ctx, gente):
    org = cuentas.organizacion(ctx)
    una, otra = ctx.como(org.una), ctx.como(org.otra)
    recibo, registro = contestado(ctx, gente, una)

    with ThreadPoolExecutor(4) as juntos:
        list(juntos.map(lambda quien: acuses.leer(quien, recibo.numero, registro), (una, otra, una, otra)))

    assert {a[0] for a in acusados(ctx)} == {org.una.cuenta_id, org.otra.cuenta_id}
    assert len(acusados(ctx)) == 2
    escritorio.coherente(ctx, recibo.numero)


def test_sin_cuenta_se_sabe_que_hay_respuesta_y_no_que_dice_ni_quien_la_dio(ctx, gente, rosa):
    recibo, registro = contestado(ctx, gente, rosa)

    vista = consulta.por_clave(ctx, numero=recibo.numero, contrasena=recibo.contrasena, ip=IP)

    una = respuesta(vista)
    assert (una.numero, una.archivos, una.abierto, una.se_abre) == ("S-000001-2026", 1, False, False)
    assert (una.texto, una.documentos, una.por, una.oficina, una.codigo_verificacion) == ("", (), "", "", "")
    assert (vista.oficina, vista.responsable) == ("", "")
    dicho = repr(vista)
    for secreto in (TEXTO, "oficio.pdf", gente.jefa.actor.nombre, "Laboratorio"):
        assert secreto not in dicho
    with pytest.raises(NoEncontrado):
        acuses.leer_por_ficha(ctx, registro, numero=recibo.numero, ficha=recibo.ficha)
    assert acusados(ctx) == []


def test_donde_se_muestran_sin_cuenta_se_abre_con_el_enlace_y_queda_desde_donde(ctx, gente):
    abierta(ctx)
    quien = ctx.como(cuentas.ciudadano(ctx))
    recibo, registro = contestado(ctx, gente, quien)
    nadie = ctx.como(Actor(ip="190.9.9.9"))
    llave = {"numero": recibo.numero, "ficha": recibo.ficha}
    assert respuesta(consulta.por_ficha(nadie, **llave)).se_abre

    acuses.leer_por_ficha(nadie, registro, **llave)
    una = respuesta(consulta.por_ficha(nadie, **llave))
    assert (una.abierto, una.texto, una.por, una.oficina) == (True, TEXTO, "", "")
    documentos.abrir_por_ficha(nadie, una.documentos[0].id, **llave)
    assert [a[:3] for a in acusados(ctx)] == [(None, "enlace", "190.9.9.9")]

    acuses.leer_por_ficha(gente.mesa, registro, **llave)  # staff open nothing
    assert len(acusados(ctx)) == 1
    with pytest.raises(SeguimientoNoCoincide):
        acuses.leer_por_ficha(nadie, registro, numero=recibo.numero, ficha="x" * 43)


def test_la_respuesta_ajena_responde_como_la_que_no_existe(ctx, gente, rosa):
    recibo, registro = contestado(ctx, gente, rosa)
    otra = ctx.como(cuentas.ciudadano(ctx))
    suyo = presentaciones.presentar(ctx, otra.actor)
    documento = respuesta(consulta.de_bandeja(gente.mesa, recibo.numero)).documentos[0].id

    for numero, id_ in (
        (recibo.numero, registro), (suyo.numero, registro), (suyo.numero, suyo.registro_id), ("nada", 1),
        (suyo.numero, 10**30), (suyo.numero, -1),
    ):  # fmt: skip
        with pytest.raises(NoEncontrado):
            acuses.leer(otra, numero, id_)
    with pytest.raises(NoEncontrado):
        documentos.abrir(otra, documento)
    with pytest.raises(NoAutorizado):
        acuses.leer(gente.mesa, recibo.numero, registro)
    assert acusados(ctx) == []


def test_la_parte_sabe_que_oficina_y_quien_la_atiende(ctx, gente, rosa):
    recibo = presentaciones.presentar(ctx, rosa.actor)
    derivaciones.derivar(gente.mesa, recibo.numero, visto=None, responsable=LABORATORIO, pedido="atender")
    tramite.encargarse(gente.especialista, recibo.numero, visto=None)

    vista = consulta.propio(rosa, recibo.numero)

    assert (vista.oficina, vista.responsable) == ("Laboratorio de Sismología", gente.especialista.actor.nombre)
    assert [m.frase for m in vista.movimientos] == [
        "Se envió a la oficina Laboratorio de Sismología", "Se presentó el documento",
    ]  # fmt: skip
    publica = consulta.por_ficha(ctx, numero=recibo.numero, ficha=recibo.ficha)
    assert [m.frase for m in publica.movimientos] == [
        "Se envió a la oficina que debe atenderlo", "Se presentó el documento",
    ]  # fmt: skip
    de_mesa = consulta.de_bandeja(gente.mesa, recibo.numero).movimientos
    assert len(de_mesa) == 3
