"""Organisations: inviting, joining, leaving, removing. Nobody left out sees anything; nobody is left without a titular."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db.models import AdministradoRow, BorradorRow, CorreoSalienteRow, InvitacionRow, MiembroRow
from portal.domain.errors import (
    DatoInvalido,
    DatosInvalidos,
    DemasiadosIntentos,
    NoAutorizado,
    NoEncontrado,
    PortalError,
    SesionRequerida,
)
from portal.domain.permisos import Rol
from portal.services import (
    administrados,
    archivos,
    bandejas,
    borradores,
    cargos,
    configuracion,
    consulta,
    correos,
    correos_vistos,
    documentos,
    invitaciones,
    miembros,
    organizaciones,
    registro,
)
from portal.services.bandejas import Filtros
from portal.services.contexto import ANONIMO, SISTEMA
from portal.services.enlaces import EstadoEnlace
from portal.services.miembros import NoEsTitular
from portal.services.organizaciones import UltimaPersona, UltimoTitular
from tests.factories import cuentas, presentaciones

TODO = Filtros()
MINERA = {"clase": "juridica", "ruc": "20131312955", "razon_social": "Minera Andina S.A.C."}


@pytest.fixture
def julia(ctx):
    """The context of who opened the organisation's account."""
    return ctx.como(
        cuentas.ciudadano(ctx, nombres="Julia", apellidos="Mamani Coila", correo="julia@ejemplo.pe", **MINERA)
    )


@pytest.fixture
def teo(ctx):
    """The context of a person with an account of his own."""
    return ctx.como(cuentas.ciudadano(ctx, nombres="Teodoro", apellidos="Yupanqui Soto", correo="teo@ejemplo.pe"))


def suya(ctx):
    """The one organisation of that account, as its page shows it."""
    (unica,) = organizaciones.mias(ctx)
    return unica


def invitar(titular, correo):
    """Invite; the id of the invitation and the token of its mail."""
    invitaciones.invitar(titular, suya(titular).id, correo)
    return ultima(titular)


def ultima(ctx):
    with ctx.db.lectura() as session:
        fila = session.scalars(select(InvitacionRow).order_by(InvitacionRow.id.desc()).limit(1)).one()
        return fila.id, miembros.ficha_de_invitacion(ctx, fila)


def unir(titular, otro):
    """``otro`` is invited and accepts; the id of the new member."""
    numero, _ = invitar(titular, otro.actor.correo)
    invitaciones.aceptar(otro, numero)
    return miembro(titular, otro)


def miembro(titular, otro):
    return next(m.id for m in suya(titular).miembros if m.correo == otro.actor.correo)


def avisos(ctx):
    """Every mail about organisations: to whom and which."""
    with ctx.db.lectura() as session:
        filas = session.scalars(select(CorreoSalienteRow).order_by(CorreoSalienteRow.id))
        return [(f.destinatario, f.plantilla) for f in filas if f.plantilla not in {"activacion", "cargo"}]


def test_quien_acepta_actua_por_la_organizacion_y_tambien_por_si_mismo(julia, teo):
    numero, ficha = invitar(julia, " Teo@Ejemplo.PE ")
    vista = invitaciones.ver(teo, ficha)

    assert invitaciones.aceptar(teo, numero) == "Minera Andina S.A.C."

    assert (vista.organizacion, vista.ruc, vista.invita) == (
        "Minera Andina S.A.C.",
        "20131312955",
        "Julia Mamani Coila",
    )
    assert (vista.propia, vista.correo, vista.estado) == (True, "teo@ejemplo.pe", EstadoEnlace.VIGENTE)
    assert [(e.clase, e.nombre, e.titular) for e in administrados.elegibles(teo)] == [
        ("natural", "Teodoro Yupanqui Soto", True),
        ("juridica", "Minera Andina S.A.C.", False),
    ]
    assert [(m.nombre, m.titular, m.propio) for m in suya(julia).miembros] == [
        ("Julia Mamani Coila", True, True),
        ("Teodoro Yupanqui Soto", False, False),
    ]
    assert avisos(julia) == [("teo@ejemplo.pe", "invitacion"), ("julia@ejemplo.pe", "miembro_entra")]


