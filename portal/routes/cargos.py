"""``/cargos/<registro>``: the cargo as a PDF, for whoever may have it at this very request."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import NoEncontrado
from portal.i18n import explain
from portal.services import cargos

PRIVADO = {"Cache-Control": "private, no-store"}


def _cargo(request: Request) -> Response:
    """By session, or by the tracking grant of ``?expediente=…&ficha=…``. One answer for absent and for forbidden."""
    registro_id, consulta = request.path_params["registro_id"], request.query_params
    try:
        ctx = wiring.contexto_de(request)
        if "ficha" in consulta:
            archivo, pdf = cargos.cargo_por_seguimiento(
                ctx, registro_id, numero=consulta.get("expediente", ""), ficha=consulta["ficha"]
            )
        else:
            archivo, pdf = cargos.cargo_pdf(ctx, registro_id)
    except NoEncontrado as negativa:
        return PlainTextResponse(explain(negativa), status_code=404, headers=PRIVADO)
    disposicion = {"Content-Disposition": f'attachment; filename="{archivo}"'}
    return Response(pdf, media_type="application/pdf", headers=PRIVADO | disposicion)


def rutas(base: str) -> list[BaseRoute]:
    """``GET /cargos/<registro>``."""
    return [Route(f"{base}/cargos/{{registro_id:int}}", _cargo, methods=["GET"], name="cargo")]
