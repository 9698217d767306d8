"""What staff ask of the desk's list: a tray, filters in any combination, an order. All of it fits in an address.

An address may come from anybody: what it says that cannot be read counts as not said, and never fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from portal.domain.plazos import Semaforo
from portal.domain.texto import una_linea

LARGO_FILTRO = 200
_ID_MAXIMO = 2**31 - 1


class Bandeja(StrEnum):
    """A tray of the desk. The first four are about work of one's own office; the next ones reach as far as one may read."""

    POR_RECIBIR = "por_recibir"
    EN_MI_OFICINA = "en_mi_oficina"
    MIOS = "mios"
    DERIVADOS = "derivados"
    POR_VENCER = "por_vencer"
    VENCIDOS = "vencidos"
    OBSERVADOS = "observados"
    ARCHIVADOS = "archivados"
    TODAS = "todas"


class Orden(StrEnum):
    """RECIENTES: newest first. ANTIGUOS: in order of entry (art. 159.1). VENCIMIENTO: the most urgent first."""

    RECIENTES = "recientes"
    ANTIGUOS = "antiguos"
    VENCIMIENTO = "vencimiento"


@dataclass(frozen=True)
class Filtro:
    """What is asked; empty means any. Days are the institution's, both ends included.

    ``asunto`` and ``remitente`` are words without regard to accents or case, the last one may be only begun;
    ``remitente`` also takes the number of a document. ``numero`` is the sender's number of the document.
    """

    bandeja: Bandeja = Bandeja.TODAS
    enviado_desde: date | None = None
    enviado_hasta: date | None = None
    presentado_desde: date | None = None
    presentado_hasta: date | None = None
    vence_desde: date | None = None
    vence_hasta: date | None = None
    asunto: str = ""
    expediente: str = ""
    numero: str = ""
    remitente: str = ""
    tipo: str = ""
    estado: str = ""
    dependencia: str = ""
    responsable: int | None = None
    semaforo: Semaforo | None = None
    canal: str = ""
    orden: Orden | None = None
    """None: the order of the tray. What has a term is shown by it; the rest, newest first."""

    @property
    def en_orden(self) -> Orden:
        """The order to show."""
        if self.orden is not None:
            return self.orden
        return Orden.VENCIMIENTO if self.bandeja in _CON_TERMINO else Orden.RECIENTES


_CON_TERMINO = frozenset({Bandeja.POR_VENCER, Bandeja.VENCIDOS})

# «expediente» says in an address which one is open, and «responsable» is an account: their names there are others.
_NOMBRES: Mapping[str, str] = {"expediente": "n_expediente", "responsable": "a_cargo"}
EN_DIRECCION: Mapping[str, str] = {c.name: _NOMBRES.get(c.name, c.name) for c in fields(Filtro)}
"""How an address calls each filter."""


def de_direccion(consulta: Mapping[str, str]) -> Filtro:
    """The filter that an address tells; what cannot be read is left out. Never raises."""
    dichos: dict[str, object] = {}
    for campo, nombre in EN_DIRECCION.items():
        texto = consulta.get(nombre, "")
        if isinstance(texto, str) and (limpio := una_linea(texto, LARGO_FILTRO)):
            try:
                dichos[campo] = _LECTORES.get(campo, str)(limpio)
            except ValueError:
                continue
    return Filtro(**dichos)  # type: ignore[arg-type]  # each field was read by its own reader


def a_direccion(filtro: Filtro) -> dict[str, str]:
    """What ``de_direccion`` reads back as ``filtro``; only what is asked."""
    dichos = {nombre: getattr(filtro, campo) for campo, nombre in EN_DIRECCION.items()}
    return {
        nombre: valor.isoformat() if isinstance(valor, date) else str(valor)
        for nombre, valor in dichos.items()
        if valor not in {None, "", Bandeja.TODAS}
    }


def _entero(texto: str) -> int:
    """An id; a larger number than any is none."""
    numero = int(texto[:15])
    if not 0 < numero <= _ID_MAXIMO:
        raise ValueError(texto)
    return numero


_LECTORES: Mapping[str, Callable[[str], object]] = {
    "bandeja": Bandeja,
    "semaforo": Semaforo,
    "orden": Orden,
    "responsable": _entero,
    **{campo.name: date.fromisoformat for campo in fields(Filtro) if "date" in str(campo.type)},
}
