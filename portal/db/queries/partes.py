"""What each thing that staff ask means to the database: a condition on an expediente, and the index that keeps those.

See ``caminos``: a condition speaks of ``e``, a walk of ``t``. A term that stopped has no ``vence_el``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from portal.db.queries.caminos import BRAZOS_MAXIMO, Brazo, Parte, Pedido, de_e, ejecutar, es_sqlite
from portal.db.queries.criterio import Criterio
from portal.domain.bandeja import Bandeja
from portal.domain.estados import Fase
from portal.domain.plazos import Semaforo

VIVO = "fase IN ('registrado', 'observado', 'en_tramite')"
ENCARGO = "t.cerrado_at IS NULL AND t.tipo <> 'responsable'"
_ABIERTO = "t.cerrado_at IS NULL"
_ULTIMA_LETRA = "\U0010ffff"
_AL_ALCANCE = frozenset(Bandeja) - {Bandeja.TODAS, Bandeja.MIOS, Bandeja.DERIVADOS}
_PALABRAS_POR_ID = 6
_ALCANCE_MAXIMO = 8
"""With more offices than these their walks are as long as the whole, and cost more to compare."""


def alcance(session: Session, p: Pedido, c: Criterio) -> Iterable[Parte]:
    """What is, or was sent, in the offices within reach (``alcances.visibles``); some trays hold nothing else."""
    oficinas = c.alcance
    if oficinas is None or c.bandeja in _AL_ALCANCE:
        return
    if not oficinas:
        p.imposible = True
        return
    nombres = [p.dato(oficina) for oficina in sorted(oficinas)]
    brazos = [Brazo("destino", "expediente_id", f"t.dependencia = {nombre}") for nombre in nombres]
    suyo = f"d.expediente_id = {{id}} AND d.dependencia IN ({', '.join(nombres)})"
    guia = _por(session, "ix_destino_dependencia_expediente_id")
    por_id = f"EXISTS (SELECT 1 FROM destino d{guia} WHERE {suyo})"  # noqa: S608 -- own words
    yield Parte(por_id.replace("{id}", "e.id"), tuple(brazos) if len(brazos) <= _ALCANCE_MAXIMO else (), por_id)


def terminos(session: Session, p: Pedido, c: Criterio) -> Iterable[Parte]:
    """Each term whole, or begun: the words that begin so are few, or it is not worth following them."""
    contiene = "instr" if es_sqlite(session) else "strpos"
    for termino in c.enteras:
        yield Parte(f"{contiene}(e.palabras, {p.dato(f' {termino} ')}) > 0", *_de_palabras(p, [termino]))
    for comienzo in c.comenzadas:
        palabras = _que_comienzan(session, comienzo)
        p.imposible = p.imposible or not palabras
        indices = _de_palabras(p, palabras) if len(palabras) <= BRAZOS_MAXIMO else ()
        yield Parte(f"{contiene}(e.palabras, {p.dato(f' {comienzo}')}) > 0", *indices)


def _de_palabras(p: Pedido, palabras: Sequence[str]) -> tuple[tuple[Brazo, ...], str]:
    """The walks of some words of the index; and, of few words, how the index tells whether an expediente has any."""
    nombres = [p.dato(palabra) for palabra in palabras]
    brazos = tuple(Brazo("expediente_palabra", "expediente_id", f"t.palabra = {nombre}") for nombre in nombres)
    alguna = f"x.palabra IN ({', '.join(nombres)}) AND x.expediente_id = {{id}}"
    por_id = f"EXISTS (SELECT 1 FROM expediente_palabra x WHERE {alguna})"  # noqa: S608 -- own words
    return brazos, por_id if 0 < len(palabras) <= _PALABRAS_POR_ID else ""


def _que_comienzan(session: Session, comienzo: str) -> Sequence[str]:
    """The words of the index that begin so, one more than can be followed at most: a jump for each, whatever it holds."""
    p = Pedido(datos={"a": comienzo, "z": comienzo + _ULTIMA_LETRA})
    primera = "SELECT MIN(palabra) FROM expediente_palabra WHERE palabra >= :a AND palabra < :z"
    otra = "SELECT MIN(palabra) FROM expediente_palabra WHERE palabra > w.palabra AND palabra < :z"
    orden = (
        f"WITH RECURSIVE w(palabra) AS ({primera} UNION ALL SELECT ({otra}) FROM w WHERE w.palabra IS NOT NULL)"  # noqa: S608 -- own words
        f" SELECT palabra FROM w WHERE palabra IS NOT NULL LIMIT {BRAZOS_MAXIMO + 1}"
    )
    return [fila[0] for fila in ejecutar(session, p, orden)]


def columnas(session: Session, p: Pedido, c: Criterio) -> Iterable[Parte]:
    """What the expediente says of itself."""
    if c.dependencia:
        yield _igual(session, p, "dependencia", c.dependencia, "ix_expediente_dependencia_id")
    if c.responsable is not None:
        yield _igual(session, p, "responsable_id", c.responsable, "ix_expediente_a_cargo")
    if c.estado:
        estado = f"estado = {p.dato(c.estado)}"
        fase = f"t.fase = {p.dato(c.fase)} AND t.{estado}"
        brazos = (Brazo("expediente", "id", fase, "ix_expediente_fase_id"),) if c.fase else ()
        yield Parte(f"e.{estado}" + (f" AND e.fase = {p.dato(c.fase)}" if c.fase else ""), brazos)
    if c.canal:
        yield Parte(f"e.canal = {p.dato(c.canal)}")
    for columna, (desde, hasta) in (("presentado_el", c.presentado), ("vence_el", c.vence)):
        lados = [f"{columna} >= {p.dato(desde)}"] if desde is not None else []
        lados += [f"{columna} <= {p.dato(hasta)}"] if hasta is not None else []
        if lados:
            donde = " AND ".join(f"t.{lado}" for lado in lados)
            brazos = (_con_termino(donde),) if columna == "vence_el" else ()
            yield Parte(de_e(donde), brazos)


def _igual(session: Session, p: Pedido, columna: str, valor: object, indice: str) -> Parte:
    donde = f"t.{columna} = {p.dato(valor)}"
    suyo = f"y.{columna} = {donde.split(' = ')[1]} AND y.id = {{id}}"
    por_id = f"EXISTS (SELECT 1 FROM expediente y{_por(session, indice)} WHERE {suyo})"  # noqa: S608 -- own words
    return Parte(de_e(donde), (Brazo("expediente", "id", donde, indice),), por_id)


def _por(session: Session, indice: str) -> str:
    """By which index to look, for the engine that may be told."""
    return f" INDEXED BY {indice}" if es_sqlite(session) else ""


def _con_termino(donde: str) -> Brazo:
    return Brazo("expediente", "id", f"t.vence_el IS NOT NULL AND {donde}", "ix_expediente_con_termino", ordenado=False)


def bandeja(p: Pedido, c: Criterio) -> Iterable[Parte]:  # noqa: C901 -- a list: one answer for each tray
    """Which ones are in the tray."""
    match c.bandeja:
        case Bandeja.POR_RECIBIR:
            yield _de_mi_oficina(p, c, recibido=False)
        case Bandeja.EN_MI_OFICINA:
            yield _de_mi_oficina(p, c, recibido=True)
        case Bandeja.MIOS:
            cuenta = p.dato(c.cuenta_id)
            propio = Brazo("expediente", "id", f"t.{VIVO} AND t.responsable_id = {cuenta}", "ix_expediente_a_cargo")
            pedido = f"{ENCARGO} AND t.responsable_id = {cuenta}"
            yield _cualquiera(propio, Brazo("destino", "expediente_id", pedido, "ix_destino_encargo", ordenado=False))
        case Bandeja.DERIVADOS:
            if (origen := _en(p, "origen", c.propias)) is None:
                p.imposible = True
            else:
                enviado = Brazo("destino", "expediente_id", f"{_ABIERTO} AND {origen}", "ix_destino_enviado")
                yield _cualquiera(enviado)
        case Bandeja.POR_VENCER:
            yield _con_plazo(p, c, _por_vencer(p, c))
        case Bandeja.VENCIDOS:
            yield _con_plazo(p, c, f"t.vence_el < {p.dato(c.hoy)}")
        case Bandeja.OBSERVADOS:
            yield from _en_fase(p, c, Fase.OBSERVADO)
        case Bandeja.ARCHIVADOS:
            yield from _en_fase(p, c, Fase.ARCHIVADO)
        case Bandeja.TODAS:
            return


def _de_mi_oficina(p: Pedido, c: Criterio, *, recibido: bool) -> Parte:
    """What is in the offices of the actor, or was sent to them to be known or answered; received, or still not."""
    if not c.propias:
        p.imposible = True
    brazos: list[Brazo] = []
    for oficina in sorted(c.propias):
        aqui = f"t.dependencia = {p.dato(oficina)}"
        suyo = f"t.{VIVO} AND {aqui} AND t.por_recibir = {p.dato(not recibido)}"
        llegado = f"t.recibido_at IS {'NOT ' if recibido else ''}NULL"
        brazos.append(Brazo("expediente", "id", suyo, "ix_expediente_vivo"))
        brazos.append(Brazo("destino", "expediente_id", f"{ENCARGO} AND {aqui} AND {llegado}", "ix_destino_encargo"))
    return _cualquiera(*brazos)


def _con_plazo(p: Pedido, c: Criterio, cuando: str) -> Parte:
    """What is within reach and whose term, or that of what it was asked, ends ``cuando``."""
    aqui = f" AND {donde}" if (donde := _en(p, "dependencia", c.alcance)) else ""
    pedido = f"{ENCARGO} AND t.tipo = 'atencion' AND {cuando}{aqui}"
    return _cualquiera(
        _con_termino(f"{cuando}{aqui}"),
        Brazo("destino", "expediente_id", pedido, "ix_destino_encargo", ordenado=False),
    )


def _por_vencer(p: Pedido, c: Criterio) -> str:
    hoy = f"t.vence_el >= {p.dato(c.hoy)}"
    antes = [
        f"({donde} AND {hasta})" if (donde := _en(p, "dependencia", limite.oficinas)) else hasta
        for limite in c.limites
        for hasta in (f"t.vence_el < {p.dato(limite.dia)}",)
    ]
    return f"{hoy} AND ({' OR '.join(antes)})"


def _en_fase(p: Pedido, c: Criterio, fase: Fase) -> Iterable[Parte]:
    donde = f"t.fase = {p.dato(fase.value)}"
    yield Parte(de_e(donde), (Brazo("expediente", "id", donde, "ix_expediente_fase_id"),))
    if c.alcance is not None:
        aqui = _en(p, "dependencia", c.alcance) or "1 = 1"
        yield Parte(de_e(aqui))


def _parado(plazo: str) -> str:
    """Whether that term is of attention, open, and without end."""
    return f"{plazo}.clase = 'atencion' AND {plazo}.cerrado_at IS NULL AND {plazo}.vence_el IS NULL"


def _con_parado(de: str) -> str:
    return f"EXISTS (SELECT 1 FROM plazo x WHERE x.expediente_id = {de}.id AND {_parado('x')})"  # noqa: S608 -- own words


def semaforo(p: Pedido, c: Criterio) -> Iterable[Parte]:
    """As ``plazos.semaforo`` says of each row; what is over is not said to lack a term."""
    if not c.semaforo:
        return
    sin_fin = f"y.{VIVO} AND y.vence_el IS NULL"
    detenido = f"(e.fase = 'observado' OR (e.{VIVO} AND e.vence_el IS NULL AND {_con_parado('e')}))"
    match c.semaforo:
        case Semaforo.VENCIDO:
            yield _cualquiera(_con_termino(f"t.vence_el < {p.dato(c.hoy)}"))
        case Semaforo.POR_VENCER:
            yield _cualquiera(_con_termino(_por_vencer(p, c)))
        case Semaforo.EN_PLAZO:
            yield _cualquiera(_con_termino(f"t.vence_el >= {p.dato(c.hoy)} AND NOT ({_por_vencer(p, c)})"))
        case Semaforo.DETENIDO:
            suyo = f"{_parado('t')} AND EXISTS (SELECT 1 FROM expediente y WHERE y.id = t.expediente_id AND {sin_fin})"  # noqa: S608 -- own words
            observado = Brazo("expediente", "id", "t.fase = 'observado'", "ix_expediente_fase_id")
            yield Parte(
                detenido, (observado, Brazo("plazo", "expediente_id", suyo, "ix_plazo_vence_el", ordenado=False))
            )
        case _:
            nada = f"t.{VIVO} AND t.vence_el IS NULL AND t.fase <> 'observado' AND NOT {_con_parado('t')}"
            yield _cualquiera(Brazo("expediente", "id", nada, "ix_expediente_vivo", ordenado=False))


def _cualquiera(*brazos: Brazo) -> Parte:
    """What any of these walks visits."""
    propias = [de_e(f"({brazo.donde})") for brazo in brazos if brazo.propio]
    ajenas = [brazo.donde for brazo in brazos if not brazo.propio]
    if ajenas:
        alguna = " OR ".join(f"({donde})" for donde in ajenas)
        propias.append(f"EXISTS (SELECT 1 FROM destino t WHERE t.expediente_id = e.id AND ({alguna}))")  # noqa: S608 -- own words
    return Parte(f"({' OR '.join(propias)})", brazos)


def _en(p: Pedido, columna: str, oficinas: frozenset[str] | None) -> str | None:
    """Whether the office is one of these; None when any will do."""
    if oficinas is None:
        return None
    nombres = ", ".join(p.dato(oficina) for oficina in sorted(oficinas))
    return f"t.{columna} IN ({nombres})" if nombres else "1 = 0"
