"""``/bandeja/exportar.xlsx``, ``.csv`` and ``/bandeja/entrega.pdf``: the desk's list to take away, as its address asks it.

For whoever is signed in at that very request. What the address says that cannot be read counts as not said, as on the
screen.
"""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Route

from portal.domain.bandeja import de_direccion
from portal.routes.exportaciones import descarga
from portal.services import listas
from portal.services.contexto import Contexto
from portal.services.exportaciones import Exportacion, Formato
from portal.services.listas import EN_PAPEL

SOLO = "solo"
_DIGITOS = 15


def _lista(formato: Formato, ctx: Contexto, consulta: dict[str, str]) -> Exportacion:
    return listas.exportar(ctx, de_direccion(consulta), formato=formato)


def _entrega(ctx: Contexto, consulta: dict[str, str]) -> Exportacion:
    pedidos = consulta.get(SOLO, "").split(",")[:EN_PAPEL]
    solo = [int(id_) for id_ in pedidos if id_.isascii() and id_.isdigit() and len(id_) <= _DIGITOS]
    return listas.cargo_de_entrega(ctx, de_direccion(consulta), solo=solo if SOLO in consulta else None)


def rutas(base: str) -> list[BaseRoute]:
    """Below ``/bandeja``; ``entrega.pdf`` also takes ``solo``: the ids of the expedientes to print, between commas."""
    return [
        *(
            Route(
                f"{base}/bandeja/exportar.{formato}",
                descarga(partial(_lista, formato)),
                methods=["GET"],
                name=f"lista_{formato}",
            )
            for formato in Formato
        ),
        Route(f"{base}/bandeja/entrega.pdf", descarga(_entrega), methods=["GET"], name="entrega"),
    ]