def test_mirar_el_enlace_no_lo_gasta_y_a_un_extrano_no_le_dice_el_correo(ctx, julia, teo):
    _, ficha = invitar(julia, "nadie@otra.pe")
    de_otro = ctx.como(cuentas.ciudadano(ctx))
    de_mesa = ctx.como(cuentas.personal(ctx))

    vistas = [invitaciones.ver(quien, ficha) for quien in (ctx.como(ANONIMO), teo, de_otro, de_mesa)]

    assert {(v.propia, v.correo, v.estado) for v in vistas} == {(False, "n•••@otra.pe", EstadoEnlace.VIGENTE)}
    assert invitaciones.correo_invitado(ctx, ficha) == "nadie@otra.pe"
    assert [invitaciones.ver(ctx, otra) for otra in ("", "1.x", f"{ficha}x", "99999999999.a", "1", "١.a")] == [None] * 6
    assert invitaciones.correo_invitado(ctx, "1.x") == ""


def test_invitar_de_nuevo_termina_el_enlace_anterior_y_cada_uno_vence_a_los_siete_dias(julia, teo, reloj):
    primera, ficha_vieja = invitar(julia, "teo@ejemplo.pe")
    segunda, ficha = invitar(julia, "teo@ejemplo.pe")

    assert invitaciones.ver(teo, ficha_vieja).estado is EstadoEnlace.VENCIDO
    with pytest.raises(NoEncontrado):
        invitaciones.aceptar(teo, primera)
    assert [i.id for i in invitaciones.recibidas(teo)] == [segunda]
    reloj.avanzar(days=7)
    assert invitaciones.ver(teo, ficha).estado is EstadoEnlace.VENCIDO
    assert (invitaciones.recibidas(teo), invitaciones.correo_invitado(teo, ficha)) == ((), "")
    assert [i.vencida for i in suya(julia).invitaciones] == [True]
    with pytest.raises(NoEncontrado):
        invitaciones.aceptar(teo, segunda)


def test_quien_se_registra_despues_encuentra_la_invitacion_que_le_esperaba(ctx, julia):
    numero, ficha = invitar(julia, "nueva@ejemplo.pe")

    nueva = ctx.como(cuentas.ciudadano(ctx, correo="nueva@ejemplo.pe"))

    assert [(i.id, i.organizacion, i.propia) for i in invitaciones.recibidas(nueva)] == [
        (numero, "Minera Andina S.A.C.", True)
    ]
    invitaciones.aceptar(nueva, numero)
    assert invitaciones.ver(nueva, ficha).estado is EstadoEnlace.USADO
    assert invitaciones.recibidas(nueva) == ()


def test_a_quien_invita_nada_le_dice_si_el_correo_tiene_cuenta(julia, teo):
    antes = [invitaciones.invitar(julia, suya(julia).id, correo) for correo in ("teo@ejemplo.pe", "nadie@ejemplo.pe")]

    con, sin = suya(julia).invitaciones

    assert antes == ["teo@ejemplo.pe", "nadie@ejemplo.pe"]
    assert (con.invita, con.creada_at, con.vence_at, con.vencida) == (
        sin.invita,
        sin.creada_at,
        sin.vence_at,
        sin.vencida,
    )
    assert avisos(julia) == [("teo@ejemplo.pe", "invitacion"), ("nadie@ejemplo.pe", "invitacion")]


def test_decir_que_no_termina_la_invitacion_sin_avisar_a_nadie(julia, teo):
    numero, ficha = invitar(julia, "teo@ejemplo.pe")

    invitaciones.rechazar(teo, numero)

    assert (invitaciones.recibidas(teo), suya(julia).invitaciones) == ((), ())
    assert invitaciones.ver(teo, ficha).estado is EstadoEnlace.VENCIDO
    assert avisos(julia) == [("teo@ejemplo.pe", "invitacion")]


