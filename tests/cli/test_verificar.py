"""``python -m portal verificar``: what it says of a whole history and of a broken one, and of the files."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import text

from portal import wiring
from portal.services import sellos
from portal.services.contexto import SISTEMA
from tests.cli.test_ordenes import correr, home, preparada  # noqa: F401 -- home is a fixture
from tests.factories import cuentas, presentaciones


@pytest.mark.usefixtures("home")
def test_dice_si_todo_coincide_y_cual_es_el_primer_eslabon_roto(capsys):
    preparada()
    sellos.sellar_dia(wiring.contexto().como(SISTEMA))
    capsys.readouterr()

    assert correr("verificar", "auditoria") == 0
    dicho = capsys.readouterr().out
    assert dicho.startswith("Se leyeron 0 movimientos de 0 expedientes")
    assert dicho.endswith("Todo coincide: nada fue cambiado, quitado ni movido.\n")

    with wiring.contexto().db.transaction() as session:
        session.execute(text("DROP TRIGGER sello_no_cambia"))
        session.execute(text("UPDATE sello SET nota = 'Otra cosa'"))
    assert correr("verificar", "auditoria") == 1
    assert "NO COINCIDE. Lo primero que se encontró: El sello del " in capsys.readouterr().out

    assert correr("verificar", "auditoria", "--json", "--sello", "ABC") == 1
    hallado = json.loads(capsys.readouterr().out)
    assert (hallado["integra"], hallado["cuantas"], hallado["sellos"]) == (False, 2, 1)
    assert [falla["codigo"] for falla in hallado["fallas"]] == ["sello_ausente", "sello_roto"]


@pytest.mark.usefixtures("home")
def test_dice_si_los_archivos_estan_como_se_presentaron(capsys):
    preparada()
    ctx = wiring.contexto()
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    ruta = ctx.almacen.ruta(hashlib.sha256(presentaciones.PDF).hexdigest())
    capsys.readouterr()

    assert correr("verificar", "archivos") == 0
    assert capsys.readouterr().out == (
        f"Se leyeron 1 archivos ({len(presentaciones.PDF)} bytes).\n"
        "Todo coincide: ningún archivo presentado falta ni cambió.\n"
    )

    ruta.unlink()
    assert correr("verificar", "archivos") == 1
    assert "Falta «carta.pdf», del registro R-000001-" in capsys.readouterr().out

    assert correr("verificar", "archivos", "--json", "--retirar-sobrantes") == 1
    hallado = json.loads(capsys.readouterr().out)
    assert (hallado["integra"], hallado["cuantas"], hallado["retirados"]) == (False, 1, 0)
    assert [falla["codigo"] for falla in hallado["fallas"]] == ["falta"]
