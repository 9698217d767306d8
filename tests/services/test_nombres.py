"""Names that break programs: each comes back as it was sent, and none of them is ever the name of anything on disk."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

from portal.domain.archivos import LARGO_NOMBRE, nombre_limpio
from portal.routes.descargas import adjunto
from portal.services import consulta, documentos
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import Archivo

LISTA = Path(__file__).parents[1] / "data" / "nombres_dificiles.json"
DE_SISTEMAS = (
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"COM{n}" for n in range(10)),
    *(f"LPT{n}" for n in range(10)),
    "CLOCK$",
    "$MFT",
    "desktop.ini",
    "Thumbs.db",
    ".htaccess",
    ".env",
)
DE_RUTAS = (
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "\\\\servidor\\c$\\x", "file:///etc/hosts",
    "a/../../b", "....//....//x", "%2e%2e%2fx", "..%c0%af..%c0%afx", "~/.ssh/id_rsa", "${HOME}/x", "$(id).pdf", "`id`.pdf", "|id",
    "; rm x ;.pdf", "-rf", "--help", "a\nb.pdf", "a\r\nSet-Cookie: x=y.pdf", "a\tb.pdf", "a\0b.pdf", "x.pdf\0.exe", " .pdf", ". ", "..",
    ".", "/", "\\", "carta.pdf.", "carta.pdf ", "carta\u202efdp.txt", "\u200b", "\ufeffcarta.pdf", "a\u0301.pdf", "\u00e1.pdf",
    '"; filename="otro.pdf', "filename*=UTF-8''x", "<img src=x onerror=alert(1)>.pdf", "' OR 1=1 --.pdf", "{{7*7}}.pdf", "😀👨‍👩‍👧.pdf",
    "ñ" * 120 + ".pdf", "\ud800.pdf",
)  # fmt: skip


def nombres() -> list[str]:
    """Every one of them, once."""
    textos = json.loads(LISTA.read_text(encoding="utf-8"))["textos"]
    return list(dict.fromkeys([*textos, *(f"{texto}.pdf" for texto in DE_SISTEMAS), *DE_SISTEMAS, *DE_RUTAS]))


def invisible(letra: str) -> bool:
    return unicodedata.category(letra) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and letra not in "\u200c\u200d"


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


def test_los_nombres_dificiles_vuelven_enteros_y_nunca_nombran_nada_en_el_disco(ctx, rosa, tmp_path):
    limpios = [limpio for nombre in nombres() if len(limpio := nombre_limpio(nombre)) <= LARGO_NOMBRE]
    archivos = tuple(Archivo("anexos", nombre=limpio) for limpio in limpios)
    numero = presentaciones.presentar(rosa, rosa.actor, archivos=(Archivo(), *archivos)).numero
    presentados = consulta.propio(rosa, numero).documentos
    devueltos = [documentos.abrir(rosa, d.id).nombre for d in presentados[1:]]

    assert len(nombres()) >= 544
    assert devueltos == limpios
    en_disco = {p.name for p in (tmp_path / "archivos").rglob("*") if p.is_file()}
    assert en_disco
    assert all(re.fullmatch(r"[0-9a-f]{64}", nombre) for nombre in en_disco)


@pytest.mark.parametrize("lista", [nombres()], ids=["todos"])
def test_ningun_nombre_limpio_trae_carpetas_ni_trampas_y_la_descarga_lo_devuelve(lista):
    for nombre in lista:
        limpio = nombre_limpio(nombre)
        cabecera = adjunto(limpio)

        assert limpio.strip()
        assert not set("/\\\r\n\0") & set(limpio)
        assert not any(invisible(letra) for letra in limpio), ascii(limpio)
        assert cabecera.isascii()
        assert "\n" not in cabecera
        assert unquote(cabecera.rpartition("\"; filename*=UTF-8''")[2]) == limpio
