"""``Institucion``: everything an office can set. One typed model behind presets, screens and the filing form."""

from __future__ import annotations

from datetime import date, time
from functools import cached_property
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, model_validator

from portal.domain.calendario import Calendario, DiaNoHabil, ReglaFeriado, feriados
from portal.domain.campos import Formulario
from portal.domain.coherencia import comprobar
from portal.domain.escritorio import Escritorio
from portal.domain.estados import Accion, Fase
from portal.domain.identidad import Identidad
from portal.domain.manual import Manual
from portal.domain.permisos import Rol
from portal.domain.problemas import Contradiccion, Problema, en_estudio
from portal.domain.procedimientos import Encaminamiento, Procedimiento
from portal.domain.textos import Identificador, Modelo, Textos, Vocabulario

ANIOS_DE_CALENDARIO = range(2015, 2061)


class Feriado(Modelo):
    """A holiday that returns each year: on a fixed day, or so many days from Easter."""

    nombre: str
    base_legal: str
    mes: int | None = Field(default=None, ge=1, le=12)
    dia: int | None = Field(default=None, ge=1, le=31)
    pascua: int | None = None
    desde: int = 0
    hasta: int | None = None

    @model_validator(mode="after")
    def _una_forma(self) -> Self:
        if (self.pascua is None) == (self.mes is None or self.dia is None):
            raise Contradiccion(Problema("feriado_sin_dia", "", {"nombre": self.nombre}))
        return self


class DiaEspecial(Modelo):
    """One non-business day of one year, by decree. ``sedes`` empty: for all of them."""

    fecha: date
    nombre: str
    base_legal: str
    sedes: tuple[Identificador, ...] = ()


class ReglaDeCalendario(Modelo):
    """Business days and the cut-off rule. ``cierre`` empty = the whole day until 23:59:59."""

    zona: str = "America/Lima"
    cierre: time | None = None
    base_legal: str
    feriados: tuple[Feriado, ...] = ()
    dias: tuple[DiaEspecial, ...] = ()


class InicioDeSerie(Modelo):
    """The number with which one series begins in one year: who changes of system goes on where the old one was."""

    que: Literal["expediente", "registro", "salida"]
    anio: int = Field(ge=2015, le=2060)
    desde: int = Field(ge=1, le=999_999)


class Numeracion(Modelo):
    """How numbers are written: ``{corr:05}-{anio}``."""

    expediente: str = "{corr:05}-{anio}"
    registro: str = "R-{corr:06}-{anio}"
    salida: str = ""
    serie: str = ""
    inicios: tuple[InicioDeSerie, ...] = ()

    def desde(self, que: str, anio: int) -> int:
        """The first number of that series in ``anio``."""
        return next((inicio.desde for inicio in self.inicios if (inicio.que, inicio.anio) == (que, anio)), 1)

    @property
    def de_salida(self) -> str:
        """How what the institution answers is numbered: as it says, or as the registro with an S before."""
        return self.salida or f"S-{self.registro.removeprefix('R-')}"


class Estado(Modelo):
    """The institution's word for where a case stands, and the fase by which code reasons about it."""

    id: Identificador
    nombre: str
    publico: str
    fase: Fase
    explicacion: str = ""
    que_sigue: str = ""
    tono: Literal["", "gris", "azul", "verde", "ambar", "rojo"] = ""


class Transicion(Modelo):
    """What may be done to a case in one estado. ``nombre`` is the verb on the button.

    ``roles``: ids of the roles that may. ``publica``: whether the citizen sees the movement.
    """

    id: Identificador
    accion: Accion
    nombre: str
    desde: tuple[Identificador, ...]
    hasta: Identificador
    roles: tuple[Identificador, ...] = (Rol.MESA.value,)
    motivo: bool = False
    publica: bool = True
    plantilla: Identificador | None = None


class Plantilla(Modelo):
    """A mail: subject and paragraphs with ``{blanks}``."""

    id: Identificador
    asunto: str
    cuerpo: str


class Cuentas(Modelo):
    """Who may open an account, with which documents and data, and when the terms of use are accepted.

    ``terminos`` "ingreso": the box stands on the sign-in screen, and nobody signs in without ticking it.
    """

    clases: tuple[Literal["natural", "juridica"], ...] = ("natural", "juridica")
    documentos: tuple[Literal["dni", "ce"], ...] = ("dni", "ce")
    largo_contrasena: int = Field(default=12, ge=8, le=64)
    telefono: Literal["obligatorio", "opcional", "no"] = "obligatorio"
    direccion: Literal["obligatorio", "opcional", "no"] = "opcional"
    terminos: Literal["registro", "ingreso"] = "registro"


class Seguimiento(Modelo):
    """What tracking shows: the files without an account or not, and the term to answer, in business days.

    ``contrasena``: each expediente has a tracking password, with which anybody follows it without signing in.
    """

    contrasena: bool = True

    documentos_sin_cuenta: bool = False
    dias_habiles: int | None = Field(default=None, ge=1, le=250)
    base_legal: str = ""


