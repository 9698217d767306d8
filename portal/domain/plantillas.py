"""The mails that the portal sends: which blanks each may have, and which it cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from portal.domain.estados import Accion
from portal.domain.problemas import Problema, repetidos, unir

if TYPE_CHECKING:
    from portal.domain.configuracion import Institucion, Plantilla

DE_TODAS = frozenset({"nombre", "institucion", "sigla", "enlace"})
_VENCE = DE_TODAS | {"vence"}
_GRUPO = DE_TODAS | {"persona", "organizacion"}
DE_REGISTRO = DE_TODAS | {
    "numero", "registro", "contrasena", "asunto", "enviado", "presentado", "estado", "explicacion", "motivo", "nota",
}  # fmt: skip
"""What any mail about a filing may say."""
DE_ACTO = DE_REGISTRO | {"plazo", "entidad", "oficina"}
"""What the mail of a transition may say; of these three, the ones that its acción knows."""

HUECOS_DE: Mapping[str, frozenset[str]] = {
    "activacion": _VENCE,
    "ya_tiene_cuenta": DE_TODAS,
    "recuperacion": _VENCE,
    "clave_cambiada": DE_TODAS,
    "cargo": DE_REGISTRO,
    "recordatorio": DE_REGISTRO | {"plazo"},
    "prorroga": DE_REGISTRO | {"plazo"},
    "plazo_cambiado": DE_REGISTRO | {"plazo"},
    "seguimiento_olvidado": DE_REGISTRO,
    "seguimiento_cambiado": DE_REGISTRO,
    "oficina_recibe": DE_TODAS | {"numero", "explicacion"},
    "oficina_devuelta": DE_TODAS | {"numero", "explicacion"},
    "oficina_informada": DE_TODAS | {"numero", "explicacion"},
    "resumen_de_plazos": _VENCE | {"oficina", "pendientes"},
    "calendario_sin_dias": DE_TODAS | {"plazo"},
    "borrador_por_vencer": _VENCE | {"asunto"},
    "invitacion": _VENCE - {"nombre"} | {"persona", "organizacion"},
    "miembro_entra": _GRUPO,
    "miembro_sale": _GRUPO,
    "miembro_retirado": _GRUPO,
    "correo_nuevo": _VENCE | {"correo"},
    "correo_con_cuenta": DE_TODAS | {"correo"},
    "correo_anular": _VENCE | {"correo"},
    "correo_cambiado": DE_TODAS | {"correo"},
    "alta_personal": _VENCE | {"correo", "persona"},
    "segundo_factor_activado": DE_TODAS,
    "segundo_factor_quitado": DE_TODAS,
    "segundo_factor_reiniciado": DE_TODAS,
    "segundo_factor_codigo": DE_TODAS | {"nota"},
    "segundo_factor_fallos": DE_TODAS,
}
"""By mail: its blanks. Any other mail belongs to a transition, or to nothing yet."""
HUECOS = frozenset().union(DE_ACTO, *HUECOS_DE.values())
NECESARIOS: Mapping[str, frozenset[str]] = {
    "activacion": frozenset({"enlace"}),
    "recuperacion": frozenset({"enlace"}),
    "correo_nuevo": frozenset({"enlace"}),
    "correo_anular": frozenset({"enlace"}),
    "invitacion": frozenset({"enlace"}),
    "alta_personal": frozenset({"enlace"}),
    "cargo": frozenset({"numero"}),
    "recordatorio": frozenset({"plazo"}),
    "seguimiento_olvidado": frozenset({"contrasena"}),
    "seguimiento_cambiado": frozenset({"contrasena"}),
    "resumen_de_plazos": frozenset({"pendientes"}),
}
"""Without these the mail does not serve."""
DEL_SISTEMA = frozenset({"activacion", "ya_tiene_cuenta", "recuperacion", "clave_cambiada", "cargo"})
"""What each institution writes itself; the others, in its own words where it wants to."""
_SOLO_DE: Mapping[str, frozenset[Accion]] = {
    "plazo": frozenset({
        Accion.OBSERVAR, Accion.REQUERIR, Accion.NO_PRESENTAR, Accion.AMPLIAR, Accion.SUSPENDER, Accion.REANUDAR,
    }),
    "entidad": frozenset({Accion.REMITIR}),
    "oficina": frozenset({Accion.DERIVAR}),
}  # fmt: skip
_HUECO = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def huecos_de(institucion: Institucion, plantilla_id: str) -> frozenset[str]:
    """What that mail may say in this institution: as its own kind, and as every transition that sends it."""
    permitidos = HUECOS_DE.get(plantilla_id, DE_ACTO)
    for tr in institucion.transiciones:
        if tr.plantilla == plantilla_id:
            permitidos &= DE_REGISTRO | {hueco for hueco, acciones in _SOLO_DE.items() if tr.accion in acciones}
    return permitidos


def necesarios_de(institucion: Institucion, plantilla_id: str) -> frozenset[str]:
    """What that mail must say: a link to follow, a number, the day until which one may cure."""
    suyos = NECESARIOS.get(plantilla_id, frozenset())
    if plantilla_id == "cargo" and institucion.seguimiento.contrasena:
        suyos |= {"contrasena"}
    pide = {tr.accion for tr in institucion.transiciones if tr.plantilla == plantilla_id}
    return suyos | {"plazo"} if pide and pide <= {Accion.OBSERVAR, Accion.REQUERIR} else suyos


def problemas(institucion: Institucion) -> Iterator[Problema]:
    """Blanks that would break a mail when it is sent, and mails that are not there."""
    ids = [plantilla.id for plantilla in institucion.plantillas]
    for cual in repetidos(ids):
        yield Problema("repetido", unir("plantillas", cual), {"cual": cual})
    for falta in sorted(DEL_SISTEMA - set(ids)):
        yield Problema("falta_plantilla", "plantillas", {"plantilla": falta})
    for plantilla in institucion.plantillas:
        yield from _huecos(institucion, plantilla)


def _huecos(institucion: Institucion, plantilla: Plantilla) -> Iterator[Problema]:
    permitidos = huecos_de(institucion, plantilla.id)
    dichos: set[str] = set()
    for parte in ("asunto", "cuerpo"):
        lugar = unir("plantillas", plantilla.id, parte)
        for hallado in _HUECO.finditer(getattr(plantilla, parte)):
            if hallado[0] in {"{{", "}}"}:
                continue
            hueco = hallado[1]
            dichos.add(hueco or "")
            if not hueco:
                yield Problema("llave_suelta", lugar, {"plantilla": plantilla.id, "hueco": hallado[0]})
            elif hueco not in permitidos:
                hechos = {"plantilla": plantilla.id, "hueco": hallado[0], "hay": _lista(permitidos)}
                yield Problema("hueco_desconocido", lugar, hechos)
    for falta in sorted(necesarios_de(institucion, plantilla.id) - dichos):
        lugar = unir("plantillas", plantilla.id, "cuerpo")
        yield Problema("falta_hueco", lugar, {"plantilla": plantilla.id, "hueco": f"{{{falta}}}"})


def _lista(huecos: frozenset[str]) -> str:
    return ", ".join(f"{{{hueco}}}" for hueco in sorted(huecos))
