"""What was perhaps filed already is told, never refused, and only to who may see it."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from portal.domain.errors import NoEncontrado
from portal.services import borradores, duplicados, registro
from portal.services.duplicados import Duplicados, Enviado
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import PDF, Archivo

NADA = Duplicados((), (), ())
OTRO = PDF + b"%otro"


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


def test_el_mismo_archivo_ya_enviado_se_nombra_con_su_expediente(ctx, rosa, reloj):
    antes = presentaciones.presentar(ctx, rosa.actor, numero="1")
    presentaciones.presentar(ctx, rosa.actor, numero="2", archivos=(Archivo(octetos=OTRO),))
    reloj.avanzar(days=2)
    borrador = presentaciones.borrador(ctx, rosa.actor, numero="3", archivos=(Archivo(nombre="la misma.pdf"),))

    hallado = duplicados.buscar(rosa, borrador)

    assert hallado == Duplicados((Enviado("la misma.pdf", antes.numero, antes.enviado_at),), (), ())
    assert registro.enviar(rosa, borrador).numero == "00003-2026"


@pytest.mark.parametrize("escrito", ["0005-2026/ABC", " 0005-2026/abc ", "0005-2026/ÁBC"])
def test_el_mismo_numero_del_mismo_tipo_se_reconoce_aunque_se_escriba_distinto(ctx, rosa, escrito):
    antes = presentaciones.presentar(ctx, rosa.actor)
    borrador = presentaciones.borrador(ctx, rosa.actor, numero=escrito, archivos=(Archivo(octetos=OTRO),))

    assert duplicados.buscar(rosa, borrador) == Duplicados(
        (), (Enviado(escrito.strip(), antes.numero, antes.enviado_at),), ()
    )


@pytest.mark.parametrize(
    "cambios", [{"tipo": "oficio"}, {"numero": "0006-2026/ABC"}, {"numero": ""}, {"tipo": ""}], ids=str
)
def test_otro_numero_u_otro_tipo_no_es_lo_mismo(ctx, rosa, cambios):
    presentaciones.presentar(ctx, rosa.actor)
    borrador = presentaciones.borrador(ctx, rosa.actor, archivos=(), **cambios)

    assert duplicados.buscar(rosa, borrador) == NADA


@pytest.mark.parametrize("sin", ["S/N", "s.n.", "SN", "sin número", "Ninguno"])
def test_quien_no_tiene_numero_no_repite_ninguno(ctx, rosa, sin):
    presentaciones.presentar(ctx, rosa.actor, numero=sin)
    borrador = presentaciones.borrador(ctx, rosa.actor, numero=sin, archivos=())

    assert duplicados.buscar(rosa, borrador) == NADA


def test_lo_que_envio_otra_persona_no_se_revela(ctx, rosa):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    borrador = presentaciones.borrador(ctx, rosa.actor)

    assert duplicados.buscar(rosa, borrador) == NADA


def test_lo_que_envio_otro_miembro_de_la_organizacion_si(ctx):
    org = cuentas.organizacion(ctx)
    antes = presentaciones.presentar(ctx, org.una)
    borrador = presentaciones.borrador(ctx, org.otra)

    hallado = duplicados.buscar(ctx.como(org.otra), borrador)

    assert {e.numero for e in (*hallado.archivos, *hallado.numeros)} == {antes.numero}
    assert len(hallado.archivos) == len(hallado.numeros) == 1


def test_el_mismo_archivo_dos_veces_en_el_borrador_se_dice(ctx, rosa):
    archivos = (Archivo(), Archivo("anexos", PDF, "copia.pdf"), Archivo("anexos", OTRO, "otro.pdf"))
    borrador = presentaciones.borrador(ctx, rosa.actor, archivos=archivos)

    assert duplicados.buscar(rosa, borrador).repetidos == (("carta.pdf", "copia.pdf"),)


def test_se_nombran_los_mas_recientes_y_no_todos(ctx, rosa):
    for _ in range(7):
        presentaciones.presentar(ctx, rosa.actor)
    borrador = presentaciones.borrador(ctx, rosa.actor)

    hallado = duplicados.buscar(rosa, borrador)

    recientes = [f"0000{n}-2026" for n in (7, 6, 5, 4, 3)]
    assert [e.numero for e in hallado.archivos] == recientes
    assert [e.numero for e in hallado.numeros] == recientes


def test_nadie_compara_el_borrador_de_otra_persona(ctx, rosa):
    ajeno = presentaciones.borrador(ctx, rosa.actor)

    with pytest.raises(NoEncontrado):
        duplicados.buscar(ctx.como(cuentas.ciudadano(ctx)), ajeno)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)  # PostgreSQL plans by how many rows there are
def test_ninguna_consulta_recorre_una_tabla_entera(ctx, rosa):
    presentaciones.presentar(ctx, rosa.actor)
    borrador = presentaciones.borrador(ctx, rosa.actor)
    hechas: list[tuple[str, object]] = []
    event.listen(ctx.db.engine, "before_cursor_execute", lambda *a: hechas.append((a[2], a[3])))

    duplicados.buscar(rosa, borrador)
    borradores.pendientes(rosa)

    with ctx.db.engine.connect() as conexion:
        pasos = [
            fila.detail
            for texto, datos in [par for par in hechas if par[0].startswith("SELECT")]
            for fila in conexion.exec_driver_sql(f"EXPLAIN QUERY PLAN {texto}", datos)
        ]
    recorridas = {paso for paso in pasos if paso.startswith("SCAN") and "anon_" not in paso}
    assert recorridas == set()