class Borradores(Modelo):
    """How long an unsent draft is kept, how many days before its end its owner is told, how many an account may have."""

    dias: int = Field(default=30, ge=7, le=730)
    aviso_dias: int = Field(default=3, ge=1, le=5)
    maximo: int = Field(default=20, ge=1, le=200)


class Impresos(Modelo):
    """The words of the institution on what is printed, besides the data: titles, and a note at the foot."""

    titulo_cargo: str = Field(default="", max_length=120)
    nota_cargo: str = Field(default="", max_length=600)
    titulo_constancia: str = Field(default="", max_length=120)
    nota_constancia: str = Field(default="", max_length=600)


class SerieDocumental(Modelo):
    """How long one kind of expedientes is kept, by the institution's table of retention. Nothing is deleted by itself."""

    id: Identificador
    nombre: str = Field(min_length=1, max_length=160)
    anios: int = Field(ge=1, le=100)
    base_legal: str = Field(default="", max_length=200)


class Institucion(Modelo):
    """All that an institution decides. Raises pydantic's ValidationError when it contradicts itself."""

    esquema: Literal[1] = 1
    identidad: Identidad
    textos: Textos
    calendario: ReglaDeCalendario
    formulario: Formulario
    procedimientos: tuple[Procedimiento, ...] = ()
    encaminamientos: tuple[Encaminamiento, ...] = ()
    numeracion: Numeracion = Numeracion()
    estados: tuple[Estado, ...]
    transiciones: tuple[Transicion, ...]
    plantillas: tuple[Plantilla, ...]
    cuentas: Cuentas = Cuentas()
    borradores: Borradores = Borradores()
    seguimiento: Seguimiento = Seguimiento()
    manual: Manual = Manual()
    escritorio: Escritorio = Escritorio()
    vocabulario: Vocabulario = Vocabulario()
    impresos: Impresos = Impresos()
    conservacion: tuple[SerieDocumental, ...] = ()

    @cached_property
    def dias(self) -> Calendario:
        """The calendar of the counter's sede, in the shape the rules use."""
        return self.dias_de(self.escritorio.mesa.id)

    def dias_de(self, dependencia_id: str) -> Calendario:
        """The calendar of the sede where that office is."""
        sede = self.escritorio.dependencia(dependencia_id).sede
        if sede not in self._calendarios:
            self._calendarios[sede] = self._de_sede(sede)
        return self._calendarios[sede]

    @cached_property
    def _calendarios(self) -> dict[str | None, Calendario]:
        return {}

    def _de_sede(self, sede: str | None) -> Calendario:
        regla = self.calendario
        reglas = [ReglaFeriado(**feriado.model_dump()) for feriado in regla.feriados]
        especiales = {
            d.fecha: DiaNoHabil(d.fecha, d.nombre, d.base_legal) for d in regla.dias if not d.sedes or sede in d.sedes
        }
        return Calendario(ZoneInfo(regla.zona), feriados(reglas, ANIOS_DE_CALENDARIO) | especiales, regla.cierre)

    @cached_property
    def zona(self) -> ZoneInfo:
        """The institution's time zone."""
        return ZoneInfo(self.calendario.zona)

    def procedimiento(self, procedimiento_id: str) -> Procedimiento | None:
        """The procedure of that id, if this version has it."""
        return next((cada for cada in self.procedimientos if cada.id == procedimiento_id), None)

    def para(self, procedimiento_id: str) -> Institucion:
        """This institution as who asks for that procedure meets it: with the form of the procedure, if it has its own."""
        propio = self.procedimiento(procedimiento_id)
        if propio is None or propio.formulario is None:
            return self
        if procedimiento_id not in self._por_procedimiento:
            self._por_procedimiento[procedimiento_id] = self.model_copy(update={"formulario": propio.formulario})
        return self._por_procedimiento[procedimiento_id]

    @cached_property
    def _por_procedimiento(self) -> dict[str, Institucion]:
        return {}

    def estado(self, estado_id: str) -> Estado:
        """The estado of that id. KeyError when this version has none."""
        return {estado.id: estado for estado in self.estados}[estado_id]

    def plantilla(self, plantilla_id: str) -> Plantilla:
        """The mail of that id. KeyError when this version has none."""
        return {plantilla.id: plantilla for plantilla in self.plantillas}[plantilla_id]

    @property
    def estado_inicial(self) -> Estado:
        """Where every filing starts: the one estado in fase REGISTRADO that stands first."""
        return next(estado for estado in self.estados if estado.fase is Fase.REGISTRADO)

    def transiciones_desde(self, estado_id: str, *roles: str) -> tuple[Transicion, ...]:
        """What any of ``roles`` may do to a case in ``estado_id``."""
        return tuple(tr for tr in self.transiciones if estado_id in tr.desde and not set(roles).isdisjoint(tr.roles))

    @model_validator(mode="after")
    def _coherente(self, info: ValidationInfo) -> Self:
        if not en_estudio(info):
            comprobar(self)
        return self
