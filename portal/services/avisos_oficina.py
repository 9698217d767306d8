"""Mails to the offices: something arrived, came back, or was answered. Offices without an address are told nothing.

They carry the number and what is asked, never what was filed: a mailbox of an office has many readers.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.db.models import DestinoRow
from portal.domain import fechas
from portal.i18n import t
from portal.services import correos, destinos
from portal.services.actuaciones import Actuacion
from portal.services.contexto import Contexto


def llego(session: Session, ctx: Contexto, actuacion: Actuacion, destino: DestinoRow) -> None:
    """An expediente, a copy or a request arrived at the office of ``destino``."""
    pedidos = {pedido.id: pedido.nombre for pedido in actuacion.vigente.escritorio.pedidos}
    frases = [t(f"actos.llego.{destino.tipo}", pedido=pedidos.get(destino.pedido, ""))]
    if destino.vence_el is not None:
        frases.append(t("actos.llego.hasta", fecha=fechas.en_palabras(destino.vence_el)))
    _prometer(
        session,
        ctx,
        actuacion,
        destino,
        oficina=destino.dependencia,
        plantilla="oficina_recibe",
        frase=" ".join(frases),
    )


def volvio(session: Session, ctx: Contexto, actuacion: Actuacion, destino: DestinoRow, vuelve_a: str) -> None:
    """What the office ``vuelve_a`` had sent came back."""
    principal = destino.tipo == destinos.RESPONSABLE
    frase = t("actos.volvio.expediente" if principal else "actos.volvio.pedido", oficina=_quien(actuacion, destino))
    _prometer(session, ctx, actuacion, destino, oficina=vuelve_a, plantilla="oficina_devuelta", frase=frase)


def informaron(session: Session, ctx: Contexto, actuacion: Actuacion, destino: DestinoRow) -> None:
    """The request that an office had made was answered."""
    frase = t("actos.informaron", oficina=_quien(actuacion, destino))
    _prometer(session, ctx, actuacion, destino, oficina=destino.origen, plantilla="oficina_informada", frase=frase)


def _quien(actuacion: Actuacion, destino: DestinoRow) -> str:
    return actuacion.vigente.escritorio.dependencia(destino.dependencia).nombre


def _prometer(
    session: Session,
    ctx: Contexto,
    actuacion: Actuacion,
    destino: DestinoRow,
    *,
    oficina: str,
    plantilla: str,
    frase: str,
) -> None:
    """Write it to the outbox, once for each destino. It names no registro: it carries no key, and goes to no citizen."""
    conocida, numero = actuacion.vigente.escritorio.dependencia(oficina), actuacion.expediente.numero
    if not conocida.activa or not conocida.correo:
        return
    correos.encolar(
        session,
        ctx,
        clave=f"{plantilla}:{destino.id}",
        destinatario=conocida.correo,
        plantilla=plantilla,
        datos={"nombre": conocida.nombre, "numero": numero, "expediente": numero, "explicacion": frase},
    )
