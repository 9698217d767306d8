"""What ``python -m portal`` does besides serving: each function runs one command and returns its exit code."""

from __future__ import annotations

import json
import logging
import shutil
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

from portal import terminal, wiring
from portal.domain.configuracion import ANIOS_DE_CALENDARIO
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.permisos import Alcance, Rol
from portal.i18n import t
from portal.services import configuracion, demo, estado_sistema, instalacion, primera_vez, usuarios
from portal.services import segundo_factor as factores
from portal.services.contexto import SISTEMA, Contexto
from portal.services.demo import Acceso, Demo
from portal.settings import settings

ACCESOS = "accesos.json"
"""Written last, in the folder of a demonstration: it is there when the demonstration is complete."""
PREPARANDO = "preparando"
"""There while a demonstration is being made: what a cut left half done can be thrown away."""
UN_RATO = 0.5
"""Seconds between looks at whether the worker was told to stop."""


class DemoIncompleta(PortalError):
    """The folder holds something, and it is not a demonstration of ours."""

    code = "demo_incompleta"


class CarpetaInaccesible(PortalError):
    """The data folder cannot be made or written in; ``facts["motivo"]`` is what the system said."""

    code = "carpeta_inaccesible"


def fallar(mensaje: str) -> int:
    """Tell why on the error output; the exit code."""
    print(mensaje, file=sys.stderr)
    return 1


