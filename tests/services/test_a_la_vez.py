"""Two acts at the same moment, on each engine: whoever comes second finds things as the first left them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal.db.models import BorradorRow, CargaRow, DocumentoRow, InvitacionRow, MiembroRow, RegistroRow
from portal.domain.errors import PortalError
from portal.services import borradores, invitaciones, organizaciones, registro, vencimientos
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, presentaciones

VECES = 4
MINERA = {"clase": "juridica", "ruc": "20131312955", "razon_social": "Minera Andina S.A.C."}


def a_la_vez(*actos):
    """Each act in its own thread, all let go at once; what each gave back, or the class of its refusal."""
    salida = Barrier(len(actos))

    def uno(acto):
        salida.wait()
        try:
            return acto()
        except PortalError as negativa:
            return type(negativa)

    with ThreadPoolExecutor(len(actos)) as hilos:
        return list(hilos.map(uno, actos))


def actuales(ctx, organizacion_id):
    with ctx.db.lectura() as session:
        suyos = select(MiembroRow).where(MiembroRow.administrado_id == organizacion_id, MiembroRow.hasta.is_(None))
        return session.scalars(suyos).all()


@pytest.fixture
def julia(ctx):
    return ctx.como(cuentas.ciudadano(ctx, **MINERA))


@pytest.mark.parametrize("como", ["salen", "se_retiran", "renuncian"])
def test_dos_titulares_no_dejan_a_la_vez_la_organizacion_sin_quien_decida(ctx, como):
    for _ in range(VECES):
        dos_titulares(ctx, como)


def dos_titulares(ctx, como):
    """One round, with new people."""
    julia, teo, ana = (ctx.como(cuentas.ciudadano(ctx)) for _ in range(3))
    numero = organizaciones.agregar(julia, ruc="20131312955", razon_social="Minera Andina S.A.C.")
    for otro in (teo, ana):
        invitaciones.invitar(julia, numero, otro.actor.correo)
        invitaciones.aceptar(otro, invitaciones.recibidas(otro)[0].id)
    de = {m.cuenta_id: m.id for m in actuales(ctx, numero)}
    de_julia, de_teo = de[julia.actor.cuenta_id], de[teo.actor.cuenta_id]
    organizaciones.cambiar_titular(julia, de_teo, titular=True)
    actos = {
        "salen": (lambda: organizaciones.salir(julia, numero), lambda: organizaciones.salir(teo, numero)),
        "se_retiran": (
            lambda: organizaciones.retirar(julia, de_teo),
            lambda: organizaciones.retirar(teo, de_julia),
        ),
        "renuncian": (
            lambda: organizaciones.cambiar_titular(julia, de_julia, titular=False),
            lambda: organizaciones.cambiar_titular(teo, de_teo, titular=False),
        ),
    }[como]

    respuestas = a_la_vez(*actos)

    assert sorted(r is None for r in respuestas) == [False, True]
    assert sum(m.titular for m in actuales(ctx, numero)) == 1


def test_una_invitacion_que_se_retira_mientras_se_acepta_termina_de_una_sola_manera(ctx, julia):
    teo = ctx.como(cuentas.ciudadano(ctx))
    organizacion = organizaciones.mias(julia)[0].id
    for _ in range(4):
        invitaciones.invitar(julia, organizacion, teo.actor.correo)
        numero = invitaciones.recibidas(teo)[0].id

        aceptada, _retirada = a_la_vez(
            lambda numero=numero: invitaciones.aceptar(teo, numero),
            lambda numero=numero: invitaciones.anular(julia, numero),
        )

        entro = len(actuales(ctx, organizacion)) == 2
        with ctx.db.lectura() as session:
            fila = session.get_one(InvitacionRow, numero)
        assert entro is (aceptada == "Minera Andina S.A.C.")
        assert (fila.aceptada_at is not None, fila.anulada_at is not None) == (entro, not entro)
        if entro:
            organizaciones.salir(teo, organizacion)


def test_aceptar_dos_veces_a_la_vez_no_hace_dos_personas(ctx, julia):
    teo = ctx.como(cuentas.ciudadano(ctx))
    organizacion = organizaciones.mias(julia)[0].id
    invitaciones.invitar(julia, organizacion, teo.actor.correo)
    numero = invitaciones.recibidas(teo)[0].id

    a_la_vez(*[lambda: invitaciones.aceptar(teo, numero)] * 4)

    assert len(actuales(ctx, organizacion)) == 2


@pytest.mark.parametrize("contra", ["descartar", "vencer"])
def test_lo_que_se_envia_mientras_se_tira_queda_entero_o_no_queda_nada(ctx, reloj, contra):
    actor = cuentas.ciudadano(ctx)
    propio = ctx.como(actor)
    presentaciones.presentar(ctx, actor, asunto="El primero")
    enviados = 1
    for vuelta in range(VECES):
        borrador = presentaciones.borrador(
            ctx, actor, archivos=(presentaciones.Archivo(octetos=presentaciones.PDF + str(vuelta).encode()),)
        )
        if contra == "vencer":
            reloj.avanzar(days=28)
            vencimientos.avisar(ctx.como(SISTEMA))
            reloj.avanzar(days=4)
        tirar = {
            "descartar": lambda borrador=borrador: borradores.descartar(propio, borrador),
            "vencer": lambda: vencimientos.limpiar(ctx.como(SISTEMA)),
        }[contra]

        enviado, _tirado = a_la_vez(lambda borrador=borrador: registro.enviar(propio, borrador), tirar)

        with ctx.db.lectura() as session:
            fila = session.get(BorradorRow, borrador)
            if isinstance(enviado, type):
                assert fila is None
                assert session.scalar(select(func.count()).where(CargaRow.borrador_id == borrador)) == 0
            else:
                enviados += 1
                assert fila is not None
                assert fila.registro_id == enviado.registro_id
                documento = session.scalars(
                    select(DocumentoRow).where(DocumentoRow.registro_id == enviado.registro_id)
                ).one()
                assert ctx.almacen.existe(documento.sha256)
    with ctx.db.lectura() as session:
        assert len(set(session.scalars(select(RegistroRow.numero)))) == enviados
