from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import NoAutorizado, NoEncontrado, TransicionNoPermitida
from portal.i18n import explain
from portal.services import atenciones, configuracion, correos, correos_vistos, derivaciones
from portal.services.actuaciones import EstadoCambio, FaltaMotivo, YaHecho
from portal.services.contexto import SISTEMA
from portal.services.derivaciones import DerivacionInvalida, PedidoDeAtencion
from tests.factories import cuentas, escritorio, oficinas
from tests.factories.oficinas import DIRECCION, LABORATORIO, LOGISTICA, MESA, TURNO


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


@pytest.fixture
def numero(ctx, gente):
    return escritorio.presentado(ctx)


def derivar(quien, numero, *, responsable=LABORATORIO, visto=None, **cambios):
    datos = {"pedido": "atender", "proveido": "Para su atención"} | cambios
    derivaciones.derivar(quien, numero, visto=visto, responsable=responsable, **datos)


def test_recibir_en_la_mesa_es_publico_y_queda_con_quien_y_cuando(ctx, gente, numero, reloj):
    reloj.avanzar(minutes=5)

    derivaciones.recibir(gente.mesa, numero, visto=1)

    ultimo, suyo = escritorio.movimientos(ctx, numero)[-1], escritorio.destino(ctx, numero)
    assert (ultimo.accion, ultimo.publico, ultimo.dependencia) == ("recibir", True, MESA)
    assert ultimo.datos == {"destino": suyo.id, "tipo": "responsable", "oficina": "Mesa de Partes"}
    assert (suyo.recibido_at, suyo.recibido_por) == (reloj(), gente.mesa.actor.cuenta_id)
    assert escritorio.expediente(ctx, numero).estado == "registrada"
    escritorio.coherente(ctx, numero)


def test_recibir_otra_vez_dice_quien_lo_recibio_y_cuando(ctx, gente, numero):
    derivaciones.recibir(gente.mesa, numero, visto=1)

    for visto in (1, 2, None):
        with pytest.raises(YaHecho) as negativa:
            derivaciones.recibir(gente.archivo, numero, visto=visto)
        assert explain(negativa.value) == (
            "Carmen Salas Prado ya hizo «Recibir» el 17/11/2026 10:00. No se cambió nada."
        )

    assert escritorio.visto(ctx, numero) == 2


def test_derivar_lleva_el_expediente_a_la_oficina_y_lo_dice_sin_el_proveido(ctx, gente, numero, reloj):
    derivaciones.recibir(gente.mesa, numero)
    reloj.avanzar(hours=1)

    derivar(gente.mesa, numero, visto=2, dias=5, nota="Lo verá el laboratorio")

    e, (antes, suyo) = escritorio.expediente(ctx, numero), escritorio.destinos(ctx, numero)
    assert (e.dependencia, e.por_recibir, e.estado, e.responsable_id) == (LABORATORIO, True, "en_proceso", None)
    assert (antes.cierre, antes.cerrado_at, antes.cerrado_por) == ("derivado", reloj(), gente.mesa.actor.cuenta_id)
    assert (suyo.origen, suyo.tipo, suyo.pedido, suyo.proveido) == (MESA, "responsable", "atender", "Para su atención")
    assert suyo.vence_el == date(2026, 11, 24)
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.nota, ultimo.interna, ultimo.publico) == ("Lo verá el laboratorio", "Para su atención", True)
    assert (ultimo.dependencia, suyo.movimiento_id) == (MESA, ultimo.id)
    assert ultimo.datos == {
        "responsable": LABORATORIO,
        "oficina": "Laboratorio de Sismología",
        "pedido": "atender",
        "vence": "2026-11-24",
        "copias": [],
        "atenciones": [],
    }
    assert escritorio.correos(ctx) == [("oficina_recibe", "laboratorio@igp.example")]
    escritorio.coherente(ctx, numero)


def test_derivar_sin_haber_recibido_lo_da_por_recibido(ctx, gente, numero, reloj):
    derivar(gente.mesa, numero, visto=1)

    primero = escritorio.destinos(ctx, numero)[0]
    assert (primero.recibido_at, primero.recibido_por) == (reloj(), gente.mesa.actor.cuenta_id)
    assert [m.accion for m in escritorio.movimientos(ctx, numero)] == ["registrar", "derivar"]