def registrar_sucesos() -> None:
    """What happens goes to the error output, as detailed as MPV_LOG_LEVEL says."""
    logging.basicConfig(level=settings().log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


def migrar(_args: Namespace) -> int:
    """Create the database or bring it up to date."""
    instalacion.poner_al_dia(sistema())
    print(t("ordenes.al_dia"))
    return 0


def argumentos_de_cuenta(analizador: ArgumentParser) -> None:
    """Who the account is for; what is not given is asked."""
    for dato in ("correo", "nombres", "apellidos"):
        analizador.add_argument(f"--{dato}", help=t(f"ordenes.{dato}"))


def argumentos_de_usuario(analizador: ArgumentParser) -> None:
    """The same, the rol, and where it is held."""
    analizador.add_argument("--rol", required=True, help=t("ordenes.rol"))
    analizador.add_argument("--dependencia", default="", help=t("ordenes.dependencia"))
    analizador.add_argument("--alcance", default="", choices=[str(a) for a in Alcance], help=t("ordenes.alcance"))
    argumentos_de_cuenta(analizador)


def crear_admin(args: Namespace) -> int:
    """Make an administrator's account and print its password, once."""
    return _crear(args, Rol.ADMINISTRADOR)


def crear_usuario(args: Namespace) -> int:
    """Make the account of a member of staff and print its password, once."""
    return _crear(args, args.rol, dependencia=args.dependencia, alcance=args.alcance)


def _crear(args: Namespace, rol: str, **donde: str) -> int:
    ctx = sistema()
    instalacion.exigir_apta(ctx)
    escritorio = configuracion.mostrada(ctx).escritorio
    conocido, oficinas = escritorio.rol(rol), [d.id for d in escritorio.dependencias if d.activa]
    if conocido is None:
        return fallar(t("ordenes.rol_desconocido", rol=rol, roles=", ".join(r.id for r in escritorio.roles)))
    if donde.get("dependencia") and donde["dependencia"] not in oficinas:
        return fallar(t("ordenes.dependencia_desconocida", oficina=donde["dependencia"], oficinas=", ".join(oficinas)))
    datos = {}
    for dato in ("correo", "nombres", "apellidos"):
        try:
            datos[dato] = getattr(args, dato) or input(t(f"ordenes.pregunta_{dato}"))
        except EOFError:
            return fallar(t("ordenes.falta_dato", dato=dato))
    correo, contrasena = usuarios.crear_personal(
        ctx, datos["correo"], datos["nombres"], datos["apellidos"], rol, **donde
    )
    print(t("ordenes.cuenta_creada", correo=correo, rol=conocido.nombre, contrasena=contrasena))
    return 0


def argumentos_de_cierre(analizador: ArgumentParser) -> None:
    """``cerrar-cuenta --correo``."""
    analizador.add_argument("--correo", required=True, help=t("ordenes.correo"))


def cerrar_cuenta(args: Namespace) -> int:
    """Shut out an account of anybody, a citizen's too: it was stolen, or its person died."""
    ctx = sistema()
    instalacion.exigir_apta(ctx)
    try:
        usuarios.deshabilitar(ctx, args.correo)
    except NoEncontrado:
        return fallar(t("ordenes.sin_cuenta", correo=args.correo))
    print(t("ordenes.cuenta_cerrada", correo=args.correo))
    return 0


def argumentos_de_segundo_factor(analizador: ArgumentParser) -> None:
    """``segundo-factor reiniciar --correo``."""
    partes = analizador.add_subparsers(dest="accion", required=True, metavar="accion")
    ayuda = t("ordenes.segundo_factor_reiniciar")
    reiniciar = partes.add_parser("reiniciar", help=ayuda, description=ayuda)
    reiniciar.add_argument("--correo", required=True, help=t("ordenes.correo"))


def segundo_factor(args: Namespace) -> int:
    """Take away the second factor of who lost telephone and codes."""
    ctx = sistema()
    instalacion.exigir_apta(ctx)
    try:
        correo = factores.reiniciar_por_correo(ctx, args.correo)
    except NoEncontrado:
        return fallar(t("ordenes.sin_personal", correo=args.correo))
    clave = "ordenes.segundo_factor_reiniciado" if correo else "ordenes.segundo_factor_sin_activar"
    print(t(clave, correo=correo or args.correo))
    return 0


def argumentos_de_calendario(analizador: ArgumentParser) -> None:
    """``calendario sembrar --anio``."""
    partes = analizador.add_subparsers(dest="accion", required=True, metavar="accion")
    ayuda = t("ordenes.calendario_sembrar")
    sembrar = partes.add_parser("sembrar", help=ayuda, description=ayuda)
    sembrar.add_argument("--anio", type=int, required=True, help=t("ordenes.anio"))


def calendario(args: Namespace) -> int:
    """Print the national holidays of a year, each with its norm, as the file of an institution has them."""
    try:
        print(configuracion.feriados_en_toml(args.anio), end="")
    except ValueError:
        return fallar(t("ordenes.anio_fuera", desde=ANIOS_DE_CALENDARIO[0], hasta=ANIOS_DE_CALENDARIO[-1]))
    return 0


def argumentos_de_respaldo(analizador: ArgumentParser) -> None:
    """``respaldo anotar``."""
    partes = analizador.add_subparsers(dest="accion", required=True, metavar="accion")
    partes.add_parser("anotar", help=t("ordenes.respaldo"), description=t("ordenes.respaldo"))


def respaldo(_args: Namespace) -> int:
    """Write down that a backup ended well: the screen Sistema tells when the last one was."""
    ctx = sistema()
    instalacion.exigir_apta(ctx)
    cuando = estado_sistema.anotar_respaldo(ctx).astimezone(configuracion.mostrada(ctx).zona)
    print(t("ordenes.respaldo_anotado", cuando=f"{cuando:%d/%m/%Y %H:%M}"))
    return 0


def trabajador(_args: Namespace) -> int:
    """Send mail until told to stop (Ctrl+C or SIGTERM)."""
    registrar_sucesos()
    exigir_apta()
    servidor = settings().smtp_url
    clave = "ordenes.trabajador_listo" if servidor else "ordenes.trabajador_sin_servidor"
    pedidos: list[int] = []  # a handler that raised could interrupt the very start of the thread
    for senal in (signal.SIGINT, signal.SIGTERM):
        signal.signal(senal, lambda numero, _marco: pedidos.append(numero))
    print(t(clave, servidor=urlsplit(servidor or "").hostname), flush=True)
    wiring.trabajar()
    while not pedidos:
        time.sleep(UN_RATO)
    wiring.detener()
    return 0


def exigir_apta() -> None:
    """Raise unless this process may serve its database."""
    instalacion.exigir_apta(sistema())


def preparar_servicio() -> None:
    """Raise unless this process may serve its database. A new one gets its tables, and who starts it the code to begin."""
    ctx = sistema()
    instalacion.estrenar(ctx)
    instalacion.exigir_su_clase(ctx)
    if primera_vez.pendiente(ctx):
        print(t("ordenes.primera_vez", direccion=f"{ctx.base_url}/", codigo=primera_vez.codigo(ctx)), flush=True)


def preparar_demo() -> None:
    """Make the demonstration the first time, and print how to get in, every time. ``usar_demo`` was called before.

    Raises DemoIncompleta, or BaseReal.
    """
    home = settings().home
    if (home / PREPARANDO).exists():
        shutil.rmtree(home)
    if not (home / ACCESOS).exists():
        _crear_demo(home)
    ctx = sistema()
    instalacion.poner_al_dia(ctx)
    instalacion.exigir_apta(ctx)
    _presentar_demo(_leer_demo(home / ACCESOS))


def _crear_demo(home: Path) -> None:
    if home.is_dir() and any(home.iterdir()):
        raise DemoIncompleta(home=home)
    print(t("ordenes.demo_preparando", home=home), flush=True)
    _hacer_carpeta(home)
    (home / PREPARANDO).touch()
    ctx = sistema()
    instalacion.poner_al_dia(ctx)
    hecha = demo.sembrar(ctx)
    nuevo = home / f"{ACCESOS}.nuevo"
    nuevo.touch(mode=0o600)
    nuevo.write_text(json.dumps(asdict(hecha), ensure_ascii=False, indent=2), encoding="utf-8")
    nuevo.replace(home / ACCESOS)
    (home / PREPARANDO).unlink()


def _leer_demo(archivo: Path) -> Demo:
    datos = json.loads(archivo.read_text(encoding="utf-8"))
    accesos = tuple(Acceso(**acceso | {"rol": Rol(acceso["rol"])}) for acceso in datos["accesos"])
    return Demo(accesos, datos["numero"], datos["seguimiento"])


def _presentar_demo(hecha: Demo) -> None:
    ajustes = settings()
    columnas = [(a.correo, a.contrasena, f"{t(f'ordenes.rol.{a.rol}')}: {a.nombre}") for a in hecha.accesos]
    ancho = max(len(correo) for correo, _, _ in columnas)
    print("\n".join([
        "",
        t("ordenes.demo_lista", home=ajustes.home),
        t("ordenes.demo_direccion", direccion=f"{ajustes.base_url}/"),
        "",
        *(f"  {correo:<{ancho}}  {contrasena}  {quien}" for correo, contrasena, quien in columnas),
        "",
        t("ordenes.demo_seguimiento", numero=hecha.numero, contrasena=hecha.seguimiento),
        t("ordenes.demo_detener"),
        "",
    ]), flush=True)  # fmt: skip


def sistema() -> Contexto:
    """The context of the command line. The data folder, if it is not there, is made for its owner only.

    Raises CarpetaInaccesible.
    """
    home = settings().home
    _hacer_carpeta(home)
    try:
        return wiring.contexto().como(SISTEMA)
    except OSError as problema:
        raise CarpetaInaccesible(home=home, motivo=terminal.motivo(problema)) from problema


def _hacer_carpeta(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problema:
        raise CarpetaInaccesible(home=home, motivo=terminal.motivo(problema)) from problema
