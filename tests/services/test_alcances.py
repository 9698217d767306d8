"""The walk: every use case that names an expediente, by every seed rol and scope, over a real tree of offices.

Out of reach answers exactly like what does not exist; within reach and without the permiso, that it may not. Who adds a
use case that names an expediente adds it to one of the tables here, or this fails.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from sqlalchemy import func, select

import portal.services
from portal.db.base import Base
from portal.db.models import DestinoRow, DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain.errors import NoAutorizado, NoEncontrado, PortalError, SesionRequerida
from portal.domain.permisos import PERMISOS, ROLES_DE_PERSONAL, Alcance, Asignacion, Permiso, Rol
from portal.services import masivos
from portal.services.contexto import CASOS_DE_USO, Actor
from portal.services.masivos import Archivar, Asignar, CambiarEstado, Derivar, Recibir
from tests.factories import cuentas, oficinas, presentaciones
from tests.factories.oficinas import DIRECCION, LABORATORIO, LOGISTICA, MESA, TURNO

for modulo in pkgutil.iter_modules(portal.services.__path__):
    importlib.import_module(f"portal.services.{modulo.name}")

NOMBRAN = {
    "numero", "numeros", "casos", "expediente", "expediente_id", "registro_id", "documento_id", "destino_id",
    "observacion_id", "movimiento_id", "plazo_id",
}  # fmt: skip
"""Parameters by which a use case names an expediente, or a part of one."""

LEEN = {
    "cargos.cargo_pdf", "consulta.de_bandeja", "documentos.abrir", "fichas.abrir", "posibles.posibles",
    "observadas.de_bandeja", "hoja_de_ruta.etiqueta", "hoja_de_ruta.pdf", "paquetes.descargar",
}  # fmt: skip
EN_PAPEL = {"cargos.cargo_pdf", "hoja_de_ruta.etiqueta", "hoja_de_ruta.pdf", "paquetes.descargar"}
"""Each answer is a sheet to compose: asked for fewer people."""
ACTUAN = {
    "derivaciones.derivar", "derivaciones.devolver", "derivaciones.recibir",
    "salidas.atender", "salidas.preparar", "salidas.responder",
    "finales.abandonar", "finales.anular", "finales.archivar", "finales.reabrir", "finales.rechazar", "finales.remitir",
    "tramite.asignar", "tramite.avanzar", "tramite.cambiar_estado", "tramite.encargables",
    "tramite.encargarse",
    "observaciones.juzgar", "observaciones.no_presentar", "observaciones.observar", "observaciones.repetir",
    "observaciones.requerir", "observadas.previo", "plazos.ampliar", "plazos.reanudar", "plazos.suspender", "prorrogas.prorrogar",
}  # fmt: skip
"""Acts on the expediente, and what is asked to act: only where it is now."""
ALGUNO = {"prorrogas.prorrogar": (Permiso.GESTIONAR_PLAZOS, Permiso.OBSERVAR)}
"""Acts for who holds any of these where it is; the first is the one that is named to who holds none."""
ATIENDEN = {"atenciones.enterarse", "atenciones.informar", "derivaciones.devolver", "derivaciones.recibir"}
"""Acts on a destino that they name: only in the office to which it was sent. Two act on the expediente otherwise."""
DEL_CIUDADANO = {
    "acuses.leer", "consulta.propio", "seguimientos.accesos", "seguimientos.cambiar_clave", "seguimientos.reenviar",
    "desistimientos.desistir", "desistimientos.se_puede", "observadas.propias", "subsanaciones.abrir",
}  # fmt: skip
CON_SECRETO = {
    "acuses.leer_por_ficha", "cargos.cargo_por_seguimiento", "consulta.por_clave", "consulta.por_ficha",
    "documentos.abrir_por_ficha", "seguimientos.pedir_clave",
}  # fmt: skip
"""For who holds the key: without it, what exists and what does not answer the same."""
PROPIOS_DE_VENTANILLA = {"ventanilla.cargo_pdf"}
"""Only for who registered it there; its own tests say that nobody else gets it."""
SIN_ALCANCE = {"auditoria.verificar_expediente"}
"""For who audits the whole institution, and reads no document."""
VARIOS = {"masivos.hacer_varios"}
LISTAN = {"escritorio.vecinos"}
"""What stands around an id in one's own list; tests of its own say that nothing else is there."""

DATOS: dict[str, object] = {
    "motivo": "Se prueba", "nota": "Se prueba", "interna": "", "respuesta": "Se prueba", "entidad": "Otra",
    "transicion": "no_existe", "desde": "no_existe", "responsable": TURNO, "cuenta": None, "dias": 1,
    "contrasena": "MALA-MALA-MALA", "ficha": "mala", "ip": "10.9.9.9", "correo": "nadie@ejemplo.pe",
    "hasta": date(2026, 12, 31), "items": (), "subsanados": (), "clase": "procedimiento",
}  # fmt: skip
"""What else a use case asks, by the name of the parameter."""


