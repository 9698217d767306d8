from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import NoAutorizado, NoEncontrado, TransicionNoPermitida
from portal.domain.plazos import AmpliacionNoPermitida
from portal.services import configuracion, consulta, correos, correos_vistos, fichas, finales, plazos, relojes
from portal.services.actuaciones import EstadoCambio, FaltaMotivo
from portal.services.contexto import SISTEMA
from portal.services.plazos import PlazoInvalido
from tests.factories import cuentas, escritorio, oficinas, presentaciones
from tests.factories.presentaciones import lima


@pytest.fixture
def gente(ctx, reloj):
    reloj.ahora = lima("2026-07-22 16:00:00")  # Wednesday, the eve of a holiday
    return escritorio.gente(ctx)


@pytest.fixture
def numero(ctx, gente):
    return escritorio.en_laboratorio(ctx, gente)


def _vence(ctx, numero) -> date | None:
    (abierto,) = [p for p in escritorio.plazos(ctx, numero) if p.cerrado_at is None]
    assert escritorio.expediente(ctx, numero).vence_el == abierto.vence_el
    return abierto.vence_el


def test_quien_dirige_amplia_una_vez_y_el_ciudadano_lo_sabe(ctx, gente, numero):
    visto = escritorio.visto(ctx, numero)

    plazos.ampliar(gente.jefa, numero, visto=visto, dias=10, motivo="Hay que medir en el campo")

    assert _vence(ctx, numero) == date(2026, 9, 22)
    paso = escritorio.movimientos(ctx, numero)[-1]
    assert (paso.accion, paso.publico, paso.datos) == ("ampliar", True, {"dias": 10, "vence": "2026-09-22"})
    assert paso.nota == (
        "La institución amplió su plazo: tiene hasta el martes 22 de setiembre de 2026 para responder. "
        "Motivo: Hay que medir en el campo"
    )
    assert escritorio.correos(ctx)[-1][0] == "plazo_cambiado"
    with pytest.raises(AmpliacionNoPermitida):
        plazos.ampliar(gente.jefa, numero, visto=None, dias=1, motivo="Más")
    escritorio.coherente(ctx, numero)


def test_no_se_amplia_lo_vencido_ni_sin_motivo_ni_cualquier_cantidad(ctx, gente, numero, reloj):
    for dias, motivo, negativa in ((5, " ", FaltaMotivo), (0, "Sí", PlazoInvalido), (251, "Sí", PlazoInvalido)):
        with pytest.raises(negativa):
            plazos.ampliar(gente.jefa, numero, visto=None, dias=dias, motivo=motivo)
    reloj.ahora = lima("2026-09-09 00:00:01")

    with pytest.raises(AmpliacionNoPermitida):
        plazos.ampliar(gente.jefa, numero, visto=None, dias=5, motivo="Falta medir")
    with pytest.raises(PlazoInvalido) as vencido:
        plazos.suspender(gente.jefa, numero, visto=None, motivo="Lo pidió")
    assert vencido.value.clave == "error.plazo_invalido.vencido"


def test_se_detiene_sin_fecha_y_sigue_con_los_dias_que_faltaban(ctx, gente, numero, reloj):
    reloj.ahora = lima("2026-07-24 09:00:00")
    plazos.suspender(gente.jefa, numero, visto=None, motivo="Espera el informe de otra entidad")
    assert _vence(ctx, numero) is None
    assert fichas.abrir(gente.jefa, numero).semaforo == "detenido"
    with pytest.raises(PlazoInvalido) as otra:
        plazos.suspender(gente.jefa, numero, visto=None, motivo="Otra vez")
    assert otra.value.clave == "error.plazo_invalido.detenido"

    reloj.ahora = lima("2026-07-27 09:00:00")
    plazos.reanudar(gente.jefa, numero, visto=escritorio.visto(ctx, numero))

    assert _vence(ctx, numero) == date(2026, 9, 10)
    assert [p for p, _ in escritorio.correos(ctx)][-2:] == ["plazo_cambiado", "plazo_cambiado"]
    with pytest.raises(PlazoInvalido) as corre:
        plazos.reanudar(gente.jefa, numero, visto=None)
    assert corre.value.clave == "error.plazo_invalido.corre"
    escritorio.coherente(ctx, numero)


