"""Texts published anew: who must accept them, what waits until then, and what is written down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from portal.db.models import AceptacionRow
from portal.domain.permisos import Rol
from portal.services import aceptaciones, archivos, bandejas, borradores, configuracion, cuentas, registro, sesiones
from portal.services.aceptaciones import TextoCambio, TextosPorAceptar
from portal.services.contexto import SISTEMA
from tests.factories.accesos import IP, NATURAL, activa, como, fila, personal, token
from tests.factories.presentaciones import presentar

CORREO = NATURAL.correo


def publicar(ctx, **versiones: str):
    """The institution says its texts in new versions."""
    institucion = configuracion.preset("igp")
    cambios = {n: getattr(institucion.textos, n).model_copy(update={"version": v}) for n, v in versiones.items()}
    nueva = institucion.model_copy(update={"textos": institucion.textos.model_copy(update=cambios)})
    configuracion.publicar(ctx.como(SISTEMA), nueva, autor="pruebas")
    return nueva


def anotadas(ctx) -> list[tuple[str, str, str]]:
    with ctx.db.lectura() as session:
        filas = session.scalars(select(AceptacionRow).order_by(AceptacionRow.id))
        return [(a.texto, a.version, a.ip) for a in filas]


def faltan(ctx, ficha: str) -> tuple[str, ...]:
    return aceptaciones.faltan(sesiones.actor_de(ctx, ficha, ip=IP), configuracion.mostrada(ctx))


@pytest.fixture
def rosa(ctx):
    activa(ctx)
    return como(ctx, CORREO)


def test_quien_acepto_lo_vigente_no_debe_nada(ctx, rosa):
    assert faltan(ctx, token(ctx, CORREO)) == ()
    assert anotadas(ctx) == [("terminos", "2026-01", IP), ("privacidad", "2026-01", IP)]


def test_lo_publicado_de_nuevo_falta_y_lo_demas_no(ctx, rosa):
    ficha = token(ctx, CORREO)
    publicar(ctx, privacidad="2026-02")
    assert faltan(ctx, ficha) == ("privacidad",)

    aceptaciones.aceptar(rosa, {"privacidad": "2026-02"})
    aceptaciones.aceptar(rosa, {"privacidad": "2026-02"})

    assert faltan(ctx, ficha) == ()
    assert anotadas(ctx)[2:] == [("privacidad", "2026-02", IP)]
    assert (fila(ctx, CORREO).terminos, fila(ctx, CORREO).privacidad) == ("2026-01", "2026-02")


def test_lo_que_cambia_mientras_se_lee_no_se_acepta(ctx, rosa):
    publicar(ctx, terminos="2026-02", privacidad="2026-02")
    publicar(ctx, terminos="2026-03", privacidad="2026-02")

    with pytest.raises(TextoCambio):
        aceptaciones.aceptar(rosa, {"terminos": "2026-02", "privacidad": "2026-02"})

    assert len(anotadas(ctx)) == 2


def test_hasta_aceptar_no_se_envia_ni_se_sube_y_si_se_lee(ctx, rosa):
    antes = presentar(ctx, rosa.actor)
    borrador = borradores.abrir(rosa).id
    publicar(ctx, terminos="2026-02")

    with pytest.raises(TextosPorAceptar):
        registro.enviar(rosa, borrador)
    with pytest.raises(TextosPorAceptar):
        archivos.crear_carga(rosa, borrador, ranura="principal", nombre="a.pdf", tamano=10)

    assert borradores.ver(rosa, borrador)
    assert [f.numero for f in bandejas.mis_tramites(rosa, bandejas.Filtros()).filas] == [antes.numero]
    aceptaciones.aceptar(rosa, {"terminos": "2026-02"})
    assert archivos.crear_carga(rosa, borrador, ranura="principal", nombre="a.pdf", tamano=10)


def test_un_envio_ya_hecho_devuelve_su_numero_aunque_cambien_los_textos(ctx, rosa):
    borrador = borradores.abrir(rosa).id
    recibo = presentar(ctx, rosa.actor)
    publicar(ctx, terminos="2026-02")

    assert registro.enviar(rosa, borrador).numero == recibo.numero


def test_al_personal_no_se_le_pregunta(ctx):
    mesa = personal(ctx, Rol.MESA)
    nueva = publicar(ctx, terminos="2026-02")

    assert aceptaciones.faltan(mesa.actor, nueva) == ()


def test_aceptar_dos_veces_a_la_vez_se_anota_una(ctx, rosa):
    publicar(ctx, terminos="2026-02")

    with ThreadPoolExecutor(6) as grupo:
        list(grupo.map(lambda _: aceptaciones.aceptar(rosa, {"terminos": "2026-02"}), range(6)))

    assert anotadas(ctx)[2:] == [("terminos", "2026-02", IP)]


def test_un_registro_repetido_acepta_otra_vez(ctx):
    cuentas.registrar(ctx, NATURAL, ip=IP)
    cuentas.registrar(ctx, NATURAL, ip="198.51.100.20")

    assert [(texto, ip) for texto, _, ip in anotadas(ctx)] == [
        ("terminos", IP), ("privacidad", IP), ("terminos", "198.51.100.20"), ("privacidad", "198.51.100.20"),
    ]  # fmt: skip


def test_saber_que_falta_no_cuesta_ninguna_consulta(ctx, rosa):
    institucion = publicar(ctx, terminos="2026-02")
    quien = sesiones.actor_de(ctx, token(ctx, CORREO), ip=IP)
    ordenes: list[str] = []
    event.listen(ctx.db.engine, "before_cursor_execute", lambda *a: ordenes.append(a[2]))

    assert aceptaciones.faltan(quien, institucion) == ("terminos",)
    assert ordenes == []
