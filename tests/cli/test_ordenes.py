"""``python -m portal``: each command, in a folder of its own, told in words and by its exit code."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from portal import ordenes, wiring
from portal import settings as ajustes
from portal.cli import ORDENES, main
from portal.db.migrations import migrar
from portal.db.models import AsignacionRow
from portal.i18n import t

CONTRASENA = re.compile(r"\b(?:[a-z0-9]{5}-){3}[a-z0-9]{5}\b")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An installation with nothing in it; each call to ``main`` is a new process to it."""
    for variable in ("MPV_DATABASE_URL", "MPV_STORAGE_URL", "MPV_SMTP_URL", "MPV_DEMO", "MPV_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("MPV_HOME", str(tmp_path / "datos"))
    monkeypatch.setenv("MPV_PORT", str(puerto_libre()))
    olvidar()
    yield tmp_path / "datos"
    olvidar()


@pytest.fixture(scope="module")
def demo_hecha(tmp_path_factory):
    """The folder of a demonstration, made once for this module."""
    carpeta = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as entorno:
        entorno.setenv("MPV_HOME", str(carpeta))
        assert correr("demo", "--sin-servir") == 0
        olvidar()
    return carpeta / "demo"


@pytest.fixture
def con_demo(home, demo_hecha):
    """An installation in which the demonstration was made before."""
    shutil.copytree(demo_hecha, home / "demo")
    return home


def puerto_libre() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def olvidar() -> None:
    """What a process remembers from its start."""
    if wiring.contexto.cache_info().currsize:
        wiring.contexto().db.cerrar()
    wiring.contexto.cache_clear()
    wiring.trabajador.cache_clear()
    ajustes._fijados.clear()
    ajustes.settings.cache_clear()


def correr(*argumentos: str) -> int:
    olvidar()
    return main(argumentos)


def preparada() -> None:
    assert correr("migrar") == 0
    assert correr("preset", "cargar", "igp") == 0


def test_cada_orden_tiene_su_ayuda(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])

    ayuda = " ".join(capsys.readouterr().out.split())
    assert all(nombre in ayuda and t(f"ordenes.{nombre.replace('-', '_')}") in ayuda for nombre in ORDENES)


def test_una_base_vieja_no_se_atiende_y_se_dice_que_hacer(home, capsys):
    home.mkdir()
    migrar(f"sqlite:///{home / 'mpv.db'}", "0004")

    assert correr("servir") == 1
    assert "python -m portal migrar" in capsys.readouterr().err


def test_una_instalacion_nueva_crea_sus_tablas_y_dice_el_codigo_con_que_se_empieza(home, capsys):
    ordenes.preparar_servicio()

    dicho = capsys.readouterr().out
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert re.search(r"código de instalación: [A-Z2-9]{4}(-[A-Z2-9]{4}){2}$", dicho.strip())
    assert correr("trabajador") == 1
    assert "python -m portal preset" in capsys.readouterr().err


def test_la_configuracion_exportada_se_vuelve_a_cargar_igual(home, tmp_path, capsys):
    preparada()
    capsys.readouterr()

    assert correr("preset", "exportar") == 0
    texto = capsys.readouterr().out
    assert json.loads(texto)["identidad"]["sigla"] == "IGP"

    archivo = tmp_path / "igp.json"
    assert correr("preset", "exportar", "--salida", str(archivo)) == 0
    assert archivo.read_text(encoding="utf-8") == texto
    assert correr("preset", "cargar", str(archivo)) == 0
    assert capsys.readouterr().out.endswith("versión 1 publicada.\n")


@pytest.mark.parametrize(
    ("origen", "dice"),
    [
        ("nada", "Las incluidas son: basica, igp"),
        ("/no/existe.toml", "No se pudo abrir /no/existe.toml"),
        ("roto.toml", "roto.toml tiene errores y no se publicó nada"),
        ("roto.json", "roto.json tiene errores y no se publicó nada"),
        ("otro.toml", "otro.toml tiene errores y no se publicó nada"),
    ],
)
def test_una_configuracion_que_no_sirve_no_se_publica_y_se_dice_por_que(home, monkeypatch, capsys, origen, dice):
    monkeypatch.chdir(home.parent)
    Path("roto.toml").write_text("esquema = ", encoding="utf-8")
    Path("roto.json").write_text("{", encoding="utf-8")
    Path("otro.toml").write_bytes(b"nombre = '\xff'")
    assert correr("migrar") == 0

    assert correr("preset", "cargar", origen) == 1

    assert dice in capsys.readouterr().err
    assert correr("preset", "exportar") == 1


