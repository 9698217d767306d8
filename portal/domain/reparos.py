"""What a configuration may say and had better not: what the law does not let an institution ask, and what was forgotten.

Warnings: they never stop it from being published. Law: Ley 27444, arts. 37, 40, 41 (what may not be asked), 123 (electronic
filing at any hour); Resolución 0518-2024/SEL-INDECOPI (an hour of closing is an illegal barrier).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.domain.plazos import Unidad
from portal.domain.problemas import Problema, unir
from portal.domain.tamanos import MB, legible
from portal.domain.texto import plegar

if TYPE_CHECKING:
    from portal.domain.campos import Formulario, Ranura
    from portal.domain.configuracion import Institucion
    from portal.domain.procedimientos import Procedimiento, Requisito

PLAZO_MAXIMO = 30
"""Business days for an evaluation, unless a law says more (art. 35)."""
_PROHIBIDOS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("pide_dni", re.compile(r"\bcopias?\b.*\b(dni|documento (nacional )?de identidad)\b|\bdni\b.*\bcopias?\b")),
    ("pide_fotos", re.compile(  # of a person, not of a place or a thing
        r"\bfoto(s|grafias?)?\b\s*($|[,.;(]|(tamano|tipo|carnet?|pasaporte|personal(es)?|actual(es)?|recientes?|a color"
        r"|de frente|de(l| la) (solicitante|interesad[oa]|administrad[oa]|titular|persona|representante))\b)"
    )),
    ("pide_pago", re.compile(r"\b(comprobante|recibo|voucher|constancia|boleta|copia)\b.*\bpago\b|\bpago\b.*\b(recibo|voucher)\b")),
    ("pide_legalizada", re.compile(r"legalizad|autenticad|fedatead|notarial")),
    ("pide_original", re.compile(r"\boriginal(es)?\b")),
    ("pide_copias", re.compile(
        r"\b(dos|tres|cuatro|cinco|seis|[2-9]|\d{2,}) (\(\w+\) )?(copias|juegos|ejemplares)\b|\bduplicado\b|\btriplicado\b"
    )),
)  # fmt: skip
_CIFRA = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s*([mg])(?:b|ib|egas?|igas?|egabytes?|igabytes?)\b", re.IGNORECASE)
_MB_POR = {"m": 1, "g": 1024}
_EMITE = re.compile(r"\b(emitid|expedid|otorgad|entregad)[oa]s? por (el |la |los |las )?(?P<quien>.+)")


def avisos(institucion: Institucion) -> tuple[Problema, ...]:
    """All the warnings about ``institucion``, told from what it says alone."""
    return tuple(_avisos(institucion))


def _avisos(institucion: Institucion) -> Iterator[Problema]:
    for procedimiento in institucion.procedimientos:
        if procedimiento.activo:
            yield from _procedimiento(institucion, procedimiento)
    for ranura in institucion.formulario.ranuras:
        yield from _prohibido(institucion, unir("formulario.ranuras", ranura.id), ranura.etiqueta)
    yield from _ayudas(institucion.formulario, "formulario")
    if institucion.calendario.cierre is not None:
        yield Problema("hora_de_cierre", "calendario.cierre", {"cierre": f"{institucion.calendario.cierre:%H:%M}"})
    if not institucion.conservacion:
        yield Problema("sin_conservacion", "conservacion")
    for transicion in institucion.transiciones:
        if not transicion.roles:
            yield Problema("transicion_de_nadie", unir("transiciones", transicion.id), {"nombre": transicion.nombre})


def _procedimiento(institucion: Institucion, procedimiento: Procedimiento) -> Iterator[Problema]:
    lugar, nombre = unir("procedimientos", procedimiento.id), {"nombre": procedimiento.nombre}
    for requisito in procedimiento.requisitos:
        yield from _requisito(institucion, procedimiento, requisito)
    if procedimiento.formulario is not None:
        yield from _ayudas(procedimiento.formulario, unir(lugar, "formulario"))
    if procedimiento.clase != "tupa":
        return
    if not procedimiento.base_legal:
        yield Problema("tupa_sin_base_legal", unir(lugar, "base_legal"), nombre)
    if procedimiento.plazo is None and procedimiento.calificacion == "evaluacion_previa":
        yield Problema("tupa_sin_plazo", unir(lugar, "plazo"), nombre)
    if procedimiento.plazo and procedimiento.plazo > PLAZO_MAXIMO and procedimiento.unidad is Unidad.HABILES:
        hechos = nombre | {"plazo": procedimiento.plazo, "maximo": PLAZO_MAXIMO}
        yield Problema("plazo_largo", unir(lugar, "plazo"), hechos)
    if procedimiento.costo is None:
        yield Problema("tupa_sin_costo", unir(lugar, "costo"), nombre)


def _requisito(institucion: Institucion, procedimiento: Procedimiento, requisito: Requisito) -> Iterator[Problema]:
    lugar = unir("procedimientos", procedimiento.id, "requisitos", requisito.id)
    yield from _prohibido(institucion, lugar, requisito.texto)
    if procedimiento.clase != "correspondencia" and not requisito.base_legal:
        yield Problema("requisito_sin_base_legal", unir(lugar, "base_legal"), {"requisito": requisito.texto[:80]})


def _prohibido(institucion: Institucion, lugar: str, texto: str) -> Iterator[Problema]:
    plegado = plegar(texto)
    for codigo, forma in _PROHIBIDOS:
        if forma.search(plegado):
            yield Problema(codigo, lugar, {"requisito": texto[:80]})
    emite = _EMITE.search(plegado)
    propios = {"entidad", "institucion", plegar(institucion.identidad.sigla), plegar(institucion.identidad.nombre)}
    if emite and any(emite["quien"].startswith(propio) for propio in propios):
        yield Problema("pide_lo_propio", lugar, {"requisito": texto[:80]})


def _ayudas(formulario: Formulario, raiz: str) -> Iterator[Problema]:
    """The help of a slot is free text: a figure that it kept from another day sends people to a refusal."""
    for ranura in formulario.ranuras:
        limites = {mb for mb in (ranura.mb_cada, ranura.mb_total) if mb is not None}
        dichas = dict.fromkeys(cifra[0] for cifra in _CIFRA.finditer(ranura.ayuda) if _en_mb(cifra) not in limites)
        lugar = unir(raiz, "ranuras", ranura.id, "ayuda")
        for dicha in dichas:
            yield _ayuda(ranura, lugar, dicha, [legible(mb * MB) for mb in sorted(limites)])


def _ayuda(ranura: Ranura, lugar: str, dicha: str, limites: list[str]) -> Problema:
    hechos = {"nombre": ranura.etiqueta, "dicho": dicha}
    if not limites:
        return Problema("ayuda_sin_limite", lugar, hechos)
    return Problema("ayuda_de_otro_limite", lugar, hechos | {"limites": limites})


def _en_mb(cifra: re.Match[str]) -> float:
    return float(cifra[1].replace(",", ".")) * _MB_POR[cifra[2].lower()]
