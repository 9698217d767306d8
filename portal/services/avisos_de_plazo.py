"""What each office is told each business morning: what is late, what is due, what waits to be received, what was cured.

One mail for each office, with numbers and no words of what was filed; an office with nothing pending is told nothing.
An institution switches it off with ``escritorio.plazos.resumen``. The key of the mail is the office and the day: however
often the worker starts again, it is promised once. The same morning, from November on, administrators hear that nobody
has written down the non-working days of the next year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, TextClause, func, select
from sqlalchemy.orm import Session

from portal.db.models import AsignacionRow, CuentaRow, DestinoRow, ExpedienteRow, RegistroRow
from portal.db.models.escritorio import ENCARGO
from portal.db.queries import personal
from portal.domain import fechas
from portal.domain.calendario import ReglaFeriado, feriados
from portal.domain.configuracion import Institucion
from portal.domain.escritorio import Dependencia
from portal.domain.estados import ABIERTAS
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import configuracion, correos, destinos
from portal.services.contexto import Contexto, requiere

MOSTRADOS = 20
"""Numbers of each list; the rest are counted."""
NOVIEMBRE = 11
_Condicion: TypeAlias = ColumnElement[bool] | TextClause
_Condiciones: TypeAlias = tuple[_Condicion, ...]


@dataclass(frozen=True)
class Pendientes:
    """Some expedientes of an office: how many, and the numbers of the first."""

    cuantos: int
    numeros: tuple[str, ...]


@dataclass(frozen=True)
class Destinatario:
    """Who is told: an address, how its owner is called, and what tells it apart from the others of its office."""

    correo: str
    nombre: str
    cual: str


@requiere(Permiso.SISTEMA)
def enviar(ctx: Contexto) -> int:
    """Promise today's mails to the offices for which it is a business day; to how many offices."""
    with ctx.db.lectura() as session:
        institucion = configuracion.vigente(session)[1]
    hoy = ctx.reloj().astimezone(institucion.zona).date()
    _avisar_del_calendario(ctx, institucion, hoy)
    if not institucion.escritorio.plazos.resumen:
        return 0
    oficinas = [d for d in institucion.escritorio.dependencias if d.activa and institucion.dias_de(d.id).es_habil(hoy)]
    return sum(_a_la_oficina(ctx, institucion, oficina, hoy) for oficina in oficinas)


def _a_la_oficina(ctx: Contexto, institucion: Institucion, oficina: Dependencia, hoy: date) -> bool:
    with ctx.db.lectura() as session:
        pendientes = de_oficina(session, institucion, oficina.id, hoy)
        quienes = _quienes(session, ctx, institucion, oficina) if pendientes else []
    if not quienes:
        return False
    with ctx.db.transaction() as session:
        for quien in quienes:
            correos.encolar(
                session,
                ctx,
                clave=f"resumen:{oficina.id}:{hoy.isoformat()}{quien.cual}",
                destinatario=quien.correo,
                plantilla="resumen_de_plazos",
                datos={
                    "nombre": quien.nombre,
                    "oficina": oficina.nombre,
                    "vence": fechas.en_palabras(hoy),
                    "pendientes": _en_renglones(ctx, pendientes),
                    "dependencia": oficina.id,
                },
            )
    return True


def de_oficina(session: Session, institucion: Institucion, oficina: str, hoy: date) -> dict[str, Pendientes]:
    """What an office has pending this morning, by kind, in the order of its mail; only what there is."""
    limite = institucion.dias_de(oficina).sumar_habiles(hoy, institucion.escritorio.plazos.aviso)
    hoy_desde = fechas.comienzo(hoy, institucion.zona)
    ayer_desde = fechas.comienzo(_habil_anterior(institucion, oficina, hoy), institucion.zona)
    suyo, vence = ExpedienteRow.dependencia == oficina, ExpedienteRow.vence_el
    sin_recibir = _con_destino(
        oficina,
        DestinoRow.tipo == destinos.RESPONSABLE,
        DestinoRow.cerrado_at.is_(None),
        DestinoRow.creado_at < hoy_desde,
    )
    encargo = (ENCARGO, DestinoRow.tipo == destinos.ATENCION)
    encargo_sin_recibir = _con_destino(
        oficina, *encargo, DestinoRow.recibido_at.is_(None), DestinoRow.creado_at < hoy_desde
    )
    correcciones = select(RegistroRow.expediente_id).where(
        RegistroRow.clase == "subsanacion", RegistroRow.enviado_at >= ayer_desde
    )
    preguntas: Mapping[str, tuple[_Condiciones, ...]] = {
        "vencidos": ((suyo, vence < hoy),),
        "por_vencer": ((suyo, vence >= hoy, vence <= limite),),
        "pedidos": ((_con_destino(oficina, *encargo, DestinoRow.vence_el <= limite),),),
        "sin_recibir": ((suyo, ExpedienteRow.por_recibir.is_(True), sin_recibir), (encargo_sin_recibir,)),
        "corregidos": ((suyo, ExpedienteRow.fase.in_(ABIERTAS), ExpedienteRow.id.in_(correcciones)),),
    }
    hallados = {que: _hallar(session, formas) for que, formas in preguntas.items()}
    return {que: suyos for que, suyos in hallados.items() if suyos.cuantos}


