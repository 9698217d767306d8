"""Signing in, the ticket, the session row and its ends."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from streamlit_authenticator import Hasher

from portal.adapters.credenciales import Autenticador
from portal.db.models import BoletoRow, CuentaRow, SesionRow
from portal.domain.errors import DemasiadosIntentos, NoEncontrado, PortalError
from portal.domain.permisos import Rol
from portal.i18n import explain
from portal.services import cuentas, mis_sesiones, sesiones, usuarios
from portal.services.contexto import SISTEMA, Actor
from portal.services.sesiones import BoletoInvalido, CredencialesInvalidas, CuentaNoActivada, Plazo
from tests.factories.accesos import CLAVE, IP, NATURAL, OTRA_CLAVE, activa, como, fila, personal, token

CORREO = "rosa@example.pe"
OTRA_IP = "198.51.100.20"


@pytest.fixture
def rosa(ctx):
    activa(ctx)
    return ctx


def negativa(f: Callable[[], object]) -> PortalError:
    with pytest.raises(PortalError) as e:
        f()
    return e.value


def fallar(ctx, veces: int, *, ip: str = IP, correo: str = CORREO) -> None:
    for _ in range(veces):
        assert isinstance(negativa(lambda: sesiones.entrar(ctx, correo, "no es", ip=ip)), CredencialesInvalidas)


# --- entrar


def test_ingresar_da_la_sesion_de_la_persona(rosa):
    actor = como(rosa, " ROSA@example.pe ").actor

    assert (actor.rol, actor.correo, actor.nombre, actor.ip) == (
        Rol.CIUDADANO, CORREO, "Rosa Elvira Huamán Ñaupari", IP,
    )  # fmt: skip
    assert actor.cuenta_id == fila(rosa, CORREO).id


def test_el_rol_es_el_de_la_fila(ctx):
    assert [a.rol for a in personal(ctx, Rol.MESA).actor.asignaciones] == [Rol.MESA]


def test_desconocido_equivocado_y_deshabilitado_reciben_las_mismas_palabras(rosa):
    activa(rosa, correo="baja@example.pe")
    usuarios.deshabilitar(rosa.como(SISTEMA), "baja@example.pe")

    dichas = [
        negativa(lambda c=correo, k=clave: sesiones.entrar(rosa, c, k, ip=IP))
        for correo, clave in [
            (CORREO, "otra cosa"), ("nadie@example.pe", CLAVE), ("baja@example.pe", CLAVE), ("no es un correo", CLAVE),
            ("\ud800@example.pe", CLAVE), ("rosa\x00@example.pe", CLAVE), ("", ""),
            (CORREO, "x" * 100_000),
        ]
    ]  # fmt: skip

    assert {(type(n), explain(n)) for n in dichas} == {(CredencialesInvalidas, explain(dichas[0]))}


def test_un_correo_desconocido_cuesta_lo_mismo_que_uno_conocido(rosa, reloj, monkeypatch):
    lento = replace(rosa, credenciales=Autenticador(b"pimienta"))
    lento.credenciales.calentar()
    with rosa.db.transaction() as session:
        session.get_one(CuentaRow, fila(rosa, CORREO).id).clave = lento.credenciales.cifrar(CLAVE)

    fallar(rosa, 1, correo="primero@example.pe")  # the address has its row
    costos: list[str] = []
    original = Hasher.check_pw
    monkeypatch.setattr(Hasher, "check_pw", lambda c, clave: costos.append(clave[:7]) or original(c, clave))
    ordenes: list[str] = []
    event.listen(rosa.db.engine, "before_cursor_execute", lambda *a: ordenes.append(a[2].split()[0]))

    hecho = []
    for correo in (CORREO, "nadie@example.pe"):
        reloj.avanzar(seconds=1)
        ordenes.clear()
        negativa(lambda c=correo: sesiones.entrar(lento, c, "no es", ip=IP))
        hecho.append(list(ordenes))

    assert costos == ["$2b$12$", "$2b$12$"]
    assert hecho[0] == hecho[1]


def test_una_cuenta_sin_activar_se_explica_solo_a_quien_sabe_la_clave(ctx):
    cuentas.registrar(ctx, NATURAL, ip=IP)

    assert isinstance(negativa(lambda: sesiones.entrar(ctx, CORREO, "otra", ip=IP)), CredencialesInvalidas)
    assert isinstance(negativa(lambda: sesiones.entrar(ctx, CORREO, CLAVE, ip=IP)), CuentaNoActivada)


def test_la_misma_clave_escrita_en_otro_teclado_vale(rosa):
    assert sesiones.entrar(rosa, CORREO, CLAVE.replace("í", "i\u0301"), ip=IP)


# --- demoras


def test_tras_cinco_fallos_la_espera_crece_y_el_acierto_la_borra(rosa, reloj):
    fallar(rosa, 5)

    assert negativa(lambda: sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)).facts == {"segundos": 5}
    reloj.avanzar(seconds=5)
    fallar(rosa, 1)
    assert negativa(lambda: sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)).facts == {"segundos": 10}
    reloj.avanzar(seconds=10)
    assert sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)
    fallar(rosa, 5)


def test_la_espera_no_pasa_de_quince_minutos_y_no_crece_mientras_se_espera(rosa, reloj):
    fallar(rosa, 5)
    for _ in range(12):
        espera = negativa(lambda: sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)).facts["segundos"]
        assert negativa(lambda: sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)).facts["segundos"] == espera
        reloj.avanzar(seconds=espera)
        fallar(rosa, 1)

    assert espera == 900


def test_veinte_adivinanzas_en_paralelo_no_pasan_de_cinco(rosa):
    def probar(_):
        return type(negativa(lambda: sesiones.entrar(rosa, CORREO, "no es", ip=IP)))

    with ThreadPoolExecutor(20) as grupo:
        dichas = list(grupo.map(probar, range(20)))

    assert dichas.count(CredencialesInvalidas) == 5
    assert dichas.count(DemasiadosIntentos) == 15


def test_los_fallos_ajenos_no_impiden_entrar_desde_una_direccion_limpia(rosa):
    for n in range(30):
        fallar(rosa, 1, ip=f"192.0.2.{n}")

    assert sesiones.entrar(rosa, CORREO, CLAVE, ip=OTRA_IP)


def test_bajo_ataque_desde_muchas_partes_cada_direccion_tiene_un_solo_intento(rosa):
    for n in range(20):
        fallar(rosa, 1, ip=f"192.0.2.{n}")

    fallar(rosa, 1, ip=OTRA_IP)
    assert isinstance(negativa(lambda: sesiones.entrar(rosa, CORREO, CLAVE, ip=OTRA_IP)), DemasiadosIntentos)


def test_una_direccion_que_prueba_muchas_cuentas_espera(rosa):
    for n in range(30):
        fallar(rosa, 1, correo=f"p{n}@example.pe")

    assert isinstance(negativa(lambda: sesiones.entrar(rosa, "otro@example.pe", "x", ip=IP)), DemasiadosIntentos)
    assert sesiones.entrar(rosa, CORREO, CLAVE, ip=OTRA_IP)


def test_cuarenta_ingresos_correctos_de_una_oficina_no_cansan_a_su_direccion(rosa):
    for _ in range(40):
        assert sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)


# --- boleto


def test_el_boleto_se_canjea_una_sola_vez_aun_en_paralelo(rosa):
    boleto = sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)

    def canjear(_):
        try:
            return sesiones.canjear(rosa, boleto)
        except BoletoInvalido:
            return None

    with ThreadPoolExecutor(12) as grupo:
        dados = [dado for dado in grupo.map(canjear, range(12)) if dado]

    assert len(dados) == 1
    assert sesiones.actor_de(rosa, dados[0], ip=IP).correo == CORREO


def test_el_boleto_vence_al_minuto(rosa, reloj):
    boleto = sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)
    reloj.avanzar(seconds=60)

    assert isinstance(negativa(lambda: sesiones.canjear(rosa, boleto)), BoletoInvalido)


@pytest.mark.parametrize("boleto", ["", "x", "á", "x" * 10_000])
def test_un_boleto_inventado_no_abre_nada(ctx, boleto):
    assert isinstance(negativa(lambda: sesiones.canjear(ctx, boleto)), BoletoInvalido)


def test_un_boleto_pendiente_muere_si_cambia_la_clave(rosa):
    yo = como(rosa, CORREO)
    boleto = sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)

    cuentas.cambiar_clave(yo, CLAVE, OTRA_CLAVE)

    assert isinstance(negativa(lambda: sesiones.canjear(rosa, boleto)), BoletoInvalido)


def test_en_la_base_solo_hay_huellas(rosa):
    boleto = sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)
    with rosa.db.lectura() as session:
        assert boleto not in session.scalars(select(BoletoRow.huella)).all()
        assert session.scalars(select(SesionRow.huella)).all() == [None]

    ficha = sesiones.canjear(rosa, boleto)

    with rosa.db.lectura() as session:
        [huella] = session.scalars(select(SesionRow.huella)).all()
    assert len(huella) == 64
    assert huella != ficha


# --- la sesión


@pytest.mark.parametrize("cookie", [None, "", "inventada", "á" * 40, "x" * 5000, "\ud800"])
def test_sin_una_cookie_nuestra_no_hay_nadie(rosa, cookie):
    assert sesiones.actor_de(rosa, cookie, ip=IP) == Actor(ip=IP)


def test_la_cookie_copiada_no_sirve_despues_de_salir(rosa):
    ficha = token(rosa, CORREO)
    sesiones.salir(rosa.como(sesiones.actor_de(rosa, ficha, ip=IP)))

    assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.ANONIMO
    assert sesiones.actor_de(rosa, ficha, ip=OTRA_IP).rol is Rol.ANONIMO


def test_salir_de_todas_cierra_cada_navegador(rosa):
    fichas = [token(rosa, CORREO, ip=ip) for ip in (IP, OTRA_IP)]
    yo = rosa.como(sesiones.actor_de(rosa, fichas[0], ip=IP))
    assert [s.esta for s in mis_sesiones.abiertas(yo)] == [False, True]

    sesiones.salir_de_todas(yo)

    assert [sesiones.actor_de(rosa, f, ip=IP).rol for f in fichas] == [Rol.ANONIMO, Rol.ANONIMO]
    assert mis_sesiones.abiertas(yo) == ()


def test_una_cuenta_deshabilitada_queda_fuera_en_su_siguiente_paso(rosa):
    ficha = token(rosa, CORREO)

    usuarios.deshabilitar(rosa.como(SISTEMA), CORREO)

    assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.ANONIMO


def test_la_sesion_acaba_tras_una_hora_quieta(rosa, reloj):
    ficha = token(rosa, CORREO)
    reloj.avanzar(minutes=59, seconds=59)
    assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.CIUDADANO
    reloj.avanzar(minutes=60)

    assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.ANONIMO


def test_la_sesion_acaba_a_las_ocho_horas_aunque_se_use(rosa, reloj):
    ficha = token(rosa, CORREO)
    for _ in range(15):
        reloj.avanzar(minutes=30)
        assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.CIUDADANO
    reloj.avanzar(minutes=30)

    assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.ANONIMO


def test_el_uso_se_anota_a_lo_mas_una_vez_por_minuto(rosa, reloj):
    yo = como(rosa, CORREO)
    ficha = token(rosa, CORREO)
    vistas = []
    for _ in range(6):
        reloj.avanzar(seconds=25)
        yo = rosa.como(sesiones.actor_de(rosa, ficha, ip=IP))
        vistas.append(next(s.vista_at for s in mis_sesiones.abiertas(yo) if s.esta))

    assert len(set(vistas)) == 3


def test_la_guardia_es_una_sola_consulta_por_indice(rosa):
    ficha = token(rosa, CORREO)
    ordenes: list[str] = []
    event.listen(rosa.db.engine, "before_cursor_execute", lambda *a: ordenes.append(a[2].split()[0]))

    sesiones.actor_de(rosa, ficha, ip=IP)

    assert [orden for orden in ordenes if orden not in {"SET", "BEGIN"}] == ["SELECT"]


def test_cuanto_le_queda_a_la_sesion_y_mirarlo_no_la_usa(rosa, reloj):
    ficha = token(rosa, CORREO)
    yo = rosa.como(sesiones.actor_de(rosa, ficha, ip=IP))
    assert sesiones.plazo(yo).quedan == timedelta(minutes=60)
    reloj.avanzar(minutes=50)
    assert sesiones.plazo(yo).quedan == timedelta(minutes=10)
    assert sesiones.actor_de(rosa, ficha, ip=IP, usa=False).rol is Rol.CIUDADANO
    assert sesiones.plazo(yo) == Plazo(timedelta(minutes=10), timedelta(minutes=60))
    for _ in range(9):
        sesiones.actor_de(rosa, ficha, ip=IP)
        reloj.avanzar(minutes=45)

    assert sesiones.plazo(yo) == Plazo(timedelta(minutes=15), timedelta(minutes=60))
    reloj.avanzar(hours=1)
    assert sesiones.plazo(yo).quedan == timedelta(0)


def test_quien_pide_seguir_tiene_una_hora_mas_hasta_un_dia_despues_de_ingresar(rosa, reloj):
    ficha = token(rosa, CORREO)
    yo = rosa.como(sesiones.actor_de(rosa, ficha, ip=IP))
    for _ in range(24):
        reloj.avanzar(minutes=56)
        assert sesiones.seguir(yo).quedan == timedelta(minutes=60)
        assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.CIUDADANO

    reloj.avanzar(minutes=56)
    assert sesiones.seguir(yo).quedan == timedelta(minutes=40)
    reloj.avanzar(minutes=35)  # 23:55 after signing in
    assert sesiones.seguir(yo) == Plazo(timedelta(minutes=5), timedelta(minutes=5))
    reloj.avanzar(minutes=5)
    assert sesiones.actor_de(rosa, ficha, ip=IP).rol is Rol.ANONIMO


def test_la_lista_dice_desde_que_navegador(rosa):
    sesiones.canjear(rosa, sesiones.entrar(rosa, CORREO, CLAVE, ip=IP), agente="Mozilla/5.0\x00\n (X11)" + " x" * 500)

    [suya] = mis_sesiones.abiertas(como(rosa, CORREO))[1:]

    assert suya.agente.startswith("Mozilla/5.0 (X11) x")
    assert len(suya.agente) <= 200


def test_se_cierra_una_sesion_propia_y_nunca_una_ajena(rosa):
    fichas = [token(rosa, CORREO, ip=ip) for ip in (IP, OTRA_IP)]
    yo, otra = (rosa.como(sesiones.actor_de(rosa, ficha, ip=IP)) for ficha in fichas)
    activa(rosa, correo="luis@example.pe")
    luis = como(rosa, "luis@example.pe")

    assert isinstance(negativa(lambda: mis_sesiones.cerrar(luis, otra.actor.sesion_id)), NoEncontrado)
    mis_sesiones.cerrar(yo, otra.actor.sesion_id)

    assert [sesiones.actor_de(rosa, f, ip=IP).rol for f in fichas] == [Rol.CIUDADANO, Rol.ANONIMO]
    assert [s.esta for s in mis_sesiones.abiertas(yo)] == [True]


def test_limpiar_borra_boletos_vencidos_y_sesiones_de_hace_un_mes(rosa, reloj):
    sesiones.entrar(rosa, CORREO, CLAVE, ip=IP)
    reloj.avanzar(minutes=2)
    assert sesiones.limpiar(rosa.como(SISTEMA)) == 0
    reloj.avanzar(days=31)

    assert sesiones.limpiar(rosa.como(SISTEMA)) == 1
    with rosa.db.lectura() as session:
        assert session.scalar(select(func.count()).select_from(BoletoRow)) == 0
