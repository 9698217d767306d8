"""The desk's list against the same question answered row by row, in whatever way the database walks it."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.db.models import DestinoRow, ExpedienteRow, PlazoRow, RegistroRow
from portal.db.queries import caminos, partes, tramo
from portal.db.queries import escritorio as consultas
from portal.domain import terminos
from portal.domain.bandeja import Bandeja, Filtro, Orden, a_direccion, de_direccion
from portal.domain.errors import NoAutorizado
from portal.domain.estados import ABIERTAS
from portal.domain.permisos import PERMISOS, Alcance, Asignacion, Permiso, Rol
from portal.domain.plazos import Semaforo
from portal.services import configuracion, escritorio, indicadores
from portal.services.contexto import Actor
from tests.factories import cuentas, masivo, oficinas, presentaciones
from tests.factories import escritorio as mesa_de_trabajo

CUANTOS = 700
HOY = date(2026, 11, 17)


def _actor(cuenta_id: int, rol: Rol, oficina: str, oficinas: frozenset[str] | None) -> Actor:
    asignacion = Asignacion(rol, PERMISOS[rol], oficina, oficinas)
    return Actor(Rol.PERSONAL, cuenta_id, asignaciones=(asignacion,))


ACTORES = {
    "mesa": _actor(3, Rol.MESA, "mesa_de_partes", None),
    "jefe": _actor(5, Rol.JEFE, "ciencia", frozenset({"ciencia", "sismologia", "vulcanologia", "redes"})),
    "especialista": _actor(7, Rol.ESPECIALISTA, "administracion", frozenset({"administracion"})),
}


@pytest.fixture
def mundo(ctx):
    """Four years of expedientes, some with a stopped term, and everything that the database says of them."""
    masivo.cargar(ctx.db, CUANTOS, ctx.reloj())
    with ctx.db.transaction() as session:
        en_tramite = session.scalars(select(ExpedienteRow).where(ExpedienteRow.fase == "en_tramite")).all()
        for dias, expediente in enumerate(en_tramite[4:14]):
            expediente.vence_el = HOY - timedelta(days=dias // 2 - 1)
        for expediente in en_tramite[:4]:
            expediente.vence_el = None
            session.add(
                PlazoRow(
                    expediente_id=expediente.id, clase="atencion", acto=HOY, cantidad=30, unidad="habiles",
                    creado_at=ctx.reloj(),
                )
            )  # fmt: skip
    with ctx.db.lectura() as session:
        return SimpleNamespace(
            institucion=configuracion.vigente(session)[1],
            expedientes=session.scalars(select(ExpedienteRow)).all(),
            destinos=_por_expediente(session.scalars(select(DestinoRow)).all()),
            registros={r.expediente_id: r for r in session.scalars(select(RegistroRow))},
            detenidos={p.expediente_id for p in session.scalars(select(PlazoRow))},
        )


def _por_expediente(destinos) -> dict[int, list[DestinoRow]]:
    juntos: dict[int, list[DestinoRow]] = {}
    for destino in destinos:
        juntos.setdefault(destino.expediente_id, []).append(destino)
    return juntos


@pytest.fixture(params=["corta", "larga"])
def camino(request, monkeypatch):
    """Lists are read whole when they are short; here also as if every one were long."""
    if request.param == "larga":
        monkeypatch.setattr(consultas, "CORTA", -1)
        monkeypatch.setattr(consultas, "EXAMINA", 9)
        monkeypatch.setattr(consultas, "SIN_ORDEN", 4)
        for nombre, valor in {"SIN_ORDEN": 4, "MUESTRA": 3, "BRAZOS_MAXIMO": 6}.items():
            monkeypatch.setattr(caminos, nombre, valor)
        monkeypatch.setattr(partes, "BRAZOS_MAXIMO", 6)
        monkeypatch.setattr(tramo, "DIAS_DE_SALTO", 5)
    return request.param


# The same questions, answered of one row.


def _esta(m, actor, f: Filtro, e: ExpedienteRow) -> bool:
    (asignacion,) = actor.asignaciones
    destinos, registro = m.destinos[e.id], m.registros[e.id]
    if asignacion.oficinas is not None and not any(d.dependencia in asignacion.oficinas for d in destinos):
        return False
    enviado = registro.enviado_at.astimezone(m.institucion.zona).date()
    entre = (
        (f.enviado_desde, enviado, f.enviado_hasta),
        (f.presentado_desde, e.presentado_el, f.presentado_hasta),
        (f.vence_desde, e.vence_el, f.vence_hasta),
    )
    if any((desde and (not d or d < desde)) or (hasta and (not d or d > hasta)) for desde, d, hasta in entre):
        return False
    iguales = (
        (f.tipo, registro.tipo_documento), (f.estado, e.estado), (f.dependencia, e.dependencia), (f.canal, e.canal),
        (f.responsable, e.responsable_id), (f.semaforo, _luz(m, e)),
    )  # fmt: skip
    if any(pedido and pedido != suyo for pedido, suyo in iguales):
        return False
    if f.semaforo is Semaforo.SIN_PLAZO and e.fase not in ABIERTAS:
        return False
    remitente = [*terminos.de_remitente(registro.remitente["nombre"]), f"@{registro.remitente['numero_doc']}"]
    palabras = (
        (terminos.de_asunto(f.asunto), terminos.de_asunto(e.asunto)),
        (terminos.de_remitente(f.remitente), remitente),
        (terminos.de_numero(f.numero), terminos.de_numero(registro.numero_documento)),
    )
    return all(_dice(pedidas, suyas) for pedidas, suyas in palabras) and _en_bandeja(m, actor, f.bandeja, e)


def _dice(pedidas, suyas) -> bool:
    if not pedidas:
        return True
    *enteras, ultima = pedidas
    return set(enteras) <= set(suyas) and any(suya.startswith(ultima) for suya in suyas)


def _aviso(m, oficina: str) -> date:
    return m.institucion.dias_de(oficina).sumar_habiles(HOY, m.institucion.escritorio.plazos.aviso + 1)


def _luz(m, e) -> Semaforo:
    if e.fase == "observado" or e.id in m.detenidos:
        return Semaforo.DETENIDO
    if e.vence_el is None:
        return Semaforo.SIN_PLAZO
    if e.vence_el < HOY:
        return Semaforo.VENCIDO
    return Semaforo.POR_VENCER if e.vence_el < _aviso(m, e.dependencia) else Semaforo.EN_PLAZO


def _en_bandeja(m, actor, bandeja: Bandeja, e) -> bool:
    (asignacion,) = actor.asignaciones
    propia, vivo = asignacion.dependencia, e.fase in ABIERTAS
    abiertos = [d for d in m.destinos[e.id] if d.cerrado_at is None]
    ajenos = [d for d in abiertos if d.tipo != "responsable"]
    atenciones = [d for d in ajenos if d.tipo == "atencion" and asignacion.alcanza(d.dependencia)]
    aqui = asignacion.alcanza(e.dependencia)
    limite = _aviso(m, e.dependencia)
    return {
        Bandeja.POR_RECIBIR: (vivo and e.dependencia == propia and e.por_recibir)
        or any(d.dependencia == propia and d.recibido_at is None for d in ajenos),
        Bandeja.EN_MI_OFICINA: (vivo and e.dependencia == propia and not e.por_recibir)
        or any(d.dependencia == propia and d.recibido_at is not None for d in ajenos),
        Bandeja.MIOS: (vivo and e.responsable_id == actor.cuenta_id)
        or any(d.responsable_id == actor.cuenta_id for d in ajenos),
        Bandeja.DERIVADOS: any(d.origen == propia for d in abiertos),
        Bandeja.POR_VENCER: (aqui and e.vence_el is not None and HOY <= e.vence_el < limite)
        or any(HOY <= d.vence_el < limite for d in atenciones),
        Bandeja.VENCIDOS: (aqui and e.vence_el is not None and e.vence_el < HOY)
        or any(d.vence_el < HOY for d in atenciones),
        Bandeja.OBSERVADOS: e.fase == "observado" and aqui,
        Bandeja.ARCHIVADOS: e.fase == "archivado" and aqui,
        Bandeja.TODAS: True,
    }[bandeja]


def _en_orden(filas, orden: Orden) -> list[int]:
    claves = {
        Orden.RECIENTES: lambda e: -e.id,
        Orden.ANTIGUOS: lambda e: e.id,
        Orden.VENCIMIENTO: lambda e: (e.vence_el is None, e.vence_el or HOY, e.id),
    }
    return [e.id for e in sorted(filas, key=claves[orden])]


def _preguntas(azar: random.Random) -> Filtro:
    """Any combination of filters, of those that find something and of those that hardly do."""

    def dia(hacia: int) -> date:
        return HOY - timedelta(days=azar.choice((0, 1, 7, 30, 60, 365, 900)) - hacia)

    posibles = {
        "bandeja": lambda: azar.choice(list(Bandeja)),
        "enviado_desde": lambda: dia(0),
        "enviado_hasta": lambda: dia(0),
        "presentado_desde": lambda: dia(0),
        "presentado_hasta": lambda: dia(0),
        "vence_desde": lambda: dia(30),
        "vence_hasta": lambda: dia(30),
        "asunto": lambda: azar.choice(
            ("INFORMACIÓN", "volc", "solicito", "de la s", "c", "sísmica informac", "zzz", "registro ma", "sol")
        ),
        "remitente": lambda: azar.choice(("quispe", "ROSA h", "40000", "ñau", "ivan", "rosa quispe", "nadie")),
        "numero": lambda: azar.choice(("2026", "OFICIO 1", "0", "carta 2025", "xm", "9999")),
        "tipo": lambda: azar.choice(list(masivo.TIPOS)),
        "estado": lambda: azar.choice(("en_proceso", "archivada", "observada", "no_hay")),
        "dependencia": lambda: azar.choice(("redes", "administracion", "mesa_de_partes", "no_hay")),
        "responsable": lambda: azar.randrange(2, 12),
        "semaforo": lambda: azar.choice(list(Semaforo)),
        "canal": lambda: azar.choice(("web", "web", "ventanilla")),
    }  # fmt: skip
    elegidos = azar.sample(sorted(posibles), azar.choice((0, 1, 1, 1, 2, 2, 3, 4)))
    return Filtro(**{nombre: posibles[nombre]() for nombre in elegidos}, orden=azar.choice((None, *Orden)))


@pytest.mark.usefixtures("camino")
def test_cualquier_combinacion_de_filtros_encuentra_lo_mismo_que_mirar_uno_por_uno(ctx, mundo):
    azar = random.Random(11)  # noqa: S311 -- the same questions each time
    for vuelta in range(160):
        quien, filtro = azar.choice(list(ACTORES)), _preguntas(azar)
        esperados = _en_orden(
            [e for e in mundo.expedientes if _esta(mundo, ACTORES[quien], filtro, e)], filtro.en_orden
        )
        propio = ctx.como(ACTORES[quien])

        primera = escritorio.lista(propio, filtro, por_hoja=7)

        assert [f.expediente_id for f in primera.filas] == esperados[:7], (vuelta, quien, filtro)
        assert primera.hay_mas_antiguos is (len(esperados) > 7)
        assert primera.total <= len(esperados)
        if not primera.incontable:
            assert primera.total == len(esperados), (vuelta, quien, filtro)
        todas = escritorio.todas(propio, filtro, maximo=CUANTOS)
        assert [f.expediente_id for f in todas] == esperados, (vuelta, quien, filtro)


@pytest.mark.usefixtures("camino")
def test_se_pasa_de_hoja_en_ambos_sentidos_sin_repetir_ni_saltar(ctx, mundo):
    for bandeja, orden in itertools.product((Bandeja.TODAS, Bandeja.VENCIDOS, Bandeja.ARCHIVADOS), Orden):
        _ida_y_vuelta(ctx.como(ACTORES["mesa"]), mundo, Filtro(bandeja=bandeja, orden=orden))


def _ida_y_vuelta(propio, mundo, filtro):
    esperados = _en_orden([e for e in mundo.expedientes if _esta(mundo, propio.actor, filtro, e)], filtro.en_orden)
    cabe = max(2, len(esperados) // 4)

    hojas, antes = [], None
    while not hojas or hojas[-1].hay_mas_antiguos:
        hojas.append(escritorio.lista(propio, filtro, por_hoja=cabe, antes=antes))
        antes = hojas[-1].filas[-1].expediente_id
    de_vuelta = [
        escritorio.lista(propio, filtro, por_hoja=cabe, despues=hoja.filas[0].expediente_id) for hoja in hojas[1:]
    ]

    assert len(hojas) > 1
    assert [f.expediente_id for hoja in hojas for f in hoja.filas] == esperados, filtro
    assert [h.filas for h in de_vuelta] == [h.filas for h in hojas[:-1]]
    assert [h.hay_mas_recientes for h in hojas] == [False, *[True] * (len(hojas) - 1)]
    assert [h.hay_mas_recientes for h in de_vuelta] == [h.hay_mas_recientes for h in hojas[:-1]]


@pytest.mark.usefixtures("camino", "mundo")
def test_los_vecinos_son_los_de_la_lista(ctx):
    for orden in Orden:
        _vecinos_de_su_lista(ctx.como(ACTORES["especialista"]), Filtro(orden=orden, asunto="so"))


def _vecinos_de_su_lista(propio, filtro):
    filas = escritorio.todas(propio, filtro, maximo=CUANTOS)

    for lugar in (0, 1, len(filas) // 2, len(filas) - 1):
        vecinos = escritorio.vecinos(propio, filtro, filas[lugar].expediente_id)

        assert vecinos.anterior == (filas[lugar - 1].numero if lugar else None)
        assert vecinos.siguiente == (filas[lugar + 1].numero if lugar + 1 < len(filas) else None)
        assert vecinos.posicion in {lugar + 1, None}
        assert vecinos.incontable or (vecinos.posicion, vecinos.total) == (lugar + 1, len(filas))


def test_lo_que_ya_no_esta_en_la_lista_no_tiene_lugar_y_si_vecinos(ctx, mundo):
    filtro = Filtro(bandeja=Bandeja.POR_RECIBIR)
    (unica,) = [e for e in mundo.expedientes if _esta(mundo, ACTORES["mesa"], filtro, e)]

    vecinos = escritorio.vecinos(ctx.como(ACTORES["mesa"]), filtro, unica.id - 3)

    assert (vecinos.anterior, vecinos.posicion, vecinos.total) == (unica.numero, None, 1)


def test_las_cuentas_son_las_de_cada_bandeja(ctx, mundo):
    for actor in ACTORES.values():
        cuentas_ = escritorio.cuentas(ctx.como(actor))

        assert cuentas_ == {
            bandeja: sum(_esta(mundo, actor, Filtro(bandeja=bandeja), e) for e in mundo.expedientes)
            for bandeja in Bandeja
        }


def test_por_encima_del_tope_solo_se_dice_que_hay_mas(ctx, mundo, monkeypatch):
    for modulo in (consultas, escritorio):
        monkeypatch.setattr(modulo, "CUENTA_HASTA", 50)
    monkeypatch.setattr(consultas, "CORTA", 10)

    hoja = escritorio.lista(ctx.como(ACTORES["mesa"]), Filtro())

    assert (hoja.total, hoja.incontable) == (50, True)
    assert escritorio.cuentas(ctx.como(ACTORES["mesa"]))[Bandeja.TODAS] == 51
    assert len(mundo.expedientes) == CUANTOS


def test_cada_fila_lleva_lo_que_la_pantalla_muestra(ctx, reloj):
    citizen = cuentas.ciudadano(ctx)
    presentaciones.presentar(ctx, citizen, numero="OFICIO N° 7")
    mesa = ctx.como(cuentas.personal(ctx))

    (fila,) = escritorio.lista(mesa, Filtro(bandeja=Bandeja.POR_RECIBIR)).filas

    assert (fila.numero, fila.asunto, fila.tipo) == ("00001-2026", "Solicito información sísmica", "Carta")
    assert (fila.remitente, fila.numero_documento) == ("Rosa Elena Quispe Huamán", "OFICIO N° 7")
    assert (fila.dependencia_id, fila.responsable, fila.canal) == ("mesa_de_partes", "", "web")
    assert (fila.estado_id, fila.estado, fila.fase) == ("registrada", "Registrada", "registrado")
    assert (fila.enviado_at, fila.presentado_el, fila.movimientos) == (reloj.ahora, HOY, 1)
    assert (fila.por_recibir, fila.destino_tipo) == (True, "responsable")
    assert fila.destino_id is not None


def test_los_dias_que_quedan_son_habiles_y_negativos_cuando_es_tarde(ctx):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    mesa = ctx.como(cuentas.personal(ctx))

    def fila(vence_el: date | None):
        with ctx.db.transaction() as session:
            session.scalars(select(ExpedienteRow)).one().vence_el = vence_el
        (unica,) = escritorio.lista(mesa, Filtro()).filas
        return unica.semaforo, unica.dias

    assert fila(date(2026, 11, 17)) == (Semaforo.POR_VENCER, 0)
    assert fila(date(2026, 11, 20)) == (Semaforo.POR_VENCER, 3)
    assert fila(date(2026, 11, 23)) == (Semaforo.EN_PLAZO, 4)
    assert fila(date(2026, 11, 16)) == (Semaforo.VENCIDO, -1)
    assert fila(date(2026, 11, 6)) == (Semaforo.VENCIDO, -7)


def test_el_numero_de_expediente_se_escribe_como_sea(ctx):
    citizen = cuentas.ciudadano(ctx)
    for _ in range(2):
        presentaciones.presentar(ctx, citizen)
    mesa = ctx.como(cuentas.personal(ctx))

    for escrito in ("00002-2026", "2-2026", "Exp. N.° 2 – 2026"):
        assert [f.numero for f in escritorio.lista(mesa, Filtro(expediente=escrito)).filas] == ["00002-2026"]
    for escrito in ("3-2026", "2", "%", "zz\x00"):
        assert escritorio.lista(mesa, Filtro(expediente=escrito)).filas == ()


def test_quien_no_lee_la_bandeja_no_pasa_y_quien_no_supervisa_no_ve_cifras(ctx, mundo):
    with pytest.raises(NoAutorizado):
        escritorio.lista(ctx.como(Actor(Rol.CIUDADANO, 1)), Filtro())
    with pytest.raises(NoAutorizado):
        indicadores.ver(ctx.como(ACTORES["especialista"]))
    sin_oficinas = replace(ACTORES["jefe"].asignaciones[0], oficinas=frozenset())
    assert escritorio.lista(ctx.como(replace(ACTORES["jefe"], asignaciones=(sin_oficinas,))), Filtro()).filas == ()
    assert mundo.expedientes


def test_las_opciones_son_las_del_alcance(ctx):
    jefe = ctx.como(cuentas.personal(ctx, Rol.JEFE))
    opciones = escritorio.opciones(jefe)
    de_una = Asignacion("consulta", frozenset({Permiso.VER_BANDEJA}), "redes", frozenset({"redes"}))

    assert list(escritorio.opciones(ctx.como(Actor(Rol.PERSONAL, 9, asignaciones=(de_una,)))).dependencias) == ["redes"]
    assert "Carta" in opciones.tipos
    assert opciones.estados["registrada"] == "Registrada"
    assert Alcance.DESCENDIENTES


def test_los_indicadores_se_pueden_pulsar(ctx, mundo):
    mesa = ctx.como(ACTORES["mesa"])

    cifras = indicadores.ver(mesa)

    assert cifras.llegaron_hoy.valor == escritorio.lista(mesa, cifras.llegaron_hoy.filtro).total
    assert {luz: i.valor for luz, i in cifras.pendientes.items()} == {
        luz: sum(_luz(mundo, e) is luz and e.fase in ABIERTAS for e in mundo.expedientes)
        for luz in indicadores.PENDIENTES
    }
    assert cifras.en_total.valor == sum(i.valor for i in cifras.pendientes.values())
    assert 0 < (cifras.derivados_el_dia.valor or 0) < 1
    assert (cifras.mediana_de_dias.valor or 0) > 0


def test_lo_pendiente_se_cuenta_una_vez_aunque_este_en_plazo_y_otra_oficina_deba_algo(ctx, monkeypatch):
    gente = mesa_de_trabajo.gente(ctx)
    numero, _, pedido = mesa_de_trabajo.con_copia_y_pedido(ctx, gente)
    supervisa = ctx.como(oficinas.persona(ctx, Rol.MESA, oficinas.MESA, Alcance.TODAS))
    with ctx.db.transaction() as session:
        session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == numero)).one().vence_el = date(2027, 1, 15)
        session.get_one(DestinoRow, pedido).vence_el = HOY - timedelta(1)

    cifras = indicadores.ver(supervisa)
    for tope in ("CORTA", "SIN_ORDEN"):
        monkeypatch.setattr(consultas, tope, -1)
    larga = indicadores.ver(supervisa)

    assert (cifras.pendientes[Semaforo.VENCIDO].valor, cifras.pendientes[Semaforo.EN_PLAZO].valor) == (1, 1)
    assert (cifras.en_total.valor, cifras.en_total.incontable) == (1, False)
    assert (larga.en_total.valor, larga.en_total.incontable) == (1, True)


def test_lo_que_dice_la_direccion_se_lee_igual_y_lo_ilegible_no_cuenta():
    filtro = Filtro(
        bandeja=Bandeja.VENCIDOS, enviado_desde=HOY, asunto="vía férrea", expediente="2-2026", responsable=7,
        semaforo=Semaforo.VENCIDO, orden=Orden.ANTIGUOS,
    )  # fmt: skip

    assert de_direccion(a_direccion(filtro)) == filtro
    assert a_direccion(Filtro()) == {}
    assert de_direccion(
        {
            "bandeja": "ninguna",
            "enviado_desde": "ayer",
            "a_cargo": "-3",
            "semaforo": "azul",
            "otra": "x",
            "tipo": "Carta",
        }
    ) == Filtro(tipo="Carta")
    assert de_direccion({"a_cargo": "9" * 40, "asunto": "\ud800\x00"}) == Filtro()


def test_cada_quien_ve_en_la_bandeja_lo_que_esta_o_estuvo_en_sus_dependencias(ctx):
    oficinas.publicar(ctx)
    numeros = [presentaciones.presentar(ctx, cuentas.ciudadano(ctx)).numero for _ in range(4)]
    for numero, donde in zip(numeros, (oficinas.DIRECCION, oficinas.TURNO, oficinas.LOGISTICA), strict=False):
        oficinas.llevar(ctx, numero, donde)
    oficinas.copiar(ctx, numeros[0], oficinas.LOGISTICA)

    def ve(dependencia, alcance):
        actor = oficinas.persona(ctx, dependencia=dependencia, alcance=alcance)
        hoja = escritorio.lista(ctx.como(actor), Filtro())
        assert hoja.total == len(hoja.filas)
        return [f.numero for f in hoja.filas]

    assert ve(oficinas.LOGISTICA, Alcance.PROPIA) == [numeros[2], numeros[0]]
    assert ve(oficinas.DIRECCION, Alcance.PROPIA) == [numeros[0]]
    assert ve(oficinas.DIRECCION, Alcance.DESCENDIENTES) == [numeros[1], numeros[0]]
    assert ve(oficinas.LABORATORIO, Alcance.PROPIA) == []
    assert ve(oficinas.LABORATORIO, Alcance.TODAS) == numeros[::-1]
