"""Any sequence of acts by anybody: what is offered is accepted, the rest is refused, and nothing breaks."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import event

from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.estados import SOLO_ESTADO, Fase
from portal.services import (
    atenciones,
    derivaciones,
    finales,
    observaciones,
    plazos,
    posibles,
    prorrogas,
    salidas,
    tramite,
)
from portal.services.derivaciones import PedidoDeAtencion
from portal.services.observaciones import ItemNuevo
from portal.services.posibles import CAMBIAR_ESTADO
from tests.factories import cuentas, escritorio, oficinas, presentaciones
from tests.factories import observaciones as fabrica
from tests.factories.oficinas import ARBOL, LABORATORIO, LOGISTICA

OFICINAS = [d.id for d in ARBOL]
QUIENES = ("mesa", "jefa", "especialista", "logistica", "archivo")
HECHOS = {
    "recibir": {},
    "devolver": {"motivo": "No corresponde"},
    "informar": {"respuesta": "Va"},
    "enterarse": {},
    "encargarse": {},
    "avanzar": {"interna": "Va"},
    "rechazar": {"motivo": "No procede"},
    "remitir": {"motivo": "Es de otra", "entidad": "SENAMHI"},
    "archivar": {},
    "reabrir": {"motivo": "Apeló"},
    "anular": {"motivo": "Error"},
    "abandonar": {"motivo": "Treinta días"},
    "atender": {"nota": "Concedido"},
    "responder": {"nota": "Van los primeros datos"},
    "ampliar": {"dias": 10, "motivo": "Hay que medir"},
    "suspender": {"motivo": "Lo pidió"},
    "prorrogar": {"dias": 3, "motivo": "Vive lejos"},
    "reanudar": {},
}
PEDIDOS = {"items": (ItemNuevo("Falta la firma"), ItemNuevo("Falta un anexo"))}
DEL_CIUDADANO = ("observar", "requerir", "repetir", "juzgar", "no_presentar")
CASOS = (*HECHOS, *DEL_CIUDADANO, "derivar", "asignar", CAMBIAR_ESTADO)
DE_OTRAS = ("recibir", "devolver", "informar", "enterarse")


class Escritorio(RuleBasedStateMachine):
    """One expediente, five people, every act at any moment."""

    hechas: ClassVar[Counter[str]] = Counter()
    historias: ClassVar[list[int]] = [0]

    def __init__(self, ctx, gente, ciudadano, reloj):
        super().__init__()
        self.ctx, self.gente, self.reloj = ctx, gente, reloj
        self.propias: Counter[str] = Counter()
        self.historias[0] += 1
        self.dueno = ctx.como(ciudadano)
        self.numero = presentaciones.presentar(ctx, ciudadano).numero
        if self.historias[0] % 3 == 1:
            self.numero, _copia, _pedido = escritorio.con_copia_y_pedido(ctx, gente, de=ciudadano)
        elif self.historias[0] % 3 == 2:
            observaciones.observar(gente.mesa, self.numero, visto=None, **PEDIDOS)
        self.presentado_el = escritorio.expediente(ctx, self.numero).presentado_el

    def ofrecidas(self, quien):
        try:
            return posibles.posibles(getattr(self.gente, quien), self.numero)
        except NoEncontrado:
            return ()

    def datos(self, caso, cual):
        """Facts that nobody would find wrong; None when there are none now."""
        e = escritorio.expediente(self.ctx, self.numero)
        if caso == "derivar":
            return self.envio(e, cual)
        if caso in DEL_CIUDADANO:
            return self.pedido(caso, cual)
        if caso == "asignar":
            otros = [c for c in self.del_lugar(e) if c != e.responsable_id]
            if not otros and e.responsable_id is None:
                return None
            return {"cuenta": otros[cual % len(otros)] if otros else None}
        return HECHOS.get(caso, {})

    def pedido(self, caso, cual):
        if caso == "no_presentar":
            return {"motivo": "No corrigió"}
        if caso in {"observar", "requerir"}:
            return PEDIDOS | ({"fuera_de_plazo": True} if caso == "observar" else {})
        pedidas = fabrica.filas(self.ctx, self.numero)
        items = fabrica.items(self.ctx, self.numero) if pedidas else []
        if caso == "juzgar":
            return {"subsanados": {i.id: (cual + i.orden) % 3 == 0 for i in items}}
        return {"items": [i.id for i in items if i.subsanado is False] or [0]}

    def envio(self, e, cual):
        abiertos = {(d.tipo, d.dependencia) for d in escritorio.destinos(self.ctx, self.numero) if not d.cierre}
        otras = [oficina for oficina in OFICINAS if oficina != e.dependencia]
        oficina, como = otras[cual % len(otras)], cual % 4
        if como == 2 and ("copia", oficina) not in abiertos:
            return {"responsable": None, "copias": (oficina,)}
        if como == 3 and ("atencion", oficina) not in abiertos:
            return {"responsable": None, "atenciones": (PedidoDeAtencion(oficina, "opinion"),)}
        return {"responsable": oficina, "pedido": "atender", "proveido": "Vea"}

    def del_lugar(self, e):
        """Who works in the office that has it."""
        suyas = {q: getattr(self.gente, q).actor for q in QUIENES}
        return [a.cuenta_id for a in suyas.values() if e.dependencia in {b.dependencia for b in a.asignaciones}]

    def intentar(self, quien, caso, *, cual, destino_id=None, transicion=None):
        """Do it, and compare with what was offered; done twice on the same screen it is refused."""
        datos = self.datos(caso, cual)
        if datos is None:
            return
        con_destino = {"destino_id": destino_id} if destino_id is not None else {}
        con_regla = {"transicion": transicion} if transicion is not None else {}
        modulos = (derivaciones, atenciones, tramite, finales, plazos, prorrogas, salidas, observaciones)
        funcion = next(getattr(m, caso) for m in modulos if hasattr(m, caso))
        ofrecida = any(
            (a.caso, a.destino_id) == (caso, destino_id) and transicion in {None, a.transicion}
            for a in self.ofrecidas(quien)
        )
        visto = escritorio.visto(self.ctx, self.numero)

        def aceptada() -> bool:
            try:
                funcion(getattr(self.gente, quien), self.numero, visto=visto, **datos, **con_destino, **con_regla)
            except PortalError:
                return False
            return True

        hecho = aceptada()
        note(f"{quien}: {caso} {datos} {con_destino} {con_regla} -> {hecho}")
        assert hecho is ofrecida
        assert escritorio.visto(self.ctx, self.numero) == visto + hecho
        self.hechas[caso] += hecho
        self.propias[caso] += hecho
        if hecho:
            assert not aceptada()

    @rule(turno=st.permutations(QUIENES) | st.permutations(("jefa", "logistica")), cual=st.integers(0, 60))
    def hacer_lo_que_se_ofrece(self, turno, cual):
        if escritorio.expediente(self.ctx, self.numero).fase == Fase.OBSERVADO and self.corrige(cual):
            return
        for quien in turno:
            ofrecidas = self.ofrecidas(quien)
            assert sum(a.principal for a in ofrecidas) <= 1
            vivas = [a for a in ofrecidas if a.caso != "anular" or cual == 0]  # what is void ends the story
            if vivas:
                una = min(vivas, key=lambda a: (self.propias[a.caso], (vivas.index(a) - cual) % len(vivas)))
                self.reloj.avanzar(minutes=1)
                transicion = una.transicion if una.caso == CAMBIAR_ESTADO else None
                self.intentar(quien, una.caso, cual=cual, destino_id=una.destino_id, transicion=transicion)
                return

    @rule(quien=st.sampled_from(QUIENES), caso=st.sampled_from(CASOS), cual=st.integers(0, 60))
    def intentar_cualquier_cosa(self, quien, caso, cual):
        otros = [d.id for d in escritorio.destinos(self.ctx, self.numero) if d.tipo != "responsable"]
        sencillas = [tr.id for tr in oficinas.institucion().transiciones if tr.accion in SOLO_ESTADO]
        destino_id = otros[cual % len(otros)] if caso in DE_OTRAS and otros and cual % 2 else None
        if (caso in {"informar", "enterarse"} and destino_id is None) or caso == "anular":
            return
        transicion = sencillas[cual % len(sencillas)] if caso == CAMBIAR_ESTADO else None
        self.intentar(quien, caso, cual=cual, destino_id=destino_id, transicion=transicion)

    def corrige(self, cual):
        """The citizen cures, all or the first item; now and then only after the term. Whether something happened."""
        if not cual % 6:
            self.reloj.avanzar(days=5)
        en_plazo = self.reloj().date() <= fabrica.filas(self.ctx, self.numero)[-1].vence_el
        try:
            fabrica.subsanar(self.dueno, self.numero, solo=1 if cual % 2 else None, con_archivo=False)
        except PortalError:
            assert not en_plazo
        else:
            assert en_plazo
            self.hechas["subsanar"] += 1
        return en_plazo

    @invariant()
    def se_pide_como_manda_la_ley(self):
        """At most two rounds of each clase, the second only of what was not cured; the date never changes."""
        assert escritorio.expediente(self.ctx, self.numero).presentado_el == self.presentado_el
        pedidas = fabrica.filas(self.ctx, self.numero)
        rondas = Counter(o.clase for o in pedidas)
        assert all(cuantas <= 2 for cuantas in rondas.values())
        assert sum(o.cerrada_at is None for o in pedidas) == (
            escritorio.expediente(self.ctx, self.numero).fase == Fase.OBSERVADO
        )
        por_clase = {(o.clase, o.ronda): fabrica.items_por_id(self.ctx, o.id) for o in pedidas}
        for (clase, ronda), items in por_clase.items():
            if ronda == 2:
                primera = por_clase[clase, 1]
                assert {i.item_de for i in items.values()} <= {i.id for i in primera.values() if i.subsanado is False}

    @invariant()
    def coherente(self):
        escritorio.coherente(self.ctx, self.numero)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_cualquier_secuencia_de_actos_conserva_lo_que_nadie_puede_romper(ctx, reloj):
    event.listen(ctx.db.engine, "connect", lambda cruda, _: cruda.execute("PRAGMA synchronous = OFF"))
    ctx.db.engine.dispose()
    gente, ciudadano = escritorio.gente(ctx), cuentas.ciudadano(ctx)
    Escritorio.hechas.clear()
    Escritorio.historias[0] = 0

    run_state_machine_as_test(
        lambda: Escritorio(ctx, gente, ciudadano, reloj),
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert len(set(CASOS) - set(+Escritorio.hechas)) <= 5  # the walk went nearly everywhere


def ofrecidas(ctx, numero):
    return [(a.caso, a.principal) for a in posibles.posibles(ctx, numero)]


def test_a_cada_uno_se_le_ofrece_lo_suyo_y_lo_usual_primero(ctx):
    gente = escritorio.gente(ctx)
    numero = escritorio.presentado(ctx)

    assert ofrecidas(gente.mesa, numero)[:2] == [("recibir", True), ("derivar", False)]
    derivaciones.recibir(gente.mesa, numero)
    assert ("derivar", True) in ofrecidas(gente.mesa, numero)
    derivaciones.derivar(gente.mesa, numero, visto=None, responsable=LABORATORIO, pedido="atender", copias=(LOGISTICA,))

    assert ofrecidas(gente.especialista, numero)[0] == ("recibir", True)
    derivaciones.recibir(gente.especialista, numero)
    assert "rechazar" not in {caso for caso, _ in ofrecidas(gente.especialista, numero)}
    assert ("encargarse", False) in ofrecidas(gente.especialista, numero)
    assert "rechazar" in {caso for caso, _ in ofrecidas(gente.jefa, numero)}
    (recibir, enterarse) = posibles.posibles(gente.logistica, numero)[:2]
    assert (recibir.caso, enterarse.caso, enterarse.oficina) == ("recibir", "enterarse", "Oficina de Logística")
    with pytest.raises(NoEncontrado):
        posibles.posibles(ctx.como(oficinas.persona(ctx, "jefe", "turno")), numero)


def test_una_accion_dice_su_nombre_a_donde_lleva_si_avisa_y_si_pide_el_motivo(ctx):
    gente = escritorio.gente(ctx)
    numero = escritorio.en_laboratorio(ctx, gente)

    rechazar = next(a for a in posibles.posibles(gente.jefa, numero) if a.caso == "rechazar")
    derivar = next(a for a in posibles.posibles(gente.jefa, numero) if a.caso == "derivar")

    assert (rechazar.nombre, rechazar.hasta, rechazar.avisa, rechazar.exige_motivo, rechazar.transicion) == (
        "Rechazar", "Rechazada", True, True, "rechazar",
    )  # fmt: skip
    assert (derivar.nombre, derivar.hasta, derivar.exige_motivo) == ("Derivar", "", False)


def test_lo_terminado_se_archiva_o_se_reabre_y_nada_mas(ctx):
    gente = escritorio.gente(ctx)
    numero = escritorio.en_laboratorio(ctx, gente)
    finales.rechazar(gente.jefa, numero, visto=None, motivo="No procede")

    assert ofrecidas(gente.jefa, numero) == [("archivar", True), ("reabrir", False)]
    assert ofrecidas(gente.archivo, numero) == [("archivar", True)]
    assert ofrecidas(gente.especialista, numero) == []
