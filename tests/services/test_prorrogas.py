"""More days to cure: once, in time, with a reason, and everybody reads the same new date."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import NoAutorizado, NoEncontrado, TransicionNoPermitida
from portal.domain.permisos import Rol
from portal.domain.plazos import AmpliacionNoPermitida
from portal.services import avisos_ciudadano, observadas, plazos, posibles, prorrogas, subsanaciones
from portal.services.actuaciones import EstadoCambio, FaltaMotivo
from portal.services.contexto import SISTEMA
from portal.services.plazos import PlazoInvalido
from tests.factories import escritorio, oficinas
from tests.factories import observaciones as fabrica
from tests.factories.oficinas import MESA
from tests.factories.presentaciones import lima

MOTIVO = "Vive lejos de la sede"


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


@pytest.fixture
def observado(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-03 10:00:00")  # Thursday: until Monday 7
    return fabrica.observado(ctx, gente.mesa)


def del_ciudadano(ctx, numero):
    return [p for p in escritorio.plazos(ctx, numero) if p.clase == "subsanacion"]


def test_la_oficina_que_pidio_da_mas_dias_y_las_dos_fechas_cambian_juntas(ctx, gente, observado):
    numero, dueno = observado

    prorrogas.prorrogar(gente.mesa, numero, visto=2, dias=3, motivo=MOTIVO)

    (pedido,), (plazo,) = fabrica.filas(ctx, numero), del_ciudadano(ctx, numero)
    assert (pedido.vence_el, plazo.vence_el, plazo.ampliacion) == (date(2026, 12, 14), date(2026, 12, 14), 3)
    paso = escritorio.movimientos(ctx, numero)[-1]
    assert (paso.accion, paso.publico, paso.datos["antes"]) == ("ampliar", True, "2026-12-07")
    assert paso.nota == f"Tiene más días para corregir: hasta el lunes 14 de diciembre de 2026. Motivo: {MOTIVO}"
    assert escritorio.correos(ctx)[-1] == ("prorroga", dueno.actor.correo)
    assert observadas.por_corregir(dueno) == ((numero, date(2026, 12, 14)),)
    escritorio.coherente(ctx, numero)


def test_quien_corrige_lee_la_fecha_nueva_la_de_antes_y_por_que(gente, observado):
    numero, dueno = observado
    prorrogas.prorrogar(gente.mesa, numero, visto=None, dias=3, motivo=MOTIVO)

    for visto in (subsanaciones.abrir(dueno, numero).pedido, observadas.de_bandeja(gente.mesa, numero)[0]):
        assert (visto.vence_el, visto.antes, visto.por_que) == (date(2026, 12, 14), date(2026, 12, 7), MOTIVO)
        assert (visto.plazo.origen, visto.plazo.plazo.ampliacion) == ("pedido", 3)
        assert visto.plazo.vence == visto.vence_el
        assert [d.saltado.fecha for d in visto.plazo.sin_contar] == [date(2026, 12, d) for d in (5, 6, 8, 9, 12, 13)]


def test_se_corrige_dentro_de_los_dias_que_se_dieron_y_se_recuerda_otra_vez(ctx, gente, observado, reloj):
    numero, dueno = observado
    sistema = ctx.como(SISTEMA)
    reloj.ahora = lima("2026-12-04 08:00:00")
    assert avisos_ciudadano.recordar(sistema) == 1
    prorrogas.prorrogar(gente.mesa, numero, visto=None, dias=3, motivo=MOTIVO)
    assert (avisos_ciudadano.recordar(sistema), avisos_ciudadano.proponer(sistema)) == (0, 0)

    reloj.ahora = lima("2026-12-11 23:59:59")
    assert (avisos_ciudadano.recordar(sistema), avisos_ciudadano.proponer(sistema)) == (1, 0)

    fabrica.subsanar(dueno, numero)
    assert escritorio.expediente(ctx, numero).fase == "en_tramite"


def test_se_da_una_vez_en_plazo_con_motivo_y_de_uno_a_treinta_dias(gente, observado, reloj):
    numero, _ = observado
    for dias, motivo, negativa in ((3, " ", FaltaMotivo), (0, MOTIVO, PlazoInvalido), (31, MOTIVO, PlazoInvalido)):
        with pytest.raises(negativa):
            prorrogas.prorrogar(gente.mesa, numero, visto=None, dias=dias, motivo=motivo)
    prorrogas.prorrogar(gente.mesa, numero, visto=None, dias=1, motivo=MOTIVO)
    with pytest.raises(EstadoCambio):
        prorrogas.prorrogar(gente.mesa, numero, visto=2, dias=1, motivo=MOTIVO)
    with pytest.raises(AmpliacionNoPermitida):
        prorrogas.prorrogar(gente.mesa, numero, visto=None, dias=1, motivo=MOTIVO)


def test_vencido_o_corregido_no_queda_nada_que_alargar(ctx, gente, observado, reloj):
    numero, dueno = observado
    otro, _ = fabrica.observado(ctx, gente.mesa)
    fabrica.subsanar(dueno, numero)
    with pytest.raises(TransicionNoPermitida):
        prorrogas.prorrogar(gente.mesa, numero, visto=None, dias=1, motivo=MOTIVO)

    reloj.ahora = lima("2026-12-08 00:00:01")

    with pytest.raises(AmpliacionNoPermitida):
        prorrogas.prorrogar(gente.mesa, otro, visto=None, dias=1, motivo=MOTIVO)
    assert "prorrogar" not in [a.caso for a in posibles.posibles(gente.mesa, otro)]


def test_quien_dirige_plazos_tambien_puede_y_el_plazo_de_la_institucion_no_se_toca(ctx, gente, observado):
    numero, _ = observado
    jefa = ctx.como(oficinas.persona(ctx, Rol.JEFE, MESA))
    with pytest.raises(NoEncontrado):
        prorrogas.prorrogar(gente.logistica, numero, visto=None, dias=1, motivo=MOTIVO)
    with pytest.raises(PlazoInvalido):
        plazos.ampliar(jefa, numero, visto=None, dias=1, motivo=MOTIVO)

    prorrogas.prorrogar(jefa, numero, visto=None, dias=1, motivo=MOTIVO)

    assert [(p.clase, p.ampliacion) for p in escritorio.plazos(ctx, numero)] == [("atencion", 0), ("subsanacion", 1)]


def test_quien_solo_mira_no_alarga_nada(ctx, observado):
    numero, _ = observado
    mira = ctx.como(oficinas.persona(ctx, Rol.CONSULTA, MESA))

    with pytest.raises(NoAutorizado):
        prorrogas.prorrogar(mira, numero, visto=None, dias=1, motivo=MOTIVO)
