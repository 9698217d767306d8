"""The institution answers: what leaves is registered, numbered, sealed, and told without saying what it says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.db.models import BorradorRow, CorreoSalienteRow, DocumentoRow, RegistroRow
from portal.domain.errors import NoAutorizado, NoEncontrado, TransicionNoPermitida
from portal.services import (
    archivos,
    cargos,
    claves,
    configuracion,
    correos_vistos,
    derivaciones,
    posibles,
    salidas,
)
from portal.services.actuaciones import EstadoCambio
from portal.services.adjuntos import ArchivosPendientes
from portal.services.borrador_propio import BorradorEnviado
from portal.services.contexto import SISTEMA
from portal.services.salidas import FaltaDocumento, FaltaRespuesta
from tests.factories import cuentas, escritorio, oficinas, presentaciones
from tests.factories.archivos import pdf
from tests.factories.oficinas import LABORATORIO
from tests.factories.presentaciones import Archivo

OFICIO = Archivo("respuesta", nombre="oficio.pdf", paginas=2)
NOTA = "Se concede lo que pidió.\n\nPase por ventanilla."


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def preparada(quien, numero, *files) -> str:
    """The id of a draft of an answer with these files."""
    borrador = salidas.preparar(quien, numero)
    for orden, archivo in enumerate(files, 1):
        presentaciones.adjuntar(quien, borrador.id, archivo, orden=orden)
    return borrador.id


def salida(ctx) -> RegistroRow:
    with ctx.db.lectura() as session:
        return session.scalars(select(RegistroRow).where(RegistroRow.sentido == "salida")).one()


def test_una_respuesta_sale_numerada_con_sus_documentos_y_termina_el_expediente(ctx, gente, reloj):
    numero = escritorio.en_laboratorio(ctx, gente)
    borrador = preparada(gente.jefa, numero, OFICIO)
    visto = escritorio.visto(ctx, numero)

    dicho = salidas.atender(
        gente.jefa, numero, visto=visto, nota=f" {NOTA} ", borrador_id=borrador, documento="OFICIO 12-2026-IGP"
    )

    suya = salida(ctx)
    assert (dicho, suya.numero, suya.clase, suya.dependencia) == (
        "S-000001-2026", "S-000001-2026", "respuesta", LABORATORIO,
    )  # fmt: skip
    assert (suya.numero_documento, suya.paginas, suya.valores["texto"]) == ("OFICIO 12-2026-IGP", 2, NOTA)
    assert (suya.remitente["nombre"], suya.por) == ("Instituto Geofísico del Perú", gente.jefa.actor.nombre)
    with ctx.db.lectura() as session:
        documentos = session.scalars(select(DocumentoRow).where(DocumentoRow.registro_id == suya.id)).all()
        assert [(d.nombre, d.etiqueta) for d in documentos] == [("oficio.pdf", "Documentos de la respuesta")]
        assert session.get_one(BorradorRow, borrador).registro_id == suya.id
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.accion, ultimo.hasta, ultimo.nota, ultimo.interna, ultimo.publico) == (
        "atender", "atendida", "", NOTA, True,
    )  # fmt: skip
    assert ultimo.datos == {
        "registro": "S-000001-2026", "registro_id": suya.id, "oficina": "Laboratorio de Sismología", "archivos": 1,
        "huellas": [documentos[0].sha256],
    }  # fmt: skip
    assert {p.cerrado_at for p in escritorio.plazos(ctx, numero)} <= {reloj()}
    escritorio.coherente(ctx, numero)


def test_una_respuesta_parcial_deja_el_tramite_y_su_plazo_como_estaban(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    antes = escritorio.expediente(ctx, numero)

    salidas.responder(gente.especialista, numero, visto=None, nota="Van los primeros datos")
    salidas.responder(gente.especialista, numero, visto=None, nota="Van los segundos")

    despues = escritorio.expediente(ctx, numero)
    assert (despues.estado, despues.vence_el, despues.dependencia) == (antes.estado, antes.vence_el, LABORATORIO)
    with ctx.db.lectura() as session:
        numeros = session.scalars(select(RegistroRow.numero).where(RegistroRow.sentido == "salida")).all()
    assert numeros == ["S-000001-2026", "S-000002-2026"]
    assert [c[0] for c in escritorio.correos(ctx) if c[0] == "respuesta"] == ["respuesta", "respuesta"]
    escritorio.coherente(ctx, numero)


def test_el_correo_dice_que_hay_respuesta_y_no_lo_que_dice(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    salidas.atender(gente.jefa, numero, visto=None, nota=NOTA, borrador_id=preparada(gente.jefa, numero, OFICIO))

    with ctx.db.lectura() as session:
        correo = session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.plantilla == "respuesta")).one()
    admin = ctx.como(cuentas.personal(ctx, "administrador"))
    visto = correos_vistos.ver_correo(admin, correo.id)

    assert visto.asunto == f"Hay una respuesta en su expediente {numero}"
    assert "concede" not in visto.texto
    assert "oficio.pdf" not in visto.texto


@pytest.mark.parametrize("con_regla", [True, False])
def test_el_correo_sale_aunque_la_institucion_no_haya_escrito_el_suyo(ctx, con_regla):
    gente = escritorio.gente(ctx)
    base = oficinas.institucion()
    mudas = tuple(
        tr.model_copy(update={"plantilla": None}) if tr.plantilla == "respuesta" else tr
        for tr in base.transiciones
        if con_regla or tr.accion != "responder"
    )
    cambios = {"plantillas": tuple(p for p in base.plantillas if p.id != "respuesta"), "transiciones": mudas}
    configuracion.publicar(ctx.como(SISTEMA), base.model_copy(update=cambios), autor="pruebas")
    numero = escritorio.en_laboratorio(ctx, gente)

    salidas.responder(gente.especialista, numero, visto=None, nota=NOTA)

    assert escritorio.movimientos(ctx, numero)[-1].publico is True
    with ctx.db.lectura() as session:
        correo = session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.plantilla == "respuesta")).one()
    admin = ctx.como(cuentas.personal(ctx, "administrador"))
    assert "Lea la respuesta aquí" in correos_vistos.ver_correo(admin, correo.id).texto


@pytest.mark.parametrize("nota", ["", "  \n "])
def test_sin_decir_nada_no_hay_respuesta_aunque_haya_documentos(ctx, gente, nota):
    numero = escritorio.en_laboratorio(ctx, gente)
    borrador = preparada(gente.jefa, numero, OFICIO)

    with pytest.raises(FaltaRespuesta):
        salidas.atender(gente.jefa, numero, visto=None, nota=nota, borrador_id=borrador)

    assert escritorio.expediente(ctx, numero).fase == "en_tramite"
    salidas.atender(gente.jefa, numero, visto=None, nota=NOTA, borrador_id=borrador)


def test_donde_toda_respuesta_lleva_documento_no_sale_sin_el(ctx):
    gente = escritorio.gente(ctx, respuesta_con_documento=True)
    numero = escritorio.en_laboratorio(ctx, gente)

    for borrador in (None, salidas.preparar(gente.jefa, numero).id):
        with pytest.raises(FaltaDocumento):
            salidas.atender(gente.jefa, numero, visto=None, nota=NOTA, borrador_id=borrador)
    salidas.atender(gente.jefa, numero, visto=None, nota=NOTA, borrador_id=preparada(gente.jefa, numero, OFICIO))

    assert escritorio.expediente(ctx, numero).fase == "atendido"


def test_lo_que_sube_todavia_no_sale_y_lo_que_no_es_suyo_tampoco(ctx, gente):
    numero, otro = (escritorio.en_laboratorio(ctx, gente) for _ in range(2))
    borrador = preparada(gente.jefa, numero)
    presentaciones.adjuntar(gente.jefa, borrador, OFICIO, estado="subiendo")

    with pytest.raises(ArchivosPendientes):
        salidas.atender(gente.jefa, numero, visto=None, nota=NOTA, borrador_id=borrador)
    for ajeno in (salidas.preparar(gente.especialista, numero).id, salidas.preparar(gente.jefa, otro).id, "nada"):
        with pytest.raises(NoEncontrado):
            salidas.atender(gente.jefa, numero, visto=None, nota=NOTA, borrador_id=ajeno)

    assert escritorio.expediente(ctx, numero).fase == "en_tramite"


def test_los_documentos_suben_por_donde_suben_todos_y_el_borrador_es_el_mismo_hasta_enviarlo(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    uno, otro = salidas.preparar(gente.especialista, numero), salidas.preparar(gente.especialista, numero)
    octetos = pdf()
    assert uno == otro

    carga = archivos.crear_carga(gente.especialista, uno.id, ranura=uno.ranura.id, nombre="o.pdf", tamano=len(octetos))
    assert archivos.anexar(gente.especialista, carga.id, desde=0, trozos=[octetos]).estado == "lista"
    with pytest.raises(NoEncontrado):
        archivos.cargas(gente.jefa, uno.id)
    salidas.responder(gente.especialista, numero, visto=None, nota=NOTA, borrador_id=uno.id)

    with pytest.raises(BorradorEnviado):
        salidas.responder(gente.especialista, numero, visto=None, nota=NOTA, borrador_id=uno.id)
    assert salidas.preparar(gente.especialista, numero).id != uno.id


def test_responde_quien_puede_en_la_oficina_que_lo_tiene_y_nadie_mas(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)

    for quien, negativa in (
        (gente.mesa, NoAutorizado), (gente.archivo, NoAutorizado), (gente.logistica, NoEncontrado),
        (ctx.como(cuentas.ciudadano(ctx)), NoAutorizado),
    ):  # fmt: skip
        with pytest.raises(negativa):
            salidas.preparar(quien, numero)
        with pytest.raises(negativa):
            salidas.atender(quien, numero, visto=None, nota=NOTA)
    assert {"atender", "responder"} <= {a.caso for a in posibles.posibles(gente.especialista, numero)}
    assert {"atender", "responder"}.isdisjoint(a.caso for a in posibles.posibles(gente.mesa, numero))


def test_lo_presentado_y_sin_derivar_no_se_responde(ctx, gente):
    jefe = ctx.como(oficinas.persona(ctx, "jefe", oficinas.MESA))
    numero = escritorio.presentado(ctx)

    for caso in (salidas.atender, salidas.responder):
        with pytest.raises(TransicionNoPermitida):
            caso(jefe, numero, visto=None, nota=NOTA)


def test_dos_que_responden_a_la_vez_dan_una_respuesta(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    visto = escritorio.visto(ctx, numero)

    def intentar(quien):
        try:
            return salidas.atender(quien, numero, visto=visto, nota=NOTA)
        except EstadoCambio as negativa:
            return negativa.code

    with ThreadPoolExecutor(2) as pareja:
        dichos = set(pareja.map(intentar, (gente.jefa, gente.especialista)))

    assert dichos == {"S-000001-2026", "estado_cambio"}
    assert salida(ctx).numero == "S-000001-2026"


def test_quien_mira_lo_que_otra_oficina_devolvio_no_responde_lo_que_ya_no_tiene(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    borrador = preparada(gente.especialista, numero, OFICIO)
    visto = escritorio.visto(ctx, numero)
    derivaciones.derivar(gente.jefa, numero, visto=None, responsable=oficinas.LOGISTICA, pedido="atender")

    with pytest.raises(EstadoCambio):
        salidas.atender(gente.especialista, numero, visto=visto, nota=NOTA, borrador_id=borrador)
    with pytest.raises(NoAutorizado):
        salidas.atender(gente.especialista, numero, visto=None, nota=NOTA, borrador_id=borrador)


def test_la_constancia_y_el_codigo_dicen_que_es_una_respuesta_y_no_lo_que_dice(ctx, gente):
    numero = escritorio.en_laboratorio(ctx, gente)
    salidas.atender(gente.jefa, numero, visto=None, nota=NOTA, borrador_id=preparada(gente.jefa, numero, OFICIO))
    suya = salida(ctx)

    nombre, octetos = cargos.cargo_pdf(gente.mesa, suya.id)
    with ctx.db.lectura() as session:
        datos = cargos.reunir(session, ctx, suya.id).datos
    verificado = cargos.verificar(ctx, suya.codigo_verificacion)

    assert (nombre, octetos[:5]) == ("constancia-S-000001-2026.pdf", b"%PDF-")
    assert (datos["titulo"], [s["datos"][0][1] for s in datos["secciones"]][:2]) == (
        "Constancia de respuesta", ["Instituto Geofísico del Perú", "Rosa Elena Quispe Huamán"],
    )  # fmt: skip
    assert "concede" not in repr(datos)
    ficha = claves.ficha_de_seguimiento(ctx, suya.expediente_id, 1)
    with pytest.raises(NoEncontrado):  # it names who answers: not for whoever only holds the link
        cargos.cargo_por_seguimiento(ctx, suya.id, numero=numero, ficha=ficha)
    assert (verificado.sale, verificado.registro, verificado.remitente, [a.nombre for a in verificado.archivos]) == (
        True, "S-000001-2026", "Instituto Geofísico del Perú", ["oficio.pdf"],
    )  # fmt: skip
