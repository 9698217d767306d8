from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.db.models import CorreoSalienteRow
from portal.domain.errors import NoAutorizado, NoEncontrado, TransicionNoPermitida
from portal.services import atenciones, configuracion, correos, correos_vistos, derivaciones, finales, posibles, tramite
from portal.services.actuaciones import EstadoCambio, FaltaMotivo
from portal.services.contexto import SISTEMA
from portal.services.derivaciones import DerivacionInvalida
from tests.factories import cuentas, escritorio, oficinas
from tests.factories.oficinas import DIRECCION, LABORATORIO, MESA


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def en_direccion(ctx, gente) -> str:
    numero = escritorio.presentado(ctx)
    derivaciones.derivar(gente.mesa, numero, visto=None, responsable=DIRECCION, pedido="atender", dias=5)
    return numero


def test_la_jefa_rechaza_con_motivo_y_con_el_expediente_termina_lo_que_otras_oficinas_debian(ctx, gente, reloj):
    numero, copia, _ = escritorio.con_copia_y_pedido(ctx, gente)

    with pytest.raises(FaltaMotivo):
        finales.rechazar(gente.jefa, numero, visto=None, motivo="")
    finales.rechazar(gente.jefa, numero, visto=4, motivo="Ya se respondió en otro expediente")

    e = escritorio.expediente(ctx, numero)
    assert (e.fase, e.dependencia, e.por_recibir, e.vence_el) == ("rechazado", LABORATORIO, False, None)
    cierres = {d.tipo: (d.cierre, d.cerrado_at) for d in escritorio.destinos(ctx, numero)[1:]}
    assert cierres == {"responsable": ("atendido", reloj()), "atencion": ("anulado", reloj()), "copia": ("", None)}
    assert {p.cerrado_at for p in escritorio.plazos(ctx, numero)} == {reloj()}
    assert escritorio.correos(ctx)[-1][0] == "rechazo"
    escritorio.coherente(ctx, numero)
    atenciones.enterarse(gente.jefa, numero, destino_id=copia)
    escritorio.coherente(ctx, numero)


@pytest.mark.parametrize("modo", ["lpag", "correspondencia"])
def test_la_mesa_de_partes_no_rechaza_aunque_la_tabla_y_el_rol_lo_digan(ctx, modo):
    gente = escritorio.gente(ctx, modo=modo)
    jefe_de_mesa = ctx.como(oficinas.persona(ctx, "jefe", MESA, oficinas.Alcance.TODAS))
    numero = escritorio.presentado(ctx)
    tramite.cambiar_estado(gente.mesa, numero, transicion="poner_en_proceso", visto=1)

    with pytest.raises(TransicionNoPermitida):
        finales.rechazar(jefe_de_mesa, numero, visto=None, motivo="No procede")
    with pytest.raises(NoAutorizado):
        finales.rechazar(gente.mesa, numero, visto=None, motivo="No procede")
    derivaciones.derivar(gente.mesa, numero, visto=None, responsable=DIRECCION, pedido="atender")
    with pytest.raises(TransicionNoPermitida):
        finales.rechazar(jefe_de_mesa, numero, visto=None, motivo="No procede")
    finales.rechazar(gente.jefa, numero, visto=None, motivo="No procede")

    assert escritorio.expediente(ctx, numero).fase == "rechazado"


def test_la_oficina_que_lo_recibe_directamente_lo_atiende_o_lo_rechaza_sin_otro_paso_y_la_mesa_no(ctx, gente):
    jefe_de_mesa = ctx.como(oficinas.persona(ctx, "jefe", MESA, oficinas.Alcance.TODAS))
    numero = escritorio.presentado(ctx)
    with pytest.raises(TransicionNoPermitida):
        finales.rechazar(jefe_de_mesa, numero, visto=None, motivo="No procede")
    oficinas.llevar(ctx, numero, DIRECCION)

    ofrecidas = {accion.caso for accion in posibles.posibles(gente.jefa, numero)}
    finales.rechazar(gente.jefa, numero, visto=None, motivo="No procede")

    assert {"atender", "rechazar"} <= ofrecidas
    assert escritorio.expediente(ctx, numero).fase == "rechazado"
    escritorio.coherente(ctx, numero)


def test_en_correspondencia_rechaza_la_mesa_solo_cuando_es_la_unica_oficina(ctx):
    oficinas.publicar(ctx, modo="correspondencia", dependencias=(oficinas.ARBOL[0],))
    jefe = ctx.como(oficinas.persona(ctx, "jefe", MESA))
    numero = escritorio.presentado(ctx)
    tramite.cambiar_estado(jefe, numero, transicion="poner_en_proceso", visto=1)

    finales.rechazar(jefe, numero, visto=2, motivo="No procede")

    assert escritorio.expediente(ctx, numero).fase == "rechazado"


def test_lo_que_es_de_otra_entidad_se_le_remite_y_el_ciudadano_sabe_a_quien_y_por_que(ctx, gente):
    numero = escritorio.presentado(ctx)
    for entidad, motivo in (("", "Es suyo"), ("SENAMHI", "  ")):
        with pytest.raises(FaltaMotivo):
            finales.remitir(gente.mesa, numero, visto=1, entidad=entidad, motivo=motivo)

    finales.remitir(gente.mesa, numero, visto=1, entidad=" SENAMHI ", motivo="Pide datos del clima")

    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.accion, ultimo.nota, ultimo.datos, ultimo.publico) == (
        "remitir", "Pide datos del clima", {"entidad": "SENAMHI"}, True,
    )  # fmt: skip
    while correos.enviar_pendientes(ctx.como(SISTEMA), None):
        pass
    admin = ctx.como(cuentas.personal(ctx, cuentas.Rol.ADMINISTRADOR))
    with ctx.db.lectura() as session:
        correo = session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.plantilla == "remision")).one()
    assert "Lo enviamos a: SENAMHI. Pide datos del clima" in correos_vistos.ver_correo(admin, correo.id).texto
    escritorio.coherente(ctx, numero)


