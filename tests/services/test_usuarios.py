"""Accounts of staff, from the command line and by an administrator."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
from sqlalchemy import select

from portal.db.models import ActoRow, CorreoSalienteRow, EnlaceRow
from portal.domain.errors import DatoInvalido, DatosInvalidos, NoEncontrado
from portal.domain.permisos import Rol
from portal.i18n import explain
from portal.services import actos, correos_vistos, cuentas, personal, sesiones, usuarios
from portal.services.contexto import SISTEMA
from portal.services.encargos import Encargo
from portal.services.enlaces import EnlaceVencido, EstadoEnlace, Proposito
from portal.services.personal import BusquedaDePersonal, Situacion
from portal.services.sesiones import CredencialesInvalidas
from portal.services.usuarios import NuevaPersona
from tests.factories import cuentas as factoria
from tests.factories import oficinas
from tests.factories.accesos import CLAVE, IP, NATURAL, OTRA_CLAVE, activa, como, ficha, fila, token


def crear(ctx, correo="Jefa@example.pe", rol=Rol.ADMINISTRADOR, contrasena=None):
    return usuarios.crear_personal(ctx.como(SISTEMA), correo, "Julia", "Paredes", rol, contrasena)


def test_el_personal_entra_con_la_clave_que_se_genero(ctx):
    correo, contrasena = crear(ctx)

    assert correo == "jefa@example.pe"
    assert len(contrasena) == 23
    yo = como(ctx, correo, contrasena)
    assert yo.actor.rol is Rol.PERSONAL
    assert [a.rol for a in yo.actor.asignaciones] == [Rol.ADMINISTRADOR]
    assert cuentas.mi_cuenta(yo).administrados == ()


def test_dos_claves_generadas_no_se_parecen(ctx):
    assert crear(ctx)[1] != crear(ctx, "otra@example.pe")[1]


def test_el_personal_puede_traer_su_clave_si_es_buena(ctx):
    assert crear(ctx, contrasena="marea canela pizarra 19")[1] == "marea canela pizarra 19"


@pytest.mark.parametrize("contrasena", ["marea canela 1", "julia paredes jefa", "mesadepartes2026igp"])
def test_una_clave_corta_o_adivinable_no_vale_para_el_personal(ctx, contrasena):
    with pytest.raises(DatoInvalido) as e:
        crear(ctx, contrasena=contrasena)

    assert explain(e.value)
    assert fila(ctx, "jefa@example.pe") is None


def test_nadie_pasa_de_ciudadano_a_personal_sin_que_se_note(ctx):
    activa(ctx)

    with pytest.raises(DatoInvalido) as e:
        crear(ctx, "rosa@example.pe")

    assert "ya tiene una cuenta" in explain(e.value)
    assert fila(ctx, "rosa@example.pe").rol == Rol.CIUDADANO


@pytest.mark.parametrize("rol", [Rol.CIUDADANO, Rol.ANONIMO])
def test_solo_se_crean_roles_del_personal(ctx, rol):
    with pytest.raises(DatoInvalido):
        crear(ctx, rol=rol)


def test_deshabilitar_a_quien_no_existe_lo_dice(ctx):
    with pytest.raises(NoEncontrado):
        usuarios.deshabilitar(ctx.como(SISTEMA), "nadie@example.pe")


# --- Accounts made by an administrator ---------------------------------------------------------


@pytest.fixture
def casa(ctx):
    """The offices are there, and somebody administers them all."""
    oficinas.publicar(ctx)
    return ctx.como(factoria.personal(ctx, Rol.ADMINISTRADOR))


def nueva(**cambios: object) -> NuevaPersona:
    datos = {"correo": "ana@example.pe", "nombres": "Ana", "apellidos": "Luna Ríos"}
    return NuevaPersona(**{**datos, "encargo": Encargo("especialista", oficinas.LABORATORIO), **cambios})


def correo_a(ctx, destinatario: str) -> str:
    """The newest mail to that address, as it will be read."""
    with ctx.db.lectura() as session:
        ultimo = session.scalars(
            select(CorreoSalienteRow)
            .where(CorreoSalienteRow.destinatario == destinatario)
            .order_by(CorreoSalienteRow.id.desc())
            .limit(1)
        ).one()
    admin = ctx.como(factoria.personal(ctx, Rol.ADMINISTRADOR))
    return correos_vistos.ver_correo(admin, ultimo.id).texto


def test_una_persona_nueva_elige_su_contrasena_por_correo_y_entra(ctx, casa):
    cuenta_id = usuarios.crear(casa, nueva())

    dicho = correo_a(ctx, "ana@example.pe")
    assert "Hola, Ana:" in dicho
    assert f"{casa.actor.nombre} creó una cuenta" in dicho
    assert personal.ficha(casa, cuenta_id).persona.situacion is Situacion.POR_ACTIVAR
    cuentas.restablecer(ctx, ficha(ctx, "ana@example.pe", Proposito.RECUPERACION), OTRA_CLAVE)
    yo = como(ctx, "ana@example.pe", OTRA_CLAVE)
    assert [(a.rol, a.dependencia) for a in yo.actor.asignaciones] == [("especialista", oficinas.LABORATORIO)]
    assert personal.ficha(casa, cuenta_id).persona.situacion is Situacion.ACTIVA


def test_el_enlace_de_una_persona_nueva_dura_tres_dias_y_se_puede_reenviar(ctx, casa, reloj):
    cuenta_id = usuarios.crear(casa, nueva())
    primera = ficha(ctx, "ana@example.pe", Proposito.RECUPERACION)
    reloj.avanzar(hours=71)
    assert cuentas.estado_enlace(ctx, primera, Proposito.RECUPERACION) is EstadoEnlace.VIGENTE

    assert usuarios.reenviar_enlace(casa, cuenta_id) == "ana@example.pe"

    assert cuentas.estado_enlace(ctx, primera, Proposito.RECUPERACION) is EstadoEnlace.VENCIDO
    cuentas.restablecer(ctx, ficha(ctx, "ana@example.pe", Proposito.RECUPERACION), OTRA_CLAVE)
    with pytest.raises(NoEncontrado):
        usuarios.reenviar_enlace(casa, cuenta_id)


def test_todo_lo_que_esta_mal_se_dice_a_la_vez(casa):
    with pytest.raises(DatosInvalidos) as e:
        usuarios.crear(casa, nueva(correo="ana", nombres=" ", encargo=Encargo("inventado", "ninguna")))

    assert sorted(e.value.errores) == ["correo", "dependencia", "nombres", "rol"]


@pytest.mark.parametrize("de", ["ciudadano", "personal"])
def test_un_correo_con_cuenta_no_se_convierte(ctx, casa, de):
    activa(ctx, correo="ana@example.pe") if de == "ciudadano" else usuarios.crear(casa, nueva())
    antes = fila(ctx, "ana@example.pe")

    with pytest.raises(DatosInvalidos) as e:
        usuarios.crear(casa, nueva(nombres="Otra"))

    assert "ya tiene una cuenta" in explain(e.value.errores["correo"])
    ahora = fila(ctx, "ana@example.pe")
    assert (ahora.rol, ahora.clave, ahora.nombres) == (antes.rol, antes.clave, antes.nombres)


def test_una_cuenta_empezada_por_cualquiera_con_ese_correo_no_estorba_ni_vale(ctx, casa):
    cuentas.registrar(ctx, replace(NATURAL, correo="ana@example.pe"), ip=IP)
    de_antes = ficha(ctx, "ana@example.pe")

    usuarios.crear(casa, nueva())

    with pytest.raises(EnlaceVencido):
        cuentas.activar(ctx, de_antes)
    with pytest.raises(CredencialesInvalidas):
        como(ctx, "ana@example.pe", CLAVE)
    cuentas.restablecer(ctx, ficha(ctx, "ana@example.pe", Proposito.RECUPERACION), OTRA_CLAVE)
    yo = como(ctx, "ana@example.pe", OTRA_CLAVE)
    assert (yo.actor.rol, cuentas.mi_cuenta(yo).administrados, cuentas.mi_cuenta(yo).nombres) == (
        Rol.PERSONAL,
        (),
        "Ana",
    )


def test_registrarse_con_el_correo_de_alguien_nuevo_del_personal_no_toma_su_cuenta(ctx, casa):
    usuarios.crear(casa, nueva())
    antes = fila(ctx, "ana@example.pe")

    cuentas.registrar(ctx, replace(NATURAL, correo="ana@example.pe"), ip=IP)
    cuentas.reenviar_activacion(ctx, "ana@example.pe")

    ahora = fila(ctx, "ana@example.pe")
    assert (ahora.clave, ahora.rol, ahora.nombres) == (antes.clave, Rol.PERSONAL, "Ana")
    with ctx.db.lectura() as session:
        propositos = session.scalars(select(EnlaceRow.proposito).where(EnlaceRow.cuenta_id == ahora.id)).all()
    assert set(propositos) == {Proposito.RECUPERACION}


def test_inhabilitar_cierra_sus_sesiones_y_habilitar_le_deja_volver_a_entrar(ctx, casa):
    dentro = personal_con_sesion(ctx, Rol.MESA)
    yo = sesiones.actor_de(ctx, dentro.token, ip=IP)
    with pytest.raises(DatoInvalido):
        usuarios.inhabilitar(casa, yo.cuenta_id, motivo="  ")

    usuarios.inhabilitar(casa, yo.cuenta_id, motivo="Terminó su contrato")

    assert sesiones.actor_de(ctx, dentro.token, ip=IP).cuenta_id is None
    with pytest.raises(CredencialesInvalidas):
        como(ctx, yo.correo, dentro.contrasena)
    assert personal.ficha(casa, yo.cuenta_id).persona.situacion is Situacion.INHABILITADA
    usuarios.habilitar(casa, yo.cuenta_id)
    assert sesiones.actor_de(ctx, dentro.token, ip=IP).cuenta_id is None
    assert [a.rol for a in como(ctx, yo.correo, dentro.contrasena).actor.asignaciones] == ["mesa"]
    with ctx.db.lectura() as session:
        assert actos.intacta(session)
        dichos = session.scalars(select(ActoRow).where(ActoRow.sobre == yo.correo).order_by(ActoRow.id)).all()
    assert [(acto.que, acto.datos.get("motivo")) for acto in dichos[-2:]] == [
        ("inhabilitar", "Terminó su contrato"),
        ("habilitar", None),
    ]


class Dentro(NamedTuple):
    """Somebody of staff who signed in."""

    token: str
    contrasena: str


def personal_con_sesion(ctx, rol: Rol) -> Dentro:
    correo, contrasena = crear(ctx, "dentro@example.pe", rol)
    return Dentro(token(ctx, correo, contrasena), contrasena)


# --- The list -----------------------------------------------------------------------------------


@pytest.fixture
def gente(ctx, casa):
    """Three people to look for, besides who administers."""
    for correo, nombres, apellidos, rol, donde in (
        ("inigo@example.pe", "Íñigo", "Ñahui Álvarez", "especialista", oficinas.TURNO),
        ("zoe@example.pe", "Zoé", "Águila", "jefe", oficinas.DIRECCION),
        ("cien%de@example.pe", "Rosa", "Pérez_Gil", "consulta", oficinas.TURNO),
    ):
        usuarios.crear_personal(ctx.como(SISTEMA), correo, nombres, apellidos, rol, dependencia=donde)
    factoria.ciudadano(ctx, nombres="Íñigo", apellidos="Ciudadano")
    return casa


@pytest.mark.parametrize(
    ("busqueda", "hallados"),
    [
        (BusquedaDePersonal(), ["Carmen Salas Prado", "Íñigo Ñahui Álvarez", "Rosa Pérez_Gil", "Zoé Águila"]),
        (BusquedaDePersonal("INIGO"), ["Íñigo Ñahui Álvarez"]),
        (BusquedaDePersonal("ñahui alvarez"), ["Íñigo Ñahui Álvarez"]),
        (BusquedaDePersonal("zoé example.pe"), ["Zoé Águila"]),
        (BusquedaDePersonal("%"), ["Carmen Salas Prado", "Íñigo Ñahui Álvarez", "Rosa Pérez_Gil", "Zoé Águila"]),
        (BusquedaDePersonal("nadie"), []),
        (BusquedaDePersonal(dependencia=oficinas.TURNO), ["Íñigo Ñahui Álvarez", "Rosa Pérez_Gil"]),
        (BusquedaDePersonal(rol="jefe"), ["Zoé Águila"]),
        (BusquedaDePersonal(rol="jefe", dependencia=oficinas.TURNO), []),
    ],
)
def test_la_lista_del_personal_se_busca_sin_importar_tildes(gente, busqueda, hallados):
    pagina = personal.lista(gente, busqueda)

    assert sorted(p.nombre for p in pagina.personas) == sorted(hallados)
    assert pagina.total == len(hallados)


def test_la_lista_va_por_paginas_y_esconde_a_quien_ya_no_entra(ctx, casa):
    for n in range(personal.POR_PAGINA):
        usuarios.crear_personal(ctx.como(SISTEMA), f"p{n:02}@example.pe", "Ana", f"Apellido {n:02}", "consulta")
    baja = fila(ctx, "p00@example.pe").id
    usuarios.inhabilitar(casa, baja, motivo="Cesó")

    primera = personal.lista(casa, BusquedaDePersonal())
    todas = [personal.lista(casa, BusquedaDePersonal(inhabilitadas=True), pagina=n) for n in (1, 2, 3)]

    assert (primera.total, len(primera.personas)) == (25, 25)
    assert baja not in {p.id for p in primera.personas}
    assert [len(pagina.personas) for pagina in todas] == [25, 1, 0]
    assert len({p.id for pagina in todas for p in pagina.personas}) == 26


def test_la_ficha_de_un_ciudadano_contesta_como_la_de_quien_no_existe(ctx, casa):
    for cuenta_id in (factoria.ciudadano(ctx).cuenta_id, 0, 999_999, 2**40):
        with pytest.raises(NoEncontrado) as negativa:
            personal.ficha(casa, cuenta_id)
        assert negativa.value.facts == {}


def test_cada_oficina_dice_cuanta_gente_tiene(gente):
    assert personal.por_oficina(gente) == {oficinas.MESA: 1, oficinas.TURNO: 2, oficinas.DIRECCION: 1}


def test_el_nombre_de_alguien_se_corrige_y_lo_que_hizo_conserva_el_de_su_dia(ctx):
    oficinas.publicar(ctx)
    casa = ctx.como(factoria.personal(ctx, Rol.ADMINISTRADOR))
    quien = oficinas.persona(ctx, Rol.MESA, oficinas.MESA)

    usuarios.renombrar(casa, quien.cuenta_id, nombres="  María   José ", apellidos="Ñahui Ponce")

    assert personal.ficha(casa, quien.cuenta_id).persona.nombre == "María José Ñahui Ponce"
    with ctx.db.lectura() as session:
        dicho = session.scalars(select(ActoRow).where(ActoRow.que == "renombrar")).one()
    assert (dicho.sobre, dicho.datos) == (quien.correo, {"antes": quien.nombre, "ahora": "María José Ñahui Ponce"})
    with pytest.raises(DatosInvalidos) as negativas:
        usuarios.renombrar(casa, quien.cuenta_id, nombres=" ", apellidos="")
    assert set(negativas.value.errores) == {"nombres", "apellidos"}
    with pytest.raises(NoEncontrado):
        usuarios.renombrar(casa, factoria.ciudadano(ctx).cuenta_id, nombres="Ana", apellidos="Paz")
