"""``python -m portal preset``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_ordenes import correr, home, preparada  # noqa: F401 -- ``home`` is a fixture

OTRA = Path(__file__).parents[1] / "data" / "otra.toml"


def test_listar_dice_las_incluidas_y_validar_que_se_pueden_publicar(home, capsys):  # noqa: F811 -- the fixture
    assert correr("preset", "listar") == 0
    assert {linea.split()[0] for linea in capsys.readouterr().out.splitlines()} >= {"igp", "petroperu"}

    assert correr("preset", "validar", "igp") == 0
    assert "igp: se puede publicar." in capsys.readouterr().out


def test_validar_dice_todo_lo_que_esta_mal_con_su_lugar(home, tmp_path, capsys):  # noqa: F811 -- the fixture
    texto = OTRA.read_text("utf-8").replace('acento = "#5b2a86"', 'acento = "morado"')
    (tmp_path / "mala.toml").write_text(texto.replace("largo_contrasena = 14", "largo_contrasena = 2"), "utf-8")

    assert correr("preset", "validar", str(tmp_path / "mala.toml")) == 1

    salida = capsys.readouterr().out
    assert "2 problema(s)" in salida
    assert "el mínimo es 8" in salida
    assert correr("preset", "validar", "nada") == 1


def test_un_paquete_exportado_se_aplica_y_se_exporta_igual(home, tmp_path, capsys):  # noqa: F811 -- the fixture
    preparada()
    uno, dos = tmp_path / "uno.zip", tmp_path / "dos.zip"

    assert correr("preset", "exportar", "--salida", str(uno)) == 0
    assert correr("preset", "aplicar", str(OTRA), "--nota", "Prueba") == 0
    assert correr("preset", "aplicar", str(uno)) == 0
    assert correr("preset", "exportar", "--salida", str(dos)) == 0

    assert uno.read_bytes() == dos.read_bytes()
    assert correr("preset", "validar", str(uno)) == 0
    assert "versión 3 publicada" in capsys.readouterr().out


def test_un_archivo_que_no_se_puede_leer_se_dice(home, tmp_path, capsys):  # noqa: F811 -- the fixture
    (tmp_path / "roto.zip").write_bytes(b"roto")
    (tmp_path / "lista.json").write_text("[]", "utf-8")
    assert correr("migrar") == 0

    assert correr("preset", "aplicar", str(tmp_path / "roto.zip")) == 1
    assert "no es un paquete" in capsys.readouterr().err
    assert correr("preset", "validar", str(tmp_path / "lista.json")) == 1
    assert correr("preset", "validar", str(tmp_path / "no.toml")) == 1
