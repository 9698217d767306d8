"""Who sits at a screen of configuration."""

from __future__ import annotations

import pytest

from portal import wiring
from portal.domain.permisos import Rol
from portal.ui import auth, state
from tests.factories import cuentas


@pytest.fixture
def db(en_sqlite):
    """An empty migrated database on SQLite alone: a screen asks the services, which are tested on each engine."""
    return en_sqlite


@pytest.fixture
def ana(ctx, monkeypatch):
    """Who sits at the screen: the cookie is what a test of scripts cannot have."""
    actor = cuentas.personal(ctx, Rol.ADMINISTRADOR)
    for modulo in (wiring, state):
        monkeypatch.setattr(modulo, "contexto", lambda: ctx)
    monkeypatch.setattr(auth, "actor", lambda: actor)
    return ctx.como(actor)


@pytest.fixture
def beto(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))
