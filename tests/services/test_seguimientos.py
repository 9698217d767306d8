"""The tracking password after filing: seen again, mailed again, forgotten, changed; and what another's answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from portal.db.models import CorreoSalienteRow, CuentaRow, DocumentoRow
from portal.domain.errors import DatoInvalido, DemasiadosIntentos, NoAutorizado, NoEncontrado, SesionRequerida
from portal.services import cargos, configuracion, consulta, documentos, huecos, organizaciones, seguimientos
from portal.services.consulta import SeguimientoNoCoincide
from portal.services.contexto import SISTEMA
from portal.services.correos import enviar_pendientes
from portal.services.redaccion import plantilla_de, redactar
from portal.services.seguimientos import Accesos, ReenvioEnEspera
from tests.factories import cuentas, presentaciones

IP = "190.12.3.4"
CORREO = "rosa@ejemplo.pe"


@pytest.fixture
def rosa(ctx):
    return cuentas.ciudadano(ctx, correo=CORREO)


@pytest.fixture
def recibo(ctx, rosa):
    return presentaciones.presentar(ctx, rosa)


def correos(ctx, plantilla=None) -> list[tuple[str, str]]:
    """The outbox without the mails of accounts: to whom, which; in order."""
    with ctx.db.lectura() as session:
        filas = session.scalars(
            select(CorreoSalienteRow).where(CorreoSalienteRow.registro_id.is_not(None)).order_by(CorreoSalienteRow.id)
        )
        return [(f.destinatario, f.plantilla) for f in filas if plantilla in {None, f.plantilla}]


def escrito(ctx) -> str:
    """The newest mail as it will leave."""
    with ctx.db.lectura() as session:
        fila = session.scalars(select(CorreoSalienteRow).order_by(CorreoSalienteRow.id.desc()).limit(1)).one()
        institucion = configuracion.institucion(session, fila.institucion_version)
        hechos = huecos.reunir(session, ctx, fila, institucion, con_secretos=True)
        plantilla = plantilla_de(institucion, fila.plantilla)
    return redactar(plantilla, hechos.huecos, identidad=institucion.identidad, boton=hechos.boton).texto


def pedir(ctx, numero, correo=CORREO, ip=IP):
    seguimientos.pedir_clave(ctx, numero=numero, correo=correo, ip=ip)


def test_quien_presento_ve_otra_vez_su_contrasena_y_su_enlace(ctx, rosa, recibo):
    assert seguimientos.accesos(ctx.como(rosa), "1-2026") == Accesos(
        numero=recibo.numero,
        contrasena=recibo.contrasena,
        enlace=f"http://localhost:8501/consulta-tramite?expediente={recibo.numero}&ficha={recibo.ficha}",
        correo=CORREO,
    )


@pytest.mark.parametrize("caso", [seguimientos.accesos, seguimientos.reenviar, seguimientos.cambiar_clave])
def test_lo_ajeno_responde_como_lo_que_no_existe_y_nada_cambia(ctx, recibo, caso):
    intruso = ctx.como(cuentas.ciudadano(ctx))
    respuestas = []

    for numero in (recibo.numero, "00777-2026", "nada", "\x00"):
        with pytest.raises(NoEncontrado) as error:
            caso(intruso, numero)
        respuestas.append((type(error.value), error.value.facts))

    assert respuestas == [(NoEncontrado, {})] * 4
    assert correos(ctx) == [(CORREO, "cargo")]
    with pytest.raises(SesionRequerida):
        caso(ctx, recibo.numero)
    with pytest.raises(NoAutorizado):
        caso(ctx.como(cuentas.personal(ctx)), recibo.numero)


def test_el_correo_se_envia_de_nuevo_tres_veces_y_luego_una_por_hora(ctx, rosa, recibo, reloj):
    propio = ctx.como(rosa)

    for _ in range(3):
        assert seguimientos.reenviar(propio, recibo.numero) == CORREO
    with pytest.raises(ReenvioEnEspera) as espera:
        seguimientos.reenviar(propio, recibo.numero)

    assert espera.value.facts == {"minutos": 60}
    assert correos(ctx) == [(CORREO, "cargo")] * 4
    assert recibo.contrasena in escrito(ctx)
    reloj.avanzar(hours=1)
    seguimientos.reenviar(propio, recibo.numero)
    with pytest.raises(ReenvioEnEspera):
        seguimientos.reenviar(propio, recibo.numero)


def test_la_espera_de_un_expediente_no_alcanza_a_otro(ctx, rosa, recibo):
    otro = presentaciones.presentar(ctx, rosa)
    for _ in range(3):
        seguimientos.reenviar(ctx.como(rosa), recibo.numero)

    assert seguimientos.reenviar(ctx.como(rosa), otro.numero) == CORREO
    assert seguimientos.cambiar_clave(ctx.como(rosa), recibo.numero).numero == recibo.numero


def test_el_correo_va_a_la_direccion_que_la_cuenta_tiene_hoy(ctx, rosa, recibo):
    with ctx.db.transaction() as session:
        session.execute(update(CuentaRow).where(CuentaRow.id == rosa.cuenta_id).values(correo="nueva@ejemplo.pe"))

    assert seguimientos.reenviar(ctx.como(rosa), recibo.numero) == "nueva@ejemplo.pe"


def test_al_cambiarla_lo_viejo_deja_de_abrir_y_lo_nuevo_abre(ctx, rosa):
    igp = configuracion.preset("igp")
    abierta = igp.seguimiento.model_copy(update={"documentos_sin_cuenta": True})
    configuracion.publicar(ctx.como(SISTEMA), igp.model_copy(update={"seguimiento": abierta}), autor="pruebas")
    viejo = presentaciones.presentar(ctx, rosa)

    nuevos = seguimientos.cambiar_clave(ctx.como(rosa), viejo.numero)

    ficha = nuevos.enlace.rpartition("ficha=")[2]
    assert nuevos.contrasena != viejo.contrasena
    with ctx.db.lectura() as session:
        documento = session.scalars(select(DocumentoRow.id)).one()
    for abrir in (
        lambda c, _: consulta.por_clave(ctx, numero=viejo.numero, contrasena=c, ip=IP),
        lambda _, f: consulta.por_ficha(ctx, numero=viejo.numero, ficha=f),
        lambda _, f: documentos.abrir_por_ficha(ctx, documento, numero=viejo.numero, ficha=f),
        lambda _, f: cargos.cargo_por_seguimiento(ctx, viejo.registro_id, numero=viejo.numero, ficha=f),
    ):
        with pytest.raises((SeguimientoNoCoincide, NoEncontrado)):
            abrir(viejo.contrasena, viejo.ficha)
        assert abrir(nuevos.contrasena, ficha)


def test_la_nueva_contrasena_llega_por_correo_y_la_vieja_no_vuelve(ctx, rosa, recibo):
    vistas = {recibo.contrasena}
    for _ in range(3):
        vistas.add(seguimientos.cambiar_clave(ctx.como(rosa), recibo.numero).contrasena)

    actual = seguimientos.accesos(ctx.como(rosa), recibo.numero)

    assert len(vistas) == 4
    assert actual.contrasena in escrito(ctx)
    assert actual.enlace in escrito(ctx)
    assert correos(ctx) == [(CORREO, "cargo")] + [(CORREO, "seguimiento_cambiado")] * 3
    with pytest.raises(ReenvioEnEspera):
        seguimientos.cambiar_clave(ctx.como(rosa), recibo.numero)


def test_otra_persona_de_la_organizacion_la_ve_y_el_correo_va_a_quien_presento(ctx):
    org = cuentas.organizacion(ctx)
    recibo = presentaciones.presentar(ctx, org.otra)

    assert seguimientos.accesos(ctx.como(org.una), recibo.numero).contrasena == recibo.contrasena
    assert seguimientos.reenviar(ctx.como(org.una), recibo.numero) == org.otra.correo


def test_quien_dejo_la_organizacion_ya_no_recibe_nada_de_ella(ctx):
    org = cuentas.organizacion(ctx)
    recibo = presentaciones.presentar(ctx, org.otra)
    cuentas.salir_de_la_organizacion(ctx, org.otra)

    with pytest.raises(NoEncontrado):
        seguimientos.accesos(ctx.como(org.otra), recibo.numero)
    pedir(ctx, recibo.numero, org.otra.correo)
    assert correos(ctx, "seguimiento_olvidado") == []
    assert seguimientos.reenviar(ctx.como(org.una), recibo.numero) == org.una.correo
    assert escrito(ctx).startswith("Hola, Julia Mamani Coila")


def test_con_el_numero_y_el_correo_llega_la_contrasena_olvidada(ctx, recibo):
    pedir(ctx, " 1-2026 ", f" {CORREO.upper()} ")

    assert correos(ctx) == [(CORREO, "cargo"), (CORREO, "seguimiento_olvidado")]
    for dato in (recibo.numero, recibo.contrasena, recibo.ficha):
        assert dato in escrito(ctx)


@pytest.mark.parametrize(
    ("numero", "correo"),
    [("1-2026", "otra@ejemplo.pe"), ("2-2026", CORREO), ("nada", CORREO), ("\x00", CORREO), ("", CORREO)],
)
def test_si_los_datos_no_coinciden_se_contesta_igual_y_no_sale_nada(ctx, recibo, numero, correo):
    pedir(ctx, numero, correo)

    assert correos(ctx) == [(CORREO, "cargo")]


def test_el_correo_de_otra_persona_de_la_organizacion_no_basta(ctx):
    org = cuentas.organizacion(ctx)
    recibo = presentaciones.presentar(ctx, org.una)

    pedir(ctx, recibo.numero, org.otra.correo)

    assert correos(ctx, "seguimiento_olvidado") == []


def test_una_cuenta_deshabilitada_no_recibe_nada(ctx, rosa, recibo):
    with ctx.db.transaction() as session:
        session.execute(update(CuentaRow).where(CuentaRow.id == rosa.cuenta_id).values(deshabilitada_at=ctx.reloj()))

    pedir(ctx, recibo.numero)

    assert correos(ctx, "seguimiento_olvidado") == []


def test_por_mas_que_se_pida_sale_un_correo_por_hora_y_nadie_deja_fuera_al_dueno(ctx, rosa, recibo, reloj):
    for i in range(30):
        pedir(ctx, recibo.numero, ip=f"10.0.{i}.1")
    assert correos(ctx, "seguimiento_olvidado") == [(CORREO, "seguimiento_olvidado")]

    reloj.avanzar(hours=1)
    pedir(ctx, recibo.numero)
    assert len(correos(ctx, "seguimiento_olvidado")) == 2
    assert consulta.por_clave(ctx, numero=recibo.numero, contrasena=recibo.contrasena, ip=IP).numero == recibo.numero
    assert seguimientos.reenviar(ctx.como(rosa), recibo.numero) == CORREO


def test_si_se_cambio_despues_el_pedido_de_la_misma_hora_trae_la_nueva(ctx, rosa, recibo):
    pedir(ctx, recibo.numero)
    nueva = seguimientos.cambiar_clave(ctx.como(rosa), recibo.numero).contrasena

    pedir(ctx, recibo.numero)

    assert len(correos(ctx, "seguimiento_olvidado")) == 2
    assert nueva in escrito(ctx)


@pytest.mark.parametrize("acierta", [True, False])
def test_desde_una_direccion_se_espera_lo_mismo_acierte_o_no(ctx, recibo, reloj, acierta):
    numero = recibo.numero if acierta else "777-2026"
    for _ in range(10):
        pedir(ctx, numero)

    with pytest.raises(DemasiadosIntentos) as espera:
        pedir(ctx, numero)

    assert espera.value.facts == {"segundos": 30}
    pedir(ctx, numero, ip="190.99.9.9")
    reloj.avanzar(seconds=30)
    pedir(ctx, numero)


def test_lo_que_no_es_un_correo_se_dice_y_no_cuenta(ctx, recibo):
    for _ in range(20):
        with pytest.raises(DatoInvalido):
            pedir(ctx, recibo.numero, "rosa")
    pedir(ctx, recibo.numero)

    assert correos(ctx, "seguimiento_olvidado") == [(CORREO, "seguimiento_olvidado")]


def test_un_correo_que_espera_no_lleva_las_claves_de_hoy_a_quien_ya_se_fue(ctx):
    org = cuentas.organizacion(ctx)
    recibo = presentaciones.presentar(ctx, org.otra)
    organizaciones.retirar(
        ctx.como(org.una),
        next(m.id for m in organizaciones.mias(ctx.como(org.una))[0].miembros if m.correo == org.otra.correo),
    )

    enviar_pendientes(replace(ctx, demo=True, actor=SISTEMA), None)

    hoy = seguimientos.accesos(ctx.como(org.una), recibo.numero).contrasena
    with ctx.db.lectura() as session:
        con_clave = [f for f in session.scalars(select(CorreoSalienteRow)) if hoy in (f.captura or "")]
    assert [(f.destinatario, f.datos["nombre"]) for f in con_clave] == [(org.una.correo, "Julia Mamani Coila")]


def test_un_correo_que_espera_va_al_correo_que_la_cuenta_tiene_al_salir(ctx, rosa, recibo):
    with ctx.db.transaction() as session:
        session.get_one(CuentaRow, rosa.cuenta_id).correo = "rosa.nueva@ejemplo.pe"

    enviar_pendientes(replace(ctx, demo=True, actor=SISTEMA), None)

    assert correos(ctx, "cargo") == [("rosa.nueva@ejemplo.pe", "cargo")]
