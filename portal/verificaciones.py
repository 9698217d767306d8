"""``python -m portal verificar …``: whether the history and the files are still as they were written; exit code 1 when not."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from portal import ordenes
from portal.i18n import t
from portal.services import auditoria, custodia, instalacion
from portal.services.contexto import Contexto


def argumentos_de_verificar(analizador: ArgumentParser) -> None:
    """``verificar auditoria [--json] [--sello huella]`` and ``verificar archivos [--json] [--retirar-sobrantes]``."""
    partes = analizador.add_subparsers(dest="que", required=True, metavar="que")
    ayuda = t("ordenes.verificar_auditoria")
    historia = partes.add_parser("auditoria", help=ayuda, description=ayuda)
    historia.add_argument("--json", action="store_true", help=t("ordenes.verificar_json"))
    historia.add_argument("--sello", default="", help=t("ordenes.verificar_sello"))
    ayuda = t("ordenes.verificar_archivos")
    archivos = partes.add_parser("archivos", help=ayuda, description=ayuda)
    archivos.add_argument("--json", action="store_true", help=t("ordenes.verificar_json"))
    archivos.add_argument("--retirar-sobrantes", action="store_true", help=t("ordenes.retirar_sobrantes"))


def verificar(args: Namespace) -> int:
    """Read every history, or every file. 0: all is whole; 1: it is not, and what is broken is told."""
    ctx = ordenes.sistema()
    instalacion.exigir_apta(ctx)
    return _verificar_archivos(ctx, args) if args.que == "archivos" else _verificar_auditoria(ctx, args)


def _verificar_archivos(ctx: Contexto, args: Namespace) -> int:
    hallado = custodia.verificar(ctx)
    retirados = custodia.recoger(ctx, partes=custodia.PARTES) if args.retirar_sobrantes else None
    if args.json:
        datos = asdict(hallado) | {"integra": hallado.integra, "retirados": retirados}
        datos["fallas"] = [asdict(falla) | {"texto": falla.texto} for falla in hallado.fallas]
        print(json.dumps(datos, ensure_ascii=False, indent=2))
    else:
        print("\n".join(hallado.en_palabras()))
        if retirados is not None:
            print(t("custodia.retirados", cuantos=retirados))
    return 0 if hallado.integra else 1


def _verificar_auditoria(ctx: Contexto, args: Namespace) -> int:
    hallado = auditoria.verificar(ctx, sello=args.sello.strip().lower())
    if args.json:
        datos = asdict(hallado) | {"integra": hallado.integra}
        datos["fallas"] = [{"codigo": f.codigo, **f.hechos, "texto": f.texto} for f in hallado.fallas]
        print(json.dumps(datos, ensure_ascii=False, indent=2, default=str))
    else:
        print("\n".join(hallado.en_palabras()))
    return 0 if hallado.integra else 1
