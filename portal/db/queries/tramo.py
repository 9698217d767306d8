"""Between which ids a list can be: ids grow with the instant of sending, so days become a range of ids."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow
from portal.db.queries.caminos import Parte, Pedido, ejecutar, es_sqlite
from portal.db.queries.criterio import Criterio, Numero

DIAS_DE_SALTO = 400
"""Days of presentation that are looked at one by one; a longer stretch hardly narrows the list."""
E_ = ExpedienteRow


def acotar(session: Session, p: Pedido, c: Criterio) -> None:
    """The ids that there are, sent and presented between the days asked, of the number asked."""
    dias = Pedido(
        datos={"envio_desde": _instante(session, c.enviado[0]), "envio_hasta": _instante(session, c.enviado[1])}
    )
    primero = _PRIMERO if c.enviado[0] is not None else "1"
    ultimo = _ULTIMO if c.enviado[1] is not None else "0"
    limites = ejecutar(session, dias, f"SELECT MAX(e.id), ({primero}), ({ultimo}) FROM expediente e")[0]  # noqa: S608 -- own words
    if None in limites:
        p.imposible = True
        return
    p.hasta = p.ultimo = limites[0]
    p.entre(limites[1], limites[2] or None)
    if any(c.presentado) and not p.vacio:
        _presentados(session, p, c)
    if c.expediente is not None:
        _numerado(session, p, c.expediente)


_PRIMERO = (
    "SELECT r.expediente_id FROM registro r WHERE r.enviado_at >= :envio_desde AND r.clase = 'presentacion'"
    " ORDER BY r.enviado_at, r.id LIMIT 1"
)
_ULTIMO = (
    "SELECT r.expediente_id FROM registro r WHERE r.enviado_at < :envio_hasta AND r.clase = 'presentacion'"
    " ORDER BY r.enviado_at DESC, r.id DESC LIMIT 1"
)


def _instante(session: Session, momento: datetime | None) -> datetime | str | None:
    """As the engine keeps it (see ``db.types.Instante``)."""
    if momento is None or not es_sqlite(session):
        return momento
    return f"{momento.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _presentados(session: Session, p: Pedido, c: Criterio) -> None:
    """The ids presented between two days: the least and the greatest of each day, a jump for each."""
    primero = c.presentado[0] or session.scalar(select(func.min(E_.presentado_el))) or date.min
    ultimo = c.presentado[1] or session.scalar(select(func.max(E_.presentado_el))) or date.min
    if (ultimo - primero).days > DIAS_DE_SALTO:
        return
    dias = Pedido(datos={"primero": primero, "ultimo": ultimo})
    ((menor, mayor),) = ejecutar(session, dias, _EXTREMOS)
    p.imposible = p.imposible or menor is None
    p.entre(menor, mayor)


_EXTREMOS = """
WITH RECURSIVE w(dia) AS (
    SELECT MIN(presentado_el) FROM expediente WHERE presentado_el BETWEEN :primero AND :ultimo
    UNION ALL
    SELECT (SELECT MIN(presentado_el) FROM expediente WHERE presentado_el > w.dia AND presentado_el <= :ultimo)
    FROM w WHERE w.dia IS NOT NULL
)
SELECT MIN(menor), MAX(mayor) FROM (
    SELECT (SELECT MIN(e.id) FROM expediente e WHERE e.presentado_el = w.dia) AS menor,
           (SELECT MAX(e.id) FROM expediente e WHERE e.presentado_el = w.dia) AS mayor
    FROM w WHERE w.dia IS NOT NULL
) d
"""


def _numerado(session: Session, p: Pedido, numero: Numero) -> None:
    """Those whose number was written: exactly, or as the pattern in force reads it. One that cannot be read finds nothing."""
    coincide = E_.numero == numero.escrito
    if numero.leido is not None:
        correlativo, anio = numero.leido
        coincide = or_(coincide, and_(E_.anio == anio, E_.correlativo == correlativo))
    hallados = session.scalars(select(E_.id).where(coincide).order_by(E_.id)).all()
    if not hallados:
        p.imposible = True
        return
    p.entre(hallados[0], hallados[-1])
    p.partes.append(Parte(f"e.id IN ({', '.join(p.dato(i) for i in hallados)})"))
