"""What is brought on paper: the same registers, numbers and dates, in the name of who brings it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from portal.db.models import AdministradoRow, CorreoSalienteRow, ExpedienteRow, MovimientoRow, RegistroRow
from portal.domain.errors import DatosInvalidos, NoAutorizado, NoEncontrado
from portal.domain.permisos import Rol
from portal.services import auditoria, borradores, consulta, correos, derivaciones, duplicados, ventanilla
from portal.services.borrador_propio import BorradorEnviado
from portal.services.contexto import SISTEMA
from portal.services.remitentes import Remitente
from tests.factories import cuentas, presentaciones

ROSA = Remitente(numero_doc="45678912", nombres="Rosa Elvira", apellidos="Huamán Ñaupari", folios="12", custodia="si")
MINERA = replace(ROSA, clase="juridica", ruc="20131312955", razon_social="Minera Andina S.A.C.", custodia="")


@pytest.fixture
def mesa(ctx):
    return ctx.como(cuentas.personal(ctx))


def _escrito(mesa, quien: Remitente = ROSA) -> str:
    """A draft of the counter with everything it needs."""
    suyo = ventanilla.identificar(mesa, quien)
    borradores.guardar(mesa, suyo, valores=presentaciones.VALORES)
    presentaciones.adjuntar(mesa, suyo, presentaciones.PRINCIPAL[0])
    return suyo


def _filas(ctx, numero: str):
    with ctx.db.lectura() as session:
        expediente = session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == numero)).one()
        registro = session.scalars(select(RegistroRow).where(RegistroRow.expediente_id == expediente.id)).one()
        movimiento = session.scalars(select(MovimientoRow).where(MovimientoRow.expediente_id == expediente.id)).one()
        return expediente, registro, movimiento


def test_lo_traido_en_papel_se_numera_como_todo_y_dice_por_donde_llego(ctx, mesa):
    en_linea = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    recibo = ventanilla.registrar(mesa, _escrito(mesa))

    assert (en_linea.numero, recibo.numero, recibo.registro) == ("00001-2026", "00002-2026", "R-000002-2026")
    expediente, registro, movimiento = _filas(ctx, recibo.numero)
    assert (expediente.canal, registro.canal, registro.clase, registro.cuenta_id) == (
        "ventanilla", "ventanilla", "presentacion", mesa.actor.cuenta_id,
    )  # fmt: skip
    assert (registro.por, registro.remitente["numero_doc"], registro.paginas) == (
        "Rosa Elvira Huamán Ñaupari",
        "45678912",
        12,
    )
    assert (registro.presentado_el, registro.plazo_desde) == (en_linea.presentado_el, en_linea.plazo_desde)
    assert not any(clave.startswith("ventanilla.") for clave in registro.valores)
    assert movimiento.datos == {"canal": "ventanilla", "folios": 12, "custodia": True}
    assert movimiento.actor == mesa.actor.nombre
    assert auditoria.verificar(ctx.como(SISTEMA)).integra


def test_sin_correo_no_se_promete_ninguno_y_se_sigue_con_la_contrasena_del_cargo(ctx, mesa):
    recibo = ventanilla.registrar(mesa, _escrito(mesa))
    derivaciones.recibir(mesa, recibo.numero)

    with ctx.db.lectura() as session:
        assert (
            session.scalar(select(func.count(CorreoSalienteRow.id)).where(CorreoSalienteRow.registro_id.is_not(None)))
            == 0
        )
    vista = consulta.por_clave(ctx, numero=recibo.numero, contrasena=recibo.contrasena, ip="10.0.0.1")
    assert vista.numero == recibo.numero
    _, pdf = ventanilla.cargo_pdf(mesa, recibo.numero)
    dicho = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages)
    assert recibo.contrasena in dicho
    assert "la ventanilla de la institución" in dicho


def test_con_correo_recibe_su_cargo_quien_lo_trajo_y_no_la_mesa(ctx, mesa):
    recibo = ventanilla.registrar(mesa, _escrito(mesa, replace(ROSA, correo="Rosa@Ejemplo.pe ")))

    assert recibo.correo == "rosa@ejemplo.pe"
    correos.enviar_pendientes(ctx.como(SISTEMA), None)
    with ctx.db.lectura() as session:
        suyos = session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.registro_id.is_not(None))).all()
    assert [(c.plantilla, c.destinatario, c.estado) for c in suyos] == [("cargo", "rosa@ejemplo.pe", "capturado")]


def test_dos_clics_dan_el_mismo_numero(ctx, mesa):
    suyo = _escrito(mesa)

    assert ventanilla.registrar(mesa, suyo).numero == ventanilla.registrar(mesa, suyo).numero
    assert ventanilla.recibo(mesa, suyo).numero == "00001-2026"
    with pytest.raises(BorradorEnviado):
        ventanilla.ver(mesa, suyo)


def test_quien_vuelve_a_la_ventanilla_es_el_mismo_y_nunca_el_de_una_cuenta(ctx, mesa):
    cuentas.ciudadano(ctx, numero_doc=ROSA.numero_doc, correo="rosa@ejemplo.pe")
    uno, otro, de_minera = (ventanilla.identificar(mesa, quien) for quien in (ROSA, ROSA, MINERA))

    with ctx.db.lectura() as session:
        con_ese_dni = session.scalars(
            select(AdministradoRow).where(AdministradoRow.numero_doc == ROSA.numero_doc)
        ).all()
        minera = session.scalars(select(AdministradoRow).where(AdministradoRow.numero_doc == MINERA.ruc)).one()
    assert len(con_ese_dni) == 2
    assert (minera.clase, minera.nombre) == ("juridica", "Minera Andina S.A.C.")
    assert len({uno, otro, de_minera}) == 3


def test_quien_presenta_se_corrige_antes_de_registrar(ctx, mesa):
    suyo = _escrito(mesa)

    assert ventanilla.identificar(mesa, MINERA, borrador_id=suyo) == suyo

    _, registro, _ = _filas(ctx, ventanilla.registrar(mesa, suyo).numero)
    assert (registro.remitente["nombre"], registro.por) == ("Minera Andina S.A.C.", "Rosa Elvira Huamán Ñaupari")


@pytest.mark.parametrize(
    ("cambios", "campos"),
    [
        ({"numero_doc": "123", "folios": "0"}, {"numero_doc", "folios"}),
        ({"tipo_doc": "pasaporte", "numero_doc": "AB-1"}, {"numero_doc"}),
        ({"tipo_doc": "ce", "numero_doc": ""}, {"numero_doc"}),
        ({"clase": "juridica", "ruc": "20131312956"}, {"ruc", "razon_social"}),
        ({"nombres": " ", "apellidos": "", "correo": "rosa", "telefono": "x", "folios": "doce"},
         {"nombres", "apellidos", "correo", "telefono", "folios"}),
    ],
)  # fmt: skip
def test_todo_lo_mal_escrito_se_dice_de_una_vez(mesa, cambios, campos):
    with pytest.raises(DatosInvalidos) as negativa:
        ventanilla.identificar(mesa, replace(ROSA, **cambios))

    assert set(negativa.value.errores) == campos


def test_un_pasaporte_vale_como_documento(ctx, mesa):
    recibo = ventanilla.registrar(mesa, _escrito(mesa, replace(ROSA, tipo_doc="pasaporte", numero_doc="xd 482910")))

    assert _filas(ctx, recibo.numero)[1].remitente["numero_doc"] == "XD482910"


def test_sin_escaneado_o_sin_asunto_no_se_registra(mesa):
    suyo = ventanilla.identificar(mesa, ROSA)

    assert ventanilla.revisar(mesa, suyo).errores.keys() >= {"asunto", "principal"}
    with pytest.raises(DatosInvalidos):
        ventanilla.registrar(mesa, suyo)


def test_lo_de_una_ventanilla_es_de_quien_lo_empezo_y_solo_de_quien_atiende_alli(ctx, mesa):
    suyo = _escrito(mesa)
    recibo = ventanilla.registrar(mesa, suyo)
    otra = ctx.como(cuentas.personal(ctx))
    jefa, ciudadana = ctx.como(cuentas.personal(ctx, rol=Rol.JEFE)), ctx.como(cuentas.ciudadano(ctx))

    for hacer in (
        lambda quien: ventanilla.registrar(quien, suyo),
        lambda quien: ventanilla.recibo(quien, suyo),
        lambda quien: ventanilla.cargo_pdf(quien, recibo.numero),
    ):
        with pytest.raises(NoEncontrado):
            hacer(otra)
        for ajena in (jefa, ciudadana):
            with pytest.raises(NoAutorizado):
                hacer(ajena)
    for ajena in (jefa, ciudadana, otra):
        with pytest.raises(NoEncontrado):
            borradores.guardar(ajena, _escrito(mesa), valores={"asunto": "x"})


def test_un_borrador_de_otra_clase_no_se_registra_en_ventanilla(ctx, mesa):
    ciudadana = ctx.como(cuentas.ciudadano(ctx))
    suyo = borradores.empezar(ciudadana).id

    with pytest.raises(NoEncontrado):
        ventanilla.registrar(mesa, suyo)
    with pytest.raises(NoAutorizado):
        duplicados.buscar(mesa, suyo)


def test_lo_que_quedo_a_medias_lo_sigue_quien_lo_empezo(ctx, mesa):
    escrito, vacio = _escrito(mesa), ventanilla.identificar(mesa, MINERA)
    otra = ctx.como(cuentas.personal(ctx))

    hallados = {uno.id: (uno.quien, bool(uno.asunto)) for uno in ventanilla.sin_terminar(mesa)}

    assert hallados == {escrito: (ROSA.nombre, True), vacio: (MINERA.nombre, False)}
    assert ventanilla.sin_terminar(otra) == ()
    ventanilla.registrar(mesa, escrito)
    assert [uno.id for uno in ventanilla.sin_terminar(mesa)] == [vacio]


def test_al_mostrador_se_le_avisa_lo_que_la_misma_persona_ya_presento_y_el_puede_ver(ctx, mesa):
    antes = ventanilla.registrar(mesa, _escrito(mesa)).numero
    de_nuevo, de_otra = _escrito(mesa), _escrito(mesa, replace(ROSA, numero_doc="45678913"))

    hallados = duplicados.en_ventanilla(mesa, de_nuevo)

    assert {e.numero for e in (*hallados.archivos, *hallados.numeros)} == {antes}
    assert len(hallados.archivos) == len(hallados.numeros) == 1
    ajenos = duplicados.en_ventanilla(mesa, de_otra)
    assert (ajenos.archivos, ajenos.numeros) == ((), ())
    with pytest.raises(NoAutorizado):
        duplicados.en_ventanilla(ctx.como(cuentas.personal(ctx, Rol.CONSULTA)), de_nuevo)