def test_el_correo_de_la_invitacion_lleva_su_enlace_y_no_sale_si_ya_se_retiro(ctx, julia):
    _, ficha = invitar(julia, "nadie@ejemplo.pe")
    anulada, _ = invitar(julia, "otra@ejemplo.pe")
    invitaciones.anular(julia, anulada)
    administrador = ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))

    correos.enviar_pendientes(replace(ctx, demo=True, actor=SISTEMA), None)

    otra, una = (c for c in correos_vistos.correos_recientes(administrador).correos if c.plantilla == "invitacion")
    assert [(c.destinatario, c.estado) for c in (otra, una)] == [
        ("otra@ejemplo.pe", "caducado"),
        ("nadie@ejemplo.pe", "capturado"),
    ]
    assert una.asunto == "Julia Mamani Coila le invita a actuar por Minera Andina S.A.C."
    assert f"/invitacion?ficha={ficha}" in correos_vistos.ver_correo(replace(administrador, demo=True), una.id).texto
    assert "martes 24 de noviembre de 2026, 10:00" in correos_vistos.ver_correo(administrador, una.id).texto
    with pytest.raises(correos.DestinatarioFijo):
        correos.reintentar(administrador, una.id, destinatario="ajeno@ejemplo.pe")


def test_solo_un_titular_invita_retira_y_decide(julia, teo, ctx):
    de_teo = unir(julia, teo)
    otra = ctx.como(cuentas.ciudadano(ctx, correo="otra@ejemplo.pe"))
    numero, _ = invitar(julia, "otra@ejemplo.pe")
    intentos = [
        lambda: invitaciones.invitar(teo, suya(teo).id, "x@ejemplo.pe"),
        lambda: invitaciones.anular(teo, numero),
        lambda: organizaciones.retirar(teo, miembro(julia, julia)),
        lambda: organizaciones.cambiar_titular(teo, de_teo, titular=True),
    ]

    for intento in intentos:
        with pytest.raises(NoEsTitular):
            intento()

    assert (suya(teo).invitaciones, suya(teo).anteriores, suya(teo).titular) == ((), (), False)
    assert len(invitaciones.recibidas(otra)) == 1


def test_de_otra_organizacion_no_se_toca_ni_se_averigua_nada(ctx, julia, teo):
    ajena = ctx.como(cuentas.ciudadano(ctx, **MINERA | {"razon_social": "Ajena S.A."}))
    de_teo = unir(julia, teo)
    numero, _ = invitar(julia, "nadie@ejemplo.pe")
    intentos = [
        lambda n: invitaciones.invitar(ajena, n, "x@ejemplo.pe"),
        lambda n: organizaciones.salir(ajena, n),
        lambda n: organizaciones.retirar(ajena, n),
        lambda n: organizaciones.cambiar_titular(ajena, n, titular=False),
        lambda n: invitaciones.anular(ajena, n),
        lambda n: invitaciones.aceptar(ajena, n),
        lambda n: invitaciones.rechazar(ajena, n),
    ]
    suyo = (suya(julia).id, suya(julia).id, de_teo, de_teo, numero, numero, numero)

    for intento, existe in zip(intentos, suyo, strict=True):
        for objeto in (existe, 2**31 - 1, 2**40, 0, -1):
            with pytest.raises(NoEncontrado):
                intento(objeto)

    assert len(suya(julia).miembros) == 2
    assert [i.id for i in suya(julia).invitaciones] == [numero]


def test_una_invitacion_a_otro_correo_no_se_puede_responder(ctx, julia, teo):
    numero, _ = invitar(julia, "nadie@ejemplo.pe")

    for responder in (invitaciones.aceptar, invitaciones.rechazar):
        with pytest.raises(NoEncontrado):
            responder(teo, numero)
        with pytest.raises(NoAutorizado):
            responder(ctx.como(cuentas.personal(ctx)), numero)
        with pytest.raises(SesionRequerida):
            responder(ctx.como(ANONIMO), numero)


