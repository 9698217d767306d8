"""Staff with a second factor: enrolled through the services, with a telephone and a paper of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyotp
import pytest
from sqlalchemy import select

from portal.db.models import CorreoSalienteRow, SesionRow
from portal.domain.errors import PortalError
from portal.domain.permisos import Rol
from portal.services import claves, configuracion, segundo_factor, sesiones, usuarios
from portal.services.contexto import SISTEMA, Contexto
from tests.factories.accesos import IP, como

CORREO = "carmen@example.pe"
CLAVE = "canela tortuga ventana 47"


@dataclass
class Carmen:
    """A member of staff with the second factor, her telephone and her paper."""

    publico: Contexto
    ctx: Contexto
    telefono: pyotp.TOTP
    papel: tuple[str, ...]

    @property
    def codigo(self) -> str:
        """What the telephone shows now."""
        return self.telefono.at(self.publico.reloj())

    def entra(self, *, ip: str = IP) -> Contexto:
        """The password again, in another browser: the code is still to be given."""
        return como(self.publico, CORREO, CLAVE, ip=ip)

    def ahora(self, quien: Contexto) -> Contexto:
        """The same session, read anew."""
        return releida(self.publico, quien)


def enrolada(ctx: Contexto, reloj) -> Carmen:
    """Enrolled a while ago: the step of her enrolment has passed."""
    yo = contratada(ctx)
    suyo = telefono(yo)
    papel = segundo_factor.confirmar(yo, suyo.at(reloj()), prueba=CLAVE)
    reloj.avanzar(minutes=2)
    return Carmen(ctx, yo, suyo, papel)


def negativa(hacer: Callable[[], object]) -> PortalError:
    """The refusal that it must end in."""
    with pytest.raises(PortalError) as e:
        hacer()
    return e.value


def releida(publico: Contexto, quien: Contexto) -> Contexto:
    """What ``actor_de`` says now of a session, whose cookie the test does not keep."""
    ficha_nueva = "x" * 43
    with publico.db.transaction() as session:
        sesion = session.get_one(SesionRow, quien.actor.sesion_id)
        antes, sesion.huella = sesion.huella, claves.huella(ficha_nueva)
    actor = sesiones.actor_de(publico, ficha_nueva, ip=quien.actor.ip)
    with publico.db.transaction() as session:
        session.get_one(SesionRow, quien.actor.sesion_id).huella = antes
    return publico.como(actor)


def contratada(ctx: Contexto, rol: Rol = Rol.MESA, correo: str = CORREO) -> Contexto:
    usuarios.crear_personal(ctx.como(SISTEMA), correo, "Carmen", "Salas Prado", rol, CLAVE)
    return como(ctx, correo, CLAVE)


def telefono(quien: Contexto) -> pyotp.TOTP:
    """An application to which the key was given."""
    return pyotp.TOTP(segundo_factor.alta(quien).secreto.replace(" ", ""))


def exigir_a_todos(ctx: Contexto) -> None:
    institucion = configuracion.preset("igp")
    escritorio = institucion.escritorio.model_copy(update={"segundo_factor": True})
    nueva = institucion.model_copy(update={"escritorio": escritorio})
    configuracion.publicar(ctx.como(SISTEMA), nueva, autor="pruebas")


def avisos(ctx: Contexto) -> list[str]:
    """The mails promised about the second factor, in order."""
    suyos = CorreoSalienteRow.plantilla.startswith("segundo_factor", autoescape=True)
    with ctx.db.lectura() as session:
        orden = session.scalars(select(CorreoSalienteRow.plantilla).where(suyos).order_by(CorreoSalienteRow.id))
        return [plantilla.removeprefix("segundo_factor_") for plantilla in orden]