def test_copias_y_pedidos_salen_cada_uno_con_su_plazo_y_el_expediente_se_queda(ctx, gente):
    numero, copia, pedido = escritorio.con_copia_y_pedido(ctx, gente)

    assert escritorio.expediente(ctx, numero).dependencia == LABORATORIO
    por_tipo = {d.id: d for d in escritorio.destinos(ctx, numero)}
    assert (por_tipo[copia].dependencia, por_tipo[copia].vence_el) == (DIRECCION, None)
    assert (por_tipo[pedido].dependencia, por_tipo[pedido].vence_el) == (LOGISTICA, date(2026, 11, 26))
    (plazo,) = [p for p in escritorio.plazos(ctx, numero) if p.clase == "pedido"]
    assert (plazo.destino_id, plazo.dependencia, plazo.cantidad) == (pedido, LOGISTICA, 7)
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.publico, ultimo.interna) == (False, "Informe de costos")
    assert ultimo.datos["atenciones"] == [{"dependencia": LOGISTICA, "pedido": "informe", "vence": "2026-11-26"}]
    assert escritorio.correos(ctx)[-1] == ("oficina_recibe", "logistica@igp.example")
    escritorio.coherente(ctx, numero)


def test_un_pedido_sin_plazo_usual_tiene_el_de_la_institucion(ctx, gente, numero):
    derivar(
        gente.mesa, numero, atenciones=(PedidoDeAtencion(LOGISTICA, "evaluar"), PedidoDeAtencion(TURNO, "informe", 2))
    )

    plazos = {d.dependencia: d.vence_el for d in escritorio.destinos(ctx, numero) if d.tipo == "atencion"}
    assert plazos == {LOGISTICA: date(2026, 11, 26), TURNO: date(2026, 11, 19)}


@pytest.mark.parametrize(
    ("cambios", "motivo"),
    [
        ({"responsable": None}, "sin_destino"),
        ({"responsable": MESA}, "misma"),
        ({"responsable": "no_existe"}, "inactiva"),
        ({"copias": (LABORATORIO,)}, "repetida"),
        ({"pedido": "bailar"}, "pedido"),
        ({"dias": 0}, "dias"),
    ],
)
def test_lo_que_no_se_puede_derivar_no_cambia_nada(ctx, gente, numero, cambios, motivo):
    with pytest.raises(DerivacionInvalida) as negativa:
        derivar(gente.mesa, numero, **cambios)

    assert negativa.value.facts["motivo"] == motivo
    assert explain(negativa.value).endswith("No se envió nada.")
    assert (escritorio.visto(ctx, numero), len(escritorio.destinos(ctx, numero))) == (1, 1)


def test_no_se_pide_lo_mismo_a_una_oficina_que_aun_no_responde(ctx, gente):
    numero, _copia, pedido = escritorio.con_copia_y_pedido(ctx, gente)
    otra_vez = {"responsable": None, "atenciones": (PedidoDeAtencion(LOGISTICA, "opinion"),)}

    with pytest.raises(DerivacionInvalida) as negativa:
        derivar(gente.especialista, numero, **otra_vez)
    with pytest.raises(DerivacionInvalida):
        derivar(gente.especialista, numero, responsable=None, copias=(DIRECCION,))
    assert negativa.value.facts == {"motivo": "pendiente", "oficina": "Oficina de Logística"}

    atenciones.informar(gente.logistica, numero, destino_id=pedido, respuesta="Cuesta mil soles")
    derivar(gente.especialista, numero, **otra_vez)
    assert len([d for d in escritorio.destinos(ctx, numero) if d.tipo == "atencion"]) == 2


def test_quien_mira_algo_viejo_se_entera_de_quien_hizo_que_y_cuando(ctx, gente, numero):
    derivaciones.recibir(gente.mesa, numero)

    with pytest.raises(EstadoCambio) as negativa:
        derivar(gente.mesa, numero, visto=1)

    assert explain(negativa.value) == (
        "El expediente cambió mientras lo miraba: Carmen Salas Prado hizo «Recibir» el 17/11/2026 10:00. "
        "No se cambió nada. Revise cómo quedó."
    )


