"""The institution as data: presets, immutable published versions, and the one in force."""

from __future__ import annotations

import hashlib
import json
import re
import time
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import InstitucionVersionRow
from portal.db.session import Database
from portal.domain.calendario import ReglaFeriado, feriados
from portal.domain.configuracion import ANIOS_DE_CALENDARIO, Institucion
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.estudio import estudiar
from portal.domain.permisos import Permiso
from portal.domain.problemas import EN_ESTUDIO
from portal.i18n import t
from portal.services import correlativos
from portal.services.contexto import Contexto, requiere
from portal.services.problemas import en_renglones

PRESETS = Path(__file__).parent / "presets"


class ConfiguracionInvalida(PortalError):
    """The package contradicts itself; ``facts["detalle"]`` lists where."""

    code = "configuracion_invalida"


class SinInstitucion(PortalError):
    """Nothing has been published yet: ``python -m portal preset aplicar igp`` does, and so does the assistant."""

    code = "sin_institucion"


UN_MOMENTO = 1.0
"""Seconds for which screens may show the version before the one another process just published."""

_leidas: dict[str, Institucion] = {}
_por_numero: WeakKeyDictionary[object, dict[int, Institucion]] = WeakKeyDictionary()
_mostradas: WeakKeyDictionary[object, tuple[float, Institucion]] = WeakKeyDictionary()


