"""What an institution's own words must satisfy among themselves, so that nothing published can break a filing later.

Everything that is wrong is told at once. Each part has its rules in its own module; here, what goes between parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.domain import coherencia_escritorio, coherencia_flujo, coherencia_formulario, plantillas
from portal.domain.calendario import ReglaFeriado, feriados
from portal.domain.color import contraste, luminancia
from portal.domain.numeracion import CORRELATIVO_MAXIMO, PatronInvalido, formatear, validar_patron
from portal.domain.permisos import Permiso
from portal.domain.problemas import Contradiccion, Problema, repetidos, unir

if TYPE_CHECKING:
    from portal.domain.configuracion import Institucion
    from portal.domain.procedimientos import Procedimiento

LARGO_NUMERO = 40
LARGO_SERIE = 19
ANIO_MAXIMO = 9999
ANIO_BISIESTO = 2028
CLARO, OSCURO = "#ffffff", "#12161a"
"""The page in each theme (``docs``: the tokens of ``ui/static/theme.css``)."""
LUZ_CLARO = 0.18
LUZ_OSCURO = (0.21, 0.30)


def comprobar(institucion: Institucion) -> None:
    """Pass, or raise Contradiccion with everything that is wrong."""
    if hallados := problemas(institucion):
        raise Contradiccion(*hallados)


def problemas(institucion: Institucion) -> tuple[Problema, ...]:
    """Everything in which ``institucion`` contradicts itself; it may have been read ``EN_ESTUDIO``."""
    return tuple(_problemas(institucion))


def _problemas(institucion: Institucion) -> Iterator[Problema]:
    yield from _identidad(institucion)
    yield from _calendario(institucion)
    yield from coherencia_formulario.problemas(institucion.formulario, institucion.escritorio)
    yield from _procedimientos(institucion)
    yield from _encaminamientos(institucion)
    yield from _numeracion(institucion)
    yield from coherencia_flujo.problemas(institucion)
    yield from plantillas.problemas(institucion)
    yield from _cuentas(institucion)
    yield from coherencia_escritorio.problemas(institucion.escritorio)
    for cual in repetidos([serie.id for serie in institucion.conservacion]):
        yield Problema("repetido", unir("conservacion", cual), {"cual": cual})


def _identidad(institucion: Institucion) -> Iterator[Problema]:
    """White is read on the accent of the light theme, and that of the dark one is read on the page."""
    identidad = institucion.identidad
    if luminancia(identidad.acento) > LUZ_CLARO:
        razon = round(contraste(identidad.acento, CLARO), 1)
        yield Problema("acento_claro", "identidad.acento", {"color": identidad.acento, "razon": razon, "minimo": 4.5})
    luz, (minima, maxima) = luminancia(identidad.acento_oscuro), LUZ_OSCURO
    hechos = {"color": identidad.acento_oscuro}
    if luz < minima:
        razon = round(contraste(identidad.acento_oscuro, OSCURO), 1)
        yield Problema("acento_muy_oscuro", "identidad.acento_oscuro", hechos | {"razon": razon, "minimo": 4.5})
    elif luz > maxima:
        razon = round(contraste(identidad.acento_oscuro, CLARO), 1)
        yield Problema("acento_muy_claro", "identidad.acento_oscuro", hechos | {"razon": razon, "minimo": 3})
    for anio in repetidos([str(cada.anio) for cada in identidad.anios]):
        yield Problema("repetido", unir("identidad.anios", anio), {"cual": anio})


def _calendario(institucion: Institucion) -> Iterator[Problema]:
    """The zone exists, every holiday falls on a day that exists, and the sedes of special days exist."""
    regla = institucion.calendario
    try:
        ZoneInfo(regla.zona)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Problema("zona_desconocida", "calendario.zona", {"zona": regla.zona})
    for feriado in regla.feriados:
        try:
            feriados([ReglaFeriado(**feriado.model_dump())], [ANIO_BISIESTO, ANIO_BISIESTO + 1])
        except ValueError:
            yield Problema("feriado_imposible", "calendario.feriados", {"nombre": feriado.nombre})
    sedes = {sede.id for sede in institucion.escritorio.sedes}
    for dia in regla.dias:
        for sede in dia.sedes:
            if sede not in sedes:
                hechos = {"nombre": dia.nombre, "sede": sede}
                yield Problema("sede_desconocida", unir("calendario.dias", dia.fecha), hechos)


def _procedimientos(institucion: Institucion) -> Iterator[Problema]:
    for cual in repetidos([procedimiento.id for procedimiento in institucion.procedimientos]):
        yield Problema("repetido", unir("procedimientos", cual), {"cual": cual})
    for procedimiento in institucion.procedimientos:
        yield from _procedimiento(institucion, procedimiento)


def _procedimiento(institucion: Institucion, procedimiento: Procedimiento) -> Iterator[Problema]:
    """Its office, its form, and the slots of its requirements."""
    lugar = unir("procedimientos", procedimiento.id)
    yield from _oficina(institucion, procedimiento.dependencia, unir(lugar, "dependencia"), procedimiento.nombre)
    if procedimiento.formulario is not None:
        suya = unir(lugar, "formulario")
        yield from coherencia_formulario.problemas(procedimiento.formulario, institucion.escritorio, suya)
    formulario = procedimiento.formulario or institucion.formulario
    for cual in repetidos([requisito.id for requisito in procedimiento.requisitos]):
        yield Problema("repetido", unir(lugar, "requisitos", cual), {"cual": cual})
    for requisito in procedimiento.requisitos:
        if requisito.ranura is not None and formulario.ranura(requisito.ranura) is None:
            hechos = {"nombre": procedimiento.nombre, "requisito": requisito.texto[:60], "ranura": requisito.ranura}
            yield Problema("ranura_desconocida", unir(lugar, "requisitos", requisito.id, "ranura"), hechos)


def _encaminamientos(institucion: Institucion) -> Iterator[Problema]:
    """Every rule leads to an office in use, and looks at a field that some form has."""
    formularios = [institucion.formulario, *(p.formulario for p in institucion.procedimientos if p.formulario)]
    campos = {campo.id: campo for formulario in reversed(formularios) for campo in formulario.campos}
    for lugar_n, regla in enumerate(institucion.encaminamientos, start=1):
        lugar = unir("encaminamientos", lugar_n)
        yield from _oficina(institucion, regla.dependencia, unir(lugar, "dependencia"), str(lugar_n))
        yield from coherencia_formulario.condicion(
            regla.condicion, campos, institucion.escritorio, unir(lugar, "condicion"), str(lugar_n)
        )


def _oficina(institucion: Institucion, dependencia: str | None, lugar: str, de: str) -> Iterator[Problema]:
    if dependencia is None:
        return
    conocida = institucion.escritorio.dependencia(dependencia)
    if not conocida.activa:
        yield Problema("oficina_no_recibe", lugar, {"nombre": de, "dependencia": conocida.nombre})


def _numeracion(institucion: Institucion) -> Iterator[Problema]:
    """Every number that will ever be given can be written, fits its column and is told apart from other series."""
    numeracion, serie = institucion.numeracion, institucion.numeracion.serie
    for que, patron in (
        ("expediente", numeracion.expediente), ("registro", numeracion.registro), ("salida", numeracion.de_salida),
    ):  # fmt: skip
        lugar = unir("numeracion", que)
        try:
            validar_patron(patron)
            mayor = formatear(patron, correlativo=CORRELATIVO_MAXIMO, anio=ANIO_MAXIMO, serie=serie)
        except PatronInvalido as error:
            yield Problema(f"patron_{error.facts['motivo']}", lugar, {"patron": patron})
            continue
        except ValueError:
            yield Problema("serie_no_es_texto", "numeracion.serie", {"serie": serie})
            break
        if len(mayor) > LARGO_NUMERO or len(serie) > LARGO_SERIE:
            yield Problema("numero_largo", lugar, {"numero": mayor, "maximo": LARGO_NUMERO})
        if serie and "{serie}" not in patron:
            yield Problema("sin_serie", lugar, {"patron": patron, "serie": serie})
    for inicio in repetidos([f"{inicio.que} {inicio.anio}" for inicio in numeracion.inicios]):
        yield Problema("repetido", "numeracion.inicios", {"cual": inicio})


def muestras(patron: str, *, anio: int, serie: str = "", desde: int = 1) -> tuple[str, ...]:
    """The first two numbers of a series and the one after 99999, to show how a pattern looks; none while it is not valid."""
    try:
        return tuple(formatear(patron, correlativo=n, anio=anio, serie=serie) for n in (desde, desde + 1, 100_000))
    except (PatronInvalido, ValueError):
        return ()


def _cuentas(institucion: Institucion) -> Iterator[Problema]:
    """Somebody can open an account and prove who they are; somebody can go on configuring."""
    for permiso in (Permiso.CONFIGURAR, Permiso.GESTIONAR_PERSONAL):
        if not any(permiso in rol.permisos for rol in institucion.escritorio.roles):
            yield Problema(f"nadie_puede_{permiso}", "escritorio.roles")
    for que in ("clases", "documentos"):
        if not getattr(institucion.cuentas, que):
            yield Problema(f"cuentas_sin_{que}", unir("cuentas", que))
