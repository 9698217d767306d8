"""What is asked of the citizen: observed by the counter or required by an office, judged, asked again once, or ended.

Each is one act with all its items. While it waits nothing runs and nothing is routed. What was asked is read on the
screen: mails carry only until when. The citizen's side is ``subsanaciones``; what each side reads, ``observadas``.

Law: Ley 27444, arts. 125 (once, two business days to observe and two to cure; not cured, it counts as not presented),
126 (only what was not cured may be asked again; cured, it keeps its date).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from portal.db.models import ObservacionItemRow, ObservacionRow, PlazoRow
from portal.domain import fechas
from portal.domain import observacion as reglas
from portal.domain.configuracion import Transicion
from portal.domain.errors import PortalError, TransicionNoPermitida
from portal.domain.estados import Accion
from portal.domain.observacion import FueraDePlazo, ItemNuevo, ItemsInvalidos, YaObservado
from portal.domain.permisos import Permiso
from portal.domain.plazos import Unidad
from portal.i18n import t
from portal.services import actuaciones, relojes
from portal.services.actuaciones import Actuacion, YaHecho
from portal.services.contexto import Contexto, requiere
from portal.services.observables import ACCION_DE, CLASE_DE, posible
from portal.services.observadas import SUBSANADA, abierta, cerrar, items_de, limite_para_observar, pedida, ultima

__all__ = ["ItemNuevo", "ItemsInvalidos", "juzgar", "no_presentar", "observar", "repetir", "requerir"]

NO_PRESENTADA = "no_presentada"


class AunEnPlazo(PortalError):
    """The citizen may still cure; ``facts["hasta"]``, in words."""

    code = "aun_en_plazo"


@requiere(Permiso.OBSERVAR)
def observar(
    ctx: Contexto,
    numero: str,
    *,
    visto: int | None,
    items: Sequence[ItemNuevo],
    nota: str = "",
    dias: int | None = None,
    fuera_de_plazo: bool = False,
) -> None:
    """The counter asks the citizen to cure, once and for everything: 1 to 20 items.

    ``nota`` is for the citizen, and is also read by who has the tracking link; ``dias``: business days to cure, at least
    those of the institution. ``fuera_de_plazo``: who observes knows that the days to observe are over. Raises
    NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, YaObservado, ItemsInvalidos, FueraDePlazo,
    PlazoDeSubsanarInvalido.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.OBSERVAR, visto=visto)
        regla = _regla(session, ctx, actuacion, Accion.OBSERVAR)
        limite = limite_para_observar(session, actuacion)
        tarde = relojes.hoy(session, ctx) > limite
        if tarde and not fuera_de_plazo:
            raise FueraDePlazo(limite=fechas.en_palabras(limite))
        _pedir(
            session,
            ctx,
            actuacion,
            Accion.OBSERVAR,
            regla=regla,
            items=_nuevos(items),
            nota=nota,
            dias=dias,
            datos={"limite": limite.isoformat(), "fuera_de_plazo": tarde},
        )


@requiere(Permiso.OBSERVAR)
def requerir(
    ctx: Contexto,
    numero: str,
    *,
    visto: int | None,
    items: Sequence[ItemNuevo],
    nota: str = "",
    dias: int | None = None,
) -> None:
    """The office that has it asks for what the counter could not see, also once (art. 125.5). As ``observar``."""
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.REQUERIR, visto=visto)
        regla = _regla(session, ctx, actuacion, Accion.REQUERIR)
        _pedir(session, ctx, actuacion, Accion.REQUERIR, regla=regla, items=_nuevos(items), nota=nota, dias=dias)


@requiere(Permiso.OBSERVAR)
def repetir(
    ctx: Contexto, numero: str, *, visto: int | None, items: Sequence[int], nota: str = "", dias: int | None = None
) -> None:
    """Ask once more for items judged not cured, by their ids and in their own words (art. 126.2).

    Raises as ``requerir``; ItemsInvalidos for any other item, YaObservado when it was repeated before.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.retener(session, ctx, numero, Permiso.OBSERVAR, visto=visto)
        anterior = ultima(session, actuacion.expediente.id)
        if anterior is None or anterior.resultado != SUBSANADA:
            raise TransicionNoPermitida(fase=actuacion.fase, accion=Accion.OBSERVAR)
        if anterior.ronda >= reglas.RONDAS:
            raise YaObservado
        accion, ronda = ACCION_DE[anterior.clase], anterior.ronda + 1
        regla = _regla(session, ctx, actuacion, accion, ronda=ronda)
        sin_subsanar = [i for i in items_de(session, anterior.id) if i.subsanado is False]
        elegidos = [i for i in sin_subsanar if i.id in set(items)]
        if not elegidos:
            raise ItemsInvalidos(motivo="ninguno")
        if len(elegidos) < len(set(items)):
            raise ItemsInvalidos(motivo="ajenos")
        pedidos = [(i.texto, i.parte, i.id) for i in elegidos]
        _pedir(session, ctx, actuacion, accion, regla=regla, items=pedidos, nota=nota, dias=dias, ronda=ronda)


@requiere(Permiso.OBSERVAR)
def juzgar(ctx: Contexto, numero: str, *, visto: int | None, subsanados: Mapping[int, bool], nota: str = "") -> None:
    """Say of each item of the last cure whether it is cured, once; ``nota`` is for staff.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, ItemsInvalidos; YaHecho when it was judged.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(
            session, ctx, numero, accion=Accion.AVANZAR, visto=visto, permiso=Permiso.OBSERVAR
        )
        observacion = ultima(session, actuacion.expediente.id)
        if observacion is None or observacion.resultado != SUBSANADA:
            raise TransicionNoPermitida(fase=actuacion.fase, accion=Accion.AVANZAR)
        items = items_de(session, observacion.id)
        if any(item.subsanado is not None for item in items):
            raise YaHecho(quien=t("actos.alguien"), accion=t("observaciones.juzgar"), cuando=t("observaciones.antes"))
        if {item.id for item in items} != set(subsanados):
            raise ItemsInvalidos(motivo="sin_juzgar")
        for item in items:
            item.subsanado = subsanados[item.id]
        bien = sum(subsanados.values())
        juicio = t("observaciones.juicio", subsanados=bien, total=len(items))
        actuaciones.hacer(
            session,
            ctx,
            actuacion,
            Accion.AVANZAR,
            regla=None,
            interna="\n".join(p for p in (juicio, actuaciones.limpia(nota)) if p),
            datos={"juzgado": {str(item.orden): item.subsanado for item in items}, "clase": observacion.clase},
            publico=False,
        )


