"""What goes wrong at a terminal is told in Spanish, by the name of what to change, and never as a traceback."""

from __future__ import annotations

import argparse
import errno
import os
import re
from pathlib import Path

import pytest

from portal import terminal
from portal.cli import main
from portal.settings import settings
from tests.cli.test_ordenes import correr, home, preparada  # noqa: F401 -- home is a fixture

INGLES = re.compile(r"\b(usage|error|the|required|invalid|choose|argument|show|should|must|input)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("argumentos", "dice"),
    [
        ((), "falta indicar orden"),
        (("atender",), "no sirve 'atender', elija entre"),
        (("servir", "--ya"), "no se entiende --ya"),
        (("calendario", "sembrar", "--anio"), "--anio: falta su valor"),
        (("calendario", "sembrar", "--anio", "dos mil"), "no sirve el valor 'dos mil'"),
        (("crear-usuario", "--rol", "jefe", "--alcance", "todo"), "elija entre"),
        (("demo", "--sin-servir=si"), "no lleva un valor como 'si'"),
    ],
)
def test_una_orden_mal_escrita_se_dice_en_castellano(capsys, argumentos, dice):
    with pytest.raises(SystemExit) as salida:
        main(argumentos)

    dicho = capsys.readouterr().err
    assert salida.value.code == 2
    assert dicho.startswith("uso: ")
    assert dice in dicho
    assert not INGLES.search(dicho.replace("[-h]", ""))


@pytest.mark.parametrize("orden", [(), ("preset",), ("preset", "exportar"), ("crear-usuario",), ("verificar",)])
def test_la_ayuda_esta_en_castellano(capsys, orden):
    with pytest.raises(SystemExit) as salida:
        main((*orden, "--help"))

    assert salida.value.code == 0
    assert not INGLES.search(capsys.readouterr().out)


def test_lo_que_se_traduce_es_lo_que_argparse_dice():
    codigo = re.sub(r"\(\s+", "(", Path(argparse.__file__).read_text(encoding="utf-8"))

    assert [frase for frase in terminal.ARGPARSE if f"_({frase!r}" not in codigo] == []


@pytest.mark.parametrize(
    ("variable", "valor", "dice"),
    [
        ("PORT", "ochenta", "debe ser un número entero"),
        ("PORT", "0", "debe ser 1 o más"),
        ("PORT", "70000", "debe ser 65535 o menos"),
        ("DEMO", "quizá", "debe ser true o false"),
        ("WORKER", "otro", "debe ser 'interno' o 'externo'"),
        ("BASE_URL", "mesa.gob.pe", "debe ser una dirección http:// o https://"),
        ("DATABASE_URL", "mysql://bd/mpv", "debe empezar con sqlite:/// o postgresql+psycopg://"),
        ("STORAGE_URL", "s3://balde", "debe empezar con file:///"),
    ],
)
@pytest.mark.usefixtures("home")
def test_cada_ajuste_malo_se_dice_una_vez_y_en_castellano(monkeypatch, capsys, variable, valor, dice):
    monkeypatch.setenv(f"MPV_{variable}", valor)

    assert correr("migrar") == 1

    _, *fallas = capsys.readouterr().err.splitlines()
    assert len(fallas) == 1
    assert fallas[0].startswith(f"  MPV_{variable}: {dice}")


def test_un_ajuste_vacio_es_como_si_no_estuviera_y_una_lista_vacia_es_nadie(home, monkeypatch):  # noqa: F811 -- the fixture
    for variable in ("MPV_BASE_URL", "MPV_DATABASE_URL", "MPV_STORAGE_URL", "MPV_SMTP_URL", "MPV_DEMO", "MPV_WORKER"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("MPV_TRUSTED_PROXIES", "")

    ajustes = settings()

    assert (ajustes.database_url, ajustes.smtp_url, ajustes.worker) == (f"sqlite:///{home}/mpv.db", None, "interno")
    assert ajustes.trusted_proxies == ()


@pytest.mark.parametrize("orden", [("migrar",), ("servir",), ("demo", "--sin-servir"), ("verificar", "archivos")])
def test_una_carpeta_de_datos_que_no_se_puede_usar_se_dice(home, monkeypatch, capsys, orden):  # noqa: F811 -- the fixture
    home.write_text("un archivo", encoding="utf-8")

    assert correr(*orden) == 1

    dicho = capsys.readouterr().err
    assert "No se pudo usar la carpeta de datos" in dicho
    assert "algo que no es una carpeta" in dicho


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        ("nombre = 1\notro = = 2", "revise la línea 2, columna 8"),
        ('x = """', "el archivo termina a medias"),
        (b"nombre = '\xff'", "no es un archivo de texto en UTF-8"),
    ],
)
@pytest.mark.usefixtures("home")
def test_de_una_configuracion_mal_escrita_se_dice_la_linea(tmp_path, capsys, texto, dice):
    archivo = tmp_path / "mia.toml"
    archivo.write_bytes(texto if isinstance(texto, bytes) else texto.encode())

    assert correr("preset", "validar", str(archivo)) == 1

    assert dice in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_reiniciar_a_quien_no_lo_tiene_o_no_existe_se_dice(capsys):
    preparada()
    datos = ("--correo", "ana@ejemplo.pe", "--nombres", "Ana", "--apellidos", "Soto")
    assert correr("crear-usuario", "--rol", "mesa", *datos) == 0

    assert correr("segundo-factor", "reiniciar", "--correo", "ana@ejemplo.pe") == 0
    assert "no tenía verificación en dos pasos" in capsys.readouterr().out
    assert correr("segundo-factor", "reiniciar", "--correo", "eva@ejemplo.pe") == 1
    assert "No hay una cuenta del personal con el correo eva@ejemplo.pe" in capsys.readouterr().err


def test_lo_que_dice_el_sistema_y_no_se_conoce_se_dice_igual():
    assert terminal.motivo(OSError(errno.ENOSPC, "x")) == "no queda sitio en el disco"
    assert terminal.motivo(OSError(errno.EIO, os.strerror(errno.EIO))) == os.strerror(errno.EIO)
    assert terminal.motivo(OSError("algo")) == "algo"
