"""The demonstration: people, and filings of the last weeks with their history, made through the services.

What it contains is data (``demo_igp.toml``); here is only how it happens, in order, on a clock that is moved. Nothing
of it is real.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.adapters import cargo_typst
from portal.db.models import CuentaRow, EnlaceRow
from portal.domain import fechas
from portal.domain.administrado import ClaseAdministrado
from portal.domain.calendario import Calendario
from portal.domain.configuracion import Institucion
from portal.domain.permisos import Permiso, Rol, clase_de
from portal.services import (
    alcances,
    borradores,
    configuracion,
    contrasenas,
    correos,
    cuentas,
    demo_lote,
    demo_pasos,
    enlaces,
    instalacion,
    invitaciones,
    organizaciones,
    registro,
    usuarios,
)
from portal.services.contexto import SISTEMA, Actor, Contexto, requiere
from portal.services.cuentas import AdministradoView
from portal.services.datos_cuenta import NuevaCuenta

GUION = Path(__file__).with_name("demo_igp.toml")
AUTOR = "demostración"
IP = "127.0.0.1"
_DIAS_ANTES = 80  # the accounts are older than every filing


@dataclass(frozen=True)
class Acceso:
    """How to sign in as one of the people of the demonstration."""

    rol: Rol
    nombre: str
    correo: str
    contrasena: str


@dataclass(frozen=True)
class Demo:
    """What a visitor needs: sign-ins, and one expediente to follow without an account."""

    accesos: tuple[Acceso, ...]
    numero: str
    seguimiento: str


@dataclass
class _Escena:
    """The demonstration while it is being made."""

    ctx: Contexto
    institucion: Institucion
    instante: datetime
    actores: dict[str, Actor] = field(default_factory=dict)
    numeros: dict[str, str] = field(default_factory=dict)
    accesos: list[Acceso] = field(default_factory=list)
    contrasenas: dict[str, str] = field(default_factory=dict)
    sin_cuenta: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def como(self, quien: str) -> Contexto:
        """The context of one of its people."""
        return self.ctx.como(self.actores[quien])


@requiere(Permiso.SISTEMA)
def sembrar(ctx: Contexto) -> Demo:
    """Make the demonstration in an empty database. Raises BaseReal when it was used for anything else."""
    instalacion.marcar_demo(ctx)
    guion = tomllib.loads(GUION.read_text(encoding="utf-8"))
    institucion = configuracion.preset(guion["preset"])
    escena = _Escena(ctx, institucion, ctx.reloj() - timedelta(days=_DIAS_ANTES))
    escena.ctx = replace(ctx, reloj=lambda: escena.instante)
    escena.sin_cuenta = {datos["id"]: datos for datos in guion["sin_cuenta"]}
    configuracion.publicar(escena.ctx, institucion, autor=AUTOR)
    for datos in guion["ciudadanos"]:
        _inscribir(escena, datos)
    for datos in guion["personal"]:
        _contratar(escena, datos)
    pasados = (par for par in _sucesos(escena, guion, ctx.reloj()) if par[0] < ctx.reloj())
    for instante, suceso in sorted(pasados, key=lambda par: par[0]):
        escena.instante = instante
        suceso()
        _repartir(escena)
    ultimo = guion["expedientes"][-1]["id"]
    return Demo(tuple(escena.accesos), escena.numeros[ultimo], escena.contrasenas[ultimo])


def _inscribir(escena: _Escena, datos: Mapping[str, Any]) -> None:
    """Register and activate, as a person with a mailbox would."""
    contrasena = contrasenas.generada()
    propios = {clave: valor for clave, valor in datos.items() if clave not in {"id", "invita", "figurante"}}
    cuentas.registrar(escena.ctx, NuevaCuenta(contrasena=contrasena, acepta=True, **propios), ip=IP)
    with escena.ctx.db.lectura() as session:
        enlace = session.scalars(
            select(EnlaceRow)
            .join(CuentaRow, CuentaRow.id == EnlaceRow.cuenta_id)
            .where(CuentaRow.correo == datos["correo"])
        ).one()
        token = enlaces.texto(escena.ctx, enlace)
    _repartir(escena)
    cuentas.activar(escena.ctx, token)
    _presentar_a(escena, datos, contrasena)
    if "invita" in datos:
        _unir(escena, quien=datos["id"], titular=datos["invita"])


def _unir(escena: _Escena, *, quien: str, titular: str) -> None:
    """Invite to the titular's organisation, and accept."""
    (organizacion,) = organizaciones.mias(escena.como(titular))
    invitaciones.invitar(escena.como(titular), organizacion.id, escena.actores[quien].correo)
    _repartir(escena)
    (invitacion,) = invitaciones.recibidas(escena.como(quien))
    invitaciones.aceptar(escena.como(quien), invitacion.id)
    _repartir(escena)


def _contratar(escena: _Escena, datos: Mapping[str, Any]) -> None:
    _, contrasena = usuarios.crear_personal(
        escena.ctx, datos["correo"], datos["nombres"], datos["apellidos"], datos["rol"],
        dependencia=datos.get("dependencia", ""),
    )  # fmt: skip
    _presentar_a(escena, datos, contrasena)