def test_no_se_exporta_a_donde_no_se_puede_escribir(home, tmp_path, capsys):
    preparada()

    assert correr("preset", "exportar", "--salida", str(tmp_path / "no" / "hay" / "x.json")) == 1

    assert "No se pudo escribir" in capsys.readouterr().err


def test_crear_admin_muestra_la_contrasena_una_vez_y_no_crea_la_misma_dos_veces(home, capsys):
    preparada()
    datos = ("--correo", "ana@ejemplo.pe", "--nombres", "Ana", "--apellidos", "Soto Ríos")
    capsys.readouterr()

    assert correr("crear-admin", *datos) == 0
    salida = capsys.readouterr().out
    assert "ana@ejemplo.pe (Administrador funcional)" in salida
    assert len(CONTRASENA.findall(salida)) == 1

    assert correr("crear-admin", *datos) == 1
    assert not CONTRASENA.search("".join(capsys.readouterr()))


def test_lo_que_falta_se_pregunta_y_sin_nadie_a_quien_preguntar_se_dice(home, monkeypatch, capsys):
    preparada()
    respuestas = iter(["eva@ejemplo.pe", "Eva"])

    def responder(_pregunta: str) -> str:
        try:
            return next(respuestas)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", responder)

    assert correr("crear-usuario", "--rol", "mesa", "--apellidos", "Luna") == 0
    assert "eva@ejemplo.pe (Mesa de Partes)" in capsys.readouterr().out
    assert correr("crear-usuario", "--rol", "mesa") == 1
    assert "Indique --correo" in capsys.readouterr().err


@pytest.mark.parametrize("rol", ["ciudadano", "inventado"])
def test_solo_se_crea_con_un_rol_de_la_institucion(home, capsys, rol):
    preparada()

    assert correr("crear-usuario", "--rol", rol, "--correo", "eva@ejemplo.pe") == 1
    assert "Los roles son: mesa, jefe" in capsys.readouterr().err


def test_se_crea_a_alguien_en_su_oficina_con_su_alcance(home, capsys):
    preparada()
    datos = ("--rol", "jefe", "--nombres", "Eva", "--apellidos", "Luna")

    assert correr("crear-usuario", *datos, "--correo", "eva@ejemplo.pe", "--dependencia", "no_existe") == 1
    assert "Las oficinas son: mesa_de_partes" in capsys.readouterr().err
    assert correr("crear-usuario", *datos, "--correo", "eva@ejemplo.pe", "--dependencia", "ciencia") == 0
    assert "eva@ejemplo.pe (Jefe de dependencia)" in capsys.readouterr().out
    propia = ("--dependencia", "ciencia", "--alcance", "propia")
    assert correr("crear-usuario", *datos, "--correo", "ana@ejemplo.pe", *propia) == 0

    with wiring.contexto().db.lectura() as session:
        filas = session.execute(select(AsignacionRow.dependencia, AsignacionRow.alcance).order_by(AsignacionRow.id))
        assert [tuple(fila) for fila in filas] == [("ciencia", "descendientes"), ("ciencia", "propia")]


def test_un_ajuste_malo_se_dice_por_el_nombre_de_su_variable(home, monkeypatch, capsys):
    monkeypatch.setenv("MPV_PORT", "ochenta")

    assert correr("migrar") == 1

    assert "MPV_PORT" in capsys.readouterr().err


def test_con_el_puerto_ocupado_no_se_prepara_nada(home, monkeypatch, capsys):
    with socket.socket() as ocupado:
        ocupado.bind(("127.0.0.1", 0))
        ocupado.listen()
        monkeypatch.setenv("MPV_PORT", str(ocupado.getsockname()[1]))

        assert correr("demo") == 1

    assert "MPV_PORT" in capsys.readouterr().err
    assert not (home / "demo").exists()


def test_la_demostracion_se_hace_una_vez_y_muestra_siempre_las_mismas_contrasenas(con_demo, capsys):
    assert correr("demo", "--sin-servir") == 0
    primera = CONTRASENA.findall(capsys.readouterr().out)
    assert correr("demo", "--sin-servir") == 0
    segunda = CONTRASENA.findall(capsys.readouterr().out)

    assert len(set(primera)) == 7
    assert segunda == primera
    assert not (con_demo / "mpv.db").exists()


