"""QR codes as SVG, for paper and screens."""

from __future__ import annotations

import io

import segno


def svg(texto: str, *, color: str = "#17212b", correccion: str = "q") -> str:
    """``texto`` as an SVG without margin; a quarter of it may be damaged and it still reads (level Q or better).

    ``correccion`` "l" makes fewer and larger squares, for a screen, which nothing damages.
    """
    salida = io.BytesIO()
    segno.make_qr(texto, error=correccion).save(salida, kind="svg", border=0, dark=color, xmldecl=False, svgns=True)
    return salida.getvalue().decode()
