"""The mail server that an administrator gives: tried with a real message, sealed in the database, used at once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.db.models import ActoRow, AjusteRow, CorreoSalienteRow
from portal.domain.errors import DatosInvalidos, DemasiadosIntentos, NoAutorizado
from portal.domain.permisos import Rol
from portal.services import correos, servidor_de_correo
from portal.services.contexto import SISTEMA
from portal.services.servidor_de_correo import Carteros, CorreoFijado, CorreoNoSale, ServidorDeCorreo
from tests.factories import cuentas as gente
from tests.factories.smtp import Buzon, servidor


@pytest.fixture
def administrador(ctx):
    return ctx.como(gente.personal(ctx, Rol.ADMINISTRADOR))


@pytest.fixture
def buzon():
    return Buzon()


@pytest.fixture
def puerto(buzon):
    with servidor(buzon) as uno:
        yield uno


def local(puerto, **otros):
    return ServidorDeCorreo(
        **{"host": "127.0.0.1", "puerto": puerto, "tls": "none", "remitente": "mesa@igp.gob.pe"} | otros
    )


def test_lo_guardado_se_usa_desde_el_siguiente_correo_y_lo_cambiado_tambien(administrador, buzon, puerto):
    sistema = administrador.como(SISTEMA)
    carteros = Carteros(sistema)
    assert carteros() is None

    servidor_de_correo.guardar(administrador, local(puerto))
    with administrador.db.transaction() as session:
        correos.encolar(
            session, administrador, clave="k", destinatario="rosa@ejemplo.pe", plantilla="clave_cambiada",
            datos={"nombre": "Rosa"},
        )  # fmt: skip
    cartero = carteros()
    assert cartero is carteros()
    correos.enviar_pendientes(sistema, cartero)

    assert [uno["To"] for uno in buzon.correos] == ["rosa@ejemplo.pe"]
    servidor_de_correo.guardar(administrador, local(puerto, remitente="otra@igp.gob.pe"))
    assert carteros().remitente == "otra@igp.gob.pe"
    servidor_de_correo.quitar(administrador)
    assert carteros() is None


def test_la_prueba_manda_un_mensaje_de_verdad_y_no_guarda_nada(administrador, buzon, puerto):
    servidor_de_correo.probar(administrador, local(puerto), para="ana@igp.gob.pe")

    assert [uno["To"] for uno in buzon.correos] == ["ana@igp.gob.pe"]
    with administrador.db.lectura() as session:
        assert session.scalars(select(AjusteRow)).all() == []
        assert (
            session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.destinatario == "ana@igp.gob.pe")).all()
            == []
        )


@pytest.mark.parametrize(
    ("otro", "dicho"),
    [
        ({"tls": "starttls"}, "STARTTLS"),
        ({"puerto": 1}, "nadie responde"),
        ({"host": "no-existe.invalid"}, "no existe"),
    ],
)
def test_si_no_sale_se_dice_por_que_en_palabras(administrador, puerto, otro, dicho):
    with pytest.raises(CorreoNoSale) as negativa:
        servidor_de_correo.probar(administrador, local(**{"puerto": puerto} | otro), para="ana@igp.gob.pe")

    assert dicho in str(negativa.value.facts["motivo"])


def test_la_prueba_no_sirve_para_recorrer_una_red(administrador):
    for puerto in range(1, 11):
        with pytest.raises(CorreoNoSale):
            servidor_de_correo.probar(administrador, local(puerto), para="ana@igp.gob.pe")

    with pytest.raises(DemasiadosIntentos):
        servidor_de_correo.probar(administrador, local(11), para="ana@igp.gob.pe")


def test_la_contrasena_se_sella_se_conserva_y_no_va_a_otro_servidor(administrador):
    dado = local(587, tls="starttls", usuario="mesa", contrasena="secreta-77")
    servidor_de_correo.guardar(administrador, dado)
    visto = servidor_de_correo.ver(administrador)
    assert (visto.origen, visto.con_contrasena, visto.servidor.contrasena) == ("pantalla", True, "")

    servidor_de_correo.guardar(administrador, replace(dado, contrasena="", puerto=2525))
    assert Carteros(administrador.como(SISTEMA))().servidor.contrasena == "secreta-77"

    servidor_de_correo.guardar(administrador, replace(dado, contrasena="", host="otro.ejemplo.pe"))
    assert Carteros(administrador.como(SISTEMA))().servidor.contrasena == ""
    with administrador.db.lectura() as session:
        escrito = session.scalars(select(AjusteRow.valor)).one()
        actos = session.scalars(select(ActoRow).where(ActoRow.que == "cambiar_servidor_de_correo")).all()
    assert "secreta-77" not in escrito + json.dumps([acto.datos for acto in actos])
    assert len(actos) == 3


def test_la_contrasena_guardada_para_ir_cifrada_no_se_prueba_al_descubierto(administrador, puerto, buzon):
    cifrado = local(puerto, tls="starttls", usuario="mesa", contrasena="secreta-77")
    servidor_de_correo.guardar(administrador, cifrado)

    servidor_de_correo.guardar(administrador, replace(cifrado, contrasena="", tls="none"))

    assert Carteros(administrador.como(SISTEMA))().servidor.contrasena == ""


def test_lo_que_fija_el_entorno_no_se_cambia_en_pantalla(administrador):
    fijado = replace(administrador, correo_fijado="smtp://quien:clave@correo.gob.pe:587")

    visto = servidor_de_correo.ver(fijado)
    assert (visto.origen, visto.servidor.host, visto.servidor.contrasena) == ("entorno", "correo.gob.pe", "")
    for intento in (lambda: servidor_de_correo.guardar(fijado, local(25)), lambda: servidor_de_correo.quitar(fijado)):
        with pytest.raises(CorreoFijado):
            intento()


def test_una_demostracion_no_manda_correos_ni_para_probar(administrador, puerto, buzon):
    servidor_de_correo.guardar(administrador, local(puerto))
    demo = replace(administrador, demo=True)

    assert Carteros(demo.como(SISTEMA))() is None
    with pytest.raises(NoAutorizado):
        servidor_de_correo.probar(demo, local(puerto), para="ana@igp.gob.pe")
    assert buzon.correos == []


@pytest.mark.parametrize(
    ("otro", "campos"),
    [
        ({"host": ""}, {"host"}),
        ({"host": "a b"}, {"host"}),
        ({"puerto": 0}, {"puerto"}),
        ({"puerto": 70_000, "tls": "otra"}, {"puerto", "tls"}),
        ({"remitente": "", "usuario": "mesa"}, {"remitente"}),
    ],
)
def test_un_servidor_mal_escrito_se_dice_campo_por_campo(administrador, otro, campos):
    with pytest.raises(DatosInvalidos) as negativas:
        servidor_de_correo.guardar(administrador, local(**{"puerto": 25} | otro))

    assert set(negativas.value.errores) == campos


def test_el_ajuste_de_otra_instalacion_se_lee_sin_contrasena(administrador, puerto):
    servidor_de_correo.guardar(administrador, local(puerto, usuario="mesa", contrasena="secreta-77"))
    ajena = replace(administrador.como(SISTEMA), secreto=lambda _nombre: b"x" * 32)

    cartero = Carteros(ajena)()
    assert cartero is not None
    assert cartero.servidor.contrasena == ""
    cartero.cerrar()