def test_las_contrasenas_de_la_demostracion_solo_las_lee_su_dueno(demo_hecha):
    assert stat.S_IMODE((demo_hecha / "accesos.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(demo_hecha.stat().st_mode) == 0o700


def test_una_demostracion_cortada_a_medias_se_hace_de_nuevo(home, capsys):
    (home / "demo" / "secretos").mkdir(parents=True)
    (home / "demo" / "preparando").touch()
    (home / "demo" / "mpv.db").touch()

    assert correr("demo", "--sin-servir") == 0

    assert "expediente 000" in capsys.readouterr().out
    assert not (home / "demo" / "preparando").exists()


def test_una_carpeta_con_otra_cosa_no_se_toca(home, capsys):
    (home / "demo").mkdir(parents=True)
    (home / "demo" / "tesis.txt").write_text("mía", encoding="utf-8")

    assert correr("demo", "--sin-servir") == 1

    assert "No se cambió nada" in capsys.readouterr().err
    assert [archivo.name for archivo in (home / "demo").iterdir()] == ["tesis.txt"]


def test_la_demostracion_no_toca_lo_que_el_entorno_dice_de_la_instalacion_real(home, tmp_path, monkeypatch):
    monkeypatch.setenv("MPV_DATABASE_URL", f"sqlite:///{tmp_path}/real.db")
    monkeypatch.setenv("MPV_SMTP_URL", "smtp://correo.institucion.example")
    monkeypatch.setenv("MPV_SMTP_FROM", "mesa@institucion.example")
    monkeypatch.setenv("MPV_ADDRESS", "10.1.2.3")
    olvidar()

    usados = ajustes.usar_demo()

    assert (usados.demo, usados.smtp_url, usados.address) == (True, None, "127.0.0.1")
    assert usados.database_url == f"sqlite:///{home}/demo/mpv.db"
    assert usados.storage_url.startswith("file://")
    assert ajustes.settings() is usados


def test_servir_como_real_la_carpeta_de_la_demostracion_se_niega(con_demo, monkeypatch, capsys):
    monkeypatch.setenv("MPV_HOME", str(con_demo / "demo"))

    assert correr("servir") == 1

    assert "es de una demostración" in capsys.readouterr().err


def proceso(*argumentos: str) -> subprocess.Popen[str]:
    """A process of its own, with this test's environment, from a foreign folder."""
    raiz = Path(__file__).parents[2]
    orden = f"import sys; sys.path.insert(0, {str(raiz)!r}); from portal.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", orden, *argumentos], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/"
    )


def test_make_run_atiende_la_demostracion_y_se_detiene_cuando_se_le_pide(con_demo):
    servidor = proceso("demo")
    try:
        direccion = f"http://127.0.0.1:{ajustes.settings().port}/salud"
        estado = esperar(direccion, servidor)
    finally:
        servidor.send_signal(signal.SIGINT)
        salida, errores = servidor.communicate(timeout=60)

    assert estado == 200, errores
    assert len(CONTRASENA.findall(salida)) == 7
    assert "Traceback" not in errores


def test_el_trabajador_corre_en_su_proceso_hasta_que_se_le_pide_parar(home):
    preparada()

    trabajador = proceso("trabajador")
    try:
        primera = trabajador.stdout.readline()
    finally:
        trabajador.terminate()
        _, errores = trabajador.communicate(timeout=60)

    assert "MPV_SMTP_URL" in primera, errores
    assert trabajador.returncode == 0, errores


def esperar(direccion: str, servidor: subprocess.Popen[str], segundos: float = 90) -> int:
    """The status of the first answer; 0 when there is none."""
    limite = time.monotonic() + segundos
    while time.monotonic() < limite and servidor.poll() is None:
        try:
            return httpx2.get(direccion, timeout=30).status_code
        except httpx2.TransportError:
            time.sleep(0.2)
    return 0


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")
def test_lo_que_se_crea_es_solo_de_su_dueno_aunque_la_carpeta_sea_de_todos(home):
    home.mkdir(mode=0o755)

    assert correr("migrar") == 0

    assert {ruta.name for ruta in home.rglob("*") if ruta.stat().st_mode & 0o077} == set()
