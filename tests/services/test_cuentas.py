"""Registration, activation, recovery and change of password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select
from streamlit_authenticator import Hasher

from portal.adapters.credenciales import Autenticador
from portal.db.models import AceptacionRow, AdministradoRow, CorreoSalienteRow, CuentaRow, MiembroRow
from portal.domain.errors import (
    DatoInvalido,
    DatosInvalidos,
    DemasiadosIntentos,
    NoAutorizado,
    PortalError,
    SesionRequerida,
)
from portal.domain.permisos import Rol
from portal.i18n import explain
from portal.services import cuentas, enlaces, sesiones, usuarios
from portal.services.contexto import SISTEMA
from portal.services.enlaces import EnlaceNoVigente, EnlaceUsado, EnlaceVencido, EstadoEnlace, Proposito
from tests.factories.accesos import CLAVE, IP, JURIDICA, NATURAL, OTRA_CLAVE, activa, como, ficha, fila, token


def correos(ctx) -> list[tuple[str, str]]:
    with ctx.db.lectura() as session:
        filas = session.execute(
            select(CorreoSalienteRow.plantilla, CorreoSalienteRow.destinatario).order_by(CorreoSalienteRow.id)
        )
        return [tuple(f) for f in filas]


def cuantas(ctx, tabla) -> int:
    with ctx.db.lectura() as session:
        return session.scalar(select(func.count()).select_from(tabla))


def resultado(f) -> object:
    try:
        return f()
    except PortalError as negativa:
        return type(negativa)


def en_paralelo(veces, f) -> list[object]:
    with ThreadPoolExecutor(veces) as grupo:
        return [tarea.result() for tarea in [grupo.submit(resultado, partial(f, i)) for i in range(veces)]]


# --- registrar


def test_una_persona_se_registra_activa_su_cuenta_e_ingresa(ctx):
    assert cuentas.registrar(ctx, NATURAL, ip=IP) is None
    assert correos(ctx) == [("activacion", "rosa@example.pe")]

    assert cuentas.activar(ctx, ficha(ctx, "rosa@example.pe")) == "rosa@example.pe"

    vista = cuentas.mi_cuenta(como(ctx, "rosa@example.pe"))
    assert (vista.correo, vista.rol, vista.nombres, vista.telefono) == (
        "rosa@example.pe", Rol.CIUDADANO, "Rosa Elvira", "987654321",
    )  # fmt: skip
    [parte] = vista.administrados
    assert (parte.clase, parte.tipo_doc, parte.numero_doc, parte.nombre, parte.direccion) == (
        "natural", "dni", "45678912", "Rosa Elvira Huamán Ñaupari", "Jr. Los Álamos 123",
    )  # fmt: skip


def test_una_empresa_se_registra_con_su_ruc_y_con_quien_usa_la_cuenta(ctx):
    activa(ctx, JURIDICA)

    vista = cuentas.mi_cuenta(como(ctx, "rosa@example.pe"))

    assert (vista.tipo_doc, vista.numero_doc) == ("dni", "45678912")
    [parte] = vista.administrados
    assert (parte.clase, parte.tipo_doc, parte.numero_doc, parte.nombre) == (
        "juridica", "ruc", "20131312955", "Minera Andina S.A.C.",
    )  # fmt: skip


def test_la_segunda_cuenta_de_un_ruc_tiene_su_propia_bandeja_y_nada_revela_la_primera(ctx):
    activa(ctx, JURIDICA)
    activa(ctx, JURIDICA, correo="otro@example.pe")

    primera = cuentas.mi_cuenta(como(ctx, "rosa@example.pe")).administrados
    segunda = cuentas.mi_cuenta(como(ctx, "otro@example.pe")).administrados

    assert len(primera) == len(segunda) == 1
    assert primera[0].id != segunda[0].id


def test_los_errores_de_todos_los_campos_se_dicen_de_una_vez(ctx):
    malos = replace(
        JURIDICA, numero_doc="1234", nombres=" ", apellidos="", telefono="x", correo="a@b.pe\n", contrasena="corta",
        ruc="20131312954", razon_social="", acepta=False, direccion="x" * 251,
    )  # fmt: skip

    with pytest.raises(DatosInvalidos) as e:
        cuentas.registrar(ctx, malos, ip=IP)

    assert set(e.value.errores) == {
        "numero_doc", "nombres", "apellidos", "telefono", "correo", "contrasena", "ruc", "razon_social", "acepta",
        "direccion",
    }  # fmt: skip
    assert all(explain(error) for error in e.value.errores.values())
    assert correos(ctx) == []


def test_una_clase_o_un_documento_que_la_institucion_no_admite_se_rechaza(ctx):
    with pytest.raises(DatosInvalidos) as e:
        cuentas.registrar(ctx, replace(NATURAL, clase="marciana", tipo_doc="libreta"), ip=IP)

    assert set(e.value.errores) == {"clase", "tipo_doc"}


def test_el_carnet_de_extranjeria_conserva_sus_ceros(ctx):
    activa(ctx, tipo_doc="ce", numero_doc="001234567", direccion="  ")

    [parte] = cuentas.mi_cuenta(como(ctx, "rosa@example.pe")).administrados
    assert (parte.tipo_doc, parte.numero_doc, parte.direccion) == ("ce", "001234567", "")


def test_se_guarda_que_textos_acepto_cuando_y_desde_donde(ctx, reloj):
    cuentas.registrar(ctx, NATURAL, ip=IP)

    with ctx.db.lectura() as session:
        filas = session.scalars(select(AceptacionRow).order_by(AceptacionRow.id)).all()
    assert [(f.texto, f.ip, f.aceptado_at) for f in filas] == [("terminos", IP, reloj()), ("privacidad", IP, reloj())]
    assert all(f.version for f in filas)


def test_la_clave_no_se_guarda_ni_aparece_en_los_datos(ctx):
    cuentas.registrar(ctx, NATURAL, ip=IP)

    assert fila(ctx, "rosa@example.pe").clave.startswith("$2b$")
    assert CLAVE not in repr(NATURAL)


def test_quien_ya_tiene_cuenta_recibe_un_aviso_y_su_cuenta_no_cambia(ctx):
    activa(ctx)
    antes = fila(ctx, "rosa@example.pe")

    assert cuentas.registrar(ctx, replace(NATURAL, nombres="Intrusa", contrasena=OTRA_CLAVE), ip=IP) is None

    despues = fila(ctx, "rosa@example.pe")
    assert (despues.clave, despues.nombres, despues.version) == (antes.clave, antes.nombres, antes.version)
    assert correos(ctx)[-1] == ("ya_tiene_cuenta", "rosa@example.pe")
    assert cuantas(ctx, AdministradoRow) == 1


def test_mientras_nadie_activa_vale_el_registro_mas_reciente_y_su_enlace(ctx):
    cuentas.registrar(ctx, replace(NATURAL, nombres="Intrusa", contrasena=OTRA_CLAVE), ip="198.51.100.1")
    viejo = ficha(ctx, "rosa@example.pe")

    cuentas.registrar(ctx, replace(JURIDICA, correo="ROSA@example.pe"), ip=IP)

    with pytest.raises(EnlaceVencido):
        cuentas.activar(ctx, viejo)
    cuentas.activar(ctx, ficha(ctx, "rosa@example.pe"))
    vista = cuentas.mi_cuenta(como(ctx, "rosa@example.pe"))
    assert (vista.nombres, [a.clase for a in vista.administrados]) == ("Rosa Elvira", ["juridica"])
    with pytest.raises(sesiones.CredencialesInvalidas):
        sesiones.entrar(ctx, "rosa@example.pe", OTRA_CLAVE, ip=IP)
    assert cuantas(ctx, AdministradoRow) == cuantas(ctx, MiembroRow) == 1


def test_registrar_hace_el_mismo_trabajo_exista_o_no_la_cuenta(ctx, monkeypatch):
    lento = replace(ctx, credenciales=Autenticador(b"pimienta"))
    cifrados: list[str] = []
    original = Hasher.hash
    monkeypatch.setattr(Hasher, "hash", lambda texto: cifrados.append(texto) or original(texto))
    activa(ctx)

    for correo in ("rosa@example.pe", "nadie@example.pe"):
        cifrados.clear()
        cuentas.registrar(lento, replace(NATURAL, correo=correo), ip=IP)
        assert len(cifrados) == 1
    assert len(correos(ctx)) == 3


def test_dieciocho_registros_a_la_vez_del_mismo_correo_hacen_una_sola_cuenta(ctx):
    dichos = en_paralelo(18, lambda i: cuentas.registrar(ctx, replace(NATURAL, nombres=f"Persona {i}"), ip=IP))

    assert dichos.count(None) == 5
    assert set(dichos) == {None, DemasiadosIntentos}
    assert cuantas(ctx, CuentaRow) == cuantas(ctx, AdministradoRow) == cuantas(ctx, MiembroRow) == 1
    assert correos(ctx) == [("activacion", "rosa@example.pe")] * 5


def test_dieciocho_registros_a_la_vez_de_personas_distintas_hacen_dieciocho_cuentas(ctx):
    dichos = en_paralelo(18, lambda i: cuentas.registrar(ctx, replace(NATURAL, correo=f"p{i}@example.pe"), ip=IP))

    assert dichos == [None] * 18
    assert cuantas(ctx, CuentaRow) == cuantas(ctx, AdministradoRow) == 18


# --- enlaces de correo


def test_el_enlace_de_activacion_sirve_una_sola_vez_aun_en_paralelo(ctx):
    cuentas.registrar(ctx, NATURAL, ip=IP)
    suya = ficha(ctx, "rosa@example.pe")

    dichos = en_paralelo(12, lambda _: cuentas.activar(ctx, suya))

    assert dichos.count("rosa@example.pe") == 1
    assert set(dichos) == {"rosa@example.pe", EnlaceUsado}


def test_mirar_un_enlace_no_lo_gasta(ctx):
    cuentas.registrar(ctx, NATURAL, ip=IP)
    suya = ficha(ctx, "rosa@example.pe")

    for _ in range(3):
        assert cuentas.estado_enlace(ctx, suya, Proposito.ACTIVACION) is EstadoEnlace.VIGENTE
    cuentas.activar(ctx, suya)

    assert cuentas.estado_enlace(ctx, suya, Proposito.ACTIVACION) is EstadoEnlace.USADO


def test_el_enlace_de_activacion_vence_a_las_24_horas_y_se_puede_pedir_otro(ctx, reloj):
    cuentas.registrar(ctx, NATURAL, ip=IP)
    suya = ficha(ctx, "rosa@example.pe")
    reloj.avanzar(hours=24)

    assert cuentas.estado_enlace(ctx, suya, Proposito.ACTIVACION) is EstadoEnlace.VENCIDO
    with pytest.raises(EnlaceVencido):
        cuentas.activar(ctx, suya)

    cuentas.reenviar_activacion(ctx, " Rosa@Example.pe ")
    assert cuentas.activar(ctx, ficha(ctx, "rosa@example.pe")) == "rosa@example.pe"


def test_reenviar_y_recuperar_callan_ante_un_correo_sin_cuenta_o_que_no_lo_necesita(ctx):
    activa(ctx)
    antes = correos(ctx)

    assert cuentas.reenviar_activacion(ctx, "rosa@example.pe") is None
    assert cuentas.reenviar_activacion(ctx, "nadie@example.pe") is None
    assert cuentas.pedir_recuperacion(ctx, "nadie@example.pe") is None

    assert correos(ctx) == antes


def test_los_pedidos_de_correo_se_espacian_igual_exista_o_no_la_cuenta(ctx, reloj):
    activa(ctx)
    reloj.avanzar(hours=7)

    for correo in ("rosa@example.pe", "nadie@example.pe"):
        for _ in range(5):
            cuentas.pedir_recuperacion(ctx, correo)
        with pytest.raises(DemasiadosIntentos) as e:
            cuentas.pedir_recuperacion(ctx, correo)
        assert e.value.facts == {"segundos": 60}
    reloj.avanzar(seconds=60)
    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")

    assert [p for p, _ in correos(ctx)].count("recuperacion") == 6


def test_un_correo_que_no_lo_es_se_dice(ctx):
    with pytest.raises(DatoInvalido):
        cuentas.pedir_recuperacion(ctx, "rosa")


# --- recuperar


def test_restablecer_cambia_la_clave_cierra_las_sesiones_y_avisa(ctx):
    activa(ctx)
    abierta = token(ctx, "rosa@example.pe")
    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")
    suya = ficha(ctx, "rosa@example.pe", Proposito.RECUPERACION)

    cuentas.restablecer(ctx, suya, OTRA_CLAVE)

    assert sesiones.actor_de(ctx, abierta, ip=IP).rol is Rol.ANONIMO
    assert como(ctx, "rosa@example.pe", OTRA_CLAVE).actor.rol is Rol.CIUDADANO
    with pytest.raises(sesiones.CredencialesInvalidas):
        sesiones.entrar(ctx, "rosa@example.pe", CLAVE, ip=IP)
    with pytest.raises(EnlaceUsado):
        cuentas.restablecer(ctx, suya, CLAVE)
    assert correos(ctx)[-1] == ("clave_cambiada", "rosa@example.pe")


def test_una_clave_debil_no_gasta_el_enlace(ctx):
    activa(ctx)
    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")
    suya = ficha(ctx, "rosa@example.pe", Proposito.RECUPERACION)

    with pytest.raises(DatoInvalido):
        cuentas.restablecer(ctx, suya, "123456789012")

    assert cuentas.estado_enlace(ctx, suya, Proposito.RECUPERACION) is EstadoEnlace.VIGENTE


def test_el_enlace_de_recuperacion_vence_a_la_hora(ctx, reloj):
    activa(ctx)
    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")
    reloj.avanzar(minutes=60)

    with pytest.raises(EnlaceVencido):
        cuentas.restablecer(ctx, ficha(ctx, "rosa@example.pe", Proposito.RECUPERACION), OTRA_CLAVE)


def test_restablecer_activa_la_cuenta_y_anula_el_enlace_de_activacion(ctx):
    cuentas.registrar(ctx, NATURAL, ip=IP)
    activacion = ficha(ctx, "rosa@example.pe")
    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")

    cuentas.restablecer(ctx, ficha(ctx, "rosa@example.pe", Proposito.RECUPERACION), OTRA_CLAVE)

    assert como(ctx, "rosa@example.pe", OTRA_CLAVE).actor.rol is Rol.CIUDADANO
    assert cuentas.estado_enlace(ctx, activacion, Proposito.ACTIVACION) is EstadoEnlace.VENCIDO


def test_restablecer_es_la_salida_de_quien_fallo_muchas_veces(ctx):
    activa(ctx)
    for _ in range(5):
        with pytest.raises(sesiones.CredencialesInvalidas):
            sesiones.entrar(ctx, "rosa@example.pe", "no me acuerdo", ip=IP)
    with pytest.raises(DemasiadosIntentos):
        sesiones.entrar(ctx, "rosa@example.pe", CLAVE, ip=IP)

    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")
    cuentas.restablecer(ctx, ficha(ctx, "rosa@example.pe", Proposito.RECUPERACION), OTRA_CLAVE)

    assert sesiones.entrar(ctx, "rosa@example.pe", OTRA_CLAVE, ip=IP)


def test_recuperar_ingresar_y_pedir_a_la_vez_no_se_traban(ctx, reloj):
    activa(ctx)
    reloj.avanzar(hours=7)
    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")
    suya = ficha(ctx, "rosa@example.pe", Proposito.RECUPERACION)
    casos = [
        lambda: cuentas.restablecer(ctx, suya, OTRA_CLAVE),
        lambda: sesiones.entrar(ctx, "rosa@example.pe", CLAVE, ip=IP),
        lambda: cuentas.pedir_recuperacion(ctx, "rosa@example.pe"),
        lambda: sesiones.entrar(ctx, "rosa@example.pe", OTRA_CLAVE, ip=IP),
    ]

    dichos = en_paralelo(24, lambda i: casos[i % 4]())

    assert all(d is None or isinstance(d, str) or issubclass(d, PortalError) for d in dichos)


def test_el_personal_recupera_con_una_clave_de_quince(ctx):
    usuarios.crear_personal(ctx.como(SISTEMA), "mesa@example.pe", "Julia", "Paredes", Rol.MESA)
    cuentas.pedir_recuperacion(ctx, "mesa@example.pe")
    suya = ficha(ctx, "mesa@example.pe", Proposito.RECUPERACION)

    with pytest.raises(DatoInvalido) as e:
        cuentas.restablecer(ctx, suya, "marea canela 1")

    assert e.value.facts["minimo"] == 15


def test_una_cuenta_deshabilitada_no_recibe_enlaces_y_los_que_tenia_mueren(ctx):
    activa(ctx)
    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")
    suya = ficha(ctx, "rosa@example.pe", Proposito.RECUPERACION)
    usuarios.deshabilitar(ctx.como(SISTEMA), "rosa@example.pe")
    antes = correos(ctx)

    cuentas.pedir_recuperacion(ctx, "rosa@example.pe")

    assert correos(ctx) == antes
    with pytest.raises(EnlaceVencido):
        cuentas.restablecer(ctx, suya, OTRA_CLAVE)


def test_deshabilitar_gana_al_enlace_que_se_usa_en_el_mismo_instante(ctx):
    cuentas.registrar(ctx, NATURAL, ip=IP)
    usuarios.deshabilitar(ctx.como(SISTEMA), "rosa@example.pe")
    with ctx.db.transaction() as session:  # a link made just after
        enlaces.nuevo(session, ctx, fila(ctx, "rosa@example.pe").id, Proposito.ACTIVACION, 24)

    with pytest.raises(EnlaceNoVigente):
        cuentas.activar(ctx, ficha(ctx, "rosa@example.pe"))


# --- cambiar la clave


def test_cambiar_la_clave_cierra_las_otras_sesiones_y_conserva_esta(ctx):
    activa(ctx)
    otra = token(ctx, "rosa@example.pe")
    propia = token(ctx, "rosa@example.pe")
    yo = ctx.como(sesiones.actor_de(ctx, propia, ip=IP))

    cuentas.cambiar_clave(yo, CLAVE, OTRA_CLAVE)

    assert sesiones.actor_de(ctx, otra, ip=IP).rol is Rol.ANONIMO
    assert sesiones.actor_de(ctx, propia, ip=IP).rol is Rol.CIUDADANO
    assert sesiones.entrar(ctx, "rosa@example.pe", OTRA_CLAVE, ip=IP)
    assert correos(ctx)[-1] == ("clave_cambiada", "rosa@example.pe")


@pytest.mark.parametrize(
    ("actual", "nueva", "campo", "motivo"),
    [
        ("no es esta", OTRA_CLAVE, "actual", "contrasena_actual"),
        (CLAVE, CLAVE, "nueva", "contrasena_igual"),
        (CLAVE, "huaman.naupari.45678912", "nueva", "contrasena_propia"),
    ],
)
def test_cambiar_la_clave_dice_que_campo_no_vale(ctx, actual, nueva, campo, motivo):
    activa(ctx)

    with pytest.raises(DatoInvalido) as e:
        cuentas.cambiar_clave(como(ctx, "rosa@example.pe"), actual, nueva)

    assert (e.value.facts["campo"], e.value.facts["motivo"]) == (campo, motivo)
    assert explain(e.value)
    assert sesiones.entrar(ctx, "rosa@example.pe", CLAVE, ip=IP)


def test_con_una_sesion_robada_tampoco_se_adivina_la_clave_actual(ctx):
    activa(ctx)
    yo = como(ctx, "rosa@example.pe")

    for _ in range(5):
        with pytest.raises(DatoInvalido):
            cuentas.cambiar_clave(yo, "adivino", OTRA_CLAVE)

    with pytest.raises(DemasiadosIntentos):
        cuentas.cambiar_clave(yo, CLAVE, OTRA_CLAVE)


# --- permisos


def test_sin_sesion_no_hay_cuenta_propia(ctx):
    for caso in (cuentas.mi_cuenta, partial(cuentas.cambiar_clave, actual=CLAVE, nueva=OTRA_CLAVE), sesiones.salir):
        with pytest.raises(SesionRequerida):
            caso(ctx)


def test_ni_el_administrador_hace_desde_una_sesion_lo_que_es_de_la_linea_de_ordenes(ctx):
    activa(ctx)

    with pytest.raises(NoAutorizado):
        usuarios.deshabilitar(como(ctx, "rosa@example.pe"), "rosa@example.pe")
