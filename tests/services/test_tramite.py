from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.db.models import CorreoSalienteRow, CuentaRow, ExpedienteRow, MovimientoRow
from portal.domain.errors import NoAutorizado, NoEncontrado, TransicionNoPermitida
from portal.domain.permisos import Rol
from portal.i18n import explain
from portal.services import actuaciones, configuracion, derivaciones, historia, salidas, tramite
from portal.services.actuaciones import YaHecho
from portal.services.contexto import SISTEMA
from portal.services.tramite import EstadoCambio, FaltaNota, SinPersonal
from tests.factories import cuentas, escritorio, oficinas, presentaciones


@pytest.fixture
def mesa(ctx):
    return ctx.como(cuentas.personal(ctx))


@pytest.fixture
def recibo(ctx):
    return presentaciones.presentar(ctx, cuentas.ciudadano(ctx))


def _pasos(ctx) -> list[tuple[str | None, str, str, str]]:
    with ctx.db.lectura() as session:
        filas = session.scalars(select(MovimientoRow).order_by(MovimientoRow.id)).all()
        return [(m.desde, m.accion, m.hasta, m.nota) for m in filas]


def _correos(ctx) -> list[tuple[str, str, int | None]]:
    with ctx.db.lectura() as session:
        filas = session.scalars(
            select(CorreoSalienteRow).where(CorreoSalienteRow.movimiento_id.is_not(None)).order_by(CorreoSalienteRow.id)
        )
        return [(c.plantilla, c.destinatario, c.movimiento_id) for c in filas]


def test_cada_cambio_agrega_un_movimiento_y_promete_un_correo(ctx, mesa, recibo, reloj):
    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada", nota=" Lo ve OTI ")
    reloj.avanzar(hours=1)
    salidas.atender(ctx.como(oficinas.persona(ctx, "jefe", oficinas.MESA)), recibo.numero, visto=2, nota="Concedido")

    assert _pasos(ctx) == [
        (None, "registrar", "registrada", ""),
        ("registrada", "iniciar", "en_proceso", "Lo ve OTI"),
        ("en_proceso", "atender", "atendida", ""),
    ]
    assert _correos(ctx) == [("cambio_de_estado", recibo.correo, 2), ("respuesta", recibo.correo, 3)]
    with ctx.db.lectura() as session:
        expediente = session.scalars(select(ExpedienteRow)).one()
        assert (expediente.estado, expediente.fase, expediente.movimientos) == ("atendida", "atendido", 3)
        assert historia.intacta(session, expediente.id)


@pytest.mark.parametrize("transicion", ["atender", "rechazar", "derivar_otra_vez", "observar", "anular", "remitir"])
def test_lo_que_pide_mas_que_un_estado_no_se_hace_cambiando_el_estado(ctx, mesa, recibo, transicion):
    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")
    antes = _pasos(ctx)

    with pytest.raises(TransicionNoPermitida):
        tramite.cambiar_estado(mesa, recibo.numero, transicion=transicion, desde="en_proceso", nota="No corresponde")

    assert _pasos(ctx) == antes


@pytest.mark.parametrize("transicion", ["atender", "no_existe", ""])
def test_no_se_salta_pasos_ni_se_inventan(ctx, mesa, recibo, transicion):
    with pytest.raises(TransicionNoPermitida):
        tramite.cambiar_estado(mesa, recibo.numero, transicion=transicion, desde="registrada", nota="x")

    assert len(_pasos(ctx)) == 1


def test_quien_mira_un_estado_viejo_no_cambia_nada(ctx, mesa, recibo):
    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")
    antes = _pasos(ctx), _correos(ctx)

    with pytest.raises(EstadoCambio):
        tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")

    assert (_pasos(ctx), _correos(ctx)) == antes


def test_veinte_personas_a_la_vez_lo_cambian_una_sola_vez(ctx, mesa, recibo):
    def poner(_):
        try:
            tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")
        except EstadoCambio:
            return "estado_cambio"
        return "cambiado"

    with ThreadPoolExecutor(20) as hilos:
        respuestas = list(hilos.map(poner, range(20)))

    assert sorted(respuestas) == ["cambiado"] + ["estado_cambio"] * 19
    assert len(_pasos(ctx)) == 2
    with ctx.db.lectura() as session:
        assert historia.intacta(session, 1)


def test_un_numero_que_no_existe_no_se_cambia(ctx, mesa):
    for numero in ("00777-2026", "", "\x00"):
        with pytest.raises(NoEncontrado):
            tramite.cambiar_estado(mesa, numero, transicion="poner_en_proceso", desde="registrada")


def test_la_nota_se_guarda_limpia_y_con_sus_parrafos(ctx, mesa, recibo):
    nota = "Primero\x00 esto\u202e.\r\n\r\nDespués  aquello." + "x" * 5000

    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada", nota=nota)

    guardada = _pasos(ctx)[-1][3]
    assert guardada.startswith("Primero esto.\n\nDespués aquello.x")
    assert len(guardada) == tramite.LARGO_NOTA
    assert all(c.isprintable() or c == "\n" for c in guardada)
    with ctx.db.lectura() as session:
        assert historia.intacta(session, 1)


def test_una_transicion_es_solo_de_los_roles_que_la_institucion_dijo(ctx):
    igp = configuracion.preset("igp")
    ninguna = tuple(tr.model_copy(update={"roles": (Rol.ADMINISTRADOR,)}) for tr in igp.transiciones)
    configuracion.publicar(ctx.como(SISTEMA), igp.model_copy(update={"transiciones": ninguna}), autor="pruebas")
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    with pytest.raises(TransicionNoPermitida):
        tramite.cambiar_estado(
            ctx.como(cuentas.personal(ctx)), recibo.numero, transicion="poner_en_proceso", desde="registrada"
        )


