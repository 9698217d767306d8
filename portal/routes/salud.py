"""``/salud``: whether this process answers. For the load balancer and the person on call; says nothing else."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route


async def _salud(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def rutas(base: str) -> list[BaseRoute]:
    """``GET /salud`` -> ``ok``."""
    return [Route(f"{base}/salud", _salud, methods=["GET"], name="salud")]
