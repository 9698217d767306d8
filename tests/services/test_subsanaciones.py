"""The citizen's cure: kept as it is written, in time until the last second, registered once, on its original date."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import DatosInvalidos, NoEncontrado
from portal.services import archivos, cargos, observadas, subsanaciones
from portal.services.borrador_propio import BorradorEnviado
from portal.services.subsanaciones import NadaQueSubsanar, SubsanacionTardia
from tests.factories import cuentas, escritorio, presentaciones
from tests.factories import observaciones as fabrica
from tests.factories.presentaciones import Archivo, lima


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def test_la_correccion_se_registra_con_su_numero_y_el_expediente_conserva_su_fecha(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-04 10:00:00")
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    reloj.ahora = lima("2026-12-07 15:00:00")

    hecha = fabrica.subsanar(dueno, numero)

    original, suyo = fabrica.registros(ctx, numero)
    assert (suyo.clase, suyo.sentido, suyo.presentado_el) == ("subsanacion", "entrada", date(2026, 12, 7))
    assert (hecha.registro, hecha.archivos, hecha.conserva) == (suyo.numero, 2, date(2026, 12, 4))
    assert suyo.numero != original.numero
    e = escritorio.expediente(ctx, numero)
    assert (e.fase, e.presentado_el, e.dependencia) == ("en_tramite", date(2026, 12, 4), "mesa_de_partes")
    (pedido,) = fabrica.filas(ctx, numero)
    assert (pedido.resultado, pedido.registro_id, pedido.cerrada_at) == ("subsanada", suyo.id, reloj())
    assert escritorio.correos(ctx)[-1] == ("subsanacion", dueno.actor.correo)
    escritorio.coherente(ctx, numero)


def test_el_plazo_de_la_institucion_corre_entero_desde_la_correccion(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-01 10:00:00")
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    antes = escritorio.plazos(ctx, numero)[0]
    reloj.ahora = lima("2026-12-03 23:59:59")

    fabrica.subsanar(dueno, numero)

    viejo, _, nuevo = escritorio.plazos(ctx, numero)
    assert (viejo.id, viejo.cerrado_at) == (antes.id, reloj())
    assert (nuevo.clase, nuevo.acto, nuevo.cantidad) == ("atencion", date(2026, 12, 3), antes.cantidad)
    assert escritorio.expediente(ctx, numero).vence_el == nuevo.vence_el
    assert [p.clase for p in escritorio.plazos(ctx, numero) if p.cerrado_at is None] == ["atencion"]


def test_se_acepta_hasta_el_ultimo_segundo_del_ultimo_dia_y_no_despues(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-04 10:00:00")
    a_tiempo, dueno = fabrica.observado(ctx, gente.mesa)
    tarde, otro = fabrica.observado(ctx, gente.mesa)
    hoja = subsanaciones.abrir(otro, tarde)
    subsanaciones.guardar(otro, hoja.borrador_id, item=hoja.pedido.items[0].id, respuesta="Va")
    reloj.ahora = lima("2026-12-10 23:59:59")
    fabrica.subsanar(dueno, a_tiempo)
    reloj.ahora = lima("2026-12-11 00:00:00")

    with pytest.raises(SubsanacionTardia):
        subsanaciones.enviar(otro, hoja.borrador_id)
    with pytest.raises(SubsanacionTardia):
        subsanaciones.abrir(otro, tarde)
    assert escritorio.expediente(ctx, tarde).fase == "observado"


def test_lo_escrito_se_conserva_y_se_sigue_desde_otro_equipo(ctx, gente):
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    hoja = subsanaciones.abrir(dueno, numero)
    primero = hoja.pedido.items[0].id
    subsanaciones.guardar(dueno, hoja.borrador_id, item=primero, respuesta="Ya lo firmé")
    subsanaciones.guardar(dueno, hoja.borrador_id, item=99999, respuesta="De nadie")

    otra_vez = subsanaciones.abrir(dueno, numero)

    assert (otra_vez.borrador_id, otra_vez.respuestas[primero]) == (hoja.borrador_id, "Ya lo firmé")
    assert set(otra_vez.ranuras) == {i.id for i in hoja.pedido.items}
    assert len(otra_vez.respuestas) == 2


def test_la_bandeja_propia_dice_que_hay_por_corregir_hasta_que_se_corrige_o_vence(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-04 10:00:00")
    uno, dueno = fabrica.observado(ctx, gente.mesa)
    otro = escritorio.presentado(ctx, de=dueno.actor)
    fabrica.observaciones.observar(gente.mesa, otro, visto=1, items=fabrica.DOS, dias=5)
    ajeno = ctx.como(cuentas.ciudadano(ctx))
    assert observadas.por_corregir(dueno) == ((uno, date(2026, 12, 10)), (otro, date(2026, 12, 15)))

    fabrica.subsanar(dueno, uno)

    assert (observadas.por_corregir(dueno), observadas.por_corregir(ajeno)) == (((otro, date(2026, 12, 15)),), ())
    reloj.ahora = lima("2026-12-16 00:00:00")
    assert observadas.por_corregir(dueno) == ()


def test_se_corrige_en_parte_pero_no_en_blanco(ctx, gente):
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    hoja = subsanaciones.abrir(dueno, numero)
    with pytest.raises(DatosInvalidos):
        subsanaciones.enviar(dueno, hoja.borrador_id)
    presentaciones.adjuntar(dueno, hoja.borrador_id, Archivo(f"item_{hoja.pedido.items[1].id}"), estado="subiendo")
    with pytest.raises(DatosInvalidos):
        subsanaciones.enviar(dueno, hoja.borrador_id)
    (pendiente,) = archivos.cargas(dueno, hoja.borrador_id)
    archivos.quitar(dueno, pendiente.id)

    fabrica.subsanar(dueno, numero, solo=2)

    uno, dos = observadas.propias(dueno, numero)[0].items
    assert (uno.respuesta, uno.archivos) == ("", ())
    assert (dos.respuesta, [a.nombre for a in dos.archivos]) == ("Corregido 2", ["2.pdf"])
    assert observadas.de_bandeja(gente.mesa, numero)[0].items == (uno, dos)


def test_enviar_dos_veces_da_el_mismo_registro(ctx, gente):
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    hoja = subsanaciones.abrir(dueno, numero)
    subsanaciones.guardar(dueno, hoja.borrador_id, item=hoja.pedido.items[0].id, respuesta="Va")

    una = subsanaciones.enviar(dueno, hoja.borrador_id)

    assert subsanaciones.enviar(dueno, hoja.borrador_id) == una == subsanaciones.hecha(dueno, hoja.borrador_id)
    assert len(fabrica.registros(ctx, numero)) == 2
    with pytest.raises(BorradorEnviado):
        subsanaciones.guardar(dueno, hoja.borrador_id, item=hoja.pedido.items[0].id, respuesta="Otra cosa")
    with pytest.raises(NadaQueSubsanar):
        subsanaciones.abrir(dueno, numero)


def test_corrige_cualquiera_que_actue_por_la_organizacion_y_nadie_mas(ctx, gente):
    suya = cuentas.organizacion(ctx)
    numero = escritorio.presentado(ctx, de=suya.una)
    fabrica.observaciones.observar(gente.mesa, numero, visto=1, items=fabrica.DOS)
    una, otra, ajena = (ctx.como(quien) for quien in (suya.una, suya.otra, cuentas.ciudadano(ctx)))
    hoja = subsanaciones.abrir(una, numero)
    subsanaciones.guardar(una, hoja.borrador_id, item=hoja.pedido.items[0].id, respuesta="Va")

    with pytest.raises(NoEncontrado):
        subsanaciones.abrir(ajena, numero)
    with pytest.raises(NoEncontrado):
        subsanaciones.enviar(otra, hoja.borrador_id)
    fabrica.subsanar(otra, numero)

    assert fabrica.registros(ctx, numero)[1].por == otra.actor.nombre
    with pytest.raises(NadaQueSubsanar):
        subsanaciones.enviar(una, hoja.borrador_id)


def test_el_cargo_de_una_correccion_dice_que_lo_es_y_que_fecha_conserva(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-04 10:00:00")
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    reloj.ahora = lima("2026-12-07 10:00:00")
    hecha = fabrica.subsanar(dueno, numero)

    with ctx.db.lectura() as session:
        datos = cargos.reunir(session, ctx, hecha.registro_id).datos

    assert datos["titulo"] == "Cargo de corrección"
    assert datos["corrido"] == f"IGP · Cargo de corrección · Expediente {numero}"
    assert datos["documento"].startswith(f"Cargo de corrección del expediente {numero}")
    assert "viernes 4 de diciembre" in datos["momento"]["titulo"]
    assert [n[1] for n in datos["numeros"]] == [numero, hecha.registro]
    assert datos["secciones"][-1]["datos"] == [
        ["Punto 1", "Se pidió: El documento no está firmado.\nRespondió: Corregido 1"],
        ["Punto 2", "Se pidió: Falta el anexo 2.\nRespondió: Corregido 2"],
    ]
    assert cargos.cargo_pdf(gente.mesa, hecha.registro_id)[1].startswith(b"%PDF")