def test_la_persona_natural_no_es_una_organizacion_y_nadie_entra_en_su_bandeja(teo):
    (propia,) = administrados.elegibles(teo)

    assert organizaciones.mias(teo) == ()
    for intento in (
        lambda: invitaciones.invitar(teo, propia.id, "x@ejemplo.pe"),
        lambda: organizaciones.salir(teo, propia.id),
    ):
        with pytest.raises(NoEncontrado):
            intento()


def test_a_quien_se_retira_se_le_acaba_todo_en_el_acto_y_lo_presentado_queda(ctx, julia, teo):
    de_teo = unir(julia, teo)
    borrador_id = _borrador_por(teo, suya(teo).id)
    recibo = registro.enviar(teo, borrador_id)
    a_medias = _borrador_por(teo, suya(teo).id)
    (fila,) = bandejas.mis_tramites(teo, TODO).filas

    organizaciones.retirar(julia, de_teo)

    assert bandejas.mis_tramites(teo, TODO).filas == ()
    assert bandejas.mis_tramites(teo, Filtros(de=suya(julia).id)).filas == ()
    for intento in (
        lambda: consulta.propio(teo, recibo.numero),
        lambda: documentos.abrir(teo, fila.documento_id),
        lambda: cargos.cargo_pdf(teo, fila.registro_id),
        lambda: borradores.ver(teo, a_medias),
        lambda: borradores.guardar(teo, a_medias, valores={"asunto": "otro"}),
        lambda: archivos.cargas(teo, a_medias),
        lambda: archivos.crear_carga(teo, a_medias, ranura="anexos", nombre="a.pdf", tamano=9),
        lambda: registro.enviar(teo, a_medias),
        lambda: registro.recibo(teo, borrador_id),
    ):
        with pytest.raises(NoEncontrado):
            intento()
    (queda,) = bandejas.mis_tramites(julia, TODO).filas
    assert (queda.numero, queda.por, queda.remitente) == (
        recibo.numero,
        "Teodoro Yupanqui Soto",
        "Minera Andina S.A.C.",
    )
    (antes,) = suya(julia).anteriores
    assert (antes.nombre, antes.retirado_por, antes.hasta) == (
        "Teodoro Yupanqui Soto",
        "Julia Mamani Coila",
        ctx.reloj(),
    )
    assert avisos(ctx)[-1] == ("teo@ejemplo.pe", "miembro_retirado")


def sirve(ctx, recibo):
    """Whether number and tracking password of a receipt still open its tracking."""
    try:
        consulta.por_clave(ctx, numero=recibo.numero, contrasena=recibo.contrasena, ip="10.0.0.9")
    except consulta.SeguimientoNoCoincide:
        return False
    return True


@pytest.fixture
def tres_recibos(ctx, julia, teo):
    """What Teo filed for himself, what he filed for Julia's organisation, and what Julia filed for it."""
    propio = registro.enviar(teo, presentaciones.borrador(teo, teo.actor))
    unir(julia, teo)
    return propio, registro.enviar(teo, _borrador_por(teo, suya(teo).id)), presentaciones.presentar(ctx, julia.actor)


def test_los_enlaces_de_quien_deja_la_organizacion_dejan_de_servir_y_los_demas_siguen(ctx, teo, tres_recibos):
    organizaciones.salir(teo, suya(teo).id)

    assert [sirve(ctx, recibo) for recibo in tres_recibos] == [True, False, True]


def test_al_retirar_a_alguien_se_cambian_si_se_quiere_las_claves_que_pudo_copiar(ctx, julia, teo, tres_recibos):
    de_teo = next(m for m in suya(julia).miembros if m.correo == teo.actor.correo)

    organizaciones.retirar(julia, de_teo.id, todas_las_claves=True)

    assert [sirve(ctx, recibo) for recibo in tres_recibos] == [True, False, False]


def _borrador_por(quien, administrado_id):
    """A complete draft in the name of that administrado."""
    borrador_id = presentaciones.borrador(quien, quien.actor)
    with quien.db.transaction() as session:
        session.get_one(BorradorRow, borrador_id).administrado_id = administrado_id
    return borrador_id


