"""Who gets a cargo, and what anybody may confirm with its code."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.db.models import RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Rol
from portal.services import cargos, configuracion
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import PDF, VALORES, Archivo

SIN_DESTINO = {"fecha": "2026-11-16", "paginas": "7", "observacion": "", "conoce_destino": False}
OTRA = Path(__file__).parents[1] / "data" / "otra.toml"


@pytest.fixture
def rosa(ctx):
    return cuentas.ciudadano(ctx)


@pytest.fixture
def recibo(ctx, rosa):
    return presentaciones.presentar(ctx, rosa)


def codigo(ctx, recibo) -> str:
    with ctx.db.lectura() as session:
        return session.scalars(
            select(RegistroRow.codigo_verificacion).where(RegistroRow.id == recibo.registro_id)
        ).one()


def texto(pdf: bytes) -> str:
    return " ".join("".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(pdf)).pages).split())


def test_quien_presento_descarga_su_cargo_sin_la_contrasena(ctx, rosa, recibo):
    archivo, pdf = cargos.cargo_pdf(ctx.como(rosa), recibo.registro_id)

    dicho = texto(pdf)
    assert archivo == "cargo-00001-2026.pdf"
    assert "martes 17 de noviembre de 2026, 10:00:00 (hora de Lima, UTC-05:00)" in dicho
    assert codigo(ctx, recibo) in dicho
    assert hashlib.sha256(PDF).hexdigest() in dicho
    assert recibo.contrasena not in dicho
    assert recibo.ficha not in dicho


def test_el_personal_de_mesa_tambien(ctx, recibo):
    mesa = cuentas.personal(ctx)

    _, pdf = cargos.cargo_pdf(ctx.como(mesa), recibo.registro_id)

    assert pdf.startswith(b"%PDF")


def test_para_los_demas_no_existe(ctx, recibo):
    administrador = cuentas.personal(ctx, Rol.ADMINISTRADOR)
    for actor in (ctx.actor, cuentas.ciudadano(ctx), administrador):
        with pytest.raises(NoEncontrado):
            cargos.cargo_pdf(ctx.como(actor), recibo.registro_id)


@pytest.mark.parametrize("registro_id", [0, 999, 2**63])
def test_un_registro_que_no_hay_no_existe(ctx, rosa, registro_id):
    with pytest.raises(NoEncontrado):
        cargos.cargo_pdf(ctx.como(rosa), registro_id)


def test_quien_actua_por_la_organizacion_lo_tiene_aunque_lo_presento_otra_persona(ctx):
    organizacion = cuentas.organizacion(ctx)
    recibo = presentaciones.presentar(ctx, organizacion.una)

    _, pdf = cargos.cargo_pdf(ctx.como(organizacion.otra), recibo.registro_id)

    assert "Cooperativa Sol del Ande" in texto(pdf)
    assert "Julia Mamani Coila (DNI *****" in texto(pdf)


def test_con_el_enlace_de_seguimiento_se_descarga_sin_cuenta(ctx, recibo):
    _, pdf = cargos.cargo_por_seguimiento(ctx, recibo.registro_id, numero=recibo.numero, ficha=recibo.ficha)

    assert pdf.startswith(b"%PDF")


def test_la_ficha_de_otro_expediente_no_sirve(ctx, rosa, recibo):
    otro = presentaciones.presentar(ctx, rosa)
    for registro_id, numero, ficha in (
        (recibo.registro_id, recibo.numero, otro.ficha),
        (recibo.registro_id, otro.numero, otro.ficha),
        (otro.registro_id, recibo.numero, recibo.ficha),
        (recibo.registro_id, recibo.numero, ""),
        (recibo.registro_id, recibo.numero, "ñ"),
        (999, recibo.numero, recibo.ficha),
    ):
        with pytest.raises(NoEncontrado):
            cargos.cargo_por_seguimiento(ctx, registro_id, numero=numero, ficha=ficha)


def test_cualquiera_verifica_un_cargo_y_no_ve_el_nombre_entero(ctx, recibo):
    tecleado = codigo(ctx, recibo).lower().replace("-", " ")

    verificado = cargos.verificar(ctx, tecleado)

    assert verificado == cargos.Verificacion(
        institucion="Instituto Geofísico del Perú",
        numero="00001-2026",
        registro=recibo.registro,
        enviado=recibo.enviado_at,
        enviado_en_palabras="martes 17 de noviembre de 2026, 10:00:00",
        presentado=recibo.presentado_el,
        remitente="Rosa E. Q. H.",
        asunto="Solicito información sísmica",
        sale=False,
        archivos=(cargos.ArchivoVerificado("carta.pdf", len(PDF), hashlib.sha256(PDF).hexdigest()),),
    )


def test_la_organizacion_se_muestra_entera(ctx):
    recibo = presentaciones.presentar(ctx, cuentas.organizacion(ctx).una)

    assert cargos.verificar(ctx, codigo(ctx, recibo)).remitente == "Cooperativa Sol del Ande"


@pytest.mark.parametrize("tecleado", ["", "AAAA-AAAA-AAAA", "'; drop table registro; --", "x" * 10_000, "\x00"])
def test_un_codigo_que_no_hay_no_existe(ctx, recibo, tecleado):
    with pytest.raises(NoEncontrado):
        cargos.verificar(ctx, tecleado)


def test_el_cargo_cuenta_los_archivos_en_su_orden(ctx, rosa):
    anexo = Archivo("anexos", b"hola", "memoria.xlsx", "xlsx", None)
    recibo = presentaciones.presentar(ctx, rosa, archivos=(Archivo(), anexo))

    dicho = texto(cargos.cargo_pdf(ctx.como(rosa), recibo.registro_id)[1])

    assert dicho.index("carta.pdf") < dicho.index("memoria.xlsx")
    assert "2 archivos" in dicho


def test_un_nombre_vacio_se_abrevia_sin_fallar():
    assert [cargos.abreviado(n) for n in ("", "Rosa", "  María  Elena Quispe ")] == ["", "Rosa", "María E. Q."]


def test_la_fecha_y_el_destino_del_documento_salen_donde_el_formulario_los_pide(ctx):
    configuracion.publicar(ctx.como(SISTEMA), configuracion.leer_preset(OTRA), autor="pruebas")
    recibo = presentaciones.presentar(
        ctx,
        cuentas.ciudadano(ctx, contrasena="catorce signos bastan"),
        valores={
            "sumilla": "Pide factibilidad", "fecha_documento": "2026-11-16", "folios_enviados": "3",
            "clase_correspondencia": "factibilidad", "conozco_destino": True, "destino": "comercial",
        },
        archivos=(Archivo("archivos"),),
    )  # fmt: skip

    _, pdf = cargos.cargo_por_seguimiento(ctx, recibo.registro_id, numero=recibo.numero, ficha=recibo.ficha)

    assert "Fecha del documento lunes 16 de noviembre de 2026" in texto(pdf)
    assert "Dirigido a Oficina Comercial" in texto(pdf)


@pytest.mark.parametrize(
    ("preset", "regla", "dirigido"),
    [
        ("igp", (), "Trámite Documentario, Instituto Geofísico del Perú"),
        ("igp", ({"dependencia": "sismologia"},), "Sismología, Instituto Geofísico del Perú"),
        ("petroperu", (), "Trámite Documentario, Petróleos del Perú - PETROPERÚ S. A."),
    ],
)
def test_sin_destino_pedido_el_cargo_nombra_la_oficina_a_la_que_llega(ctx, preset, regla, dirigido):
    datos = configuracion.preset(preset).model_dump(mode="json") | {"encaminamientos": regla}
    configuracion.publicar(ctx.como(SISTEMA), Institucion.model_validate(datos), autor="pruebas")
    ranura = datos["formulario"]["ranuras"][0]["id"]
    rosa = cuentas.ciudadano(ctx)
    cuentas.aceptar_textos(ctx, rosa)
    suyos = VALORES | (SIN_DESTINO if preset == "petroperu" else {})
    recibo = presentaciones.presentar(ctx, rosa, valores=suyos, archivos=(Archivo(ranura),))

    _, pdf = cargos.cargo_pdf(ctx.como(rosa), recibo.registro_id)

    assert f"Dirigido a {dirigido}" in texto(pdf)
