"""Changing the e-mail of an account: asked, confirmed, cancelled, undone, and what happens when others get there first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.db.models import CorreoSalienteRow, CuentaRow, EnlaceRow
from portal.domain.errors import DatoInvalido, DemasiadosIntentos, PortalError
from portal.domain.permisos import Rol
from portal.services import borradores, cambio_correo, cuentas, enlaces, sesiones, usuarios
from portal.services.cambio_correo import CambioAnulado, CorreoOcupado
from portal.services.contexto import SISTEMA
from portal.services.enlaces import EnlaceNoVigente, EnlaceUsado, EnlaceVencido, Proposito
from portal.services.sesiones import CredencialesInvalidas
from tests.factories.accesos import CLAVE, IP, NATURAL, OTRA_CLAVE, activa, como, fila, token

VIEJO, NUEVO, OTRO = "rosa@example.pe", "rosa.nueva@example.org", "luis@example.pe"


@pytest.fixture
def rosa(ctx):
    activa(ctx)
    return como(ctx, VIEJO)


def enviado(ctx) -> list[tuple[str, str]]:
    """What the outbox holds after the activation: template and address."""
    with ctx.db.lectura() as session:
        filas = session.execute(
            select(CorreoSalienteRow.plantilla, CorreoSalienteRow.destinatario).order_by(CorreoSalienteRow.id)
        )
        return [tuple(f) for f in filas if f.plantilla != "activacion"]


def ultima(ctx, proposito: Proposito, dato: str) -> str:
    """The token of the newest link about that e-mail."""
    with ctx.db.lectura() as session:
        suyo = (EnlaceRow.proposito == proposito) & (EnlaceRow.dato == dato)
        return enlaces.texto(
            ctx, session.scalars(select(EnlaceRow).where(suyo).order_by(EnlaceRow.id.desc()).limit(1)).one()
        )


def cambiar(ctx, yo, nuevo: str = NUEVO, clave: str = CLAVE) -> str:
    """Ask and confirm; the token that undoes it."""
    anterior = yo.actor.correo
    cambio_correo.pedir(yo, nuevo, clave)
    cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, nuevo))
    return ultima(ctx, Proposito.CORREO_ANULAR, anterior)


def resultado(f) -> object:
    try:
        return f()
    except PortalError as negativa:
        return type(negativa)


# --- pedir y confirmar


def test_el_correo_cambia_solo_al_confirmarlo_desde_el_nuevo(ctx, rosa):
    cambio_correo.pedir(rosa, " Rosa.Nueva@EXAMPLE.org", CLAVE)

    assert fila(ctx, VIEJO) is not None
    assert cambio_correo.pendiente(rosa).correo == NUEVO
    assert enviado(ctx) == [("correo_nuevo", NUEVO), ("correo_anular", VIEJO)]

    assert cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO)) == NUEVO

    assert fila(ctx, VIEJO) is None
    assert enviado(ctx)[-1] == ("correo_cambiado", VIEJO)
    assert sesiones.entrar(ctx, NUEVO, CLAVE, ip=IP)
    with pytest.raises(CredencialesInvalidas):
        sesiones.entrar(ctx, VIEJO, CLAVE, ip=IP)


def test_un_dominio_con_enie_se_guarda_como_viaja(ctx, rosa):
    cambio_correo.pedir(rosa, "rosa@Ñandú.pe", CLAVE)

    assert cambio_correo.pendiente(rosa).correo == "rosa@xn--and-6ma2c.pe"


def test_al_confirmar_en_otro_equipo_sigue_abierta_solo_la_sesion_que_lo_pidio(ctx, rosa):
    otra, la_que_pide = token(ctx, VIEJO), token(ctx, VIEJO)
    yo = ctx.como(sesiones.actor_de(ctx, la_que_pide, ip=IP))
    cambio_correo.pedir(yo, NUEVO, CLAVE)

    cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO))

    assert sesiones.actor_de(ctx, otra, ip=IP).rol is Rol.ANONIMO
    assert sesiones.actor_de(ctx, la_que_pide, ip=IP).correo == NUEVO


def test_confirmar_no_abre_de_nuevo_la_sesion_que_pidio_y_salio(ctx, rosa):
    la_que_pide = token(ctx, VIEJO)
    yo = ctx.como(sesiones.actor_de(ctx, la_que_pide, ip=IP))
    cambio_correo.pedir(yo, NUEVO, CLAVE)
    sesiones.salir(yo)

    cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO))

    assert sesiones.actor_de(ctx, la_que_pide, ip=IP).rol is Rol.ANONIMO


def test_al_confirmar_sigue_abierta_solo_la_sesion_desde_la_que_se_confirma(ctx, rosa):
    otra, propia = token(ctx, VIEJO), token(ctx, VIEJO)
    yo = ctx.como(sesiones.actor_de(ctx, propia, ip=IP))
    antes = borradores.abrir(yo).id
    cambio_correo.pedir(yo, NUEVO, CLAVE)

    cambio_correo.confirmar(yo, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO))

    assert sesiones.actor_de(ctx, otra, ip=IP).rol is Rol.ANONIMO
    quien = sesiones.actor_de(ctx, propia, ip=IP)
    assert (quien.correo, quien.cuenta_id) == (NUEVO, yo.actor.cuenta_id)
    assert borradores.abrir(ctx.como(quien)).id == antes


def test_confirmado_desde_otra_cuenta_se_cierran_las_que_no_lo_pidieron(ctx, rosa):
    propia = token(ctx, VIEJO)
    activa(ctx, correo=OTRO)
    ficha_luis = token(ctx, OTRO)
    cambio_correo.pedir(rosa, NUEVO, CLAVE)

    cambio_correo.confirmar(
        ctx.como(sesiones.actor_de(ctx, ficha_luis, ip=IP)), ultima(ctx, Proposito.CORREO_NUEVO, NUEVO)
    )

    assert sesiones.actor_de(ctx, propia, ip=IP).rol is Rol.ANONIMO
    assert sesiones.actor_de(ctx, ficha_luis, ip=IP).correo == OTRO


def test_confirmar_dos_veces_a_la_vez_cambia_una(ctx, rosa):
    cambio_correo.pedir(rosa, NUEVO, CLAVE)
    ficha_ = ultima(ctx, Proposito.CORREO_NUEVO, NUEVO)

    with ThreadPoolExecutor(8) as grupo:
        dichos = list(grupo.map(lambda _: resultado(lambda: cambio_correo.confirmar(ctx, ficha_)), range(8)))

    assert dichos.count(NUEVO) == 1
    assert set(dichos) == {NUEVO, EnlaceUsado}
    assert [p for p, _ in enviado(ctx)].count("correo_cambiado") == 1


@pytest.mark.parametrize(
    ("correo", "clave", "campo", "motivo"),
    [
        (VIEJO.upper(), CLAVE, "correo", "correo_igual"),
        ("no es un correo", CLAVE, "correo", "correo_formato"),
        (NUEVO, "no es esta", "contrasena", "contrasena_actual"),
    ],
)
def test_un_pedido_que_no_vale_no_manda_nada(ctx, rosa, correo, clave, campo, motivo):
    with pytest.raises(DatoInvalido) as e:
        cambio_correo.pedir(rosa, correo, clave)

    assert (e.value.facts["campo"], e.value.facts["motivo"]) == (campo, motivo)
    assert (cambio_correo.pendiente(rosa), enviado(ctx)) == (None, [])


def test_una_sesion_robada_no_adivina_la_clave_pidiendo_cambios(ctx, rosa):
    for _ in range(5):
        assert resultado(lambda: cambio_correo.pedir(rosa, NUEVO, "no es esta")) is DatoInvalido

    assert resultado(lambda: cambio_correo.pedir(rosa, NUEVO, CLAVE)) is DemasiadosIntentos


def test_pedir_muchas_veces_espera(ctx, rosa):
    dichos = [resultado(lambda: cambio_correo.pedir(rosa, NUEVO, CLAVE)) for _ in range(6)]

    assert dichos == [None] * 5 + [DemasiadosIntentos]


def test_el_enlace_vence_al_dia_y_un_pedido_nuevo_mata_al_anterior(ctx, rosa, reloj):
    cambio_correo.pedir(rosa, NUEVO, CLAVE)
    primero = ultima(ctx, Proposito.CORREO_NUEVO, NUEVO)
    cambio_correo.pedir(rosa, OTRO, CLAVE)
    assert resultado(lambda: cambio_correo.confirmar(ctx, primero)) is EnlaceVencido
    reloj.avanzar(hours=24)

    assert resultado(lambda: cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, OTRO))) is EnlaceVencido
    assert cambio_correo.pendiente(rosa) is None


# --- el correo nuevo es de otra cuenta


def test_nada_dice_si_el_correo_nuevo_ya_tiene_cuenta(ctx, rosa):
    activa(ctx, correo=OTRO, nombres="Luis")

    assert cambio_correo.pedir(rosa, OTRO, CLAVE) is None

    assert cambio_correo.pendiente(rosa).correo == OTRO
    assert enviado(ctx) == [("correo_con_cuenta", OTRO), ("correo_anular", VIEJO)]


def test_si_otra_cuenta_activo_ese_correo_mientras_tanto_no_cambia_nada(ctx, rosa):
    cambio_correo.pedir(rosa, NUEVO, CLAVE)
    activa(ctx, correo=NUEVO, nombres="Luis")

    with pytest.raises(CorreoOcupado):
        cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO))

    assert (fila(ctx, VIEJO).nombres, fila(ctx, NUEVO).nombres) == ("Rosa Elvira", "Luis")


def test_un_registro_que_nunca_probo_ese_correo_no_lo_retiene(ctx, rosa):
    cuentas.registrar(ctx, replace(NATURAL, correo=NUEVO, nombres="Ocupa"), ip=IP)
    cambio_correo.pedir(rosa, NUEVO, CLAVE)
    activacion = ultima(ctx, Proposito.ACTIVACION, "")

    cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO))

    assert fila(ctx, NUEVO).nombres == "Rosa Elvira"
    assert resultado(lambda: cuentas.activar(ctx, activacion)) in {EnlaceNoVigente, EnlaceVencido}


def test_dos_cuentas_que_confirman_el_mismo_correo_a_la_vez_no_lo_comparten(ctx, rosa):
    activa(ctx, correo=OTRO, nombres="Luis")
    for yo in (rosa, como(ctx, OTRO)):
        cambio_correo.pedir(yo, NUEVO, CLAVE)
    with ctx.db.lectura() as session:
        filas = session.scalars(select(EnlaceRow).where(EnlaceRow.proposito == Proposito.CORREO_NUEVO)).all()
        fichas = [enlaces.texto(ctx, e) for e in filas]

    with ThreadPoolExecutor(2) as grupo:
        dichos = list(grupo.map(lambda f: resultado(lambda: cambio_correo.confirmar(ctx, f)), fichas))

    assert sorted(map(str, dichos)) == sorted([NUEVO, str(CorreoOcupado)])


# --- cancelar y anular


def test_lo_pendiente_se_cancela_desde_la_cuenta(ctx, rosa):
    cambio_correo.pedir(rosa, NUEVO, CLAVE)

    cambio_correo.cancelar(rosa)
    cambio_correo.cancelar(rosa)

    assert cambio_correo.pendiente(rosa) is None
    assert resultado(lambda: cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO))) is EnlaceVencido


def test_el_correo_viejo_anula_lo_pendiente_sin_cerrar_sesiones(ctx, rosa):
    propia = token(ctx, VIEJO)
    cambio_correo.pedir(rosa, NUEVO, CLAVE)

    assert cambio_correo.anular(ctx, ultima(ctx, Proposito.CORREO_ANULAR, VIEJO)) == CambioAnulado(
        VIEJO, restaurado=False
    )

    assert resultado(lambda: cambio_correo.confirmar(ctx, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO))) is EnlaceVencido
    assert sesiones.actor_de(ctx, propia, ip=IP).rol is Rol.CIUDADANO


def test_el_correo_viejo_deshace_el_cambio_siete_dias_despues(ctx, rosa, reloj):
    anular = cambiar(ctx, rosa)
    abierta = token(ctx, NUEVO)
    reloj.avanzar(days=7)

    assert cambio_correo.anular(ctx, anular) == CambioAnulado(VIEJO, restaurado=True)

    assert sesiones.actor_de(ctx, abierta, ip=IP).rol is Rol.ANONIMO
    assert (
        resultado(lambda: sesiones.entrar(ctx, VIEJO, CLAVE, ip=IP)) is CredencialesInvalidas
    )  # the password ended too
    assert enviado(ctx)[-1] == ("recuperacion", VIEJO)
    cuentas.restablecer(ctx, ultima(ctx, Proposito.RECUPERACION, ""), OTRA_CLAVE)
    assert sesiones.entrar(ctx, VIEJO, OTRA_CLAVE, ip=IP)
    assert resultado(lambda: cambio_correo.anular(ctx, anular)) is EnlaceUsado


def test_a_los_ocho_dias_ya_no_se_deshace(ctx, rosa, reloj):
    anular = cambiar(ctx, rosa)
    reloj.avanzar(days=8)

    assert resultado(lambda: cambio_correo.anular(ctx, anular)) is EnlaceVencido


def test_quien_se_llevo_la_cuenta_no_cierra_el_camino_de_vuelta(ctx, rosa):
    """The thief changes the password and the e-mail again, and then tries to undo what the owner undid."""
    anular = cambiar(ctx, rosa)
    cuentas.cambiar_clave(como(ctx, NUEVO), CLAVE, OTRA_CLAVE)
    del_ladron = cambiar(ctx, como(ctx, NUEVO, OTRA_CLAVE), OTRO, OTRA_CLAVE)
    cuentas.pedir_recuperacion(ctx, OTRO)
    recuperar = ultima(ctx, Proposito.RECUPERACION, "")

    assert cambio_correo.anular(ctx, anular).correo == VIEJO

    assert resultado(lambda: cambio_correo.anular(ctx, del_ladron)) is EnlaceVencido
    assert resultado(lambda: cuentas.restablecer(ctx, recuperar, CLAVE)) is EnlaceVencido
    assert fila(ctx, VIEJO) is not None


def test_anular_y_confirmar_a_la_vez_terminan_en_el_correo_viejo(ctx, rosa):
    cambio_correo.pedir(rosa, NUEVO, CLAVE)
    confirmar, anular = ultima(ctx, Proposito.CORREO_NUEVO, NUEVO), ultima(ctx, Proposito.CORREO_ANULAR, VIEJO)

    with ThreadPoolExecutor(2) as grupo:
        uno = grupo.submit(resultado, lambda: cambio_correo.confirmar(ctx, confirmar))
        otro = grupo.submit(resultado, lambda: cambio_correo.anular(ctx, anular))

    assert (uno.result(), otro.result()) in {
        (NUEVO, CambioAnulado(VIEJO, restaurado=True)), (EnlaceVencido, CambioAnulado(VIEJO, restaurado=False)),
    }  # fmt: skip
    assert fila(ctx, VIEJO) is not None


def test_si_el_correo_viejo_ya_tiene_otra_cuenta_no_se_deshace(ctx, rosa):
    anular = cambiar(ctx, rosa)
    activa(ctx, correo=VIEJO, nombres="Luis")

    assert resultado(lambda: cambio_correo.anular(ctx, anular)) is CorreoOcupado
    assert fila(ctx, NUEVO) is not None


def test_a_una_cuenta_deshabilitada_no_se_le_cambia_nada(ctx, rosa):
    cambio_correo.pedir(rosa, NUEVO, CLAVE)
    usuarios.deshabilitar(ctx.como(SISTEMA), VIEJO)

    for funcion, ficha_ in [
        (cambio_correo.confirmar, ultima(ctx, Proposito.CORREO_NUEVO, NUEVO)),
        (cambio_correo.anular, ultima(ctx, Proposito.CORREO_ANULAR, VIEJO)),
    ]:
        with pytest.raises(EnlaceNoVigente):
            funcion(ctx, ficha_)
    with ctx.db.lectura() as session:
        assert session.scalars(select(CuentaRow.correo)).all() == [VIEJO]