@dataclass(frozen=True)
class Sujeto:
    """An expediente and its parts, by every name it has. ``copia``: an office that was sent a copy."""

    numero: str
    expediente_id: int
    registro_id: int
    documento_id: int
    destino_id: int
    dependencia: str = ""
    copia: str = ""


NADIE = Sujeto("99999-2026", 999_999, 999_999, 999_999, 999_999)


@pytest.fixture
def casa(ctx):
    """One expediente in each of four offices, and one more that was copied to the direction."""
    oficinas.publicar(ctx)
    return ctx


@pytest.fixture
def sujetos(casa) -> list[Sujeto]:
    quien = cuentas.ciudadano(casa)
    donde = [(MESA, ""), (DIRECCION, ""), (LABORATORIO, ""), (LOGISTICA, ""), (LOGISTICA, DIRECCION)]
    return [_llevado(casa, presentaciones.presentar(casa, quien).numero, *lugar) for lugar in donde]


def _llevado(ctx, numero: str, dependencia: str, copia: str) -> Sujeto:
    oficinas.llevar(ctx, numero, dependencia)
    if copia:
        oficinas.copiar(ctx, numero, copia)
    with ctx.db.lectura() as session:
        fila = session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == numero)).one()
        registro = session.scalars(select(RegistroRow.id).where(RegistroRow.expediente_id == fila.id)).one()
        documento = session.scalars(select(DocumentoRow.id).where(DocumentoRow.registro_id == registro)).first()
        destino = session.scalars(
            select(DestinoRow.id).where(DestinoRow.expediente_id == fila.id).order_by(DestinoRow.id.desc())
        ).first()
    return Sujeto(numero, fila.id, registro, documento, destino, dependencia, copia)


@dataclass(frozen=True)
class Persona:
    """Somebody of staff, and the offices that they reach with each permiso."""

    nombre: str
    asignaciones: tuple[Asignacion, ...]

    def alcanza(self, permiso: Permiso, *dependencias: str) -> bool:
        return any(permiso in a.permisos and a.alcanza(*dependencias) for a in self.asignaciones)

    def puede(self, permiso: Permiso) -> bool:
        return permiso in {*PERMISOS[Rol.PERSONAL], *(p for a in self.asignaciones for p in a.permisos)}


def _personas() -> Iterator[Persona]:
    """Each seed rol in the direction, with each scope; and who reads everything and decides in one place."""
    escritorio = oficinas.institucion().escritorio

    def asignacion(rol: Rol, alcance: Alcance) -> Asignacion:
        return Asignacion(rol, PERMISOS[rol], DIRECCION, escritorio.oficinas(DIRECCION, alcance))

    for rol, alcance in product(ROLES_DE_PERSONAL, Alcance):
        yield Persona(f"{rol} {alcance}", (asignacion(rol, alcance),))
    mixta = (asignacion(Rol.CONSULTA, Alcance.TODAS), asignacion(Rol.JEFE, Alcance.PROPIA))
    yield Persona("consulta todas y jefe propia", mixta)
    yield Persona("sin asignaciones", ())


def _caso(nombre: str):
    modulo, _, funcion = nombre.rpartition(".")
    return getattr(importlib.import_module(f"portal.services.{modulo}"), funcion)


def _llamar(ctx, nombre: str, sujeto: Sujeto, *, con_destino: bool = True, visto: int = -1) -> tuple[str, object]:
    """How the use case answers about ``sujeto``: the refusal and its facts, or that it passed."""
    datos = DATOS | {"visto": visto}
    argumentos = {}
    for parametro in list(inspect.signature(_caso(nombre)).parameters.values())[1:]:
        debido = parametro.default is inspect.Parameter.empty
        if hasattr(sujeto, parametro.name):
            if con_destino or debido or parametro.name != "destino_id":
                argumentos[parametro.name] = getattr(sujeto, parametro.name)
        elif debido or parametro.name in datos:
            argumentos[parametro.name] = datos[parametro.name]
    try:
        _caso(nombre)(ctx, **argumentos)
    except (NoEncontrado, NoAutorizado, SesionRequerida) as negativa:
        dichos = set(argumentos.values()) & {sujeto.numero, sujeto.registro_id, sujeto.documento_id}
        return type(negativa).__name__, {c: "lo pedido" if v in dichos else v for c, v in negativa.facts.items()}
    except PortalError:
        return "pasa", {}
    return "pasa", {}


def _esperado(nombre: str, persona: Persona, sujeto: Sujeto, *, con_destino: bool) -> tuple[str, object]:
    """What the rules say, written down a second time and without the database."""
    permiso = CASOS_DE_USO[f"portal.services.{nombre}"]
    if permiso is not Permiso.PUBLICO and not persona.puede(permiso):
        return "NoAutorizado", {"permiso": permiso}
    lugares = {sujeto.dependencia, sujeto.copia} - {""}
    if not lugares or not persona.alcanza(Permiso.VER_BANDEJA, *lugares):
        return "NoEncontrado", {"que": "lo pedido"} if nombre == "cargos.cargo_pdf" else {}
    donde = sujeto.copia or sujeto.dependencia if con_destino else sujeto.dependencia
    alguno = ALGUNO.get(nombre, (permiso,))
    if nombre not in LEEN and not any(persona.alcanza(uno, donde) for uno in alguno):
        return "NoAutorizado", {"permiso": alguno[0]}
    return "pasa", {}


