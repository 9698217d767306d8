"""Settings come from the environment and from nowhere else; Streamlit's options are ours wherever one starts it."""

from __future__ import annotations

import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError
from streamlit import config

from portal.cli import MAXIMO_MENSAJE
from portal.domain.formulario import MAXIMO_TEXTO
from portal.domain.tamanos import MB
from portal.settings import PROYECTO, Settings, secreto
from portal.ui import opciones


def ajustes(**cambios: object) -> Settings:
    return Settings(_env_file=None, **cambios)


def test_sin_configurar_nada_escucha_en_esta_maquina_y_guarda_en_el_proyecto(monkeypatch, tmp_path):
    for campo in Settings.model_fields:
        monkeypatch.delenv(f"MPV_{campo.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)

    s = ajustes()

    assert (s.address, s.port, s.base_url, s.base_path) == ("127.0.0.1", 8501, "http://localhost:8501", "")
    assert s.home == PROYECTO / "var"
    assert s.database_url == f"sqlite:///{PROYECTO}/var/mpv.db"
    assert s.smtp_url is None
    assert not s.cookies_seguras


def test_la_ruta_base_sale_de_la_direccion_publica():
    s = ajustes(base_url="https://www.institucion.gob.pe/servicios/mpv/")

    assert (s.base_url, s.base_path) == ("https://www.institucion.gob.pe/servicios/mpv", "/servicios/mpv")
    assert s.origen == "https://www.institucion.gob.pe"
    assert s.cookies_seguras


def test_los_nombres_permitidos_son_los_propios_y_los_dichos():
    s = ajustes(base_url="http://Mesa.Intranet:8501", address="0.0.0.0", allowed_hosts="10.0.0.7, *.gob.pe")  # noqa: S104 -- the wildcard is the case

    assert s.hosts_permitidos == {"mesa.intranet", "localhost", "127.0.0.1", "::1", "10.0.0.7", "*.gob.pe"}


@pytest.mark.parametrize(
    "mal",
    [
        {"base_url": "mesa.gob.pe"}, {"base_url": "ftp://mesa.gob.pe"}, {"base_url": "http://mesa.gob.pe/a b"},
        {"base_url": "http://mesa.gob.pe/?x"}, {"smtp_url": "correo.gob.pe"}, {"port": 0}, {"worker": "otro"},
    ],
)  # fmt: skip
def test_un_ajuste_sin_sentido_no_se_acepta(mal):
    with pytest.raises(ValidationError):
        ajustes(**mal)


def test_las_claves_no_se_imprimen():
    assert "clave" not in repr(
        ajustes(smtp_url="smtp://mpv%40x.pe:clave@correo:587", database_url="postgresql+psycopg://mpv:clave@bd/mpv")
    )


def test_un_secreto_nace_una_vez_aunque_lo_pidan_muchos_a_la_vez(tmp_path):
    with ThreadPoolExecutor(16) as hilos:
        valores = set(hilos.map(lambda _: secreto("cookies", home=tmp_path), range(64)))

    assert len(valores) == 1
    assert len(valores.pop()) == 32
    assert stat.S_IMODE((tmp_path / "secretos").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secretos" / "cookies").stat().st_mode) == 0o600
    assert [ruta.name for ruta in (tmp_path / "secretos").iterdir()] == ["cookies"]


def test_un_secreto_cortado_no_se_usa(tmp_path):
    secreto("cookies", home=tmp_path)
    (tmp_path / "secretos" / "cookies").write_bytes(b"corto")

    with pytest.raises(ValueError, match="está dañado"):
        secreto("cookies", home=tmp_path)


def test_un_secreto_no_sale_de_su_carpeta(tmp_path):
    with pytest.raises(ValueError, match="no válido"):
        secreto("../otro", home=tmp_path)


def en_otra_carpeta(orden: list[str], carpeta, **entorno: str) -> subprocess.CompletedProcess[str]:
    """Run code where a stray config.toml reopens everything."""
    (carpeta / ".streamlit").mkdir()
    (carpeta / ".streamlit" / "config.toml").write_text(
        '[client]\nshowErrorDetails = "full"\ntoolbarMode = "developer"\n[server]\nenableXsrfProtection = false\nenableCORS = false\n'
        "[runner]\npostScriptGC = true\n"
    )
    variables = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(PROYECTO),
        "MPV_HOME": str(carpeta / "var"),
        "HOME": str(carpeta),
    } | entorno
    return subprocess.run([sys.executable, *orden], cwd=carpeta, env=variables, capture_output=True, text=True, timeout=60, check=False)  # fmt: skip


SERVIR = ["-m", "portal", "servir"]
OPCIONES = """
from streamlit import config
from portal.ui.recursos import direccion
from portal.settings import settings
from portal.ui import opciones
opciones.aplicar(settings(), direccion=direccion)
print([config.get_option(o) for o in ("client.showErrorDetails", "client.toolbarMode", "server.enableXsrfProtection",
    "server.enableCORS", "runner.postScriptGC", "server.baseUrlPath", "theme.light.primaryColor", "server.cookieSecret")])
print(config.get_option("theme.fontFaces")[0]["url"])
"""


def test_las_opciones_son_las_nuestras_desde_cualquier_carpeta(tmp_path):
    corrida = en_otra_carpeta(["-c", OPCIONES], tmp_path, MPV_BASE_URL="http://mesa.intranet/servicios/mpv")

    secreto_guardado = (tmp_path / "var" / "secretos" / "cookies").read_bytes().hex()
    esperadas = ["none", "minimal", True, True, False, "servicios/mpv", "#0b5a6b", secreto_guardado]
    opciones, letra = corrida.stdout.splitlines()
    assert opciones == str(esperadas)
    assert letra.startswith("/servicios/mpv/recursos/PublicSans.")
    assert corrida.stderr == ""


def test_ni_con_todo_el_detalle_se_escriben_las_galletas_de_quien_visita(tmp_path):
    programa = f"{OPCIONES}\nimport logging; print(logging.getLogger('uvicorn.error').isEnabledFor(logging.DEBUG))"

    corrida = en_otra_carpeta(["-c", programa], tmp_path, MPV_LOG_LEVEL="debug")

    assert corrida.stdout.splitlines()[-1] == "False"


def test_un_navegador_no_manda_mas_que_una_pantalla_llena_de_texto():
    textos = 20 * 4 * MAXIMO_TEXTO  # bytes: twenty of the longest paragraphs, in signs of four bytes

    assert textos < opciones.INDISPENSABLES["server.maxWidgetStateSize"] * 1e6 < MAXIMO_MENSAJE <= 2 * MB


def test_con_una_opcion_ajena_no_arranca():
    antes = config.get_option("runner.postScriptGC")
    config.set_option("runner.postScriptGC", True)  # noqa: FBT003 -- Streamlit's signature
    try:
        with pytest.raises(opciones.OpcionesAjenas, match=r"runner.postScriptGC = True \(debe ser False\)"):
            opciones.comprobar()
    finally:
        config.set_option("runner.postScriptGC", antes)


def test_con_el_puerto_ocupado_lo_dice_y_no_arranca(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as otro:
        puerto = otro.getsockname()[1]
        corrida = en_otra_carpeta(SERVIR, tmp_path, MPV_PORT=str(puerto))

    assert corrida.returncode == 1
    assert f"No se pudo escuchar en 127.0.0.1:{puerto}" in corrida.stderr


def test_un_ajuste_mal_escrito_se_nombra(tmp_path):
    corrida = en_otra_carpeta(SERVIR, tmp_path, MPV_BASE_URL="mesa.gob.pe")

    assert corrida.returncode == 1
    assert "MPV_BASE_URL" in corrida.stderr
    assert "Traceback" not in corrida.stderr
