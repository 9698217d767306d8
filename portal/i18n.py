"""Words people read, looked up by key: ``t("key", **facts)``. Spanish is the source catalog.

Catalogs are gettext ``.po`` files, one per area and language (``catalogs/es/cuentas.po``), read once per process.
A key without a translation falls back to Spanish; a key without Spanish is a defect and raises.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from portal.domain.errors import PortalError

CATALOGS = Path(__file__).parent / "catalogs"
FUENTE = "es"


@cache
def catalogo(idioma: str = FUENTE) -> dict[str, str]:
    """All messages of one language: key -> text with ``{blanks}``."""
    mensajes: dict[str, str] = {}
    for archivo in sorted((CATALOGS / idioma).glob("*.po")):
        with archivo.open("rb") as po:
            mensajes |= {str(m.id): str(m.string) for m in read_po(po, locale=idioma) if m.id and m.string}
    return mensajes


def t(key: str, /, **facts: object) -> str:
    """The text of ``key`` with its blanks filled. Raises KeyError when Spanish lacks the key."""
    return catalogo()[key].format(**facts)


def explain(error: PortalError) -> str:
    """What happened, what was kept, what to do: one text for a refusal."""
    return t(error.clave, **error.facts)
