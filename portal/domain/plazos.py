"""When each step is due.

Law: Ley 27444, arts. 131 (terms run from the day after filing), 133 and 134 (business days) and 140 (a term expires at
the last moment of its last day).
"""

from __future__ import annotations

from datetime import date

from portal.domain.calendario import Calendario


def vence(presentado: date, dias: int, calendario: Calendario) -> date:
    """The last day of a term of ``dias`` business days that starts the day after ``presentado``.

    ``presentado`` may also be the day of a notice or of a cure. Raises ValueError when ``dias`` < 1.
    """
    if dias < 1:
        raise ValueError("a term has at least one day")
    return calendario.sumar_habiles(presentado, dias)
