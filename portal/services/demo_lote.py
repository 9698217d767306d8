"""The many ordinary filings of the demonstration: each a line of the script, and the road that its ``rumbo`` says.

They make the desk look as it does on a working day: something to receive, to send, near its term and late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

Paso = dict[str, Any]
Linea = Mapping[str, Any]
OFICINA = "sismologia"
PROVEIDO = "Atender según corresponda."


def expedientes(guion: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each line as the long form of the script has it: what was filed, and its steps."""
    for orden, linea in enumerate(guion["lote"], 1):
        numero = linea.get("numero", "S/N")
        yield {
            "id": f"lote-{orden}",
            "ciudadano": linea["de"],
            "habiles": linea["dias"],
            "hora": linea["hora"],
            "valores": {"tipo": linea["tipo"], "numero": numero, "asunto": linea["asunto"]},
            "archivo": f"{(linea['tipo'] if numero == 'S/N' else numero).replace('/', '-')}.pdf".capitalize(),
            "parrafos": guion["parrafos"],
            "pasos": [_con_fecha(paso, linea) for paso in _camino(linea)],
        }


def _con_fecha(paso: Paso, linea: Linea) -> Paso:
    """``tras`` business days after it was filed, at the hour of the step or a little after that of the filing."""
    tras = paso.pop("tras")
    if tras:
        return {"nota": "", "habiles": linea["dias"] - tras, **paso}
    despues = datetime.combine(date.min, linea["hora"]) + timedelta(minutes=paso.pop("minutos", 40))
    return {"nota": "", **paso, "habiles": linea["dias"], "hora": despues.time()}


def _camino(linea: Linea) -> Iterator[Paso]:
    """Its steps, in order."""
    match linea["rumbo"]:
        case "nuevo":
            return
        case "recibido":
            yield {"tras": 0, "recibir": True}
        case "observado" | "subsanado":
            yield {"tras": 1, "hora": time(10, 20), "observar": linea["pide"]}
            if "responde" in linea:
                yield {"tras": 2, "hora": time(17, 45), "quien": linea["de"], "subsanar": linea["responde"]}
        case otro:
            yield _envio(linea)
            yield from _en_la_oficina(otro, linea)


def _envio(linea: Linea) -> Paso:
    """To its office: on the same day, or the next one in the morning."""
    tras, hora = (0, linea["hora"]) if linea.get("mismo_dia") else (1, time(9, 15))
    destinos = {clave: linea[clave] for clave in ("copias", "opiniones") if clave in linea}
    return {"tras": tras, "hora": hora, "derivar": linea.get("a", OFICINA), "proveido": PROVEIDO, **destinos}


def _en_la_oficina(rumbo: str, linea: Linea) -> Iterator[Paso]:
    if rumbo == "enviado":
        return
    quien = linea.get("quien", "especialista")
    yield {"tras": 2, "hora": time(8, 50), "quien": quien, "recibir": True}
    if rumbo in {"encargado", "atendido", "archivado"}:
        yield {"tras": 2, "hora": time(11, 30), "quien": quien, "encargarse": True}
    fin = {"quien": "jefa" if rumbo == "rechazado" else quien, "hora": time(16, 10), "tras": linea.get("tarda", 5)}
    if rumbo in {"atendido", "archivado"}:
        oficio = f"OFICIO N.º {100 + linea['dias']}-SIS"
        yield fin | {
            "atender": True, "documento": oficio, "asunto": linea["asunto"], "archivo": f"{oficio}.pdf",
            "nota": "Le enviamos lo que pidió, en el oficio adjunto.",
        }  # fmt: skip
    if rumbo == "archivado":
        yield {"tras": linea.get("tarda", 5) + 2, "hora": time(9, 5), "archivar": True}
    if rumbo in {"rechazado", "ampliado"}:
        yield fin | {"nota": linea["nota"]} | ({"rechazar": True} if rumbo == "rechazado" else {"ampliar": 10})
    if rumbo == "detenido":
        yield fin | {"suspender": linea["nota"]}
    if rumbo == "avanzado":
        yield fin | {"avanzar": linea["nota"]}
