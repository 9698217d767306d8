"""What an institution decides about its own desk: sedes, offices, roles, terms, and the words its staff choose from."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from portal.domain import coherencia_escritorio
from portal.domain.permisos import DE_PERSONAL, PERMISOS, ROLES_DE_PERSONAL, Alcance, Permiso, Rol
from portal.domain.plazos import Unidad
from portal.domain.problemas import Contradiccion, Problema, en_estudio
from portal.domain.textos import Identificador, Modelo

MESA = "mesa_de_partes"


class Sede(Modelo):
    """A place of the institution, with its hours; non-business days may be declared for one sede alone."""

    id: Identificador
    nombre: str = Field(min_length=1, max_length=120)
    direccion: str = ""
    horario: str = ""
    telefono: str = ""


class Centro(Modelo):
    """A centro de gestión: a locality or operation to which a citizen may address what is filed, and its sede."""

    id: Identificador
    nombre: str = Field(min_length=1, max_length=120)
    sede: Identificador | None = None
    activo: bool = True


class Dependencia(Modelo):
    """An office. It is never renumbered nor deleted: ``activa`` false keeps its history and takes nothing new.

    ``mesa``: the counter, where every filing arrives. ``correo`` gets the daily list of what is due. ``publica``: whether
    citizens may address what they file to it. ``desde`` and ``hasta``: the days it exists, both included; empty: always.
    """

    id: Identificador
    nombre: str = Field(min_length=1, max_length=120)
    sigla: str = Field(default="", max_length=20)
    padre: Identificador | None = None
    sede: Identificador | None = None
    correo: str = ""
    centro: Identificador | None = None
    mesa: bool = False
    activa: bool = True
    publica: bool = True
    desde: date | None = None
    hasta: date | None = None

    def vigente(self, hoy: date) -> bool:
        """Whether it takes anything on that day."""
        return self.activa and (self.desde is None or self.desde <= hoy) and (self.hasta is None or hoy <= self.hasta)

    @model_validator(mode="after")
    def _en_orden(self) -> Self:
        if self.desde and self.hasta and self.hasta < self.desde:
            raise Contradiccion(Problema("termina_antes", "hasta", {"nombre": self.nombre}))
        return self


class RolDePersonal(Modelo):
    """A rol of staff: permisos, and the scope that an asignacion gets unless it says otherwise."""

    id: Identificador
    nombre: str = Field(min_length=1, max_length=80)
    permisos: tuple[Permiso, ...]
    alcance: Alcance = Alcance.PROPIA

    @model_validator(mode="after")
    def _de_personal(self) -> Self:
        if ajenos := set(self.permisos) - DE_PERSONAL:
            raise Contradiccion(
                Problema("permiso_ajeno", "permisos", {"nombre": self.nombre, "permisos": ", ".join(sorted(ajenos))})
            )
        return self


class PlazoDeTipo(Modelo):
    """The term of one kind of document or procedure, instead of the general one; ``tipo`` is an option of the form."""

    tipo: Identificador
    dias: int = Field(ge=1, le=250)
    unidad: Unidad = Unidad.HABILES
    silencio: Literal["", "positivo", "negativo"] = ""
    base_legal: str = ""


class Plazos(Modelo):
    """Terms in business days. ``atencion`` empty: none is promised. Ley 27444, arts. 125.6, 132, 35 and 142.

    ``observar`` is what the institution has to observe; ``subsanar`` what the citizen has to cure (never under two);
    ``aviso``: "about to expire" when so many days are left, or fewer. ``resumen``: each office is written every business
    morning what it has pending.
    """

    atencion: int | None = Field(default=None, ge=1, le=250)
    base_legal: str = ""
    silencio: Literal["", "positivo", "negativo"] = ""
    por_tipo: tuple[PlazoDeTipo, ...] = ()
    observar: int = Field(default=2, ge=1, le=2)
    subsanar: int = Field(default=2, ge=2, le=30)
    pedido: int = Field(default=7, ge=1, le=60)
    aviso: int = Field(default=3, ge=0, le=30)
    resumen: bool = True


class Pedido(Modelo):
    """What one office asks of another when it routes: attend, opinion, report, knowledge… ``dias``: the usual term."""

    id: Identificador
    nombre: str = Field(min_length=1, max_length=80)
    dias: int | None = Field(default=None, ge=1, le=250)


class Frase(Modelo):
    """A text that staff start from: a proveído, a usual observation, a reason to reject."""

    id: Identificador
    nombre: str = Field(min_length=1, max_length=80)
    texto: str = Field(min_length=1, max_length=1000)


_NOMBRES = {
    "mesa": "Mesa de Partes",
    "jefe": "Jefe de dependencia",
    "especialista": "Especialista",
    "archivo": "Archivo",
    "consulta": "Consulta y control",
    "administrador": "Administrador funcional",
    "tecnico": "Administrador técnico",
}
_ALCANCES = {Rol.JEFE: Alcance.DESCENDIENTES, Rol.ESPECIALISTA: Alcance.PROPIA}
ROLES = tuple(
    RolDePersonal(
        id=rol.value,
        nombre=_NOMBRES[rol],
        permisos=tuple(sorted(PERMISOS[rol])),
        alcance=_ALCANCES.get(rol, Alcance.TODAS),
    )
    for rol in ROLES_DE_PERSONAL
)
PEDIDOS = (
    Pedido(id="atender", nombre="Atender"),
    Pedido(id="evaluar", nombre="Evaluar"),
    Pedido(id="opinion", nombre="Opinión", dias=7),
    Pedido(id="informe", nombre="Informe", dias=7),
    Pedido(id="conocimiento", nombre="Conocimiento"),
    Pedido(id="archivar", nombre="Archivar"),
)


class Escritorio(Modelo):
    """The desk. ``modo`` lpag: the counter can never reject (art. 124.1); correspondencia: an office may, with a reason.

    ``segundo_factor``: staff must prove a second factor to work. ``respuesta_con_documento``: no answer goes without one.
    """

    modo: Literal["lpag", "correspondencia"] = "lpag"
    segundo_factor: bool = False
    respuesta_con_documento: bool = False
    sedes: tuple[Sede, ...] = ()
    centros: tuple[Centro, ...] = ()
    dependencias: tuple[Dependencia, ...] = (Dependencia(id=MESA, nombre="Mesa de Partes", sigla="MP", mesa=True),)
    roles: tuple[RolDePersonal, ...] = ROLES
    plazos: Plazos = Plazos()
    pedidos: tuple[Pedido, ...] = PEDIDOS
    proveidos: tuple[Frase, ...] = ()
    observaciones: tuple[Frase, ...] = ()
    rechazos: tuple[Frase, ...] = ()

    @cached_property
    def mesa(self) -> Dependencia:
        """The counter."""
        return next(dependencia for dependencia in self.dependencias if dependencia.mesa)

    @cached_property
    def mesa_rechaza(self) -> bool:
        """Whether the counter may reject: only as correspondence, and where it is the only office there is."""
        return self.modo == "correspondencia" and not any(d.activa and not d.mesa for d in self.dependencias)

    def dependencia(self, dependencia_id: str) -> Dependencia:
        """The office of that id; for one that this version does not know, an inactive one that bears its id as name."""
        conocida = self._por_id.get(dependencia_id)
        return conocida or Dependencia.model_construct(id=dependencia_id, nombre=dependencia_id, activa=False)

    def rol(self, rol_id: str) -> RolDePersonal | None:
        """The rol of that id, while the institution has it."""
        return next((rol for rol in self.roles if rol.id == rol_id), None)

    def oficinas(self, dependencia_id: str, alcance: Alcance) -> frozenset[str] | None:
        """The offices that ``alcance`` reaches from one of them; None means all."""
        if alcance is Alcance.TODAS:
            return None
        alcanzadas = {dependencia_id}
        pendientes = [dependencia_id] if alcance is Alcance.DESCENDIENTES else []
        while pendientes:
            hijas = self._hijas.get(pendientes.pop(), frozenset()) - alcanzadas
            alcanzadas |= hijas
            pendientes.extend(hijas)
        return frozenset(alcanzadas)

    @cached_property
    def _hijas(self) -> dict[str | None, frozenset[str]]:
        """By office, those that hang from it."""
        hijas: dict[str | None, set[str]] = {}
        for dependencia in self.dependencias:
            hijas.setdefault(dependencia.padre, set()).add(dependencia.id)
        return {padre: frozenset(suyas) for padre, suyas in hijas.items()}

    @cached_property
    def _por_id(self) -> dict[str, Dependencia]:
        return {dependencia.id: dependencia for dependencia in self.dependencias}

    @model_validator(mode="after")
    def _coherente(self, info: ValidationInfo) -> Self:
        if en_estudio(info):
            return self
        if hallados := tuple(coherencia_escritorio.problemas(self, raiz="")):
            raise Contradiccion(*hallados)
        return self
