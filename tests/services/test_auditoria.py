# ruff: noqa: S608 -- the statements are made of our own table names
"""Whoever holds the database can take its locks off: each thing done so is found, and told in plain words."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text

from portal.db.migrations.candados import DEL_ESCRITORIO, FIJAS, INMUTABLES
from portal.db.models import ActoRow, MovimientoRow, SelloRow
from portal.domain.errors import NoAutorizado, NoEncontrado
from portal.domain.permisos import Rol
from portal.services import actos, auditados, auditoria, derivaciones, historia, limpieza, sellos, tramite
from portal.services.comprobacion import MOSTRADAS
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, presentaciones


@pytest.fixture
def oficina(ctx, reloj):
    """Three expedientes; the first with three movimientos in as many days; some acts; two seals, and more after them."""
    suyos = [presentaciones.presentar(ctx, cuentas.ciudadano(ctx)).numero for _ in range(2)]
    mesa = ctx.como(cuentas.personal(ctx))
    for vez in range(2):
        _acto(mesa, vez)
    for acto in (_recibir, _poner_en_proceso):
        reloj.avanzar(days=1)
        acto(mesa, suyos[0])
        assert sellos.sellar_dia(ctx.como(SISTEMA)) == 1
    reloj.avanzar(days=1)
    suyos.append(presentaciones.presentar(ctx, cuentas.ciudadano(ctx)).numero)
    _acto(mesa, 3)
    return SimpleNamespace(numeros=suyos, sistema=ctx.como(SISTEMA))


def _recibir(mesa, numero: str) -> None:
    derivaciones.recibir(mesa, numero)


def _poner_en_proceso(mesa, numero: str) -> None:
    tramite.cambiar_estado(mesa, numero, transicion="poner_en_proceso", desde="registrada", nota="Visto")


def _acto(ctx, vez: int) -> None:
    with ctx.db.transaction() as session:
        actos.anotar_acto(session, ctx, "probar", "la prueba", {"vez": vez, "nombre": "Ñandú"})


def _a_escondidas(ctx, *ordenes: str) -> None:
    """What somebody with the database in hand can do: take every lock off first."""
    tablas = {*INMUTABLES, *DEL_ESCRITORIO, *FIJAS}
    with ctx.db.engine.connect() as conexion:
        if ctx.db.es_sqlite:
            conexion.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
            conexion.info["solo_lectura"] = None
        with conexion.begin():
            for tabla in tablas:
                if ctx.db.es_sqlite:
                    for candado in ("no_cambia", "no_se_borra"):
                        conexion.execute(text(f"DROP TRIGGER IF EXISTS {tabla}_{candado}"))
                else:
                    conexion.execute(text(f"ALTER TABLE {tabla} DISABLE TRIGGER ALL"))
            if not ctx.db.es_sqlite:
                conexion.execute(text("SET LOCAL session_replication_role = replica"))
            for orden in ordenes:
                conexion.execute(text(orden))


def _fallas(oficina) -> list[str]:
    return [falla.codigo for falla in auditoria.verificar(oficina.sistema).fallas]


def test_lo_que_nadie_toco_coincide_todo(oficina):
    hallado = auditoria.verificar(oficina.sistema)

    assert (hallado.fallas, hallado.integra) == ((), True)
    assert (hallado.expedientes, hallado.movimientos, hallado.sellos, hallado.sin_sellar) == (3, 5, 2, 1)
    assert hallado.actos >= 3
    assert hallado.ultimo_sello.startswith("2026-11-19 ")


MOVIMIENTO = "UPDATE movimiento SET {} WHERE expediente_id = 1 AND orden = {}"


@pytest.mark.parametrize(
    ("orden", "primera"),
    [
        (MOVIMIENTO.format("nota = 'Otra cosa'", 2), "movimiento_cambiado"),
        (MOVIMIENTO.format("interna = 'Otra cosa'", 3), "movimiento_cambiado"),
        (MOVIMIENTO.format("dependencia = 'otra'", 1), "movimiento_cambiado"),
        (MOVIMIENTO.format("actor = 'Otra persona'", 1), "movimiento_cambiado"),
        (MOVIMIENTO.format("actor_id = NULL", 1), "movimiento_cambiado"),
        (MOVIMIENTO.format("ocurrido_at = '2026-11-17 15:00:01+00:00'", 1), "movimiento_cambiado"),
        (MOVIMIENTO.format("""datos = '{"de": "otro"}'""", 2), "movimiento_cambiado"),
        (MOVIMIENTO.format("esquema = 1", 2), "movimiento_cambiado"),
        (MOVIMIENTO.format("huella_anterior = huella", 2), "movimiento_suelto"),
        ("DELETE FROM movimiento WHERE expediente_id = 1 AND orden = 1", "falta_movimiento"),
        ("DELETE FROM movimiento WHERE expediente_id = 1 AND orden = 2", "falta_movimiento"),
        ("DELETE FROM movimiento WHERE expediente_id = 1 AND orden = 3", "faltan_ultimos"),
        ("DELETE FROM movimiento WHERE expediente_id = 3", "sin_historia"),
        ("DELETE FROM expediente WHERE id = 3", "sin_expediente"),
        ("UPDATE expediente SET movimientos = 2 WHERE id = 1", "sobran_ultimos"),
        ("UPDATE expediente SET estado = 'archivada', fase = 'archivado' WHERE id = 2", "otro_estado"),
        ("DELETE FROM correlativo", "contador"),
        ("UPDATE correlativo SET ultimo = 2 WHERE serie LIKE 'E%'", "contador"),
        ("DELETE FROM registro WHERE id = 3", "registros_entrada"),
        ("DELETE FROM acto WHERE id = 2", "falta_acto"),
        ("UPDATE acto SET actor = 'Otra persona' WHERE id = 2", "acto_cambiado"),
        ("UPDATE acto SET datos = '{}' WHERE id = 3", "acto_cambiado"),
        ("DELETE FROM sello WHERE id = 1", "falta_sello"),
        ("UPDATE sello SET nota = 'Otra cosa' WHERE id = 2", "sello_roto"),
        ("UPDATE sello SET cabezas = 9 WHERE id = 2", "sello_roto"),
        ("UPDATE sello SET hasta_movimiento = 2 WHERE id = 1", "sello_roto"),
    ],
)
def test_lo_hecho_a_escondidas_se_encuentra(oficina, orden, primera):
    _a_escondidas(oficina.sistema, orden)

    assert _fallas(oficina)[0] == primera


def test_dos_movimientos_cambiados_de_lugar_se_encuentran(oficina):
    _a_escondidas(
        oficina.sistema,
        MOVIMIENTO.format("orden = 9", 2),
        MOVIMIENTO.format("orden = 2", 3),
        MOVIMIENTO.format("orden = 3", 9),
    )

    assert _fallas(oficina)[:2] == ["movimiento_suelto", "movimiento_cambiado"]


def test_dos_filas_que_cambian_de_lugar_en_la_tabla_se_encuentran(oficina):
    """The place of a row is not among what its own hash covers: it is seen within an expediente, and by the seal."""
    _a_escondidas(
        oficina.sistema, *(f"UPDATE movimiento SET id = {b} WHERE id = {a}" for a, b in ((3, 99), (4, 3), (99, 4)))
    )

    assert _fallas(oficina) == ["movimiento_desordenado", "sello_roto", "sello_roto"]


def test_un_expediente_quitado_del_todo_deja_su_numero_sin_dueno(oficina):
    borrar = ("movimiento", "destino", "plazo", "documento", "registro", "expediente_palabra")
    _a_escondidas(
        oficina.sistema,
        *(
            f"DELETE FROM {tabla} WHERE {'registro_id' if tabla == 'documento' else 'expediente_id'} = 2"
            for tabla in borrar
        ),
        "DELETE FROM expediente WHERE id = 2",
    )

    hallado = auditoria.verificar(oficina.sistema)

    assert [falla.codigo for falla in hallado.fallas] == ["falta_expediente", "registros_entrada", "sello_roto"]
    assert hallado.fallas[0].texto.startswith("Falta el expediente número 2 del año 2026")


def test_quien_rehace_toda_la_cadena_no_puede_rehacer_el_sello(oficina):
    """Hashes made anew for every row, as the code does: what a thief of the database and of the program could do."""
    ctx = oficina.sistema
    with ctx.db.lectura() as session:
        filas = session.scalars(select(MovimientoRow).where(MovimientoRow.expediente_id == 1).order_by("orden")).all()
    filas[0].nota, anterior, ordenes = "Otra cosa", historia.GENESIS, []
    for fila in filas:
        fila.huella_anterior = anterior
        anterior = historia.huella(fila)
        ordenes.append(
            f"UPDATE movimiento SET nota = '{fila.nota}', huella_anterior = '{fila.huella_anterior}', huella = '{anterior}'"
            f" WHERE id = {fila.id}"
        )
    _a_escondidas(ctx, *ordenes)

    assert _fallas(oficina) == ["sello_roto", "sello_roto"]


def test_sin_la_clave_del_servidor_ningun_sello_coincide(oficina):
    ajena = replace(oficina.sistema, secreto=lambda nombre: hashlib.sha256(f"otra {nombre}".encode()).digest())

    assert [f.codigo for f in auditoria.verificar(ajena).fallas] == ["sello_roto", "sello_roto"]


def test_los_ultimos_actos_no_se_quitan_sin_romper_el_sello(oficina):
    ctx = oficina.sistema
    with ctx.db.lectura() as session:
        sellados = session.scalars(select(SelloRow.hasta_acto).order_by(SelloRow.id.desc())).first()
    _a_escondidas(ctx, f"DELETE FROM acto WHERE id >= {sellados}")

    assert _fallas(oficina) == ["sello_roto", "sello_roto"]


def test_un_sello_guardado_aparte_tiene_que_estar(oficina):
    _, guardado = sellos.en_texto(oficina.sistema.como(cuentas.personal(oficina.sistema, rol=Rol.ADMINISTRADOR)))
    huella = guardado.rsplit("--sello ", 1)[1].strip()
    assert auditoria.verificar(oficina.sistema, sello=huella).integra

    _a_escondidas(oficina.sistema, "DELETE FROM sello WHERE id = 2")

    assert auditoria.verificar(oficina.sistema).integra
    assert [f.codigo for f in auditoria.verificar(oficina.sistema, sello=huella).fallas] == ["sello_ausente"]


@pytest.mark.parametrize("columna", ["datos", "ocurrido_at"])
def test_lo_que_ya_no_se_puede_leer_tambien_se_dice(oficina, columna):
    """SQLite keeps any text in any column; PostgreSQL refuses it by itself."""
    if not oficina.sistema.db.es_sqlite:
        return
    _a_escondidas(
        oficina.sistema, MOVIMIENTO.format(f"{columna} = 'basura'", 2), "UPDATE movimiento SET orden = 'x' WHERE id = 5"
    )

    hallado = auditoria.verificar(oficina.sistema)

    assert {falla.codigo for falla in hallado.fallas} >= {"movimiento_cambiado", "ilegible"}


def test_se_muestran_las_primeras_diferencias_y_se_cuentan_todas(ctx, oficina):
    otros = [presentaciones.presentar(ctx, cuentas.ciudadano(ctx)) for _ in range(MOSTRADAS)]
    _a_escondidas(oficina.sistema, "UPDATE movimiento SET nota = 'Otra cosa'")

    hallado = auditoria.verificar(oficina.sistema)

    assert (len(hallado.fallas), hallado.cuantas) == (MOSTRADAS, 5 + len(otros))
    dicho = hallado.en_palabras()
    assert dicho[2] == (
        f"NO COINCIDE. Lo primero que se encontró: El movimiento 1 del expediente {oficina.numeros[0]} ya no dice lo que decía."
    )
    assert len(dicho) == 4 + MOSTRADAS


def test_el_dia_se_sella_una_sola_vez_y_el_siguiente_sigue_al_anterior(ctx, reloj):
    sistema = ctx.como(SISTEMA)
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    assert [limpieza.limpiar(sistema)["sellos"], sellos.sellar_dia(sistema)] == [1, 0]
    reloj.avanzar(days=1)
    assert [sellos.sellar_dia(sistema), sellos.sellar_dia(sistema)] == [1, 0]

    with ctx.db.lectura() as session:
        primero, segundo = session.scalars(select(SelloRow).order_by(SelloRow.id))
    assert (primero.huella_anterior, segundo.huella_anterior) == (historia.GENESIS, primero.huella)
    assert (primero.cabezas, segundo.cabezas) == (1, 1)
    assert primero.dia.isoformat() == "2026-11-17"


def test_una_base_de_datos_vacia_coincide_y_se_sella(ctx):
    sistema = ctx.como(SISTEMA)

    assert (sellos.sellar_dia(sistema), auditoria.verificar(sistema).integra) == (1, True)
    assert auditoria.verificar(sistema).en_palabras()[-1] == "Todo coincide: nada fue cambiado, quitado ni movido."


def test_un_solo_expediente_se_comprueba_al_momento_y_solo_quien_audita(ctx, oficina):
    auditora = ctx.como(cuentas.personal(ctx, rol=Rol.ADMINISTRADOR))
    primero, segundo, _ = oficina.numeros
    _a_escondidas(ctx, MOVIMIENTO.format("nota = 'Otra cosa'", 2))

    assert [f.codigo for f in auditoria.verificar_expediente(auditora, primero).fallas] == ["movimiento_cambiado"]
    assert auditoria.verificar_expediente(auditora, segundo).integra
    with pytest.raises(NoEncontrado):
        auditoria.verificar_expediente(auditora, "99999-2026")
    with pytest.raises(NoAutorizado):
        auditoria.verificar_expediente(ctx.como(cuentas.personal(ctx)), primero)


def test_el_sello_mas_nuevo_se_baja_como_texto(ctx, oficina):
    auditora = ctx.como(cuentas.personal(ctx, rol=Rol.ADMINISTRADOR))

    archivo, dicho = sellos.en_texto(auditora)

    assert archivo == "sello-2026-11-19.txt"
    assert "19 de noviembre de 2026" in dicho
    assert sellos.ultimo(auditora).huella in dicho
    with ctx.db.lectura() as session:
        assert session.scalars(select(ActoRow.huella)).first() not in dicho


def test_los_actos_se_leen_del_mas_nuevo_al_mas_antiguo_y_se_buscan(ctx, oficina):
    auditora = ctx.como(cuentas.personal(ctx, rol=Rol.ADMINISTRADOR))

    todos = auditados.recientes(auditora)

    numeros = [acto.numero for acto in todos.actos]
    assert (numeros, todos.total) == (sorted(numeros, reverse=True), len(numeros))
    assert {acto.que for acto in auditados.recientes(auditora, buscado="PROBAR").actos} == {"probar"}
    assert auditados.recientes(auditora, buscado="100%_").total == 0
    with pytest.raises(NoAutorizado):
        auditados.recientes(ctx.como(cuentas.personal(ctx)))
