from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.db.models import CorreoSalienteRow
from portal.db.session import Database
from portal.domain.configuracion import DiaEspecial
from portal.domain.permisos import Rol
from portal.services import avisos_de_plazo, configuracion, correos_vistos, derivaciones, jornadas
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, escritorio, oficinas
from tests.factories.oficinas import ARBOL, LABORATORIO, MESA
from tests.factories.presentaciones import lima


@pytest.fixture
def gente(ctx, reloj):
    reloj.ahora = lima("2026-11-17 10:00:00")  # Tuesday
    return escritorio.gente(ctx)


def _resumenes(ctx) -> list[CorreoSalienteRow]:
    with ctx.db.lectura() as session:
        suyos = select(CorreoSalienteRow).where(CorreoSalienteRow.plantilla == "resumen_de_plazos")
        return list(session.scalars(suyos.order_by(CorreoSalienteRow.id)))


def test_cada_manana_habil_cada_oficina_recibe_una_vez_lo_que_tiene_pendiente(ctx, gente, reloj):
    en_la_mesa = escritorio.presentado(ctx)
    con_ella = escritorio.en_laboratorio(ctx, gente)
    sistema = ctx.como(SISTEMA)
    temprano = replace(sistema, reloj=lambda: lima("2026-11-18 06:59:00"))

    hecha = jornadas.cumplir(temprano)
    assert _resumenes(ctx) == []
    reloj.ahora = lima("2026-11-18 07:00:00")
    hecha = jornadas.cumplir(sistema, hecha)
    assert jornadas.cumplir(sistema, hecha) == hecha
    jornadas.cumplir(sistema)  # the worker started again

    (de_la_mesa,) = _resumenes(ctx)
    assert (de_la_mesa.destinatario, de_la_mesa.datos["oficina"]) == ("mesa@igp.example", "Mesa de Partes")
    assert f"{en_la_mesa} <http://localhost:8501/expediente?expediente={en_la_mesa}>" in de_la_mesa.datos["pendientes"]
    assert con_ella not in de_la_mesa.datos["pendientes"]
    assert de_la_mesa.datos["pendientes"].startswith("Sin recibir desde ayer o antes: 1\n")

    reloj.ahora = lima("2026-11-21 09:00:00")  # Saturday
    jornadas.cumplir(sistema, hecha)
    assert len(_resumenes(ctx)) == 1


def test_el_resumen_dice_lo_vencido_lo_que_vence_y_lo_que_otras_oficinas_esperan(ctx, gente, reloj):
    numero, _copia, _pedido = escritorio.con_copia_y_pedido(ctx, gente)
    otro = escritorio.presentado(ctx)
    derivaciones.derivar(gente.mesa, otro, visto=None, responsable=LABORATORIO, pedido="atender", proveido="Vea")
    assert escritorio.expediente(ctx, numero).vence_el == date(2027, 1, 4)

    with ctx.db.lectura() as session:
        institucion = configuracion.vigente(session)[1]
        antes = avisos_de_plazo.de_oficina(session, institucion, LABORATORIO, date(2026, 11, 18))
        vispera = avisos_de_plazo.de_oficina(session, institucion, LABORATORIO, date(2027, 1, 4))
        tarde = avisos_de_plazo.de_oficina(session, institucion, LABORATORIO, date(2027, 3, 1))
        logistica = avisos_de_plazo.de_oficina(session, institucion, "logistica", date(2026, 11, 26))

    assert {que: suyos.numeros for que, suyos in antes.items()} == {"sin_recibir": (otro,)}
    assert set(vispera) == {"por_vencer", "sin_recibir"}
    assert {que: suyos.numeros for que, suyos in tarde.items()} == {"vencidos": (numero, otro), "sin_recibir": (otro,)}
    assert {que: suyos.numeros for que, suyos in logistica.items()} == {"pedidos": (numero,), "sin_recibir": (numero,)}


def test_una_oficina_sin_buzon_se_lo_dice_a_quien_la_dirige_y_una_sin_nadie_calla(ctx, gente, reloj):
    arbol = tuple(d.model_copy(update={"correo": ""}) for d in ARBOL)
    oficinas.publicar(ctx, dependencias=arbol)
    derivaciones.derivar(gente.mesa, escritorio.presentado(ctx), visto=None, responsable="direccion", pedido="atender")
    escritorio.presentado(ctx)
    reloj.ahora = lima("2026-11-18 08:00:00")

    assert avisos_de_plazo.enviar(ctx.como(SISTEMA)) == 1

    (suyo,) = _resumenes(ctx)
    assert (suyo.destinatario, suyo.datos["nombre"]) == (gente.jefa.actor.correo, gente.jefa.actor.nombre)


