"""Who holds what: given, ended, lent to a substitute, and always with somebody left who can manage it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.db.models import ActoRow, AsignacionRow, CorreoSalienteRow
from portal.domain.bandeja import Filtro
from portal.domain.errors import DatosInvalidos, NoAutorizado, NoEncontrado, PortalError
from portal.domain.permisos import Alcance, Permiso, Rol
from portal.i18n import explain
from portal.services import actos, asignaciones, encargos, escritorio, personal, usuarios
from portal.services.asignaciones import ParaUnoMismo
from portal.services.contexto import SISTEMA
from portal.services.encargos import Encargo, UltimoAdministrador, Vigencia
from tests.factories import cuentas, oficinas
from tests.factories.presentaciones import lima

HOY = date(2026, 11, 17)
MANANA = HOY + timedelta(days=1)


@pytest.fixture
def casa(ctx):
    """The offices are there, and somebody administers them all."""
    oficinas.publicar(ctx)
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))


def _suyas(casa, cuenta_id: int):
    return personal.ficha(casa, cuenta_id).persona.asignaciones


def _anotados(ctx) -> list[tuple[str, str]]:
    with ctx.db.lectura() as session:
        assert actos.intacta(session)
        return [(acto.que, acto.sobre) for acto in session.scalars(select(ActoRow).order_by(ActoRow.id))]


def _motivos(negativa) -> dict[str, str]:
    return {campo: error.facts["motivo"] for campo, error in negativa.value.errores.items()}


def test_lo_que_se_da_vale_desde_la_siguiente_pantalla_y_queda_anotado(ctx, casa):
    quien = oficinas.persona(ctx, Rol.CONSULTA, oficinas.LOGISTICA)

    asignaciones.asignar(casa, quien.cuenta_id, Encargo("jefe", oficinas.DIRECCION))

    ahora = cuentas.actor(ctx, quien.correo)
    assert [(a.rol, a.dependencia, a.oficinas) for a in ahora.asignaciones] == [
        ("consulta", "logistica", frozenset({"logistica"})),
        ("jefe", "direccion", frozenset({"direccion", "laboratorio", "turno"})),
    ]
    assert _anotados(ctx)[-1] == ("asignar", quien.correo)


def test_lo_que_se_termina_deja_de_valer_en_el_acto_y_la_fila_queda(ctx, casa):
    quien = oficinas.persona(ctx, Rol.MESA, oficinas.MESA, Alcance.TODAS)
    (suya,) = _suyas(casa, quien.cuenta_id)

    asignaciones.terminar(casa, suya.id)

    assert cuentas.actor(ctx, quien.correo).asignaciones == ()
    with pytest.raises(NoAutorizado):
        escritorio.lista(ctx.como(cuentas.actor(ctx, quien.correo)), Filtro())
    assert [a.vigencia for a in personal.ficha(casa, quien.cuenta_id).anteriores] == [Vigencia.TERMINADA]
    assert _anotados(ctx)[-1] == ("terminar_asignacion", quien.correo)
    with pytest.raises(NoEncontrado):
        asignaciones.terminar(casa, suya.id)


def test_una_asignacion_vale_del_primer_dia_al_ultimo_en_la_hora_de_la_institucion(ctx, casa, reloj):
    quien = oficinas.persona(ctx, Rol.CONSULTA)
    asignaciones.asignar(casa, quien.cuenta_id, Encargo("archivo", oficinas.MESA, "", MANANA, MANANA))

    vale = {}
    for dia, hora in ((0, "23:59"), (1, "00:00"), (1, "23:59"), (2, "00:00")):
        reloj.ahora = _lima(MANANA + timedelta(days=dia - 1), hora)
        vale[dia, hora] = len(cuentas.actor(ctx, quien.correo).asignaciones)

    assert vale == {(0, "23:59"): 1, (1, "00:00"): 2, (1, "23:59"): 2, (2, "00:00"): 1}


def _lima(dia: date, hora: str):

    return lima(f"{dia} {hora}:00")


def test_lo_que_no_llego_a_empezar_se_retira_y_no_estorba(ctx, casa):
    quien = oficinas.persona(ctx, Rol.CONSULTA)
    encargo = Encargo("archivo", oficinas.MESA, "", MANANA)
    asignaciones.asignar(casa, quien.cuenta_id, encargo)
    futura = _suyas(casa, quien.cuenta_id)[-1]
    assert futura.vigencia is Vigencia.FUTURA

    asignaciones.terminar(casa, futura.id)
    asignaciones.asignar(casa, quien.cuenta_id, encargo)

    assert [a.vigencia for a in _suyas(casa, quien.cuenta_id)] == [Vigencia.VIGENTE, Vigencia.FUTURA]


@pytest.mark.parametrize(
    ("encargo", "motivos"),
    [
        (Encargo("inventado", oficinas.MESA), {"rol": "opcion_no_admitida"}),
        (Encargo("ciudadano", "ninguna"), {"rol": "opcion_no_admitida", "dependencia": "opcion_no_admitida"}),
        (Encargo("jefe", oficinas.MESA, "infinito"), {"alcance": "opcion_no_admitida"}),
        (Encargo("jefe", oficinas.MESA, "", HOY - timedelta(days=1)), {"desde": "fecha_pasada"}),
        (Encargo("jefe", oficinas.MESA, "", MANANA, HOY), {"hasta": "hasta_antes"}),
        (Encargo("jefe", oficinas.MESA, "", None, HOY - timedelta(days=1)), {"hasta": "hasta_antes"}),
        (Encargo("jefe", oficinas.MESA, "", None, date.max), {"hasta": "hasta_antes"}),
    ],
)
def test_no_se_da_lo_que_la_institucion_no_tiene(ctx, casa, encargo, motivos):
    quien = oficinas.persona(ctx, Rol.CONSULTA)

    with pytest.raises(DatosInvalidos) as negativa:
        asignaciones.asignar(casa, quien.cuenta_id, encargo)

    assert _motivos(negativa) == motivos
    assert all(explain(error) for error in negativa.value.errores.values())
    assert len(_suyas(casa, quien.cuenta_id)) == 1


def test_lo_mismo_no_se_da_dos_veces_para_los_mismos_dias(ctx, casa):
    quien = oficinas.persona(ctx, Rol.CONSULTA)
    una = Encargo("jefe", oficinas.DIRECCION, "propia", MANANA, MANANA + timedelta(days=5))
    asignaciones.asignar(casa, quien.cuenta_id, una)

    with pytest.raises(DatosInvalidos) as negativa:
        asignaciones.asignar(
            casa, quien.cuenta_id, Encargo("jefe", oficinas.DIRECCION, "propia", MANANA + timedelta(days=5))
        )
    asignaciones.asignar(casa, quien.cuenta_id, Encargo("jefe", oficinas.DIRECCION, "propia", HOY, HOY))
    asignaciones.asignar(casa, quien.cuenta_id, Encargo("jefe", oficinas.LABORATORIO, "propia", MANANA))

    assert _motivos(negativa) == {"rol": "asignacion_repetida"}
    assert len(_suyas(casa, quien.cuenta_id)) == 4


def test_nadie_se_da_permisos_ni_se_inhabilita(ctx, casa):
    yo = casa.actor.cuenta_id
    suplida = oficinas.persona(ctx, Rol.MESA, oficinas.MESA)
    (ajena,) = _suyas(casa, suplida.cuenta_id)

    for intento in (
        lambda: asignaciones.asignar(casa, yo, Encargo("mesa", oficinas.MESA)),
        lambda: asignaciones.suplir(casa, ajena.id, suplente=casa.actor.correo, desde=HOY, hasta=HOY),
        lambda: usuarios.inhabilitar(casa, yo, motivo="prueba"),
    ):
        with pytest.raises(ParaUnoMismo):
            intento()


def test_quien_administra_una_parte_no_da_ni_quita_fuera_de_ella(ctx, casa):
    suyo = ctx.como(oficinas.persona(ctx, Rol.ADMINISTRADOR, oficinas.DIRECCION, Alcance.DESCENDIENTES))
    dentro, fuera = oficinas.persona(ctx, Rol.CONSULTA, oficinas.TURNO), oficinas.persona(ctx, Rol.CONSULTA)
    (ajena,) = _suyas(casa, fuera.cuenta_id)

    asignaciones.asignar(suyo, dentro.cuenta_id, Encargo("jefe", oficinas.LABORATORIO))

    for intento in (
        lambda: asignaciones.asignar(suyo, dentro.cuenta_id, Encargo("mesa", oficinas.MESA)),
        lambda: asignaciones.asignar(suyo, dentro.cuenta_id, Encargo("jefe", oficinas.LABORATORIO, "todas")),
        lambda: asignaciones.terminar(suyo, ajena.id),
        lambda: asignaciones.suplir(suyo, ajena.id, suplente=dentro.correo, desde=HOY, hasta=HOY),
        lambda: usuarios.inhabilitar(suyo, fuera.cuenta_id, motivo="prueba"),
        lambda: usuarios.inhabilitar(suyo, casa.actor.cuenta_id, motivo="prueba"),
    ):
        with pytest.raises(NoAutorizado):
            intento()


def test_la_ultima_cuenta_que_administra_no_se_queda_fuera(ctx, casa):
    suya = _suyas(casa, casa.actor.cuenta_id)[0]
    por_dias = oficinas.persona(ctx, Rol.CONSULTA)
    asignaciones.asignar(casa, por_dias.cuenta_id, Encargo("administrador", oficinas.MESA, "todas", HOY, MANANA))
    otra = ctx.como(cuentas.actor(ctx, por_dias.correo))

    for intento in (
        lambda: asignaciones.terminar(casa, suya.id),
        lambda: asignaciones.terminar(otra, suya.id),
        lambda: usuarios.inhabilitar(otra, casa.actor.cuenta_id, motivo="prueba"),
    ):
        with pytest.raises(UltimoAdministrador):
            intento()
    cuentas.personal(ctx, Rol.ADMINISTRADOR)
    asignaciones.terminar(casa, suya.id)

    with pytest.raises(NoAutorizado):
        personal.lista(ctx.como(cuentas.actor(ctx, casa.actor.correo)), personal.BusquedaDePersonal())


def test_quien_administra_y_aun_no_eligio_contrasena_o_esta_inhabilitado_no_cuenta(ctx, casa):
    suya = _suyas(casa, casa.actor.cuenta_id)[0]
    nueva = usuarios.NuevaPersona(
        "nueva@ejemplo.pe", "Ana", "Luna", Encargo("administrador", oficinas.MESA, Alcance.TODAS)
    )
    usuarios.crear(casa, nueva)
    baja = cuentas.personal(ctx, Rol.ADMINISTRADOR)
    usuarios.inhabilitar(casa, baja.cuenta_id, motivo="Cesó")

    with pytest.raises(UltimoAdministrador):
        asignaciones.terminar(casa, suya.id)


def test_dos_que_administran_no_se_dejan_fuera_uno_al_otro_a_la_vez(ctx):
    oficinas.publicar(ctx)
    una, otra = (ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR)) for _ in range(2))

    def inhabilitar(quien, a_quien) -> type[PortalError] | None:
        try:
            usuarios.inhabilitar(quien, a_quien.actor.cuenta_id, motivo="prueba")
        except PortalError as negativa:
            return type(negativa)
        return None

    with ThreadPoolExecutor(2) as hilos:
        respuestas = list(hilos.map(inhabilitar, (una, otra), (otra, una)))

    assert sorted(map(str, respuestas)) == sorted(map(str, (None, UltimoAdministrador)))


def test_un_suplente_tiene_lo_mismo_que_el_titular_solo_esos_dias(ctx, casa, reloj):
    titular = oficinas.persona(ctx, Rol.JEFE, oficinas.DIRECCION, Alcance.DESCENDIENTES)
    suplente = oficinas.persona(ctx, Rol.ESPECIALISTA)
    (suya,) = _suyas(casa, titular.cuenta_id)

    asignaciones.suplir(casa, suya.id, suplente=f" {suplente.correo.upper()}", desde=MANANA, hasta=MANANA)

    prestada = _suyas(casa, suplente.cuenta_id)[-1]
    assert (prestada.rol, prestada.dependencia, prestada.alcance) == (suya.rol, suya.dependencia, suya.alcance)
    assert (prestada.suplente_de, prestada.desde, prestada.hasta) == (suya.persona, MANANA, MANANA)
    assert _anotados(ctx)[-1] == ("suplir", suplente.correo)
    assert len(cuentas.actor(ctx, suplente.correo).asignaciones) == 1
    reloj.avanzar(days=1)
    assert [a.rol for a in cuentas.actor(ctx, suplente.correo).asignaciones] == ["especialista", "jefe"]
    assert len(cuentas.actor(ctx, titular.correo).asignaciones) == 1
    reloj.avanzar(days=1)
    assert [a.rol for a in cuentas.actor(ctx, suplente.correo).asignaciones] == ["especialista"]


def test_una_suplencia_no_se_presta_ni_dura_mas_que_lo_del_titular(ctx, casa):
    titular, una, otra = (oficinas.persona(ctx, Rol.CONSULTA) for _ in range(3))
    asignaciones.asignar(casa, titular.cuenta_id, Encargo("jefe", oficinas.DIRECCION, "", MANANA, MANANA))
    suya = _suyas(casa, titular.cuenta_id)[-1]

    def motivo(asignacion_id: int, suplente: str, desde: date, hasta: date) -> dict[str, str]:
        with pytest.raises(DatosInvalidos) as negativa:
            asignaciones.suplir(casa, asignacion_id, suplente=suplente, desde=desde, hasta=hasta)
        return _motivos(negativa)

    assert motivo(suya.id, una.correo, HOY, MANANA) == {"hasta": "suplencia_fuera"}
    assert motivo(suya.id, una.correo, MANANA, MANANA + timedelta(days=1)) == {"hasta": "suplencia_fuera"}
    assert motivo(suya.id, titular.correo, MANANA, MANANA) == {"suplente": "suplente_no_admitido"}
    assert motivo(suya.id, "nadie@ejemplo.pe", MANANA, MANANA) == {"suplente": "suplente_no_admitido"}
    ciudadana = cuentas.ciudadano(ctx)
    assert motivo(suya.id, ciudadana.correo, MANANA, MANANA) == {"suplente": "suplente_no_admitido"}
    asignaciones.suplir(casa, suya.id, suplente=una.correo, desde=MANANA, hasta=MANANA)
    prestada = _suyas(casa, una.cuenta_id)[-1]
    assert motivo(prestada.id, otra.correo, MANANA, MANANA) == {"suplente": "suplente_de_suplente"}


def test_se_sabe_quien_puede_hacer_algo_en_una_oficina(ctx, casa):
    directora = oficinas.persona(ctx, Rol.JEFE, oficinas.DIRECCION, Alcance.DESCENDIENTES)
    de_turno = oficinas.persona(ctx, Rol.ESPECIALISTA, oficinas.TURNO)
    de_todo = oficinas.persona(ctx, Rol.ESPECIALISTA, oficinas.LOGISTICA, Alcance.TODAS)
    baja = oficinas.persona(ctx, Rol.ESPECIALISTA, oficinas.TURNO)
    usuarios.inhabilitar(casa, baja.cuenta_id, motivo="Cesó")

    def pueden(permiso: Permiso, donde: str) -> set[int]:
        return {a.cuenta_id for a in asignaciones.quien_puede(casa, permiso, donde)}

    assert pueden(Permiso.RESPONDER, oficinas.TURNO) == {directora.cuenta_id, de_turno.cuenta_id, de_todo.cuenta_id}
    assert pueden(Permiso.RECHAZAR, oficinas.TURNO) == {directora.cuenta_id}
    assert pueden(Permiso.RESPONDER, oficinas.DIRECCION) == {directora.cuenta_id, de_todo.cuenta_id}
    assert pueden(Permiso.RESPONDER, "no_existe") == {de_todo.cuenta_id}


def test_a_un_ciudadano_no_se_le_da_nada_y_contesta_como_quien_no_existe(ctx, casa):
    ciudadana = cuentas.ciudadano(ctx)

    for cuenta_id in (ciudadana.cuenta_id, 0, -1, 999_999, 2**40):
        with pytest.raises(NoEncontrado) as negativa:
            asignaciones.asignar(casa, cuenta_id, Encargo("mesa", oficinas.MESA))
        assert negativa.value.facts == {}


def test_un_rol_que_la_institucion_retira_deja_de_dar_permisos(ctx, casa):
    quien = oficinas.persona(ctx, Rol.TECNICO, oficinas.MESA)
    quedan = [rol for rol in oficinas.institucion().escritorio.roles if rol.id != "tecnico"]

    oficinas.publicar(ctx, roles=quedan)

    assert cuentas.actor(ctx, quien.correo).asignaciones == ()
    assert [a.rol for a in _suyas(casa, quien.cuenta_id)] == ["tecnico"]


def test_la_orden_crea_a_alguien_en_su_oficina_y_lo_anota(ctx):
    oficinas.publicar(ctx)

    correo, _ = usuarios.crear_personal(
        ctx.como(SISTEMA), "ana@ejemplo.pe", "Ana", "Luna", "jefe", dependencia=oficinas.DIRECCION
    )

    (suya,) = cuentas.actor(ctx, correo).asignaciones
    assert (suya.rol, suya.dependencia, suya.oficinas) == (
        "jefe",
        oficinas.DIRECCION,
        frozenset({oficinas.DIRECCION, oficinas.LABORATORIO, oficinas.TURNO}),
    )
    assert _anotados(ctx) == [("crear_cuenta", correo), ("asignar", correo)]
    with ctx.db.lectura() as session:
        fila = session.scalars(select(AsignacionRow)).one()
        assert encargos.hechos(fila)["desde"] == ctx.reloj().isoformat()


def test_a_la_persona_se_le_escribe_lo_que_puede_hacer_desde_hoy_y_lo_que_termina(ctx, casa):
    quien = oficinas.persona(ctx, Rol.CONSULTA, oficinas.MESA)

    asignaciones.asignar(casa, quien.cuenta_id, Encargo("mesa", oficinas.MESA))
    asignaciones.terminar(casa, _suyas(casa, quien.cuenta_id)[-1].id)

    with ctx.db.lectura() as session:
        avisos = session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.destinatario == quien.correo)).all()
    assert [a.plantilla for a in avisos] == ["rol_dado", "rol_terminado"]
    assert avisos[1].datos["nota"] in avisos[0].datos["nota"].replace(f", desde el {HOY:%d/%m/%Y}", "")