def test_con_fecha_se_sabe_desde_el_principio_cuando_termina_y_puede_seguir_antes(ctx, gente, numero, reloj):
    reloj.ahora = lima("2026-07-24 09:00:00")
    plazos.suspender(gente.jefa, numero, visto=None, motivo="Lo pidió", hasta=date(2026, 7, 31))
    assert _vence(ctx, numero) == date(2026, 9, 14)

    reloj.ahora = lima("2026-07-27 09:00:00")
    plazos.reanudar(gente.jefa, numero, visto=None)

    assert _vence(ctx, numero) == date(2026, 9, 10)
    for hasta in (date(2026, 7, 27), date(2027, 8, 1)):
        with pytest.raises(PlazoInvalido) as mala:
            plazos.suspender(gente.jefa, numero, visto=None, motivo="Lo pidió", hasta=hasta)
        assert mala.value.clave == "error.plazo_invalido.hasta"


def test_con_silencio_positivo_se_detiene_treinta_dias_habiles_como_maximo(ctx, reloj):
    reloj.ahora = lima("2026-07-22 16:00:00")
    gente = escritorio.gente(ctx, plazos={"atencion": 30, "silencio": "positivo", "base_legal": "TUPA 1"})
    numero = escritorio.en_laboratorio(ctx, gente)
    tope = oficinas.institucion().dias.sumar_habiles(date(2026, 7, 22), 30)

    for hasta in (None, tope.replace(day=tope.day + 1)):
        with pytest.raises(PlazoInvalido) as larga:
            plazos.suspender(gente.jefa, numero, visto=None, motivo="Lo pidió", hasta=hasta)
        assert larga.value.clave == "error.plazo_invalido.silencio"
    plazos.suspender(gente.jefa, numero, visto=None, motivo="Lo pidió", hasta=tope)

    assert _vence(ctx, numero) > date(2026, 9, 8)


def test_de_dos_a_la_vez_uno_llega_tarde_y_quien_no_dirige_no_puede(ctx, gente, numero):
    visto = escritorio.visto(ctx, numero)
    with pytest.raises(NoAutorizado):
        plazos.suspender(gente.especialista, numero, visto=visto, motivo="Lo pidió")
    with pytest.raises(NoEncontrado):
        plazos.suspender(gente.logistica, numero, visto=visto, motivo="Lo pidió")
    plazos.suspender(gente.jefa, numero, visto=visto, motivo="Lo pidió")

    with pytest.raises(EstadoCambio):
        plazos.ampliar(gente.jefa, numero, visto=visto, dias=5, motivo="Falta medir")


def test_sin_plazo_no_hay_nada_que_cambiar(ctx, gente, numero):
    finales.rechazar(gente.jefa, numero, visto=None, motivo="No procede")
    with pytest.raises(TransicionNoPermitida):
        plazos.ampliar(gente.jefa, numero, visto=None, dias=5, motivo="Falta medir")
    finales.reabrir(gente.jefa, numero, visto=None, motivo="Apeló")

    for hacer in (
        lambda: plazos.ampliar(gente.jefa, numero, visto=None, dias=5, motivo="Falta medir"),
        lambda: plazos.suspender(gente.jefa, numero, visto=None, motivo="Lo pidió"),
        lambda: plazos.reanudar(gente.jefa, numero, visto=None),
    ):
        with pytest.raises(PlazoInvalido) as nada:
            hacer()
        assert nada.value.clave == "error.plazo_invalido.sin_plazo"


