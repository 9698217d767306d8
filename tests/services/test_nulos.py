"""Signs that no database keeps (NUL, half a letter) in what a stranger sends: not found, and never a breakdown."""

from __future__ import annotations

import pytest

from portal.domain.errors import PortalError
from portal.services import archivos, consulta, cotejo, documentos, imagenes, muestras, paquetes
from tests.factories import cuentas

RAROS = ["\0", "\0" * 64, "a\0b", "\ud800", "x" * 5000]


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


@pytest.mark.parametrize("raro", RAROS, ids=["nul", "nules", "en_medio", "mitad", "largo"])
@pytest.mark.parametrize(
    "pedir",
    [
        lambda ctx, raro: archivos.crear_carga(ctx, raro, ranura="anexos", nombre="a.pdf", tamano=1),
        archivos.offset,
        archivos.quitar,
        muestras.muestra,
        imagenes.leer,
        paquetes.descargar,
        cotejo.verificar,
        lambda ctx, raro: cotejo.comenzar(ctx, raro, tamano=1),
        lambda ctx, raro: consulta.por_ficha(ctx, numero=raro, ficha=raro),
        lambda ctx, raro: documentos.abrir_por_ficha(ctx, 1, numero="00001-2026", ficha=raro),
    ],
    ids=["crear", "offset", "quitar", "muestra", "imagen", "todo", "verificar", "cotejo", "ficha", "documento"],
)
def test_lo_que_ninguna_base_guarda_no_se_encuentra(rosa, pedir, raro):
    with pytest.raises(PortalError):
        pedir(rosa, raro)