def _presentar_a(escena: _Escena, datos: Mapping[str, Any], contrasena: str) -> None:
    """Remember who acts under the name that the script uses; a ``figurante`` is not offered to sign in."""
    with escena.ctx.db.lectura() as session:
        cuenta = session.scalars(select(CuentaRow).where(CuentaRow.correo == datos["correo"])).one()
        suyas = alcances.de_cuenta(session, cuenta.id, escena.instante)
    nombre = cuenta.nombre
    escena.actores[datos["id"]] = Actor(
        clase_de(cuenta.rol), cuenta.id, None, cuenta.correo, nombre, IP, asignaciones=suyas
    )
    if datos.get("figurante"):
        return
    organizacion = datos.get("razon_social") if datos.get("clase") == ClaseAdministrado.JURIDICA else None
    quien = f"{nombre}, por {organizacion}" if organizacion else nombre
    escena.accesos.append(Acceso(Rol(datos.get("rol", Rol.CIUDADANO)), quien, cuenta.correo, contrasena))


def _sucesos(
    escena: _Escena, guion: Mapping[str, Any], ahora: datetime
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Every filing and every step of the desk, each with its instant; what of today is yet to come does not happen."""
    dias = escena.institucion.dias
    hoy = ahora.astimezone(dias.zona).date()
    for datos in (*guion["expedientes"], *demo_lote.expedientes(guion)):
        dia = _habil_antes(dias, hoy, datos["habiles"])
        if datos.get("sabado"):
            dia -= timedelta(days=(dia.weekday() + 2) % 7)
        yield _instante(dias, dia, datos["hora"]), lambda d=datos: _presentar(escena, d)  # type: ignore[misc]
        for paso in datos["pasos"]:
            dia = _habil_antes(dias, hoy, paso["habiles"])
            yield (
                _instante(dias, dia, paso["hora"]),
                lambda d=datos, p=paso: _mover(escena, d["id"], p),  # type: ignore[misc]
            )


def _presentar(escena: _Escena, datos: Mapping[str, Any]) -> None:
    """File as the screens do: draft, files, send; or on paper, who has no account."""
    if datos["ciudadano"] in escena.sin_cuenta:
        quien, mesa = escena.sin_cuenta[datos["ciudadano"]], escena.como("mesa")
        numero = demo_pasos.en_ventanilla(quien, datos, ctx=mesa, institucion=escena.institucion)
        escena.numeros[datos["id"]] = numero
        return
    ctx = escena.como(datos["ciudadano"])
    valores = dict(datos["valores"])
    if "antecedente" in datos:
        valores["antecedente"] = escena.numeros[datos["antecedente"]]
    borrador = borradores.abrir(ctx)
    borradores.a_nombre_de(ctx, borrador.id, administrado_id=_parte(ctx).id)
    borradores.guardar(ctx, borrador.id, valores=valores)
    principal, anexos = (ranura.id for ranura in escena.institucion.formulario.ranuras)
    demo_pasos.adjuntar(borrador.id, principal, datos["archivo"], _pdf(escena, datos), ctx=ctx)
    for anexo in datos.get("anexos", ()):
        octetos = anexo["texto"].lstrip().encode() if "texto" in anexo else _pdf(escena, datos, anexo)
        demo_pasos.adjuntar(borrador.id, anexos, anexo["nombre"], octetos, ctx=ctx)
    recibo = registro.enviar(ctx, borrador.id)
    escena.numeros[datos["id"]] = recibo.numero
    escena.contrasenas[datos["id"]] = recibo.contrasena


def _parte(ctx: Contexto) -> AdministradoView:
    """For whom somebody of the script files: the organisation, for who acts for one."""
    partes = cuentas.mi_cuenta(ctx).administrados
    return next((parte for parte in partes if parte.clase == ClaseAdministrado.JURIDICA), partes[0])


def _pdf(escena: _Escena, datos: Mapping[str, Any], anexo: Mapping[str, Any] | None = None) -> bytes:
    """The document of a filing, or one of its annexes, typeset."""
    ctx = escena.como(datos["ciudadano"])
    cuenta = cuentas.mi_cuenta(ctx)
    parte = _parte(ctx)
    tipo = f"{cuenta.tipo_doc.upper()} {cuenta.numero_doc}"
    numero = datos["valores"]["numero"]
    titulo = Path(anexo["nombre"]).stem if anexo else "SOLICITUD" if numero == "S/N" else numero
    hechos = {
        "titulo": titulo,
        "remitente": parte.nombre,
        "identidad": f"{parte.tipo_doc.upper()} {parte.numero_doc} · {parte.direccion} · {cuenta.correo}",
        "fecha": f"Lima, {fechas.en_palabras(escena.instante.astimezone(escena.institucion.zona).date())}",
        "destinatario": "" if anexo else escena.institucion.identidad.nombre,
        "asunto": datos["valores"]["asunto"],
        "parrafos": (anexo or datos)["parrafos"],
        "firma": f"{cuenta.nombres} {cuenta.apellidos}",
        "identidad_firma": tipo,
    }
    return cargo_typst.componer(demo_pasos.PLANTILLA, hechos, fecha=escena.instante)


def _mover(escena: _Escena, expediente: str, paso: Mapping[str, Any]) -> None:
    """One step, by whoever the script says."""
    demo_pasos.dar(paso, ctx=escena.como(paso.get("quien", "mesa")), numero=escena.numeros[expediente])


def _repartir(escena: _Escena) -> None:
    """Capture the mail of what just happened, at its hour."""
    correos.enviar_pendientes(escena.ctx.como(SISTEMA), None)


def _habil_antes(dias: Calendario, hoy: date, cuantos: int) -> date:
    """The ``cuantos``-th business day before ``hoy``."""
    dia = hoy
    for _ in range(cuantos):
        dia -= timedelta(days=1)
        while not dias.es_habil(dia):
            dia -= timedelta(days=1)
    return dia


def _instante(dias: Calendario, dia: date, hora: time) -> datetime:
    return datetime.combine(dia, hora, dias.zona).astimezone(UTC)