def test_el_correo_del_plazo_dice_la_fecha_nueva_y_el_motivo(ctx, gente, numero):
    plazos.ampliar(gente.jefa, numero, visto=None, dias=10, motivo="Hay que medir en el campo")
    correos.enviar_pendientes(ctx.como(SISTEMA), None)
    admin = ctx.como(cuentas.personal(ctx, "administrador"))

    ultimo = correos_vistos.ver_correo(admin, correos_vistos.correos_recientes(admin).correos[0].id)

    assert ultimo.asunto == f"Cambió el plazo de su expediente {numero}"
    assert "hasta el martes 22 de setiembre de 2026 para responder. Motivo: Hay que medir" in ultimo.texto


def test_la_fecha_se_explica_igual_al_personal_y_al_ciudadano(ctx, gente, reloj):
    rosa = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, rosa)
    reloj.ahora = lima("2026-07-24 09:00:00")
    with ctx.db.transaction() as session:
        actual = session.merge(escritorio.expediente(ctx, recibo.numero))
        relojes.detener(session, ctx, actual, motivo="Subsana", hasta=date(2026, 7, 27))

    suya = consulta.propio(ctx.como(rosa), recibo.numero)
    de_mesa = consulta.de_bandeja(gente.mesa, recibo.numero)
    por_enlace = consulta.por_ficha(ctx, numero=recibo.numero, ficha=recibo.ficha)

    e = suya.plazo
    assert e == de_mesa.plazo == por_enlace.plazo
    assert (suya.responde_hasta, e.vence, e.dia_uno) == (date(2026, 9, 10), date(2026, 9, 10), date(2026, 7, 30))
    assert (e.origen, e.base_legal, e.plazo.cantidad) == ("presentacion", "Ley 27444, art. 35", 30)
    declarados = [(d.fecha.day, d.saltado.base_legal) for d in e.sin_contar if d.saltado and d.saltado.nombre]
    assert declarados[:3] == [(23, "Ley 31822"), (28, "D. Leg. 713, art. 6"), (29, "D. Leg. 713, art. 6")]
    assert [d.fecha.day for d in e.sin_contar if d.suspension][:2] == [24, 25]
    assert (e.silencio, e.opera_silencio) == ("", None)


@pytest.mark.parametrize(
    ("silencio", "ultimo", "opera"),
    [("positivo", date(2026, 9, 15), date(2026, 9, 16)), ("negativo", date(2026, 9, 15), date(2026, 9, 9))],
)
def test_el_silencio_opera_tras_los_dias_de_notificar_o_abre_el_recurso(ctx, reloj, silencio, ultimo, opera):
    reloj.ahora = lima("2026-07-22 16:00:00")
    oficinas.publicar(ctx, plazos={"atencion": 30, "silencio": silencio, "base_legal": "TUPA 1"})
    rosa = cuentas.ciudadano(ctx)

    e = consulta.propio(ctx.como(rosa), presentaciones.presentar(ctx, rosa).numero).plazo

    assert (e.vence, e.ultimo_dia_para_notificar, e.opera_silencio) == (date(2026, 9, 8), ultimo, opera)


def test_lo_terminado_no_promete_fecha_y_tras_subsanar_se_dice_desde_cuando(ctx, gente, numero):
    with ctx.db.transaction() as session:
        actual = session.merge(escritorio.expediente(ctx, numero))
        relojes.reiniciar(session, ctx, actual, acto=date(2026, 7, 24))
    assert consulta.de_bandeja(gente.mesa, numero).plazo.origen == "otro"
    finales.rechazar(gente.jefa, numero, visto=None, motivo="No procede")

    vista = consulta.de_bandeja(gente.mesa, numero)

    assert (vista.plazo, vista.responde_hasta) == (None, None)


def test_los_feriados_de_un_anio_son_los_del_calendario():
    assert configuracion.feriados_en_toml(2027).count("fecha = ") == 16
    with pytest.raises(ValueError, match="1821"):
        configuracion.feriados_en_toml(1821)