def test_lo_que_termino_se_archiva_una_vez_y_se_reabre_con_motivo_en_la_oficina_que_lo_tuvo(ctx, gente, reloj):
    numero = en_direccion(ctx, gente)
    with pytest.raises(TransicionNoPermitida):
        finales.archivar(gente.jefa, numero, visto=None)
    finales.abandonar(gente.jefa, numero, visto=None, motivo="Treinta días sin respuesta")
    finales.archivar(gente.archivo, numero, visto=3, nota="Caja 12")
    with pytest.raises(TransicionNoPermitida):
        finales.archivar(gente.archivo, numero, visto=None)
    with pytest.raises(EstadoCambio):
        finales.reabrir(gente.jefa, numero, visto=3, motivo="Apeló")
    with pytest.raises(FaltaMotivo):
        finales.reabrir(gente.jefa, numero, visto=4, motivo="")

    finales.reabrir(gente.jefa, numero, visto=4, motivo="Apeló")

    e, suyo = escritorio.expediente(ctx, numero), escritorio.destino(ctx, numero)
    assert (e.fase, e.dependencia, e.por_recibir, e.vence_el) == ("en_tramite", DIRECCION, False, None)
    assert (suyo.dependencia, suyo.origen, suyo.recibido_at) == (DIRECCION, "", reloj())
    archivado = escritorio.movimientos(ctx, numero)[3]
    assert (archivado.publico, archivado.nota, archivado.interna) == (False, "", "Caja 12")
    escritorio.coherente(ctx, numero)


def test_se_reabre_con_plazo_solo_si_se_da(ctx, gente):
    numero = en_direccion(ctx, gente)
    finales.rechazar(gente.jefa, numero, visto=None, motivo="No procede")
    with pytest.raises(DerivacionInvalida):
        finales.reabrir(gente.jefa, numero, visto=None, motivo="Apeló", dias=0)

    finales.reabrir(gente.jefa, numero, visto=None, motivo="Apeló", dias=10)

    assert escritorio.expediente(ctx, numero).vence_el == date(2026, 12, 1)
    ultimo = escritorio.plazos(ctx, numero)[-1]
    assert (ultimo.clase, ultimo.cantidad, ultimo.cerrado_at) == ("atencion", 10, None)


def test_lo_que_tuvo_una_oficina_que_ya_no_existe_se_reabre_en_la_mesa(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    finales.rechazar(gente.jefa, numero, visto=None, motivo="No procede")
    arbol = tuple(d.model_copy(update={"activa": d.id != LABORATORIO}) for d in oficinas.ARBOL)
    oficinas.publicar(ctx, dependencias=arbol)

    finales.reabrir(gente.jefa, numero, visto=None, motivo="Apeló")

    e = escritorio.expediente(ctx, numero)
    assert (e.dependencia, e.por_recibir) == (MESA, True)
    escritorio.coherente(ctx, numero)


def test_lo_registrado_por_error_queda_sin_efecto_y_asi_se_queda(ctx, gente):
    numero = escritorio.presentado(ctx)
    with pytest.raises(FaltaMotivo):
        finales.anular(gente.mesa, numero, visto=1, motivo="")

    finales.anular(gente.mesa, numero, visto=1, motivo="Se registró dos veces")

    assert escritorio.destino(ctx, numero).cierre == "anulado"
    jefe = ctx.como(oficinas.persona(ctx, "jefe", MESA))
    for acto in (finales.reabrir, finales.anular):
        with pytest.raises((TransicionNoPermitida, NoAutorizado)):
            acto(jefe, numero, visto=None, motivo="Que vuelva")
    escritorio.coherente(ctx, numero)


def test_lo_de_otra_oficina_no_se_termina_ni_se_sabe_que_existe(ctx, gente):
    numero = en_direccion(ctx, gente)

    for acto in (finales.rechazar, finales.abandonar, finales.reabrir):
        with pytest.raises(NoEncontrado):
            acto(gente.logistica, numero, visto=None, motivo="x")
    with pytest.raises(NoEncontrado):
        finales.remitir(gente.logistica, numero, visto=None, entidad="x", motivo="x")
    with pytest.raises(NoEncontrado):
        finales.archivar(gente.logistica, numero, visto=None)


def test_de_dos_finales_de_la_tabla_se_elige_uno_por_su_id(ctx, gente):
    igp = oficinas.institucion()
    otra = next(tr for tr in igp.transiciones if tr.id == "rechazar").model_copy(
        update={"id": "rechazar_sin_aviso", "nombre": "Rechazar sin aviso", "plantilla": None}
    )
    nueva = igp.model_copy(update={"transiciones": (*igp.transiciones, otra)})
    configuracion.publicar(ctx.como(SISTEMA), nueva, autor="pruebas")
    numero = en_direccion(ctx, gente)

    with pytest.raises(TransicionNoPermitida):
        finales.rechazar(gente.jefa, numero, visto=None, motivo="x", transicion="no_existe")
    finales.rechazar(gente.jefa, numero, visto=None, motivo="x", transicion="rechazar_sin_aviso")

    assert "rechazo" not in {plantilla for plantilla, _ in escritorio.correos(ctx)}
