"""What is asked of the citizen: once, all at once, with the law's days, and again only what was not cured."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import NoAutorizado, NoEncontrado, TransicionNoPermitida
from portal.domain.observacion import FueraDePlazo, ItemNuevo, ItemsInvalidos, PlazoDeSubsanarInvalido, YaObservado
from portal.services import configuracion, derivaciones, finales, observaciones, observadas, posibles
from portal.services.actuaciones import EstadoCambio, FaltaMotivo, YaHecho
from portal.services.contexto import SISTEMA
from portal.services.observaciones import AunEnPlazo
from tests.factories import cuentas, escritorio, oficinas, presentaciones
from tests.factories import observaciones as fabrica
from tests.factories.observaciones import DOS
from tests.factories.presentaciones import lima


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def casos(ctx, numero):
    return [a.caso for a in posibles.posibles(ctx, numero)]


def test_observar_es_un_solo_acto_que_detiene_el_plazo_y_avisa_sin_decir_que_se_pide(ctx, gente):
    numero, _ = fabrica.observado(ctx, gente.mesa)

    e = escritorio.expediente(ctx, numero)
    assert (e.fase, e.vence_el, e.por_recibir) == ("observado", None, False)
    (suya,) = fabrica.filas(ctx, numero)
    assert (suya.clase, suya.ronda, suya.resultado) == ("observacion", 1, "")
    assert [(i.orden, i.texto, i.parte) for i in fabrica.items(ctx, numero)] == [
        (1, "El documento no está firmado.", "principal"),
        (2, "Falta el anexo 2.", ""),
    ]
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert ultimo.datos["items"] == [i.texto for i in DOS]
    assert ultimo.nota == ""
    assert escritorio.correos(ctx)[-1][0] == "observacion"
    assert [p.clase for p in escritorio.plazos(ctx, numero)] == ["atencion", "subsanacion"]
    escritorio.coherente(ctx, numero)


def test_lo_notificado_el_viernes_4_de_diciembre_se_corrige_hasta_el_jueves_10(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-04 10:00:00")
    numero, _ = fabrica.observado(ctx, gente.mesa)

    (suya,) = fabrica.filas(ctx, numero)
    assert (suya.notificada_el, suya.vence_el) == (date(2026, 12, 4), date(2026, 12, 10))


def test_lo_notificado_en_dia_inhabil_cuenta_como_del_siguiente_habil(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-05 10:00:00")
    numero, _ = fabrica.observado(ctx, gente.mesa)

    (suya,) = fabrica.filas(ctx, numero)
    assert (suya.notificada_el, suya.vence_el) == (date(2026, 12, 7), date(2026, 12, 11))


def test_el_plazo_para_corregir_se_alarga_y_no_se_acorta(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-01 10:00:00")
    numero = escritorio.presentado(ctx)

    for dias in (1, 31):
        with pytest.raises(PlazoDeSubsanarInvalido):
            observaciones.observar(gente.mesa, numero, visto=1, items=DOS, dias=dias)
    observaciones.observar(gente.mesa, numero, visto=1, items=DOS, dias=5)

    assert fabrica.filas(ctx, numero)[0].vence_el == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("items", "motivo"),
    [
        ((), "ninguno"),
        ((ItemNuevo("Uno"), ItemNuevo("  ")), "vacio"),
        ((ItemNuevo("Uno"), ItemNuevo("Uno ")), "repetido"),
        (tuple(ItemNuevo(f"N.º {n}") for n in range(21)), "demasiados"),
    ],
)
def test_se_piden_de_una_a_veinte_cosas_distintas(ctx, gente, items, motivo):
    numero = escritorio.presentado(ctx)

    with pytest.raises(ItemsInvalidos) as negativa:
        observaciones.observar(gente.mesa, numero, visto=1, items=items)

    assert negativa.value.facts["motivo"] == motivo
    assert escritorio.visto(ctx, numero) == 1


def test_despues_de_dos_dias_habiles_quien_observa_lo_confirma_y_queda_escrito(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-01 10:00:00")
    numero = escritorio.presentado(ctx)
    reloj.ahora = lima("2026-12-04 00:00:00")
    assert observadas.previo(gente.mesa, numero).fuera_de_plazo

    with pytest.raises(FueraDePlazo):
        observaciones.observar(gente.mesa, numero, visto=1, items=DOS)
    observaciones.observar(gente.mesa, numero, visto=1, items=DOS, fuera_de_plazo=True)

    datos = escritorio.movimientos(ctx, numero)[-1].datos
    assert (datos["limite"], datos["fuera_de_plazo"]) == ("2026-12-03", True)


def test_mientras_esta_observado_no_se_deriva_ni_se_vuelve_a_observar(ctx, gente):
    numero, _ = fabrica.observado(ctx, gente.mesa)

    with pytest.raises(TransicionNoPermitida):
        derivaciones.derivar(gente.mesa, numero, visto=2, responsable=oficinas.LOGISTICA, pedido="atender")
    with pytest.raises(TransicionNoPermitida):
        observaciones.observar(gente.mesa, numero, visto=2, items=DOS)
    assert casos(gente.mesa, numero) == ["prorrogar", "anular"]


def test_la_mesa_observa_una_vez_y_solo_repite_lo_que_no_se_corrigio(ctx, gente):
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    fabrica.subsanar(dueno, numero)
    with pytest.raises(YaObservado):
        observaciones.observar(gente.mesa, numero, visto=3, items=DOS)
    assert casos(gente.mesa, numero)[0] == "juzgar"
    with pytest.raises(ItemsInvalidos):
        observaciones.juzgar(gente.mesa, numero, visto=3, subsanados={})
    fabrica.juzgar(gente.mesa, numero, "bien", "mal")
    bien, mal = fabrica.items(ctx, numero)
    with pytest.raises(YaHecho):
        fabrica.juzgar(gente.mesa, numero, "bien", "bien")

    with pytest.raises(ItemsInvalidos):
        observaciones.repetir(gente.mesa, numero, visto=4, items=(bien.id, mal.id))
    assert "repetir" in casos(gente.mesa, numero)
    observaciones.repetir(gente.mesa, numero, visto=4, items=(mal.id,))

    primera, segunda = fabrica.filas(ctx, numero)
    assert (primera.resultado, segunda.ronda, segunda.clase) == ("subsanada", 2, "observacion")
    assert [(i.texto, i.item_de) for i in fabrica.items(ctx, numero)] == [(mal.texto, mal.id)]
    fabrica.subsanar(dueno, numero)
    fabrica.juzgar(gente.mesa, numero, "mal")
    assert not {"observar", "repetir", "requerir"} & set(casos(gente.mesa, numero))
    with pytest.raises(YaObservado):
        observaciones.repetir(gente.mesa, numero, visto=7, items=(fabrica.items(ctx, numero)[0].id,))
    escritorio.coherente(ctx, numero)


def test_una_oficina_requiere_tambien_una_vez_lo_que_la_mesa_no_vio(ctx, gente):
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    fabrica.subsanar(dueno, numero)
    derivaciones.derivar(gente.mesa, numero, visto=3, responsable=oficinas.LABORATORIO, pedido="atender")

    observaciones.requerir(gente.especialista, numero, visto=4, items=(ItemNuevo("Indique las coordenadas"),))
    assert escritorio.expediente(ctx, numero).fase == "observado"
    fabrica.subsanar(dueno, numero)

    e = escritorio.expediente(ctx, numero)
    assert (e.fase, e.dependencia) == ("en_tramite", oficinas.LABORATORIO)
    assert [f.clase for f in fabrica.filas(ctx, numero)] == ["observacion", "requerimiento"]
    with pytest.raises(YaObservado):
        observaciones.requerir(gente.especialista, numero, visto=None, items=(ItemNuevo("Otra"),))
    escritorio.coherente(ctx, numero)


def test_lo_que_no_se_corrigio_a_tiempo_lo_da_por_no_presentado_una_persona_que_dice_por_que(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-01 10:00:00")
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    reloj.ahora = lima("2026-12-03 23:59:59")
    with pytest.raises(AunEnPlazo):
        observaciones.no_presentar(gente.mesa, numero, visto=2, motivo="No corrigió")
    assert "no_presentar" not in casos(gente.mesa, numero)
    reloj.ahora = lima("2026-12-04 00:00:00")
    with pytest.raises(FaltaMotivo):
        observaciones.no_presentar(gente.mesa, numero, visto=2, motivo=" ")

    assert "no_presentar" in casos(gente.mesa, numero)
    observaciones.no_presentar(gente.mesa, numero, visto=2, motivo="No llegó lo pedido")

    (suya,) = fabrica.filas(ctx, numero)
    assert (suya.resultado, escritorio.expediente(ctx, numero).fase) == ("no_presentada", "no_presentado")
    assert escritorio.correos(ctx)[-1] == ("no_presentada", dueno.actor.correo)
    escritorio.coherente(ctx, numero)
    finales.archivar(gente.mesa, numero, visto=3)


def test_quien_no_tiene_el_expediente_no_pide_nada_y_quien_llega_segundo_lo_sabe(ctx, gente):
    numero = escritorio.presentado(ctx)

    with pytest.raises(NoEncontrado):
        observaciones.observar(gente.logistica, numero, visto=1, items=DOS)
    with pytest.raises(NoAutorizado):
        observaciones.observar(gente.archivo, numero, visto=1, items=DOS)
    observaciones.observar(gente.mesa, numero, visto=1, items=DOS)
    with pytest.raises(EstadoCambio):
        observaciones.observar(gente.mesa, numero, visto=1, items=DOS)


def test_no_se_observa_donde_la_institucion_no_deja_corregir(ctx):
    sin_regreso = tuple(tr for tr in oficinas.institucion().transiciones if tr.accion != "subsanar")
    base = oficinas.publicar(ctx)
    configuracion.publicar(ctx.como(SISTEMA), base.model_copy(update={"transiciones": sin_regreso}), autor="pruebas")
    mesa = ctx.como(oficinas.persona(ctx, "mesa", oficinas.MESA))
    numero = presentaciones.presentar(ctx, cuentas.ciudadano(ctx)).numero

    assert "observar" not in casos(mesa, numero)
    with pytest.raises(TransicionNoPermitida):
        observaciones.observar(mesa, numero, visto=1, items=DOS)
