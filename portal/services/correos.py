"""The outbox: a mail is a row written with the event it announces, and a worker sends it afterwards.

Rows hold template and facts, never a rendered secret: links and tracking passwords are minted when the mail is
rendered. At least once: the ``Message-ID`` is fixed with the row, so that a duplicate is recognisable.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.adapters.mail_yagmail import Correo, Permanente, SinServidor, Transitorio, direccion
from portal.db.models import CorreoSalienteRow, RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoAutorizado, NoEncontrado, PortalError
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services import actos, cargos, cola, configuracion, destinatarios, huecos
from portal.services.contexto import Contexto, requiere
from portal.services.redaccion import Mensaje, PlantillaInvalida, plantilla_de, redactar

log = logging.getLogger(__name__)

LARGO_MOTIVO = 300
CORREGIDO = "corregido"
"""Among the facts of a mail: an administrator wrote its address."""


class CorreoEnCamino(PortalError):
    """A worker is sending it at this moment."""

    code = "correo_en_camino"


class DestinatarioFijo(PortalError):
    """A mail that opens an account goes only to the address of that account."""

    code = "destinatario_fijo"


class DestinatarioDelTramite(PortalError):
    """A mail that carries the keys of a filing goes only to the accounts that act for who filed it."""

    code = "destinatario_del_tramite"


class FaltaMotivoDeCorreccion(PortalError):
    """The keys of a paper filing go to another address only with a reason."""

    code = "falta_motivo_correccion"


class DestinatarioInvalido(PortalError):
    """It is not an address that a mail can carry."""

    code = "destinatario_invalido"


class Entrega(Protocol):
    """What delivers a mail: raises Permanente or Transitorio."""

    def enviar(self, correo: Correo) -> None: ...


def encolar(
    session: Session,
    ctx: Contexto,
    *,
    clave: str,
    destinatario: str,
    plantilla: str,
    datos: dict[str, Any],
    enlace_id: int | None = None,
    registro_id: int | None = None,
    movimiento_id: int | None = None,
) -> None:
    """Promise a mail in the transaction of its event. The same ``clave`` (at most 80 signs) promises it only once.

    ``plantilla`` is one of the institution's mails; ``datos`` are JSON facts for its blanks, never a secret.
    """
    version, _ = configuracion.vigente(session)
    ahora = ctx.reloj()
    insertar = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fila = insertar(CorreoSalienteRow).values(
        clave=clave,
        destinatario=destinatario,
        plantilla=plantilla,
        institucion_version=version,
        enlace_id=enlace_id,
        registro_id=registro_id,
        movimiento_id=movimiento_id,
        datos=datos,
        estado=cola.PENDIENTE,
        intentos=0,
        proximo_at=ahora,
        message_id=cola.message_id(ctx),
        creado_at=ahora,
    )
    session.execute(fila.on_conflict_do_nothing(index_elements=["clave"]))


@requiere(Permiso.SISTEMA)
def enviar_pendientes(ctx: Contexto, cartero: Entrega | None, *, maximo: int = 50) -> int:
    """Send what is due; capture it when there is no ``cartero``, and in a demonstration. Returns how many left; at most ``maximo`` are tried.

    Several workers may run: each takes one mail at a time, by lease. Stops at the first sign that the server is away.
    """
    salieron = 0
    for _ in range(maximo):
        fila = cola.tomar(ctx)
        if fila is None:
            break
        try:
            salieron += _despachar(ctx, fila, None if ctx.demo else cartero)
        except SinServidor as problema:
            cola.posponer(ctx, fila, str(problema))
            break
        except Transitorio as problema:
            cola.posponer(ctx, fila, str(problema))
        except Permanente as problema:
            cola.cerrar(ctx, fila, cola.FALLIDO, error=str(problema))
        except PlantillaInvalida as problema:
            cola.cerrar(
                ctx, fila, cola.FALLIDO, error=f"{problema.code}: {fila.plantilla} {problema.facts['hueco']}".strip()
            )
        except Exception as problema:  # noqa: BLE001 -- one bad row must not stop the others; it stays and is seen
            log.error("correo %s: %s", fila.id, type(problema).__name__)  # noqa: TRY400 -- its words may carry facts of the mail
            cola.posponer(ctx, fila, type(problema).__name__)
    return salieron


@requiere(Permiso.VER_CORREOS)
def reintentar(ctx: Contexto, correo_id: int, *, destinatario: str | None = None, motivo: str = "") -> None:
    """Send a mail (again) now, to a corrected address if given, in the words of the version in force.

    One that carries the keys of a filing goes to the accounts that act for who filed it. Where there is none (it came on
    paper), who may correct mails sends it elsewhere, with a ``motivo``; from where, to whom and by whom is an acto.

    Raises NoEncontrado, CorreoEnCamino, DestinatarioFijo, DestinatarioDelTramite, FaltaMotivoDeCorreccion, NoAutorizado
    or DestinatarioInvalido.
    """
    with ctx.db.transaction() as session:
        fila = fila_de(session, correo_id, para_cambiar=True)
        if fila.estado == cola.EN_CAMINO and fila.proximo_at > ctx.reloj():
            raise CorreoEnCamino
        if destinatario is not None and destinatario != fila.destinatario:
            _corregir(session, ctx, fila, _direccion(destinatario), una_linea(motivo, LARGO_MOTIVO))
        if fila.estado in {cola.ENVIADO, cola.CAPTURADO}:  # asked for on purpose: not a duplicate to be dropped
            fila.message_id = cola.message_id(ctx)
        fila.estado, fila.intentos, fila.error, fila.captura = cola.PENDIENTE, 0, None, None
        fila.proximo_at = ctx.reloj()
        fila.institucion_version, _ = configuracion.vigente(session)


class Correccion(StrEnum):
    """Whether a mail may be sent to another address: freely, for a reason, or why not."""

    LIBRE = "libre"
    CON_MOTIVO = "con_motivo"
    DE_SU_CUENTA = "de_su_cuenta"
    DEL_TRAMITE = "del_tramite"
    SIN_PERMISO = "sin_permiso"


def correccion(session: Session, ctx: Contexto, fila: CorreoSalienteRow) -> Correccion:
    """Of that mail, for the actor. Keys of a filing go only to who acts for its sender, while somebody does."""
    if fila.enlace_id is not None or fila.plantilla == "invitacion":
        return Correccion.DE_SU_CUENTA
    if fila.registro_id is None:
        return Correccion.LIBRE
    if destinatarios.suyas(session, session.get_one(RegistroRow, fila.registro_id)):
        return Correccion.DEL_TRAMITE
    return Correccion.CON_MOTIVO if ctx.actor.puede(Permiso.CORREGIR_CORREOS) else Correccion.SIN_PERMISO


def _corregir(session: Session, ctx: Contexto, fila: CorreoSalienteRow, nueva: str, motivo: str) -> None:
    """Let the mail go to another address, or say why it may not."""
    match correccion(session, ctx, fila):
        case Correccion.DE_SU_CUENTA:
            raise DestinatarioFijo
        case Correccion.DEL_TRAMITE:
            raise DestinatarioDelTramite
        case Correccion.SIN_PERMISO:
            raise NoAutorizado(permiso=Permiso.CORREGIR_CORREOS)
        case Correccion.CON_MOTIVO if not motivo:
            raise FaltaMotivoDeCorreccion
    antes, fila.destinatario = fila.destinatario, nueva
    fila.datos = {**fila.datos, CORREGIDO: True}  # another dict: the same one, changed, would not be written
    hechos = {"correo": fila.id, "ahora": nueva} | ({"motivo": motivo} if motivo else {})
    actos.anotar_acto(session, ctx, "corregir_correo", antes, hechos)


def _direccion(texto: str) -> str:
    try:
        direccion(texto)
    except Permanente:
        raise DestinatarioInvalido(correo=texto) from None
    return texto.strip()


def fila_de(session: Session, correo_id: int, *, para_cambiar: bool = False) -> CorreoSalienteRow:
    """One mail of the outbox. Raises NoEncontrado."""
    fila = session.get(CorreoSalienteRow, correo_id, with_for_update=para_cambiar or None)
    if fila is None:
        raise NoEncontrado(que=correo_id)
    return fila


def _despachar(ctx: Contexto, fila: CorreoSalienteRow, cartero: Entrega | None) -> int:
    """Render and hand over one leased mail. Returns 1 when it left, 0 when its link no longer serves."""
    _a_quien_corresponde_hoy(ctx, fila)
    with ctx.db.lectura() as session:
        institucion = configuracion.institucion(session, fila.institucion_version)
        hechos = huecos.reunir(session, ctx, fila, institucion, con_secretos=True)
        con_cargo = fila.registro_id if fila.plantilla == "cargo" and cartero is not None else None
        cargo = cargos.reunir(session, ctx, con_cargo) if con_cargo is not None else None
    if hechos.usado or (hechos.vence is not None and hechos.vence <= ctx.reloj()):
        cola.cerrar(ctx, fila, cola.CADUCADO)
        return 0
    mensaje = redactado(fila, institucion, hechos)
    if cartero is None:
        cola.cerrar(ctx, fila, cola.CAPTURADO, captura=mensaje.texto if ctx.demo else "")
        return 1
    cartero.enviar(
        Correo(
            para=fila.destinatario,
            nombre_remitente=f"{institucion.identidad.sigla} · {institucion.identidad.modulo}",
            asunto=mensaje.asunto,
            texto=mensaje.texto,
            html=mensaje.html,
            message_id=fila.message_id,
            fecha=ctx.reloj().astimezone(institucion.zona),
            responder_a=institucion.identidad.correo,
            adjuntos=((cargo.archivo, cargos.componer(cargo)),) if cargo is not None else (),
        )
    )
    cola.cerrar(ctx, fila, cola.ENVIADO)
    return 1


def _a_quien_corresponde_hoy(ctx: Contexto, fila: CorreoSalienteRow) -> None:
    """A mail about a filing carries keys: it follows its people if they changed since it was promised."""
    if fila.registro_id is None or fila.datos.get(CORREGIDO):
        return
    with ctx.db.lectura() as session:
        registro = session.get_one(RegistroRow, fila.registro_id)
        otro = destinatarios.al_salir(session, registro, fila.destinatario)
    if otro is not None:
        cola.redirigir(ctx, fila, otro.correo, otro.nombre)


def redactado(fila: CorreoSalienteRow, institucion: Institucion, hechos: huecos.Hechos) -> Mensaje:
    """The mail of that row in words. Raises PlantillaInvalida."""
    plantilla = plantilla_de(institucion, fila.plantilla)
    return redactar(plantilla, hechos.huecos, identidad=institucion.identidad, boton=hechos.boton)