def canonico(institucion: Institucion) -> str:
    """The one JSON text of an institution: equal content, equal bytes."""
    return json.dumps(institucion.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leer_preset(ruta: Path) -> Institucion:
    """An institution from a hand-written TOML file, or an exported JSON one.

    Raises ConfiguracionInvalida with everything that is wrong and where, and OSError when it cannot be read.
    """
    contenido = ruta.read_bytes()
    return _sin_problemas(leer_datos(contenido, ruta.name, es_json=ruta.suffix == ".json"), ruta.name)


def leer_json(contenido: bytes, nombre: str) -> Institucion:
    """An institution from its JSON; ``nombre``: of the file, to be told. Raises ConfiguracionInvalida."""
    return _sin_problemas(leer_datos(contenido, nombre, es_json=True), nombre)


def leer_datos(contenido: bytes, nombre: str, *, es_json: bool) -> Any:  # noqa: ANN401 -- whatever a file says
    """What a TOML or JSON file says, before anything is asked of it. Raises ConfiguracionInvalida, which tells the line."""
    try:
        return json.loads(contenido) if es_json else tomllib.loads(contenido.decode())
    except UnicodeDecodeError:
        detalle = t("configuracion.ilegible.no_es_texto")
    except RecursionError:
        detalle = t("configuracion.ilegible.anidado")
    except ValueError as problema:
        sitio = re.search(r"line (\d+),? column (\d+)", str(problema))  # said by both, but not of what ends too soon
        detalle = t("configuracion.ilegible.fin")
        if sitio:
            detalle = t("configuracion.ilegible.linea", linea=sitio[1], columna=sitio[2])
    raise ConfiguracionInvalida(archivo=nombre, detalle=detalle)


def _sin_problemas(datos: Any, nombre: str) -> Institucion:  # noqa: ANN401 -- what a file says, before it is known
    estudio = estudiar(datos)
    if estudio.institucion is None:
        contenido = datos if isinstance(datos, dict) else {}
        detalle = "\n".join(("", *(f"  {renglon}" for renglon in en_renglones(contenido, estudio.problemas))))
        raise ConfiguracionInvalida(archivo=nombre, detalle=detalle)
    return estudio.institucion


def preset(nombre: str) -> Institucion:
    """One of the presets that come with the product, by name. Raises NoEncontrado."""
    ruta = PRESETS / f"{nombre}.toml"
    if ruta.parent != PRESETS or not ruta.is_file():
        raise NoEncontrado(que=nombre)
    return leer_preset(ruta)


def feriados_en_toml(anio: int) -> str:
    """The national holidays of ``anio`` with their norms, from the table of our preset, as a preset lists its days.

    Raises ValueError outside the years of the calendar.
    """
    if anio not in ANIOS_DE_CALENDARIO:
        raise ValueError(anio)
    reglas = [ReglaFeriado(**feriado.model_dump()) for feriado in preset("igp").calendario.feriados]
    dias = [
        f"  {{ fecha = {d.fecha}, nombre = {_cadena(d.nombre)}, base_legal = {_cadena(d.base_legal)} }},"
        for d in feriados(reglas, [anio]).values()
    ]
    notas = (t("ordenes.feriados_de", anio=anio), t("ordenes.feriados_faltan"))
    return "\n".join([*(f"# {nota}" for nota in notas), "dias = [", *dias, "]", ""])


def _cadena(texto: str) -> str:
    """A TOML string: it escapes as JSON does."""
    return json.dumps(texto, ensure_ascii=False)


@requiere(Permiso.SISTEMA)
def publicar(ctx: Contexto, institucion: Institucion, *, autor: str, nota: str = "") -> int:
    """Publish a new version and return its number. Publishing what is already in force changes nothing."""
    with ctx.db.transaction() as session:
        numero = agregar(session, institucion, autor=autor, ahora=ctx.reloj(), nota=nota)
    olvidar(ctx.db)
    return numero


def agregar(session: Session, institucion: Institucion, *, autor: str, ahora: datetime, nota: str = "") -> int:
    """The number of a new version, or of the one in force when it says the same. One at a time. ``olvidar`` afterwards."""
    correlativos.esperar_turno(session, correlativos.Turno.CONFIGURAR)
    contenido = canonico(institucion)
    huella = hashlib.sha256(contenido.encode()).hexdigest()
    actual = session.scalars(
        select(InstitucionVersionRow).order_by(InstitucionVersionRow.id.desc()).limit(1)
    ).one_or_none()
    if actual is not None and actual.huella == huella:
        return actual.id
    nueva = InstitucionVersionRow(contenido=contenido, huella=huella, publicada_at=ahora, autor=autor, nota=nota)
    session.add(nueva)
    session.flush()
    return nueva.id


def olvidar(db: Database) -> None:
    """Ask again what is in force: this process shows what was just published at once."""
    _mostradas.pop(db.engine.pool, None)


@requiere(Permiso.PUBLICO)
def mostrada(ctx: Contexto) -> Institucion:
    """The institution in force, for screens, asked for at most once a second. Raises SinInstitucion."""
    hasta, conocida = _mostradas.get(ctx.db.engine.pool, (0.0, None))
    if conocida is not None and time.monotonic() < hasta:
        return conocida
    with ctx.db.lectura() as session:
        actual = vigente(session)[1]
    _mostradas[ctx.db.engine.pool] = (time.monotonic() + UN_MOMENTO, actual)
    return actual


def vigente(session: Session) -> tuple[int, Institucion]:
    """Number and content of the version in force: one indexed read, parsed once per process."""
    fila = session.execute(
        select(InstitucionVersionRow.id, InstitucionVersionRow.huella)
        .order_by(InstitucionVersionRow.id.desc())
        .limit(1)
    ).one_or_none()
    if fila is None:
        raise SinInstitucion
    return fila.id, _leida(session, fila.id, fila.huella)


def publicada(session: Session, version: int) -> Institucion:
    """What one version says. Raises NoEncontrado."""
    if session.get(InstitucionVersionRow, version) is None:
        raise NoEncontrado(que=version)
    return institucion(session, version)


def institucion(session: Session, version: int, procedimiento: str = "") -> Institucion:
    """The version that an expediente or a draft was made with, as ``procedimiento`` sees it; with none, as it is.

    It never changes: one read per process.
    """
    conocidas = _por_numero.setdefault(session.get_bind().engine.pool, {})
    if version not in conocidas:
        huella = session.scalars(select(InstitucionVersionRow.huella).where(InstitucionVersionRow.id == version)).one()
        conocidas[version] = _leida(session, version, huella)
    return conocidas[version].para(procedimiento)


def _leida(session: Session, version: int, huella: str) -> Institucion:
    if huella not in _leidas:
        contenido = session.scalars(
            select(InstitucionVersionRow.contenido).where(InstitucionVersionRow.id == version)
        ).one()
        _leidas[huella] = Institucion.model_validate_json(contenido, context=EN_ESTUDIO)  # its rules were those of then
    return _leidas[huella]
