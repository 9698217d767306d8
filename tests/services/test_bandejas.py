from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event

from portal.db.queries import tramites
from portal.services import bandejas
from portal.services.bandejas import Filtros
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import Archivo, lima

TODO = Filtros()


def _numeros(hoja) -> list[str]:
    return [fila.numero for fila in hoja.filas]


def test_la_bandeja_propia_muestra_solo_lo_propio_y_lo_mas_nuevo_primero(ctx):
    una, otra = cuentas.ciudadano(ctx), cuentas.ciudadano(ctx)
    for quien in (una, otra, una):
        presentaciones.presentar(ctx, quien)

    hoja = bandejas.mis_tramites(ctx.como(una), TODO)

    assert _numeros(hoja) == ["00003-2026", "00001-2026"]
    assert (hoja.total, hoja.incontable, hoja.hay_mas_recientes, hoja.hay_mas_antiguos) == (2, False, False, False)


def test_los_miembros_de_una_organizacion_comparten_la_bandeja(ctx):
    org = cuentas.organizacion(ctx)
    presentaciones.presentar(ctx, org.una)
    presentaciones.presentar(ctx, org.otra)

    vistas = [bandejas.mis_tramites(ctx.como(quien), TODO) for quien in (org.una, org.otra)]

    assert vistas[0] == vistas[1]
    assert [fila.por for fila in vistas[0].filas] == ["Teodoro Yupanqui Soto", "Julia Mamani Coila"]


def test_cada_fila_lleva_lo_que_la_pantalla_muestra(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    anexo = Archivo("anexos", b"fotos", "fotos.zip", "zip", None)
    recibo = presentaciones.presentar(ctx, actor, archivos=(anexo, Archivo(octetos=b"x" * 575_969)))

    (fila,) = bandejas.mis_tramites(ctx.como(actor), TODO).filas

    assert (fila.registro_id, fila.numero, fila.registrado_at) == (recibo.registro_id, recibo.numero, reloj.ahora)
    assert (fila.por, fila.remitente) == ("Rosa Elena Quispe Huamán", "Rosa Elena Quispe Huamán")
    assert (fila.numero_documento, fila.asunto) == ("0005-2026/ABC", "Solicito información sísmica")
    assert (fila.tamano, fila.paginas, fila.documento_id is not None) == (575_969, 7, True)
    assert (fila.estado, fila.fase, fila.movimientos) == ("Registrada", "registrado", 1)
    assert fila.presentado_el == recibo.presentado_el


@pytest.fixture
def persona(ctx, reloj):
    """One person with five filings, one a month, of different words and numbers."""
    actor = cuentas.ciudadano(ctx)
    for mes, numero, asunto in [
        (6, "OFICIO N° 01-2026", "Pedido de planos catastrales"),
        (7, "002_2026/GS", "Árbol caído en la vía pública"),
        (8, "45578549", "Informe 100% sísmico del Misti"),
        (9, "Ñ-7", "Estudio SISMICO de la vía"),
        (10, "S/N", "Pago de planilla"),
    ]:
        reloj.ahora = lima(f"2026-{mes:02}-15 10:00:00")
        presentaciones.presentar(ctx, actor, numero=numero, asunto=asunto)
    return actor


FILTROS = [
    (Filtros(expediente="3-2026"), [3]),
    (Filtros(expediente="00003-2026"), [3]),
    (Filtros(expediente="Exp. N.º 3 – 2026"), [3]),
    (Filtros(expediente="3"), [3]),
    (Filtros(expediente="0003"), [3]),
    (Filtros(expediente="Exp. 3"), [3]),
    (Filtros(expediente="33"), []),
    (Filtros(expediente="0"), []),
    (Filtros(expediente="9" * 20), []),
    (Filtros(expediente="cualquier cosa"), []),
    (Filtros(expediente="  "), [5, 4, 3, 2, 1]),
    (Filtros(expediente="999999999-2026"), []),
    (Filtros(expediente="999999999999-2026"), []),
    (Filtros(numero="oficio n"), [1]),
    (Filtros(numero="2026"), [2, 1]),
    (Filtros(numero="ñ-7"), [4]),
    (Filtros(numero="N-7"), [4]),
    (Filtros(numero="_"), [2]),
    (Filtros(numero="%"), []),
    (Filtros(numero="\\"), []),
    (Filtros(asunto="SÍSMICO"), [4, 3]),
    (Filtros(asunto="sismic"), [4, 3]),
    (Filtros(asunto="via sismico"), [4]),
    (Filtros(asunto="arbol VIA"), [2]),
    (Filtros(asunto="plan"), [5, 1]),
    (Filtros(asunto="lano"), []),
    (Filtros(asunto="100%"), [3]),
    (Filtros(asunto="%"), [5, 4, 3, 2, 1]),
    (Filtros(asunto="'; DROP TABLE registro; --"), []),
    (Filtros(asunto="x" * 5000), []),
    (Filtros(asunto="via arbol " * 2000), [2]),
    (Filtros(asunto=" ".join(f"palabra{i}" for i in range(2000))), []),
    (Filtros(desde=date(2026, 8, 15)), [5, 4, 3]),
    (Filtros(hasta=date(2026, 8, 15)), [3, 2, 1]),
    (Filtros(desde=date(2026, 7, 1), hasta=date(2026, 8, 31)), [3, 2]),
    (Filtros(desde=date(2026, 9, 16), hasta=date(2026, 10, 14)), []),
    (Filtros(desde=date(2027, 1, 1)), []),
    (Filtros(desde=date.min, hasta=date.max), [5, 4, 3, 2, 1]),
    (Filtros(hasta=date(2020, 1, 1)), []),
    (Filtros(desde=date(2026, 12, 1), hasta=date(2026, 1, 1)), []),
    (Filtros(desde=date(2026, 7, 1), asunto="via"), [4, 2]),
    (Filtros(desde=date(2026, 8, 1), asunto="via"), [4]),
    (Filtros(numero="2026", asunto="planos", expediente="1-2026", hasta=date(2026, 6, 15)), [1]),
    (Filtros(numero="2026", asunto="planos", expediente="2-2026"), []),
]


def test_los_filtros_solos_y_juntos(ctx, persona):
    propio = ctx.como(persona)

    hojas = [(filtros, bandejas.mis_tramites(propio, filtros)) for filtros, _ in FILTROS]

    assert [(filtros, [int(n[:5]) for n in _numeros(hoja)], hoja.total) for filtros, hoja in hojas] == [
        (filtros, quedan, len(quedan)) for filtros, quedan in FILTROS
    ]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)  # PostgreSQL plans by how many rows there are
