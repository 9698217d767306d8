"""What an account is asked for, and when its terms are accepted, as each institution decides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db.models import AceptacionRow
from portal.domain.errors import DatosInvalidos
from portal.services import configuracion, perfil, sesiones
from portal.services.aceptaciones import TerminosSinAceptar
from portal.services.contexto import SISTEMA
from portal.services.sesiones import CredencialesInvalidas
from tests.factories import cuentas

IP = "10.0.0.8"


def publicar(ctx, **cambios: object) -> None:
    """The IGP preset with other rules for accounts."""
    base = configuracion.preset("igp")
    nueva = base.model_copy(update={"cuentas": base.cuentas.model_copy(update=cambios)})
    configuracion.publicar(ctx.como(SISTEMA), nueva, autor="pruebas")


def aceptados(ctx, actor) -> list[tuple[str, str]]:
    """What that account accepted, and from where."""
    with ctx.db.lectura() as session:
        filas = session.scalars(
            select(AceptacionRow).where(AceptacionRow.cuenta_id == actor.cuenta_id).order_by(AceptacionRow.id)
        )
        return [(fila.texto, fila.ip) for fila in filas]


def entrar(ctx, actor, **como: bool) -> str:
    return sesiones.entrar(ctx, actor.correo, cuentas.CONTRASENA, ip=IP, **como)


def test_los_terminos_al_ingresar_se_escriben_una_sola_vez(ctx):
    publicar(ctx, terminos="ingreso")
    actor = cuentas.ciudadano(ctx)
    assert [texto for texto, _ in aceptados(ctx, actor)] == ["privacidad"]

    for _ in range(8):  # with the right password nobody is made to wait
        with pytest.raises(TerminosSinAceptar):
            entrar(ctx, actor)
    entrar(ctx, actor, acepta=True)
    entrar(ctx, actor, acepta=True)

    assert aceptados(ctx, actor)[1:] == [("terminos", IP)]
    assert entrar(ctx, actor)  # accepted as they stand: the service asks no more, though the screen does


def test_los_terminos_no_dicen_a_nadie_si_la_contrasena_era_buena(ctx):
    publicar(ctx, terminos="ingreso")
    actor = cuentas.ciudadano(ctx)

    with pytest.raises(CredencialesInvalidas):
        sesiones.entrar(ctx, actor.correo, "otra cosa muy larga", ip=IP)


def test_el_personal_entra_sin_aceptar_terminos(ctx):
    publicar(ctx, terminos="ingreso")
    de_la_mesa = cuentas.personal(ctx)

    assert aceptados(ctx, de_la_mesa) == []


@pytest.mark.parametrize(
    ("exigencia", "escrito", "negado"),
    [
        ("obligatorio", "", True), ("obligatorio", "12", True), ("opcional", "", False), ("opcional", "12", True),
        ("no", "", False), ("no", "12", False),
    ],
)  # fmt: skip
def test_el_telefono_se_pide_como_dice_la_institucion(ctx, exigencia, escrito, negado):
    publicar(ctx, telefono=exigencia)

    if negado:
        with pytest.raises(DatosInvalidos) as error:
            cuentas.ciudadano(ctx, telefono=escrito)
        assert set(error.value.errores) == {"telefono"}
    else:
        assert perfil.mio(ctx.como(cuentas.ciudadano(ctx, telefono=escrito))).datos.telefono == ""


def test_la_direccion_puede_exigirse_y_lo_que_ya_no_se_pide_se_conserva(ctx):
    publicar(ctx, direccion="obligatorio")
    with pytest.raises(DatosInvalidos):
        cuentas.ciudadano(ctx)
    actor = cuentas.ciudadano(ctx, direccion="Av. Los Olivos 123")

    publicar(ctx, direccion="no", telefono="no")
    perfil.cambiar(ctx.como(actor), perfil.mio(ctx.como(actor)).datos)

    datos = perfil.mio(ctx.como(actor)).datos
    assert (datos.direccion, datos.telefono) == ("Av. Los Olivos 123", "987654321")
