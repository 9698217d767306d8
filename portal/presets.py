"""``python -m portal preset …``: list, check, publish and take away a whole configuration. ``cargar`` is ``aplicar``, as before."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from portal import ordenes, terminal
from portal.domain.estudio import estudiar
from portal.i18n import t
from portal.ordenes import fallar
from portal.services import configuracion, instalacion, paquetes_institucion
from portal.services.configuracion import ConfiguracionInvalida
from portal.services.contexto import Contexto
from portal.services.problemas import en_renglones

APLICAR = ("aplicar", "cargar")
AUTOR = "python -m portal preset aplicar"


class _Desconocido(Exception):
    """No configuration comes with the product under that name."""


def argumentos_de_preset(analizador: ArgumentParser) -> None:
    """``listar``, ``aplicar <origen> [--nota]``, ``exportar [--salida archivo]`` and ``validar <origen>``."""
    partes = analizador.add_subparsers(dest="accion", required=True, metavar="accion")
    partes.add_parser("listar", help=t("ordenes.preset_listar"), description=t("ordenes.preset_listar"))
    for nombre in APLICAR:
        aplicar = partes.add_parser(nombre, help=t("ordenes.preset_aplicar"), description=t("ordenes.preset_aplicar"))
        aplicar.add_argument("origen", help=t("ordenes.preset_origen"))
        aplicar.add_argument("--nota", default="", help=t("ordenes.preset_nota"))
    ayuda = t("ordenes.preset_exportar")
    exportar = partes.add_parser("exportar", help=ayuda, description=ayuda)
    exportar.add_argument("--salida", type=Path, help=t("ordenes.preset_salida"))
    validar = partes.add_parser("validar", help=t("ordenes.preset_validar"), description=t("ordenes.preset_validar"))
    validar.add_argument("origen", help=t("ordenes.preset_origen"))


def preset(args: Namespace) -> int:
    """Do what was asked. 0: done; 1: it could not be, and why is told."""
    try:
        if args.accion == "listar":
            return _listar()
        if args.accion == "validar":
            return _validar(args.origen)
        ctx = ordenes.sistema()
        instalacion.exigir_su_clase(ctx)
        return _exportar(ctx, args.salida) if args.accion == "exportar" else _aplicar(ctx, args.origen, args.nota)
    except _Desconocido as error:
        return fallar(t("ordenes.preset_desconocido", nombre=error, incluidas=", ".join(_incluidas())))
    except OSError as problema:
        return fallar(t("ordenes.archivo_inaccesible", archivo=problema.filename, motivo=terminal.motivo(problema)))


def _incluidas() -> list[str]:
    return sorted(archivo.stem for archivo in configuracion.PRESETS.glob("*.toml"))


def _listar() -> int:
    for nombre in _incluidas():
        print(f"{nombre:<12} {configuracion.preset(nombre).identidad.nombre}")
    return 0


def _ruta(origen: str) -> Path:
    """The file of what comes with the product under that name, or the path that it is (with a folder or an extension)."""
    ruta = Path(origen)
    if origen in _incluidas():
        return configuracion.PRESETS / f"{origen}.toml"
    if ruta.name == origen and not ruta.suffix:
        raise _Desconocido(origen)
    return ruta


def _aplicar(ctx: Contexto, origen: str, nota: str) -> int:
    ruta = _ruta(origen)
    if ruta.suffix == ".zip":
        paquete = paquetes_institucion.abrir(ruta.read_bytes(), ruta.name)
        institucion = paquete.institucion
        version = paquetes_institucion.aplicar(ctx, paquete, autor=AUTOR, nota=nota)
    else:
        institucion = configuracion.leer_preset(ruta)
        version = configuracion.publicar(ctx, institucion, autor=AUTOR, nota=nota)
    print(t("ordenes.publicada", institucion=institucion.identidad.nombre, version=version))
    return 0


def _exportar(ctx: Contexto, salida: Path | None) -> int:
    texto = configuracion.canonico(configuracion.mostrada(ctx))
    if salida is None:
        print(texto)
        return 0
    contenido = paquetes_institucion.sacar(ctx) if salida.suffix == ".zip" else f"{texto}\n".encode()
    try:
        salida.write_bytes(contenido)
    except OSError as problema:
        return fallar(t("ordenes.archivo_sin_escribir", archivo=salida, motivo=terminal.motivo(problema)))
    print(t("ordenes.exportada", archivo=salida))
    return 0


def _validar(origen: str) -> int:
    """Everything that is wrong in it, and what is doubtful. It needs no database."""
    ruta = _ruta(origen)
    datos = _datos(ruta)
    estudio = estudiar(datos)
    if estudio.problemas:
        print(t("ordenes.preset_mal", origen=origen, cuantos=len(estudio.problemas)))
        print("\n".join(f"  {renglon}" for renglon in en_renglones(datos, estudio.problemas)))
    else:
        print(t("ordenes.preset_bien", origen=origen))
    if estudio.avisos:
        print(t("ordenes.preset_avisos", cuantos=len(estudio.avisos)))
        print("\n".join(f"  {renglon}" for renglon in en_renglones(datos, estudio.avisos)))
    return 1 if estudio.problemas else 0


def _datos(ruta: Path) -> dict[str, Any]:
    """What a file says, before anything is asked of it. Raises ConfiguracionInvalida, PaqueteInvalido, OSError."""
    contenido = ruta.read_bytes()
    if ruta.suffix == ".zip":
        return paquetes_institucion.abrir(contenido, ruta.name).institucion.model_dump(mode="json")
    leidos = configuracion.leer_datos(contenido, ruta.name, es_json=ruta.suffix == ".json")
    if not isinstance(leidos, dict):
        raise ConfiguracionInvalida(archivo=ruta.name, detalle=t("problema.no_es_grupo"))
    return leidos
