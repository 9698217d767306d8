from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from portal.domain.errors import NoEncontrado, PortalError, TransicionNoPermitida
from portal.services import atenciones, derivaciones, finales, masivos, salidas, tramite
from portal.services.actuaciones import EstadoCambio, YaHecho
from portal.services.masivos import Archivar, Asignar, CambiarEstado, Derivar, Recibir
from tests.factories import escritorio
from tests.factories.oficinas import DIRECCION, LABORATORIO, LOGISTICA

VECES = 4


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def hechos(quien, casos, acto):
    return [(r.numero, type(r.error)) for r in masivos.hacer_varios(quien, casos, acto)]


def test_cada_uno_tiene_su_respuesta_y_una_negativa_no_detiene_a_los_demas(ctx, gente):
    uno, dos, tres = (escritorio.presentado(ctx) for _ in range(3))
    derivaciones.recibir(gente.mesa, dos)

    nada = type(None)
    casos = [(uno, 1), (dos, 2), ("00000-2026", 1), (tres, 1)]
    assert hechos(gente.mesa, casos, Recibir()) == [
        (uno, nada), (dos, YaHecho), ("00000-2026", NoEncontrado), (tres, nada),
    ]  # fmt: skip
    assert hechos(gente.mesa, [(uno, 2), (dos, 2), (tres, 1)], Derivar(LABORATORIO, "atender", "Vean", "Va", 5)) == [
        (uno, nada), (dos, nada), (tres, EstadoCambio),
    ]  # fmt: skip
    especialista = gente.especialista.actor.cuenta_id
    assert hechos(gente.jefa, [(uno, None), (dos, None), (tres, None)], Asignar(especialista, "Véalo hoy")) == [
        (uno, nada), (dos, nada), (tres, NoEncontrado),
    ]  # fmt: skip
    assert hechos(gente.jefa, [(uno, None)], CambiarEstado("atender", "Respondido")) == [(uno, TransicionNoPermitida)]
    salidas.atender(gente.jefa, uno, visto=None, nota="Respondido")
    assert hechos(gente.archivo, [(uno, None), (dos, None)], Archivar("Caja 3")) == [
        (uno, nada), (dos, TransicionNoPermitida),
    ]  # fmt: skip
    assert escritorio.expediente(ctx, uno).fase == "archivado"
    assert escritorio.expediente(ctx, dos).responsable_id == especialista
    for numero in (uno, dos, tres):
        escritorio.coherente(ctx, numero)


def test_quien_deja_de_leer_deja_el_resto_como_estaba(ctx, gente):
    uno, dos = (escritorio.presentado(ctx) for _ in range(2))

    next(masivos.hacer_varios(gente.mesa, [(uno, 1), (dos, 1)], Recibir()))

    assert (escritorio.visto(ctx, uno), escritorio.visto(ctx, dos)) == (2, 1)


def a_la_vez(*actos):
    """Each in its own thread, all let go at once; None, or the class of its refusal."""
    salida = Barrier(len(actos))

    def uno(acto):
        salida.wait()
        try:
            acto()
        except PortalError as negativa:
            return type(negativa)
        return None

    with ThreadPoolExecutor(len(actos)) as hilos:
        return list(hilos.map(uno, actos))


def dos(funcion, numero, visto, **datos):
    return lambda quien: lambda: funcion(quien, numero, visto=visto, **datos)


@pytest.mark.parametrize(
    "que", ["recibir", "derivar", "derivar_a_otra", "asignar", "encargarse", "rechazar", "informar"]
)
def test_dos_personas_a_la_vez_una_lo_hace_y_la_otra_sabe_quien_fue(ctx, gente, que):
    for _ in range(VECES):
        una_vez_entre_dos(ctx, gente, que)


def una_vez_entre_dos(ctx, gente, que):
    if que in {"recibir", "derivar", "derivar_a_otra"}:
        numero = escritorio.presentado(ctx)
    else:
        numero, _copia, pedido = escritorio.con_copia_y_pedido(ctx, gente)
    visto, especialista = escritorio.visto(ctx, numero), gente.especialista.actor.cuenta_id
    a_direccion = {"responsable": DIRECCION, "pedido": "atender"}
    a_logistica = {"responsable": LOGISTICA, "pedido": "atender"}
    actos = {
        "recibir": lambda: [dos(derivaciones.recibir, numero, visto)(gente.mesa)] * 2,
        "derivar": lambda: [dos(derivaciones.derivar, numero, visto, **a_direccion)(gente.mesa)] * 2,
        "derivar_a_otra": lambda: [
            dos(derivaciones.derivar, numero, visto, **a_direccion)(gente.mesa),
            dos(derivaciones.derivar, numero, visto, **a_logistica)(gente.mesa),
        ],
        "asignar": lambda: [dos(tramite.asignar, numero, visto, cuenta=especialista)(gente.jefa)] * 2,
        "encargarse": lambda: [dos(tramite.encargarse, numero, visto)(gente.especialista)] * 2,
        "rechazar": lambda: [
            dos(finales.rechazar, numero, visto, motivo="No procede")(gente.jefa),
            dos(derivaciones.derivar, numero, visto, **a_direccion)(gente.especialista),
        ],
        "informar": lambda: (
            [dos(atenciones.informar, numero, visto, destino_id=pedido, respuesta="Va")(gente.logistica)] * 2
        ),
    }[que]()

    respuestas = a_la_vez(*actos)

    assert sorted(r is None for r in respuestas) == [False, True]
    assert {r for r in respuestas if r is not None} <= {EstadoCambio, YaHecho, NoEncontrado}
    assert escritorio.visto(ctx, numero) == visto + 1
    escritorio.coherente(ctx, numero)


def test_lo_que_esta_como_copia_o_pedido_se_recibe_como_tal(ctx, gente):
    numero, copia, pedido = escritorio.con_copia_y_pedido(ctx, gente)
    casos = [(numero, None)]

    assert hechos(gente.logistica, casos, Recibir({numero: pedido})) == [(numero, type(None))]
    assert hechos(gente.logistica, casos, Recibir({numero: pedido})) == [(numero, YaHecho)]
    recibidos = {d.id: d.recibido_at is not None for d in escritorio.destinos(ctx, numero)}
    assert (recibidos[copia], recibidos[pedido]) == (False, True)
