"""What the readers of file structures report."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """A type of ours (None: unknown), and what is wrong with the file."""

    tipo: str | None
    danado: bool = False
    cifrado: bool = False
    peligros: tuple[str, ...] = ()

    def con(self, *, peligros: tuple[str, ...]) -> Hallazgo:
        """The same, with more dangers."""
        return replace(self, peligros=(*self.peligros, *peligros)) if peligros else self
