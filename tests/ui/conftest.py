"""Who sits at a screen: an administrator, or whoever files."""

from __future__ import annotations

import pytest

from portal import wiring
from portal.domain.permisos import Rol
from portal.services.contexto import Actor, Contexto
from portal.ui import auth, state
from tests.factories import cuentas


@pytest.fixture
def db(en_sqlite):
    """An empty migrated database on SQLite alone: a screen asks the services, which are tested on each engine."""
    return en_sqlite


@pytest.fixture
def sentar(ctx, monkeypatch):
    """Who sits at the screen: the cookie is what a test of scripts cannot have."""

    def sentado(actor: Actor) -> Contexto:
        for modulo in (wiring, state):
            monkeypatch.setattr(modulo, "contexto", lambda: ctx)
        monkeypatch.setattr(auth, "actor", lambda: actor)
        return ctx.como(actor)

    return sentado


@pytest.fixture
def ana(ctx, sentar):
    """An administrator."""
    return sentar(cuentas.personal(ctx, Rol.ADMINISTRADOR))


@pytest.fixture
def propio(ctx, sentar):
    """Whoever files."""
    return sentar(cuentas.ciudadano(ctx))


@pytest.fixture
def beto(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))