def test_si_el_correo_no_se_puede_prometer_el_estado_no_cambia(ctx, mesa, recibo, monkeypatch):
    def fallar(*_args, **_kwargs):
        raise OSError("disco lleno")

    with monkeypatch.context() as parche:
        parche.setattr(actuaciones.correos, "encolar", fallar)
        with pytest.raises(OSError, match="disco lleno"):
            tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")

    assert (len(_pasos(ctx)), _correos(ctx)) == (1, [])


def test_el_aviso_va_al_correo_que_hoy_tiene_quien_presento(ctx, mesa):
    rosa = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, rosa)
    with ctx.db.transaction() as session:
        session.get_one(CuentaRow, rosa.cuenta_id).correo = "nueva@ejemplo.pe"

    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")

    assert _correos(ctx) == [("cambio_de_estado", "nueva@ejemplo.pe", 2)]


def test_quien_dejo_la_organizacion_no_se_entera_mas_y_se_entera_el_titular(ctx, mesa):
    org = cuentas.organizacion(ctx)
    recibo = presentaciones.presentar(ctx, org.otra)
    cuentas.salir_de_la_organizacion(ctx, org.otra)

    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")

    assert org.una.correo in {a for _, a, _ in _correos(ctx)}
    assert org.otra.correo not in {a for _, a, _ in _correos(ctx)}


def test_si_no_queda_nadie_el_aviso_va_a_lo_que_se_declaro(ctx, mesa):
    rosa = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, rosa)
    with ctx.db.transaction() as session:
        session.get_one(CuentaRow, rosa.cuenta_id).deshabilitada_at = ctx.reloj()

    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada")

    assert _correos(ctx) == [("cambio_de_estado", rosa.correo, 2)]


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def test_la_jefa_encarga_a_alguien_de_la_oficina_y_lo_retira(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    especialista, ajena = gente.especialista.actor.cuenta_id, gente.logistica.actor.cuenta_id
    assert tramite.encargables(gente.jefa, numero) == {especialista: "Carmen Salas Prado"}

    with pytest.raises(SinPersonal):
        tramite.asignar(gente.jefa, numero, visto=3, cuenta=ajena)
    tramite.asignar(gente.jefa, numero, visto=3, cuenta=especialista, nota="Véalo hoy")
    with pytest.raises(YaHecho) as negativa:
        tramite.asignar(gente.jefa, numero, visto=4, cuenta=especialista)

    assert explain(negativa.value).startswith("Carmen Salas Prado ya hizo «Asignar» el 17/11/2026 10:00.")
    assert escritorio.expediente(ctx, numero).responsable_id == especialista
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.publico, ultimo.interna) == (False, "Véalo hoy")
    assert ultimo.datos == {"cuenta": especialista, "persona": "Carmen Salas Prado"}
    tramite.asignar(gente.jefa, numero, visto=4, cuenta=None)
    assert escritorio.expediente(ctx, numero).responsable_id is None
    escritorio.coherente(ctx, numero)


def test_quitar_a_quien_nadie_puso_no_es_un_acto(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)

    with pytest.raises(TransicionNoPermitida):
        tramite.asignar(gente.jefa, numero, visto=3, cuenta=None)


def test_uno_se_encarga_de_lo_que_nadie_tiene_en_su_oficina(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    with pytest.raises(NoAutorizado):
        tramite.encargarse(gente.mesa, numero, visto=3)
    with pytest.raises(SinPersonal):
        tramite.encargarse(gente.jefa, numero, visto=3)

    tramite.encargarse(gente.especialista, numero, visto=3)
    with pytest.raises(YaHecho):
        tramite.encargarse(gente.especialista, numero, visto=4)

    assert escritorio.destino(ctx, numero).responsable_id == gente.especialista.actor.cuenta_id


def test_al_irse_a_otra_oficina_ya_nadie_lo_tiene_a_su_cargo(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    tramite.encargarse(gente.especialista, numero, visto=3)

    derivaciones.derivar(gente.especialista, numero, visto=4, responsable="logistica", pedido="atender")

    assert escritorio.expediente(ctx, numero).responsable_id is None
    escritorio.coherente(ctx, numero)


@pytest.mark.parametrize(
    ("hechos", "publico"),
    [
        ({"nota": "Se midió", "publico": True}, True),
        ({"nota": "Se midió"}, False),
        ({"interna": "Falta firmar", "publico": True}, False),
    ],
)
def test_un_avance_es_publico_si_se_dice_y_hay_que_leer(ctx, gente, hechos, publico):
    numero = escritorio.en_laboratorio(ctx, gente)

    tramite.avanzar(gente.especialista, numero, visto=3, **hechos)

    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.accion, ultimo.publico) == ("avanzar", publico)
    assert (ultimo.nota, ultimo.interna) == (hechos.get("nota", ""), hechos.get("interna", ""))
    assert ultimo.hasta == "en_proceso"


def test_un_avance_dice_algo_y_solo_lo_anota_quien_lo_tiene(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)

    with pytest.raises(FaltaNota):
        tramite.avanzar(gente.especialista, numero, visto=3, nota=" \n", interna="")
    with pytest.raises(NoEncontrado):
        tramite.avanzar(gente.logistica, numero, visto=3, nota="Algo")
    with pytest.raises(EstadoCambio):
        tramite.avanzar(gente.especialista, numero, visto=2, nota="Algo")