def _retrato(ctx) -> dict[str, object]:
    """How many rows each table has, and how each expediente stands."""
    with ctx.db.lectura() as session:
        cuantas = {t.name: session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}
        filas = session.execute(select(ExpedienteRow.__table__).order_by(ExpedienteRow.id)).all()
    return cuantas | {"expedientes": [tuple(fila) for fila in filas]}


def test_cada_caso_de_uso_contesta_segun_el_alcance_sin_revelar_lo_ajeno(casa, sujetos):
    cuenta = cuentas.personal(casa).cuenta_id
    antes, distintas = _retrato(casa), {}

    for tabla, con_destino in ((LEEN | ACTUAN, False), (ATIENDEN, True)):
        for nombre, persona, sujeto in product(sorted(tabla), _personas(), [*sujetos, NADIE]):
            if nombre in EN_PAPEL and persona.nombre.endswith((Alcance.DESCENDIENTES, Alcance.TODAS)):
                continue
            ctx = casa.como(Actor(Rol.PERSONAL, cuenta, None, asignaciones=persona.asignaciones))
            debido = _esperado(nombre, persona, sujeto, con_destino=con_destino)
            visto = -1 if debido[0] == "pasa" else 1  # nobody saw -1: an act that is authorised goes no further
            dicho = _llamar(ctx, nombre, sujeto, con_destino=con_destino, visto=visto)
            if dicho != debido:
                lugar = f"en {sujeto.dependencia or 'ninguna parte'}, copia a {sujeto.copia or 'nadie'}"
                distintas[f"{nombre}, {persona.nombre}, {lugar}"] = (dicho, debido)

    assert distintas == {}
    assert _retrato(casa) == antes


def test_a_un_ciudadano_lo_ajeno_le_contesta_como_lo_que_no_existe(casa, sujetos):
    ajeno = casa.como(cuentas.ciudadano(casa))
    antes = _retrato(casa)

    for nombre in LEEN | ACTUAN | ATIENDEN | DEL_CIUDADANO:
        respuestas = [_llamar(ajeno, nombre, sujeto) for sujeto in [*sujetos, NADIE]]

        assert respuestas == [respuestas[-1]] * len(respuestas), nombre
        assert respuestas[-1][0] in {"NoEncontrado", "NoAutorizado"}, nombre
    assert _retrato(casa) == antes


def test_a_quien_no_ingreso_lo_que_existe_le_contesta_como_lo_que_no(casa, sujetos):
    for nombre in LEEN | ACTUAN | ATIENDEN | DEL_CIUDADANO | CON_SECRETO:
        respuestas = [_llamar(casa, nombre, sujeto) for sujeto in [*sujetos, NADIE]]

        assert respuestas == [respuestas[-1]] * len(respuestas), nombre


@pytest.mark.parametrize(
    "acto", [Recibir(), Derivar(TURNO, "atender"), Asignar(None), CambiarEstado("no_existe"), Archivar()], ids=str
)
def test_en_un_acto_sobre_varios_lo_ajeno_contesta_como_lo_que_no_existe(casa, sujetos, acto):
    ctx = casa.como(oficinas.persona(casa, Rol.MESA, LABORATORIO))
    ajenos = [s.numero for s in [*sujetos, NADIE] if s.dependencia != LABORATORIO]
    antes = _retrato(casa)

    respuestas = [
        (type(r.error), r.error.facts) for r in masivos.hacer_varios(ctx, [(n, -1) for n in ajenos], acto) if r.error
    ]

    assert respuestas == [(NoEncontrado, {})] * len(ajenos)
    assert _retrato(casa) == antes


def test_lo_que_da_una_asignacion_a_cada_cual_lo_da_tambien_en_su_sesion(casa, sujetos):
    """The walk invents its people; here one comes from the database, as at each run."""
    actor = oficinas.persona(casa, Rol.JEFE, DIRECCION, Alcance.DESCENDIENTES)
    inventada = next(p for p in _personas() if p.nombre == "jefe descendientes")

    assert actor.asignaciones == inventada.asignaciones


def test_cada_caso_de_uso_que_nombra_un_expediente_esta_en_una_tabla():
    nombran = {
        nombre.removeprefix("portal.services.")
        for nombre in CASOS_DE_USO
        if NOMBRAN & inspect.signature(_caso(nombre.removeprefix("portal.services."))).parameters.keys()
    }
    tablas = (LEEN, ACTUAN, ATIENDEN, DEL_CIUDADANO, CON_SECRETO, PROPIOS_DE_VENTANILLA, SIN_ALCANCE, VARIOS, LISTAN)
    anotados = set().union(*tablas)

    assert (nombran - anotados, anotados - nombran) == (set(), set())
