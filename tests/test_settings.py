"""What the environment may say, and how a mistake in it is told."""

from __future__ import annotations

import pytest

from portal import settings as ajustes
from portal.cli import main


@pytest.fixture
def entorno(monkeypatch, tmp_path):
    """Only what the test says."""
    monkeypatch.setenv("MPV_HOME", str(tmp_path))
    monkeypatch.delenv("MPV_SMTP_FROM", raising=False)
    ajustes.settings.cache_clear()
    yield monkeypatch
    ajustes.settings.cache_clear()


def test_un_servidor_de_correo_sin_remitente_se_dice_al_arrancar_y_no_al_enviar(entorno, capsys):
    entorno.setenv("MPV_SMTP_URL", "smtp://127.0.0.1:25?tls=none")

    codigo = main(["servir"])

    assert codigo == 1
    assert "MPV_SMTP_FROM" in capsys.readouterr().err


def test_si_el_usuario_del_servidor_es_un_correo_ese_es_el_remitente(entorno):
    entorno.setenv("MPV_SMTP_URL", "smtp://mesa%40igp.gob.pe:clave@127.0.0.1:587")

    assert ajustes.settings().smtp_from is None
