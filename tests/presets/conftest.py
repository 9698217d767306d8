"""The two presets as running portals, each walked once for all the checks of its kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.conftest import buzon, correo, montar, navegador
from tests.presets.portal import Portal, levantar

__all__ = ["buzon", "correo", "montar", "navegador"]


@pytest.fixture(scope="session")
def portales(montar, navegador, buzon, tmp_path_factory) -> Callable[[str], Portal]:
    """The portal of a preset: installed, used and looked at the first time it is asked for.

    One that did not come up is not tried again by each of its checks.
    """
    hechos: dict[str, Portal] = {}
    fallidos: dict[str, Exception] = {}

    def de(preset: str) -> Portal:
        if preset in fallidos:
            raise fallidos[preset]
        if preset not in hechos:
            try:
                hechos[preset] = levantar(preset, montar, navegador, buzon, tmp_path_factory.mktemp(preset))
            except Exception as problema:
                fallidos[preset] = problema
                raise
        return hechos[preset]

    return de
