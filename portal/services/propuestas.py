"""The propuesta: what administrators change before publishing it. One for all of them; every change is a step to undo.

Two of them at once: who changes a part that another changed since they looked is told so, and nothing is overwritten;
other parts come together. A revision is never used twice, so what was seen long ago is always known as old.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.db.models import InstitucionVersionRow, PropuestaCambioRow, PropuestaRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import PortalError
from portal.domain.estudio import Estudio, estudiar
from portal.domain.permisos import Permiso
from portal.domain.problemas import Problema
from portal.domain.texto import una_linea
from portal.services import actos, asignaciones, configuracion, partes, reparos
from portal.services import propuesta_pasos as pasos
from portal.services.contexto import Contexto, requiere
from portal.services.diferencias import Diferencia, comparar
from portal.services.partes import TODO, ParteInvalida
from portal.services.propuesta_pasos import PropuestaAjena

__all__ = [
    "Diferencia",
    "ParteInvalida",
    "Problema",
    "Propuesta",
    "PropuestaAjena",
    "PropuestaConProblemas",
    "PropuestaSinCambios",
    "Version",
    "VersionNueva",
    "cambiar",
    "cargar",
    "descartar",
    "deshacer",
    "diferencias",
    "publicar",
    "restaurar",
    "ver",
    "versiones",
]

LARGO_NOTA = 400
_CAMBIOS_EN_ACTO = 40


class PropuestaConProblemas(PortalError):
    """It contradicts itself and cannot be published. ``problemas``: all of them."""

    code = "propuesta_con_problemas"

    def __init__(self, problemas: tuple[Problema, ...]) -> None:
        super().__init__(cuantos=len(problemas))
        self.problemas = problemas


class PropuestaSinCambios(PortalError):
    """It says what is in force: there is nothing to publish, or nothing to undo."""

    code = "propuesta_sin_cambios"


class VersionNueva(PortalError):
    """Something else was published meanwhile; now the changes are shown against it, and may be published."""

    code = "version_nueva"


@dataclass(frozen=True)
class Propuesta:
    """The configuration as it would be published. ``revision``: say it when changing something.

    ``cambios``: how many things are different from what is in force. ``institucion``: None while it contradicts itself.
    ``problemas`` stop it from being published; ``avisos`` do not. ``leida``: the same, also with contradictions.
    """

    revision: int
    base: int
    contenido: dict[str, Any]
    institucion: Institucion | None
    leida: Institucion | None
    cambios: int
    problemas: tuple[Problema, ...]
    avisos: tuple[Problema, ...]
    deshacible: bool


@dataclass(frozen=True)
class Version:
    """One published configuration."""

    id: int
    publicada_at: datetime
    autor: str
    nota: str
    vigente: bool


@requiere(Permiso.CONFIGURAR)
def ver(ctx: Contexto) -> Propuesta:
    """The propuesta; where nobody opened one, the version in force with revision 0. Raises SinInstitucion."""
    with ctx.db.lectura() as session:
        return _vista(session, ctx, session.scalar(pasos.UNICA))


@requiere(Permiso.CONFIGURAR)
def cambiar(ctx: Contexto, parte: str, valor: object, *, visto: int) -> Propuesta:
    """Replace one part, as it was seen in revision ``visto``. A change that says what is there already is none.

    ``parte``: dotted, as ``textos.terminos``; ``valor``: models, or what JSON can say. Contradictions with other parts
    are kept, and told in ``problemas``. Raises ParteInvalida, PropuestaAjena, NoEncontrado.
    """
    limpio = partes.limpiar(parte, valor)
    with ctx.db.transaction() as session:
        fila = pasos.abierta(session, ctx)
        pasos.exigir_vista(session, ctx, fila, visto, parte)
        pasos.anotar(session, ctx, fila, parte, limpio)
        return _vista(session, ctx, fila)


@requiere(Permiso.CONFIGURAR)
def cargar(ctx: Contexto, institucion: Institucion, *, visto: int) -> Propuesta:
    """Put a whole configuration (a preset, a package) in the place of all that is proposed. Raises PropuestaAjena."""
    return cambiar(ctx, TODO, institucion, visto=visto)


@requiere(Permiso.CONFIGURAR)
def restaurar(ctx: Contexto, version: int, *, visto: int) -> Propuesta:
    """Propose again what one published version said. Raises NoEncontrado, PropuestaAjena."""
    with ctx.db.lectura() as session:
        suya = configuracion.publicada(session, version)
    return cambiar(ctx, TODO, suya, visto=visto)


@requiere(Permiso.CONFIGURAR)
def descartar(ctx: Contexto, *, visto: int) -> Propuesta:
    """Propose what is in force, and nothing else; it can be undone as any change. Raises PropuestaAjena."""
    with ctx.db.lectura() as session:
        _, actual = configuracion.vigente(session)
    return cambiar(ctx, TODO, actual, visto=visto)


@requiere(Permiso.CONFIGURAR)
def deshacer(ctx: Contexto, *, visto: int) -> Propuesta:
    """Take back the last change that was not taken back yet, whoever made it. Raises PropuestaAjena, PropuestaSinCambios."""
    with ctx.db.transaction() as session:
        fila = pasos.abierta(session, ctx)
        ultimo = session.scalars(pasos.por_deshacer(fila).order_by(PropuestaCambioRow.revision.desc()).limit(1)).first()
        if ultimo is None:
            raise PropuestaSinCambios
        pasos.exigir_vista(session, ctx, fila, visto, ultimo.parte)
        pasos.anotar(session, ctx, fila, ultimo.parte, json.loads(ultimo.antes), deshecho=True)
        ultimo.deshecho = True
        session.flush()
        return _vista(session, ctx, fila)


@requiere(Permiso.CONFIGURAR)
def publicar(ctx: Contexto, *, visto: int, nota: str) -> int:
    """Publish the propuesta; the number of its version. What is filed from now on follows it.

    Raises PropuestaConProblemas, PropuestaSinCambios, PropuestaAjena (somebody changed anything since ``visto``), and
    VersionNueva the first time after another version was published; ParaUnoMismo, UltimoAdministrador (of the roles).
    """
    with ctx.db.transaction() as session:
        fila = pasos.abierta(session, ctx)
        actual, _ = configuracion.vigente(session)
        superada, fila.base = fila.base != actual, actual
        numero = 0 if superada else _publicar(session, ctx, fila, visto=visto, nota=una_linea(nota, LARGO_NOTA))
    if superada:
        raise VersionNueva(version=actual)
    configuracion.olvidar(ctx.db)
    return numero


@requiere(Permiso.CONFIGURAR)
def diferencias(ctx: Contexto) -> tuple[Diferencia, ...]:
    """What publishing would change, in words."""
    with ctx.db.lectura() as session:
        _, actual = configuracion.vigente(session)
        fila = session.scalar(pasos.UNICA)
        return () if fila is None else _comparadas(configuracion.canonico(actual), fila.contenido)


@requiere(Permiso.CONFIGURAR)
def versiones(ctx: Contexto) -> tuple[Version, ...]:
    """All that was ever published, the newest first: the first one is in force."""
    with ctx.db.lectura() as session:
        filas = session.execute(
            select(
                InstitucionVersionRow.id,
                InstitucionVersionRow.publicada_at,
                InstitucionVersionRow.autor,
                InstitucionVersionRow.nota,
            ).order_by(InstitucionVersionRow.id.desc())
        ).all()
    return tuple(Version(f.id, f.publicada_at, f.autor, f.nota, vigente=f is filas[0]) for f in filas)


def _publicar(session: Session, ctx: Contexto, fila: PropuestaRow, *, visto: int, nota: str) -> int:
    pasos.exigir_vista(session, ctx, fila, visto, TODO)
    estudio = _estudiada(fila.contenido)
    if estudio.institucion is None:
        raise PropuestaConProblemas(estudio.problemas)
    _, actual = configuracion.vigente(session)
    distintas = _comparadas(configuracion.canonico(actual), fila.contenido)
    if not distintas:
        raise PropuestaSinCambios
    asignaciones.exigir_publicable(session, ctx, estudio.institucion)
    autor, ahora = ctx.actor.nombre, ctx.reloj()
    nueva = configuracion.agregar(session, estudio.institucion, autor=autor, ahora=ahora, nota=nota)
    anterior, fila.base = fila.base, nueva
    fila.contenido = configuracion.canonico(estudio.institucion)
    session.execute(delete(PropuestaCambioRow).where(PropuestaCambioRow.propuesta_id == fila.id))
    pasos.anotar(
        session, ctx, fila, TODO, json.loads(fila.contenido), deshecho=True
    )  # who saw it before sees an old one
    hechos = {
        "version": nueva,
        "anterior": anterior,
        "nota": nota,
        "cambios": [d.parte for d in distintas[:_CAMBIOS_EN_ACTO]],
        "cuantos": len(distintas),
    }
    actos.anotar_acto(session, ctx, "publicar_configuracion", f"v{nueva}", hechos)
    return nueva


def _vista(session: Session, ctx: Contexto, fila: PropuestaRow | None) -> Propuesta:
    base, actual = configuracion.vigente(session)
    vigente = configuracion.canonico(actual)
    contenido = vigente if fila is None else fila.contenido
    estudio = _estudiada(contenido)
    propios = () if estudio.leida is None else reparos.de_instalacion(session, ctx, estudio.leida, actual)
    pendientes = (
        0 if fila is None else session.scalar(select(func.count()).select_from(pasos.por_deshacer(fila).subquery()))
    )
    return Propuesta(
        revision=0 if fila is None else fila.revision,
        base=base if fila is None else fila.base,
        contenido=json.loads(contenido),
        institucion=estudio.institucion,
        leida=estudio.leida,
        cambios=len(_comparadas(vigente, contenido)),
        problemas=estudio.problemas,
        avisos=(*estudio.avisos, *propios),
        deshacible=bool(pendientes),
    )


@lru_cache(maxsize=8)
def _estudiada(contenido: str) -> Estudio:
    return estudiar(json.loads(contenido))


@lru_cache(maxsize=8)
def _comparadas(vigente: str, contenido: str) -> tuple[Diferencia, ...]:
    return () if vigente == contenido else comparar(json.loads(vigente), json.loads(contenido))
