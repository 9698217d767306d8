"""A version that was published, against the propuesta: what would change if it came back."""

from __future__ import annotations

from portal.db.models import InstitucionVersionRow
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.services import configuracion
from portal.services.contexto import Contexto, requiere
from portal.services.diferencias import Diferencia, comparar


@requiere(Permiso.CONFIGURAR)
def diferencias_con(ctx: Contexto, version: int) -> tuple[Diferencia, ...]:
    """What would be different from today if that version were in force. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        if session.get(InstitucionVersionRow, version) is None:
            raise NoEncontrado(que=version)
        suya = configuracion.institucion(session, version)
        _, actual = configuracion.vigente(session)
    return comparar(actual.model_dump(mode="json"), suya.model_dump(mode="json"))