def test_el_expediente_de_otra_oficina_es_como_uno_que_no_existe(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)

    for quien, cual in ((gente.logistica, numero), (gente.logistica, "99999-2026")):
        with pytest.raises(NoEncontrado):
            derivar(quien, cual, responsable=MESA)
        with pytest.raises(NoEncontrado):
            derivaciones.recibir(quien, cual)


def test_quien_solo_lo_vio_pasar_no_lo_deriva(ctx, gente):
    numero, _, pedido = escritorio.con_copia_y_pedido(ctx, gente)

    with pytest.raises(NoAutorizado):
        derivar(gente.logistica, numero, responsable=MESA)
    with pytest.raises(NoAutorizado):
        atenciones.informar(gente.especialista, numero, destino_id=pedido, respuesta="Yo lo hago")


def test_devolver_regresa_a_quien_lo_envio_y_nunca_va_y_viene(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    derivar(gente.especialista, numero, responsable=LOGISTICA)

    derivaciones.devolver(gente.logistica, numero, visto=None, motivo="No es de logística")

    antes, suyo = escritorio.destinos(ctx, numero)[-2:]
    assert (antes.cierre, antes.recibido_at, antes.respuesta) == ("devuelto", None, "No es de logística")
    assert (suyo.dependencia, suyo.origen, suyo.proveido) == (LABORATORIO, MESA, "No es de logística")
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.publico, ultimo.dependencia, ultimo.datos["a"]) == (False, LOGISTICA, LABORATORIO)
    assert escritorio.correos(ctx)[-1] == ("oficina_devuelta", "laboratorio@igp.example")
    escritorio.coherente(ctx, numero)

    derivaciones.devolver(gente.especialista, numero, visto=None, motivo="Ni del laboratorio")
    assert escritorio.expediente(ctx, numero).dependencia == MESA
    with pytest.raises(TransicionNoPermitida):
        derivaciones.devolver(gente.mesa, numero, visto=None, motivo="Afuera")
    escritorio.coherente(ctx, numero)


def test_devolver_dice_por_que(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)

    with pytest.raises(FaltaMotivo):
        derivaciones.devolver(gente.especialista, numero, visto=None, motivo=" ")


def test_lo_que_envio_una_oficina_que_ya_no_existe_se_devuelve_a_la_mesa(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    derivar(gente.especialista, numero, responsable=LOGISTICA)
    arbol = tuple(d.model_copy(update={"activa": d.id != LABORATORIO}) for d in oficinas.ARBOL)
    oficinas.publicar(ctx, dependencias=arbol)

    derivaciones.devolver(gente.logistica, numero, visto=None, motivo="No es de logística")

    assert escritorio.expediente(ctx, numero).dependencia == MESA


def test_una_oficina_responde_lo_que_se_le_pidio_una_sola_vez(ctx, gente, reloj):
    numero, _, pedido = escritorio.con_copia_y_pedido(ctx, gente)
    reloj.avanzar(days=1)

    with pytest.raises(FaltaMotivo):
        atenciones.informar(gente.logistica, numero, destino_id=pedido, respuesta="")
    atenciones.informar(gente.logistica, numero, destino_id=pedido, respuesta="Cuesta mil soles")
    with pytest.raises(YaHecho):
        atenciones.informar(gente.logistica, numero, destino_id=pedido, respuesta="Cuesta dos mil")

    suyo = escritorio.destino(ctx, numero, "atencion")
    assert (suyo.cierre, suyo.respuesta, suyo.recibido_at, suyo.cerrado_at) == (
        "atendido", "Cuesta mil soles", reloj(), reloj(),
    )  # fmt: skip
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.accion, ultimo.publico, ultimo.interna) == ("informar", False, "Cuesta mil soles")
    assert (ultimo.dependencia, ultimo.datos["pedido"]) == (LOGISTICA, "informe")
    assert [p.cerrado_at for p in escritorio.plazos(ctx, numero) if p.clase == "pedido"] == [reloj()]
    assert escritorio.correos(ctx)[-1] == ("oficina_informada", "laboratorio@igp.example")
    assert escritorio.expediente(ctx, numero).dependencia == LABORATORIO
    escritorio.coherente(ctx, numero)


