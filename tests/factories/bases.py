"""The ``Database`` that tests use one after another: what it learnt to say in SQL is a fifth of the time of a test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.db.session import Database

OIDOS = ("begin", "before_cursor_execute", "after_cursor_execute")


class Bases:
    """One by address. Who listened to it, or left somebody inside, was its last user."""

    def __init__(self, carpetas: pytest.TempPathFactory) -> None:
        self._carpetas = carpetas
        self._por_url: dict[str, Database] = {}
        self._archivo: Path | None = None

    @contextmanager
    def de_sqlite(self, modelo: Path) -> Iterator[Database]:
        """A copy of ``modelo``, always in the same place."""
        if self._archivo is None or f"sqlite:///{self._archivo}" not in self._por_url:
            self._archivo = self._carpetas.mktemp("base") / "mpv.db"
        for resto in self._archivo.parent.iterdir():
            resto.unlink()
        shutil.copy(modelo, self._archivo)
        with self.prestada(f"sqlite:///{self._archivo}") as base:
            yield base

    @contextmanager
    def prestada(self, url: str) -> Iterator[Database]:
        """The one of that address, for one test."""
        base = self._por_url.get(url) or Database(url)
        antes = _oyentes(base)
        try:
            yield base
        finally:
            quieta = base.engine.pool.checkedout() == 0
            base.cerrar()
            self._por_url.pop(url, None)
            if quieta and _oyentes(base) == antes:
                self._por_url[url] = base

    def cerrar(self) -> None:
        """Let all of them go."""
        for base in self._por_url.values():
            base.cerrar()


def _oyentes(base: Database) -> list[int]:
    de_la_pila = len(list(base.engine.pool.dispatch.connect))
    return [de_la_pila, *(len(list(getattr(base.engine.dispatch, oido))) for oido in OIDOS)]
