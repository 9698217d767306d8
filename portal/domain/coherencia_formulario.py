"""What a form must satisfy, so that whoever fills it can always reach the end: conditions, lists, limits and slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from portal.domain.archivos import ARCHIVOS_POR_RANURA, TIPOS
from portal.domain.contestar import CIFRAS_ENTERO, MAXIMO_TEXTO, Pregunta, Valor, contestar
from portal.domain.errors import DatoInvalido
from portal.domain.problemas import Problema, repetidos, unir

if TYPE_CHECKING:
    from portal.domain.campos import Campo, Condicion, Formulario, Ranura
    from portal.domain.escritorio import Escritorio

CLASES_DE_PAPEL: Mapping[str, frozenset[str]] = {
    "fecha": frozenset({"fecha"}),
    "asunto": frozenset({"texto", "texto_largo"}),
    "destino": frozenset({"dependencia", "opcion"}),
}
"""Of which clase may be the field with each papel; the others, of any."""
SIN_VALOR = "explicacion"
DE_TEXTO = frozenset({"texto", "texto_largo", "antecedente"})
DE_SI_O_NO = frozenset({"si_no", "declaracion"})
ENTERO_SIN_MAXIMO = 1_000_000
PADRES = frozenset({"opcion", "centro"})


def problemas(formulario: Formulario, escritorio: Escritorio, raiz: str = "formulario") -> Iterator[Problema]:
    """Everything in which a form contradicts itself; places begin with ``raiz``."""
    yield from _ids(formulario, raiz)
    yield from _papeles(formulario, raiz)
    vistos: dict[str, Campo] = {}
    for seccion in formulario.secciones:
        suya = unir(raiz, "secciones", seccion.id)
        yield from _condicion(seccion.condicion, vistos, escritorio, unir(suya, "condicion"), seccion.titulo)
        for campo in seccion.campos:
            lugar = unir(suya, "campos", campo.id)
            yield from _condicion(campo.condicion, vistos, escritorio, unir(lugar, "condicion"), campo.etiqueta)
            yield from _condicion(campo.exigido_si, vistos, escritorio, unir(lugar, "exigido_si"), campo.etiqueta)
            yield from _lista(campo, vistos, escritorio, lugar)
            yield from _limites(campo, lugar)
            vistos[campo.id] = campo
    for ranura in formulario.ranuras:
        lugar = unir(raiz, "ranuras", ranura.id)
        yield from _condicion(ranura.condicion, vistos, escritorio, unir(lugar, "condicion"), ranura.etiqueta)
        yield from _ranura(ranura, lugar)


def condicion(
    cual: Condicion | None, campos: Mapping[str, Campo], escritorio: Escritorio, lugar: str, de: str
) -> Iterator[Problema]:
    """The field that ``cual`` looks at is among ``campos``, and can have the value that it waits for. ``de``: whose it is."""
    if cual is None:
        return
    mirado = campos.get(cual.campo)
    if mirado is None or mirado.clase == SIN_VALOR:
        yield Problema("condicion_sin_campo", lugar, {"nombre": de, "campo": cual.campo})
        return
    if cual.op == "uno_de" and not cual.valores:
        yield Problema("condicion_sin_valores", lugar, {"nombre": de, "campo": mirado.etiqueta})
    buscados: tuple[str | bool, ...] = ()
    if cual.op in {"igual", "distinto"}:
        buscados = (cual.valor,)
    elif cual.op == "uno_de":
        buscados = cual.valores
    for valor in buscados:
        if not _puede_valer(mirado, valor, escritorio):
            yield Problema("nunca_vale", lugar, {"nombre": de, "campo": mirado.etiqueta, "valor": valor})


_condicion = condicion


def _puede_valer(campo: Campo, valor: Valor, escritorio: Escritorio) -> bool:
    """Whether a clean answer to ``campo`` can be ``valor``. An office that is no more was one."""
    if campo.clase in DE_SI_O_NO or isinstance(valor, bool):
        return campo.clase in DE_SI_O_NO and isinstance(valor, bool)
    ids: Mapping[str, Iterable[str]] = {
        "opcion": (opcion.id for opcion in campo.opciones),
        "centro": (centro.id for centro in escritorio.centros),
        "dependencia": (dependencia.id for dependencia in escritorio.dependencias),
    }
    if campo.clase in ids:
        return valor in ids[campo.clase]
    try:
        return contestar(Pregunta(campo, exigida=False), valor) == valor
    except DatoInvalido:
        return False


def _ids(formulario: Formulario, raiz: str) -> Iterator[Problema]:
    campos = [*(c.id for c in formulario.campos), *(r.id for r in formulario.ranuras)]
    for que, ids in (("secciones", [s.id for s in formulario.secciones]), ("campos", campos)):
        for cual in repetidos(ids):
            yield Problema("repetido", unir(raiz, que, cual), {"cual": cual})


def _papeles(formulario: Formulario, raiz: str) -> Iterator[Problema]:
    """One asunto, always asked; each papel once, in a field that can play it."""
    papeles = [campo.papel for campo in formulario.campos if campo.papel is not None]
    for papel in repetidos(papeles):
        suyos = [campo.etiqueta for campo in formulario.campos if campo.papel == papel]
        yield Problema("papel_repetido", unir(raiz, "secciones"), {"papel": papel, "campos": ", ".join(suyos)})
    asunto = formulario.con_papel("asunto")
    if asunto is None:
        yield Problema("sin_asunto", unir(raiz, "secciones"))
    elif not asunto.obligatorio or formulario.condiciones[asunto.id]:
        yield Problema("asunto_opcional", _lugar(formulario, asunto, raiz), {"nombre": asunto.etiqueta})
    for campo in formulario.campos:
        clases = CLASES_DE_PAPEL.get(campo.papel or "")
        if clases is not None and campo.clase not in clases:
            hechos = {"nombre": campo.etiqueta, "papel": campo.papel, "clases": ", ".join(sorted(clases))}
            yield Problema("papel_de_otra_clase", _lugar(formulario, campo, raiz), hechos)


def _lugar(formulario: Formulario, campo: Campo, raiz: str) -> str:
    seccion = next(s for s in formulario.secciones if campo in s.campos)
    return unir(raiz, "secciones", seccion.id, "campos", campo.id)


def _lista(campo: Campo, vistos: Mapping[str, Campo], escritorio: Escritorio, lugar: str) -> Iterator[Problema]:
    """A list has choices, and depends only on a list before it."""
    for cual in repetidos([opcion.id for opcion in campo.opciones]):
        yield Problema("repetido", unir(lugar, "opciones", cual), {"cual": cual})
    if campo.clase == "opcion" and not any(opcion.activa for opcion in campo.opciones):
        yield Problema("lista_vacia", unir(lugar, "opciones"), {"nombre": campo.etiqueta})
    if campo.depende_de is None:
        return
    padre = vistos.get(campo.depende_de)
    if padre is None or padre.clase not in PADRES or campo.clase not in {"opcion", "dependencia"}:
        hechos = {"nombre": campo.etiqueta, "campo": padre.etiqueta if padre else campo.depende_de}
        yield Problema("depende_sin_lista", unir(lugar, "depende_de"), hechos)
        return
    for opcion in campo.opciones:
        if opcion.de is not None and not _puede_valer(padre, opcion.de, escritorio):
            hechos = {"nombre": opcion.nombre, "campo": padre.etiqueta, "valor": opcion.de}
            yield Problema("opcion_de_nadie", unir(lugar, "opciones", opcion.id, "de"), hechos)


def _limites(campo: Campo, lugar: str) -> Iterator[Problema]:
    """There is an answer that satisfies them all, and what the field begins with is one."""
    maximo = campo.maximo
    if campo.clase == "entero":
        tope = 10**CIFRAS_ENTERO - 1
        maximo = min(maximo if maximo is not None else ENTERO_SIN_MAXIMO, tope)
    elif campo.clase in DE_TEXTO:
        maximo = min(maximo or MAXIMO_TEXTO, MAXIMO_TEXTO)
        largo = len(campo.patron) if campo.clase != "texto_largo" else 0
        if largo and not (campo.minimo or 0) <= largo <= maximo:
            hechos = {"nombre": campo.etiqueta, "largo": largo, "minimo": campo.minimo or 0, "maximo": maximo}
            yield Problema("patron_no_cabe", unir(lugar, "patron"), hechos)
    if campo.minimo is not None and maximo is not None and campo.minimo > maximo:
        hechos = {"nombre": campo.etiqueta, "minimo": campo.minimo, "maximo": maximo}
        yield Problema("minimo_mayor", unir(lugar, "minimo"), hechos)
    elif campo.inicial not in {"", False} and not _inicial_sirve(campo):
        yield Problema("inicial_no_sirve", unir(lugar, "inicial"), {"nombre": campo.etiqueta, "valor": campo.inicial})


def _inicial_sirve(campo: Campo) -> bool:
    if campo.clase in {"centro", "dependencia", "opcion"}:
        activas = {opcion.id for opcion in campo.opciones if opcion.activa}
        return isinstance(campo.inicial, str) and (campo.clase != "opcion" or campo.inicial in activas)
    if campo.clase in DE_SI_O_NO:
        return isinstance(campo.inicial, bool)
    try:
        return isinstance(campo.inicial, str) and bool(contestar(Pregunta(campo, exigida=False), campo.inicial))
    except DatoInvalido:
        return False


def _ranura(ranura: Ranura, lugar: str) -> Iterator[Problema]:
    nombre = {"nombre": ranura.etiqueta}
    for tipo in ranura.tipos:
        if tipo not in TIPOS:
            yield Problema("tipo_desconocido", unir(lugar, "tipos"), nombre | {"tipo": tipo})
    if ranura.mb_cada is not None and ranura.mb_total is not None and ranura.mb_total < ranura.mb_cada:
        yield Problema(
            "total_menor", unir(lugar, "mb_total"), nombre | {"cada": ranura.mb_cada, "total": ranura.mb_total}
        )
    maximo = ARCHIVOS_POR_RANURA if ranura.maximo is None else ranura.maximo
    if ranura.minimo > maximo:
        hechos = nombre | {"minimo": ranura.minimo, "maximo": maximo}
        yield Problema("minimo_mayor", unir(lugar, "minimo"), hechos)