def test_la_institucion_puede_apagar_el_resumen(ctx, gente, reloj):
    escritorio.presentado(ctx)
    oficinas.publicar(ctx, plazos={"resumen": False})
    reloj.ahora = lima("2026-11-18 08:00:00")

    assert avisos_de_plazo.enviar(ctx.como(SISTEMA)) == 0
    assert _resumenes(ctx) == []


def test_de_muchos_se_dicen_los_primeros_y_cuantos_mas(ctx, gente, reloj, monkeypatch):
    monkeypatch.setattr(avisos_de_plazo, "MOSTRADOS", 1)
    uno, _otro = escritorio.presentado(ctx), escritorio.presentado(ctx)
    reloj.ahora = lima("2026-11-18 08:00:00")

    avisos_de_plazo.enviar(ctx.como(SISTEMA))

    (mensaje,) = _resumenes(ctx)
    assert mensaje.datos["pendientes"].splitlines()[::2] == ["Sin recibir desde ayer o antes: 2", "y 1 más"]
    assert uno in mensaje.datos["pendientes"]


def test_el_resumen_se_lee_con_enlaces_y_sin_nada_de_lo_presentado(ctx, gente, reloj):
    numero = escritorio.presentado(ctx)
    reloj.ahora = lima("2026-11-18 08:00:00")
    avisos_de_plazo.enviar(ctx.como(SISTEMA))
    admin = ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))

    texto = correos_vistos.ver_correo(admin, _resumenes(ctx)[0].id).texto

    assert f"{numero} <http://localhost:8501/expediente?expediente={numero}>" in texto
    assert f"http://localhost:8501/bandeja?dependencia={MESA}" in texto
    assert "sísmica" not in texto


def test_un_dia_nuevo_o_una_version_nueva_recalculan_los_plazos(ctx, gente, reloj):
    numero = escritorio.presentado(ctx)
    sistema = ctx.como(SISTEMA)
    hecha = jornadas.cumplir(sistema)
    antes = escritorio.expediente(ctx, numero).vence_el
    igp = configuracion.mostrada(ctx)
    duelo = DiaEspecial(fecha=date(2026, 11, 20), nombre="Duelo nacional", base_legal="DS 100-2026-PCM")
    calendario = igp.calendario.model_copy(update={"dias": (*igp.calendario.dias, duelo)})
    configuracion.publicar(sistema, igp.model_copy(update={"calendario": calendario}), autor="pruebas")

    jornadas.cumplir(sistema, hecha)

    assert escritorio.expediente(ctx, numero).vence_el == igp.dias.siguiente_habil(antes)


def test_sin_institucion_no_hay_jornada(ctx, sqlite_migrada, tmp_path):
    vacia = Database(f"sqlite:///{shutil.copy(sqlite_migrada, tmp_path / 'vacia.db')}")

    assert jornadas.cumplir(replace(ctx.como(SISTEMA), db=vacia)) is None

    vacia.cerrar()


@pytest.mark.parametrize(
    ("cuando", "dias", "falta"),
    [
        ("2026-10-31", (), None),
        ("2026-11-01", (), 2027),
        ("2026-12-31", (), 2027),
        ("2027-01-01", (), None),
        ("2026-11-01", (date(2027, 12, 24),), None),
    ],
)
def test_desde_noviembre_se_avisa_si_faltan_los_dias_del_anio_que_viene(cuando, dias, falta):
    igp = configuracion.preset("igp")
    nuevos = tuple(DiaEspecial(fecha=d, nombre="Día no laborable", base_legal="DS") for d in dias)
    calendario = igp.calendario.model_copy(update={"dias": (*igp.calendario.dias, *nuevos)})

    hallado = avisos_de_plazo.anio_sin_dias(
        igp.model_copy(update={"calendario": calendario}), date.fromisoformat(cuando)
    )

    assert hallado == falta


def test_quien_configura_lo_sabe_por_correo_una_vez_y_en_su_pantalla(ctx, gente, reloj):
    admin = cuentas.personal(ctx, Rol.ADMINISTRADOR)
    sistema = ctx.como(SISTEMA)

    avisos_de_plazo.enviar(sistema)
    reloj.ahora = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
    avisos_de_plazo.enviar(sistema)

    assert escritorio.correos(ctx) == [("calendario_sin_dias", admin.correo)]
    assert avisos_de_plazo.calendario_pendiente(ctx.como(admin)) == 2027