def test_quien_sale_por_su_cuenta_deja_su_historia_y_puede_volver_a_ser_invitado(ctx, julia, teo, reloj):
    unir(julia, teo)
    reloj.avanzar(days=30)

    organizaciones.salir(teo, suya(teo).id)

    assert organizaciones.mias(teo) == ()
    assert [(a.nombre, a.retirado_por) for a in suya(julia).anteriores] == [("Teodoro Yupanqui Soto", "")]
    assert avisos(ctx)[-1] == ("julia@ejemplo.pe", "miembro_sale")
    unir(julia, teo)
    assert [m.desde for m in suya(julia).miembros if m.correo == "teo@ejemplo.pe"] == [reloj()]
    assert len(suya(julia).anteriores) == 1


def test_quien_solo_tenia_la_organizacion_sigue_como_persona_natural(ctx, julia, teo):
    organizaciones.cambiar_titular(julia, unir(julia, teo), titular=True)

    organizaciones.retirar(teo, miembro(teo, julia))

    assert [(e.clase, e.tipo_doc, e.nombre) for e in administrados.elegibles(julia)] == [
        ("natural", "dni", "Julia Mamani Coila")
    ]
    assert presentaciones.presentar(ctx, julia.actor).numero == "00001-2026"


def test_si_la_institucion_no_admite_personas_naturales_se_queda_sin_a_quien_representar(ctx, julia, teo):
    vigente = configuracion.mostrada(ctx)
    solo = vigente.model_copy(update={"cuentas": vigente.cuentas.model_copy(update={"clases": ("juridica",)})})
    configuracion.publicar(ctx.como(SISTEMA), solo, autor="pruebas")
    organizaciones.cambiar_titular(julia, unir(julia, teo), titular=True)

    organizaciones.salir(julia, suya(julia).id)

    assert administrados.elegibles(julia) == ()
    with pytest.raises(administrados.SinAdministrado):
        borradores.abrir(julia)


def test_el_ultimo_titular_no_sale_ni_deja_de_serlo_mientras_queden_otros(julia, teo):
    unir(julia, teo)

    for intento in (
        lambda: organizaciones.salir(julia, suya(julia).id),
        lambda: organizaciones.retirar(julia, miembro(julia, julia)),
        lambda: organizaciones.cambiar_titular(julia, miembro(julia, julia), titular=False),
    ):
        with pytest.raises(UltimoTitular):
            intento()

    organizaciones.cambiar_titular(julia, miembro(julia, teo), titular=True)
    organizaciones.salir(julia, suya(julia).id)
    assert [(m.nombre, m.titular) for m in suya(teo).miembros] == [("Teodoro Yupanqui Soto", True)]


def test_nadie_deja_una_organizacion_sin_personas(julia):
    for intento in (
        lambda: organizaciones.salir(julia, suya(julia).id),
        lambda: organizaciones.retirar(julia, miembro(julia, julia)),
    ):
        with pytest.raises(UltimaPersona):
            intento()


@pytest.mark.parametrize("como_termina", ["retirar", "salir", "quitar_titular"])
def test_las_invitaciones_de_quien_deja_de_ser_titular_terminan_con_ello(ctx, julia, teo, como_termina):
    de_teo = unir(julia, teo)
    organizaciones.cambiar_titular(julia, de_teo, titular=True)
    numero, _ = invitar(teo, "complice@ejemplo.pe")
    complice = ctx.como(cuentas.ciudadano(ctx, correo="complice@ejemplo.pe"))

    {
        "retirar": lambda: organizaciones.retirar(julia, de_teo),
        "salir": lambda: organizaciones.salir(teo, suya(teo).id),
        "quitar_titular": lambda: organizaciones.cambiar_titular(julia, de_teo, titular=False),
    }[como_termina]()

    assert (invitaciones.recibidas(complice), suya(julia).invitaciones) == ((), ())
    with pytest.raises(NoEncontrado):
        invitaciones.aceptar(complice, numero)