def test_una_copia_se_recibe_y_se_toma_conocimiento(ctx, gente):
    numero, copia, pedido = escritorio.con_copia_y_pedido(ctx, gente)

    derivaciones.recibir(gente.jefa, numero, destino_id=copia)
    with pytest.raises(YaHecho):
        derivaciones.recibir(gente.jefa, numero, destino_id=copia)
    atenciones.enterarse(gente.jefa, numero, destino_id=copia)

    suyo = escritorio.destino(ctx, numero, "copia")
    assert (suyo.cierre, suyo.recibido_por) == ("enterado", gente.jefa.actor.cuenta_id)
    assert not any(m.publico for m in escritorio.movimientos(ctx, numero)[-2:])
    with pytest.raises(TransicionNoPermitida):
        atenciones.enterarse(gente.logistica, numero, destino_id=pedido)
    escritorio.coherente(ctx, numero)


def test_un_pedido_que_no_corresponde_se_devuelve_y_el_expediente_sigue_donde_esta(ctx, gente):
    numero, copia, pedido = escritorio.con_copia_y_pedido(ctx, gente)

    derivaciones.devolver(gente.logistica, numero, visto=None, motivo="Pídalo a Contabilidad", destino_id=pedido)

    assert escritorio.destino(ctx, numero, "atencion").cierre == "devuelto"
    assert escritorio.expediente(ctx, numero).dependencia == LABORATORIO
    with pytest.raises(TransicionNoPermitida):
        derivaciones.devolver(gente.jefa, numero, visto=None, motivo="No", destino_id=copia)
    escritorio.coherente(ctx, numero)


def test_el_destino_de_otro_expediente_no_existe(ctx, gente):
    _, copia, _ = escritorio.con_copia_y_pedido(ctx, gente)
    otro = escritorio.en_laboratorio(ctx, gente)

    for destino in (copia, 9999):
        with pytest.raises(NoEncontrado):
            atenciones.enterarse(gente.jefa, otro, destino_id=destino)


def test_los_correos_a_las_oficinas_llevan_el_numero_y_nada_de_lo_presentado(ctx, gente):
    numero, _, pedido = escritorio.con_copia_y_pedido(ctx, gente)
    atenciones.informar(gente.logistica, numero, destino_id=pedido, respuesta="Cuesta mil soles")
    while correos.enviar_pendientes(ctx.como(SISTEMA), None):
        pass

    admin = ctx.como(cuentas.personal(ctx, cuentas.Rol.ADMINISTRADOR))
    de_oficina = [c for c in correos_vistos.correos_recientes(admin).correos if c.plantilla.startswith("oficina_")]
    textos = [correos_vistos.ver_correo(admin, c.id).texto for c in de_oficina]
    assert {c.estado for c in de_oficina} == {"capturado"}
    assert [c.asunto for c in de_oficina] == [
        f"Respondieron lo que su oficina pidió en el expediente {numero}",
        f"Llegó a su oficina el expediente {numero}",
        f"Llegó a su oficina el expediente {numero}",
    ]
    assert (
        "Otra oficina lo tiene a cargo y le pide: Informe. Tiene hasta el jueves 26 de noviembre de 2026." in textos[1]
    )
    assert all(f"http://localhost:8501/expediente?expediente={numero}" in texto for texto in textos)
    assert not any(palabra in " ".join(textos) for palabra in ("sísmica", "Quispe", "mil soles", "Vea", "ficha"))


def test_sin_transicion_de_la_institucion_la_mesa_no_deriva_lo_registrado(ctx, gente):
    igp = oficinas.institucion()
    sin = tuple(tr for tr in igp.transiciones if tr.accion != "derivar")
    configuracion.publicar(ctx.como(SISTEMA), igp.model_copy(update={"transiciones": sin}), autor="pruebas")
    numero = escritorio.presentado(ctx)

    with pytest.raises(TransicionNoPermitida):
        derivar(gente.mesa, numero)
