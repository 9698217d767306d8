"""How far the numbers of this year went: what an administrator looks at before changing how they are written."""

from __future__ import annotations

from sqlalchemy import select

from portal.db.models import CorrelativoRow
from portal.domain.permisos import Permiso
from portal.services import configuracion
from portal.services.contexto import Contexto, requiere

LETRAS = {"expediente": "E", "registro": "R", "salida": "S"}
"""What each series of numbers is called in the table of counters, before the institution's own ``serie``."""


@requiere(Permiso.CONFIGURAR)
def ultimos(ctx: Contexto, serie: str) -> tuple[int, dict[str, int]]:
    """The year that runs in the institution's zone, and the last number given in it to each series; 0 where none was."""
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
        anio = ctx.reloj().astimezone(institucion.zona).year
        propias = [f"{letra}{serie}" for letra in LETRAS.values()]
        filas = session.execute(
            select(CorrelativoRow.serie, CorrelativoRow.ultimo).where(
                CorrelativoRow.anio == anio, CorrelativoRow.serie.in_(propias)
            )
        )
        dados = {fila.serie: fila.ultimo for fila in filas}
    return anio, {que: dados.get(f"{letra}{serie}", 0) for que, letra in LETRAS.items()}