@pytest.mark.parametrize("semilla", range(4))
def test_pase_lo_que_pase_mientras_haya_personas_hay_un_titular(ctx, julia, semilla):
    """A random walk of joining, leaving, removing, promoting and demoting, by anybody on anybody."""
    azar = random.Random(semilla)  # noqa: S311 -- a walk that a failure can repeat
    gente = [julia, *(ctx.como(cuentas.ciudadano(ctx)) for _ in range(3))]
    organizacion = suya(julia).id

    def entrar(quien, otro):
        invitaciones.invitar(quien, organizacion, otro.actor.correo)
        invitaciones.aceptar(otro, ultima(ctx)[0])

    def fila_de(otro):
        with ctx.db.lectura() as session:
            filas = session.scalars(select(MiembroRow).where(MiembroRow.cuenta_id == otro.actor.cuenta_id))
            return next((f.id for f in filas if f.hasta is None and f.administrado_id == organizacion), 0)

    actos = [
        entrar,
        lambda quien, _: organizaciones.salir(quien, organizacion),
        lambda quien, otro: organizaciones.retirar(quien, fila_de(otro)),
        lambda quien, otro: organizaciones.cambiar_titular(quien, fila_de(otro), titular=True),
        lambda quien, otro: organizaciones.cambiar_titular(quien, fila_de(otro), titular=False),
    ]
    hechos = 0
    for _ in range(120):
        ctx.reloj.avanzar(hours=7)
        try:
            azar.choice(actos)(azar.choice(gente), azar.choice(gente))
            hechos += 1
        except PortalError:
            pass
        with ctx.db.lectura() as session:
            titulares = [p.miembro.titular for p in miembros.vigentes(session, organizacion)]
            repetidos = {p.cuenta.id for p in miembros.vigentes(session, organizacion)}
        assert any(titulares)
        assert len(repetidos) == len(titulares)

    assert hechos > 5


def test_las_invitaciones_sin_respuesta_tienen_un_tope_y_las_vencidas_no_cuentan(julia, reloj, monkeypatch):
    monkeypatch.setattr(invitaciones, "PENDIENTES_MAXIMO", 2)
    for n in range(2):
        invitaciones.invitar(julia, suya(julia).id, f"p{n}@ejemplo.pe")

    with pytest.raises(invitaciones.DemasiadasInvitaciones):
        invitaciones.invitar(julia, suya(julia).id, "p9@ejemplo.pe")

    invitaciones.invitar(julia, suya(julia).id, "p1@ejemplo.pe")
    reloj.avanzar(days=8)
    invitaciones.invitar(julia, suya(julia).id, "p9@ejemplo.pe")


def test_las_personas_de_una_organizacion_tienen_un_tope(julia, teo, monkeypatch):
    numero, _ = invitar(julia, "teo@ejemplo.pe")
    monkeypatch.setattr(invitaciones, "MIEMBROS_MAXIMO", 1)

    with pytest.raises(invitaciones.OrganizacionLlena):
        invitaciones.aceptar(teo, numero)
    with pytest.raises(invitaciones.OrganizacionLlena):
        invitaciones.invitar(julia, suya(julia).id, "p9@ejemplo.pe")

    assert [i.id for i in invitaciones.recibidas(teo)] == [numero]


def test_a_un_mismo_buzon_no_se_le_escribe_sin_fin_lo_invite_quien_lo_invite(ctx, julia):
    otra = ctx.como(cuentas.ciudadano(ctx, **MINERA | {"razon_social": "Otra S.A."}))
    for _ in range(3):
        invitaciones.invitar(julia, suya(julia).id, "victima@ejemplo.pe")
    for _ in range(2):
        invitaciones.invitar(otra, suya(otra).id, "victima@ejemplo.pe")

    with pytest.raises(DemasiadosIntentos):
        invitaciones.invitar(otra, suya(otra).id, "victima@ejemplo.pe")

    ctx.reloj.avanzar(hours=7)
    invitaciones.invitar(otra, suya(otra).id, "victima@ejemplo.pe")