def _con_destino(oficina: str, *condiciones: _Condicion) -> ColumnElement[bool]:
    """It has, in that office, a destino that is so."""
    suyos = select(DestinoRow.expediente_id).where(DestinoRow.dependencia == oficina, *condiciones)
    return ExpedienteRow.id.in_(suyos)


def _hallar(session: Session, formas: Sequence[_Condiciones]) -> Pendientes:
    """What is so in any of the ways, each apart from the others."""
    cuantos = 0
    numeros: list[str] = []
    for condiciones in formas:
        cuantos += session.scalar(select(func.count()).select_from(ExpedienteRow).where(*condiciones)) or 0
        suyos = select(ExpedienteRow.numero).where(*condiciones).order_by(ExpedienteRow.vence_el, ExpedienteRow.id)
        numeros += session.scalars(suyos.limit(MOSTRADOS))
    return Pendientes(cuantos, tuple(numeros[:MOSTRADOS]))


def _habil_anterior(institucion: Institucion, oficina: str, hoy: date) -> date:
    """The business morning before: what came since then has not been told."""
    dias, dia = institucion.dias_de(oficina), hoy - timedelta(days=1)
    while not dias.es_habil(dia):
        dia -= timedelta(days=1)
    return dia


def _en_renglones(ctx: Contexto, pendientes: Mapping[str, Pendientes]) -> str:
    """A paragraph for each kind: how many, and their numbers, each with its address."""
    return "\n\n".join("\n".join(_renglones(ctx, que, suyos)) for que, suyos in pendientes.items())


def _renglones(ctx: Contexto, que: str, suyos: Pendientes) -> Iterator[str]:
    yield t(f"avisos.{que}", cuantos=suyos.cuantos)
    for numero in suyos.numeros:
        yield f"{numero} <{ctx.base_url}/expediente?{urlencode({'expediente': numero})}>"
    if (resto := suyos.cuantos - len(suyos.numeros)) > 0:
        yield t("avisos.y_mas", cuantos=resto)


def _quienes(session: Session, ctx: Contexto, institucion: Institucion, oficina: Dependencia) -> list[Destinatario]:
    """The mailbox of the office; without one, whoever directs it."""
    if oficina.correo:
        return [Destinatario(oficina.correo, oficina.nombre, "")]
    dirigen = [rol.id for rol in institucion.escritorio.roles if Permiso.GESTIONAR_PLAZOS in rol.permisos]
    filas = session.scalars(
        select(CuentaRow)
        .join(AsignacionRow, AsignacionRow.cuenta_id == CuentaRow.id)
        .where(AsignacionRow.dependencia == oficina.id, AsignacionRow.rol.in_(dirigen))
        .where(personal.en_vigor(ctx.reloj()), personal.HABILITADA)
        .distinct()
        .order_by(CuentaRow.id)
    )
    return [Destinatario(cuenta.correo, cuenta.nombre, f":{cuenta.id}") for cuenta in filas]


def anio_sin_dias(institucion: Institucion, hoy: date) -> int | None:
    """The next year, when it is near and nobody has written down a non-working day of its own; else None."""
    anio = hoy.year + 1
    cada_anio = feriados((ReglaFeriado(**f.model_dump()) for f in institucion.calendario.feriados), [anio])
    suyos = [d for d in institucion.calendario.dias if d.fecha.year == anio and d.fecha not in cada_anio]
    return anio if hoy.month >= NOVIEMBRE and not suyos else None


@requiere(Permiso.CONFIGURAR)
def calendario_pendiente(ctx: Contexto) -> int | None:
    """The next year, for the screen of who configures, when its non-working days are due and nobody wrote them down."""
    institucion = configuracion.mostrada(ctx)
    return anio_sin_dias(institucion, ctx.reloj().astimezone(institucion.zona).date())


def _avisar_del_calendario(ctx: Contexto, institucion: Institucion, hoy: date) -> None:
    """Each administrator is told once a year."""
    anio = anio_sin_dias(institucion, hoy)
    if anio is None:
        return
    configuran = [rol.id for rol in institucion.escritorio.roles if Permiso.CONFIGURAR in rol.permisos]
    with ctx.db.transaction() as session:
        cuentas = session.scalars(
            select(CuentaRow)
            .join(AsignacionRow, AsignacionRow.cuenta_id == CuentaRow.id)
            .where(AsignacionRow.rol.in_(configuran), personal.en_vigor(ctx.reloj()), personal.HABILITADA)
            .distinct()
        ).all()
        for cuenta in cuentas:
            correos.encolar(
                session,
                ctx,
                clave=f"calendario:{anio}:{cuenta.id}",
                destinatario=cuenta.correo,
                plantilla="calendario_sin_dias",
                datos={"nombre": cuenta.nombres, "plazo": str(anio)},
            )