@requiere(Permiso.OBSERVAR)
def no_presentar(ctx: Contexto, numero: str, *, visto: int | None, motivo: str, transicion: str | None = None) -> None:
    """The term to cure is over and nothing came: it counts as not presented (art. 125.4). A person confirms it.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, AunEnPlazo, FaltaMotivo.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.NO_PRESENTAR, visto=visto)
        regla = actuaciones.regla_de(actuacion, ctx, Accion.NO_PRESENTAR, transicion=transicion)
        observacion = abierta(session, actuacion.expediente.id)
        if observacion is None:
            raise TransicionNoPermitida(fase=actuacion.fase, accion=Accion.NO_PRESENTAR)
        if relojes.hoy(session, ctx) <= observacion.vence_el:
            raise AunEnPlazo(hasta=fechas.en_palabras(observacion.vence_el))
        cerrar(session, ctx, observacion, NO_PRESENTADA)
        vencio = fechas.en_palabras(observacion.vence_el)
        actuaciones.hacer(
            session,
            ctx,
            actuacion,
            Accion.NO_PRESENTAR,
            regla=regla,
            nota=motivo,
            datos={"vence_el": observacion.vence_el.isoformat(), "clase": observacion.clase},
            huecos={"plazo": vencio},
        )


def _nuevos(items: Sequence[ItemNuevo]) -> list[tuple[str, str, int | None]]:
    return [(item.texto, item.parte, None) for item in reglas.limpios(items)]


def _regla(session: Session, ctx: Contexto, actuacion: Actuacion, accion: Accion, *, ronda: int = 1) -> Transicion:
    if pedida(session, actuacion, CLASE_DE[accion], ronda):
        raise YaObservado
    regla = posible(session, ctx, actuacion, accion, ronda=ronda)
    if regla is None:
        raise TransicionNoPermitida(fase=actuacion.fase, accion=accion)
    return regla


def _pedir(
    session: Session,
    ctx: Contexto,
    actuacion: Actuacion,
    accion: Accion,
    *,
    regla: Transicion,
    items: Sequence[tuple[str, str, int | None]],
    nota: str,
    dias: int | None,
    ronda: int = 1,
    datos: Mapping[str, object] | None = None,
) -> None:
    """Write it down: the act, what is asked, until when; the term to attend stops (art. 125.3)."""
    expediente, vigente = actuacion.expediente, actuacion.vigente
    termino = reglas.termino(
        relojes.hoy(session, ctx),
        dias=dias,
        minimo=vigente.escritorio.plazos.subsanar,
        calendario=vigente.dias_de(expediente.dependencia),
    )
    clase = CLASE_DE[accion]
    hechos = {"clase": clase, "ronda": ronda, "dias": termino.dias, "vence_el": termino.vence_el.isoformat()}
    movimiento = actuaciones.hacer(
        session,
        ctx,
        actuacion,
        accion,
        regla=regla,
        nota=nota,
        interna="\n".join(f"{orden}. {texto}" for orden, (texto, _, _) in enumerate(items, 1)),
        datos=hechos | {"items": [texto for texto, _, _ in items]} | dict(datos or {}),
        huecos={"plazo": fechas.en_palabras(termino.vence_el)},
    )
    observacion = ObservacionRow(
        expediente_id=expediente.id,
        movimiento_id=movimiento.id,
        clase=clase,
        ronda=ronda,
        dependencia=expediente.dependencia,
        notificada_el=termino.notificada_el,
        vence_el=termino.vence_el,
        creada_at=ctx.reloj(),
    )
    session.add(observacion)
    session.flush()
    for orden, (texto, parte, item_de) in enumerate(items, 1):
        session.add(
            ObservacionItemRow(observacion_id=observacion.id, orden=orden, texto=texto, parte=parte, item_de=item_de)
        )
    session.add(
        PlazoRow(
            expediente_id=expediente.id,
            clase="subsanacion",
            observacion_id=observacion.id,
            dependencia=expediente.dependencia,
            acto=termino.notificada_el,
            cantidad=termino.dias,
            unidad=Unidad.HABILES,
            base_legal=t("observaciones.base_legal"),
            vence_el=termino.vence_el,
            creado_at=ctx.reloj(),
        )
    )
    relojes.detener(session, ctx, expediente, motivo=t("observaciones.pausa"))