def test_invitar_a_quien_ya_actua_o_a_un_correo_imposible_no_envia_nada(julia, teo):
    unir(julia, teo)
    antes = avisos(julia)

    with pytest.raises(invitaciones.YaActuaPorElla):
        invitaciones.invitar(julia, suya(julia).id, "TEO@ejemplo.pe")
    with pytest.raises(DatoInvalido):
        invitaciones.invitar(julia, suya(julia).id, "no es un correo")

    assert avisos(julia) == antes


def test_una_persona_agrega_su_organizacion_y_nada_revela_si_el_ruc_ya_estaba(ctx, julia, teo):
    organizacion = organizaciones.agregar(teo, ruc="20131312955", razon_social="  Minera   Andina S.A.C. ")

    assert organizacion != suya(julia).id
    assert [(e.clase, e.nombre, e.numero_doc, e.titular) for e in administrados.elegibles(teo)] == [
        ("natural", "Teodoro Yupanqui Soto", administrados.elegibles(teo)[0].numero_doc, True),
        ("juridica", "Minera Andina S.A.C.", "20131312955", True),
    ]
    presentaciones.presentar(ctx, julia.actor)
    assert bandejas.mis_tramites(teo, TODO).filas == ()
    assert len(suya(julia).miembros) == 1


def test_la_organizacion_que_se_agrega_cumple_las_reglas_del_registro(teo, monkeypatch):
    with pytest.raises(DatosInvalidos) as malo:
        organizaciones.agregar(teo, ruc="20131312956", razon_social=" ", direccion="www.x.pe")
    assert set(malo.value.errores) == {"ruc", "razon_social", "direccion"}

    organizaciones.agregar(teo, ruc="20131312955", razon_social="Minera Andina S.A.C.", direccion="Av. Sol 1")
    with pytest.raises(DatosInvalidos) as repetido:
        organizaciones.agregar(teo, ruc="20131312955", razon_social="Minera Andina S.A.C.")
    assert repetido.value.errores["ruc"].facts["motivo"] == "ruc_propio"
    monkeypatch.setattr(organizaciones, "ORGANIZACIONES_MAXIMO", 1)
    with pytest.raises(organizaciones.DemasiadasOrganizaciones):
        organizaciones.agregar(teo, ruc=cuentas.RUC, razon_social="Cooperativa")


def test_quien_actua_por_varios_filtra_su_bandeja_por_uno(ctx, julia, teo):
    presentaciones.presentar(ctx, teo.actor)
    presentaciones.presentar(ctx, julia.actor)
    unir(julia, teo)
    propia, minera = administrados.elegibles(teo)

    hojas = [bandejas.mis_tramites(teo, Filtros(de=de)) for de in (None, propia.id, minera.id, 2**40)]

    assert [[f.numero for f in hoja.filas] for hoja in hojas] == [
        ["00002-2026", "00001-2026"], ["00001-2026"], ["00002-2026"], [],
    ]  # fmt: skip
    assert bandejas.mis_tramites(julia, Filtros(de=propia.id)).filas == ()


def test_ninguna_fila_se_borra_y_ningun_secreto_se_guarda(ctx, julia, teo):
    numero, ficha = invitar(julia, "teo@ejemplo.pe")
    invitaciones.aceptar(teo, numero)
    organizaciones.retirar(julia, miembro(julia, teo))

    with ctx.db.lectura() as session:
        filas = session.scalars(select(MiembroRow).order_by(MiembroRow.id)).all()
        invitada = session.get_one(InvitacionRow, numero)
        guardado = {str(v) for v in vars(invitada).values()}
        nombres = session.scalars(select(AdministradoRow.nombre)).all()
    assert [(f.hasta is None, f.titular) for f in filas] == [(True, True), (True, True), (False, False)]
    assert (invitada.aceptada_at, invitada.cuenta_id) == (ctx.reloj(), teo.actor.cuenta_id)
    assert invitada.vence_at - invitada.creada_at == timedelta(days=7)
    assert ficha.partition(".")[2] not in guardado
    assert len(nombres) == 2
