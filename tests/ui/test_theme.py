"""The accent reaches Streamlit's theme; what Streamlit makes of its options is worked out once for each accent."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig

from portal.ui import theme

SECCIONES = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


@pytest.fixture
def opciones():
    antes = {opcion: config.get_option(opcion) for opcion in theme.ACENTOS}
    yield config.set_option
    for opcion, valor in antes.items():
        config.set_option(opcion, valor)


def dicho_por(hacer, seccion: str) -> tuple[bytes, bool]:
    """What a section says of the theme, and whether it says anything at all."""
    mensaje = CustomThemeConfig()
    hacer(mensaje.light, seccion)
    return mensaje.light.SerializeToString(deterministic=True), mensaje.HasField("light")


@pytest.mark.parametrize("seccion", SECCIONES)
def test_lo_recordado_del_tema_es_lo_que_streamlit_dice(opciones, seccion):
    for acento in ("#0b5a6b", "#8a1c4a", "#0b5a6b"):
        for opcion in theme.ACENTOS:
            opciones(opcion, acento)

        assert dicho_por(theme._recordado, seccion) == dicho_por(theme._traducir, seccion)


def test_un_acento_publicado_se_ve_en_la_pantalla_siguiente(opciones):
    opciones(theme.ACENTOS[0], "#0b5a6b")
    antes, _ = dicho_por(theme._recordado, "theme.light")
    opciones(theme.ACENTOS[0], "#8a1c4a")

    despues, _ = dicho_por(theme._recordado, "theme.light")

    assert (b"#0b5a6b" in antes, b"#8a1c4a" in despues) == (True, True)