def test_un_numero_sin_su_anio_se_busca_en_el_indice(ctx, persona):
    hechas: list[tuple[str, object]] = []
    event.listen(ctx.db.engine, "before_cursor_execute", lambda *a: hechas.append((a[2], a[3])))

    bandejas.mis_tramites(ctx.como(persona), Filtros(expediente="3"))

    with ctx.db.engine.connect() as conexion:
        pasos = [
            fila.detail
            for texto, datos in [par for par in hechas if "expediente.correlativo" in par[0]]
            for fila in conexion.exec_driver_sql(f"EXPLAIN QUERY PLAN {texto}", datos)
        ]
    assert any("ix_expediente_anio_correlativo" in paso for paso in pasos)
    assert [paso for paso in pasos if paso.startswith("SCAN") and "anon_" not in paso] == []


def test_un_filtro_con_caracteres_imposibles_no_encuentra_nada_y_no_falla(ctx, persona):
    propio = ctx.como(persona)

    for texto in ("zz\x00", "a\x00b", "zz\ud800"):
        assert bandejas.mis_tramites(propio, Filtros(numero=texto)).filas == ()
        assert bandejas.mis_tramites(propio, Filtros(expediente=texto)).filas == ()
        assert bandejas.mis_tramites(propio, Filtros(asunto=texto)).filas == ()


def test_los_dias_del_filtro_son_los_de_lima(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    for momento in ("2026-11-16 23:59:59.999999", "2026-11-17 00:00:00", "2026-11-17 23:59:59.999999"):
        reloj.ahora = lima(momento)
        presentaciones.presentar(ctx, actor)

    hoja = bandejas.mis_tramites(ctx.como(actor), Filtros(desde=date(2026, 11, 17), hasta=date(2026, 11, 17)))

    assert _numeros(hoja) == ["00003-2026", "00002-2026"]


def test_un_filtro_nunca_muestra_lo_ajeno(ctx, persona):
    otra = ctx.como(cuentas.ciudadano(ctx))

    for filtros in (TODO, Filtros(expediente="3-2026"), Filtros(asunto="via"), Filtros(numero="2026")):
        assert bandejas.mis_tramites(otra, filtros).filas == ()


def test_se_pasa_de_hoja_en_ambos_sentidos_sin_repetir_ni_saltar(ctx, persona):
    propio = ctx.como(persona)

    primera = bandejas.mis_tramites(propio, TODO, por_hoja=2)
    segunda = bandejas.mis_tramites(propio, TODO, por_hoja=2, antes=primera.filas[-1].registro_id)
    tercera = bandejas.mis_tramites(propio, TODO, por_hoja=2, antes=segunda.filas[-1].registro_id)
    de_vuelta = bandejas.mis_tramites(propio, TODO, por_hoja=2, despues=tercera.filas[0].registro_id)
    al_inicio = bandejas.mis_tramites(propio, TODO, por_hoja=2, despues=de_vuelta.filas[0].registro_id)

    hojas = [primera, segunda, tercera, de_vuelta, al_inicio]
    assert [[int(n[:5]) for n in _numeros(h)] for h in hojas] == [[5, 4], [3, 2], [1], [3, 2], [5, 4]]
    assert [(h.hay_mas_recientes, h.hay_mas_antiguos) for h in hojas] == [
        (False, True),
        (True, True),
        (True, False),
        (True, True),
        (False, True),
    ]
    assert {h.total for h in hojas} == {5}


def test_lo_que_llega_mientras_se_mira_no_corre_las_hojas(ctx, persona):
    propio = ctx.como(persona)
    primera = bandejas.mis_tramites(propio, TODO, por_hoja=2)
    presentaciones.presentar(ctx, persona)

    segunda = bandejas.mis_tramites(propio, TODO, por_hoja=2, antes=primera.filas[-1].registro_id)

    assert _numeros(segunda) == ["00003-2026", "00002-2026"]


def test_una_direccion_con_una_hoja_imposible_no_falla(ctx, persona):
    propio = ctx.como(persona)

    for limite in (0, -1, 2**31, 2**63, 10**30):
        assert len(bandejas.mis_tramites(propio, TODO, antes=limite).filas) == (0 if limite <= 0 else 5)
        assert len(bandejas.mis_tramites(propio, TODO, despues=limite).filas) == (5 if limite <= 0 else 0)


def test_por_encima_del_tope_solo_se_dice_que_hay_mas(ctx, persona, monkeypatch):
    for modulo in (tramites, bandejas):
        monkeypatch.setattr(modulo, "CUENTA_HASTA", 3)

    hoja = bandejas.mis_tramites(ctx.como(persona), TODO)

    assert (hoja.total, hoja.incontable, len(hoja.filas)) == (4, True, 5)
