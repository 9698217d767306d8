"""What the readers of file structures report."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """A type of ours (None: unknown), what is wrong with the file, and what it brings that staff should know."""

    tipo: str | None
    danado: bool = False
    cifrado: bool = False
    peligros: tuple[str, ...] = ()
    activo: tuple[str, ...] = ()

    def con(self, *, peligros: tuple[str, ...]) -> Hallazgo:
        """The same, with more dangers."""
        return replace(self, peligros=(*self.peligros, *peligros)) if peligros else self
