"""What a filing form is made of: sections, fields with conditions, and slots for files. All of it the institution's data."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from portal.domain.riesgos import DE_FABRICA, Riesgo, al_dia, en_orden
from portal.domain.textos import Identificador, Modelo

Clase = Literal[
    "texto", "texto_largo", "fecha", "entero", "opcion", "si_no", "correo", "telefono", "documento", "antecedente",
    "centro", "dependencia", "declaracion", "explicacion",
]  # fmt: skip
"""``documento``: of a person, DNI, CE or RUC. ``antecedente``: an earlier expediente. ``centro`` and ``dependencia``: chosen
among those that the institution has. ``declaracion``: a text to be ticked. ``explicacion``: a text to be read, without value."""


class Opcion(Modelo):
    """One choice of a list. ``de``: only with that choice of the field on which the list depends. ``activa`` false: kept
    for what was filed with it, and offered no more.
    """

    id: Identificador
    nombre: str = Field(min_length=1, max_length=120)
    de: Identificador | None = None
    activa: bool = True


class Condicion(Modelo):
    """True when an earlier field satisfies this. ``valores``: the choices of ``uno_de``."""

    campo: Identificador
    op: Literal["igual", "distinto", "lleno", "vacio", "uno_de"]
    valor: str | bool = ""
    valores: tuple[str, ...] = ()


class Campo(Modelo):
    """One field of the filing form. ``papel`` tells the counter which datum of the registro it is.

    ``minimo`` and ``maximo``: of letters in a text, of the figure in an ``entero``. ``patron``: how a text is written, sign
    by sign: 9 a figure, A a letter, * either, anything else itself. ``cuerpo``: the text of a declaracion or explicacion.
    ``depende_de``: the field, before it, that decides which choices there are. ``hasta_hoy``: a fecha not in the future.
    ``condicion``: when it is shown; ``exigido_si``: when it must be answered, besides always if ``obligatorio``.
    """

    id: Identificador
    clase: Clase
    etiqueta: str = Field(min_length=1, max_length=160)
    ayuda: str = Field(default="", max_length=400)
    ejemplo: str = Field(default="", max_length=120)
    cuerpo: str = Field(default="", max_length=4000)
    obligatorio: bool = False
    minimo: int | None = Field(default=None, ge=0)
    maximo: int | None = Field(default=None, ge=0)
    patron: str = Field(default="", max_length=60)
    hasta_hoy: bool = False
    inicial: str | bool = ""
    opciones: tuple[Opcion, ...] = ()
    depende_de: Identificador | None = None
    orden: Literal["dado", "alfabetico", "uso"] = "dado"
    condicion: Condicion | None = None
    exigido_si: Condicion | None = None
    papel: Literal["tipo", "numero", "fecha", "destino", "asunto", "antecedente", "paginas"] | None = None


class Ranura(Modelo):
    """A slot for files. ``tipos`` are ours (``pdf``, ``docx``, ``jpg``…), told by structure; empty means any known type.

    ``rechaza``: the risks for which a file is refused here; the others are accepted, with a mark that staff see.
    """

    id: Identificador
    etiqueta: str = Field(min_length=1, max_length=120)
    ayuda: str = ""
    accion: str = "Elegir archivos"
    tipos: tuple[str, ...] = ("pdf",)
    mb_cada: int | None = Field(default=None, ge=1)
    mb_total: int | None = Field(default=None, ge=1)
    minimo: int = Field(default=0, ge=0)
    maximo: int | None = Field(default=None, ge=1)
    paginas_maximo: int | None = Field(default=None, ge=1)
    rechaza: Annotated[tuple[Riesgo, ...], BeforeValidator(en_orden)] = DE_FABRICA
    condicion: Condicion | None = None

    @model_validator(mode="before")
    @classmethod
    def _al_dia(cls, datos: object) -> object:
        return al_dia(datos)


class Seccion(Modelo):
    """A titled group of fields; with a condition, all of them are shown only then."""

    id: Identificador
    titulo: str = Field(min_length=1, max_length=160)
    ayuda: str = Field(default="", max_length=400)
    campos: tuple[Campo, ...]
    condicion: Condicion | None = None


class Formulario(Modelo):
    """The filing form: sections of fields, and slots for files.

    ``presentacion``: in steps, or everything on one screen. ``remitente``: the title of a first section that shows who
    files; empty, they are shown when reviewing.
    """

    titulo: str = "¿Qué va a presentar?"
    presentacion: Literal["pasos", "una_pantalla"] = "pasos"
    remitente: str = Field(default="", max_length=160)
    secciones: tuple[Seccion, ...]
    titulo_archivos: str = "Adjunte sus archivos"
    ranuras: tuple[Ranura, ...]

    @cached_property
    def campos(self) -> tuple[Campo, ...]:
        """All fields, in order."""
        return tuple(campo for seccion in self.secciones for campo in seccion.campos)

    @cached_property
    def condiciones(self) -> dict[str, tuple[Condicion, ...]]:
        """By field: what must be true for it to be shown, its section's first."""
        return {
            campo.id: tuple(c for c in (seccion.condicion, campo.condicion) if c is not None)
            for seccion in self.secciones
            for campo in seccion.campos
        }

    @cached_property
    def miradas(self) -> frozenset[str]:
        """The fields on which something else of the form depends: a condition, what is demanded, the choices of a list."""
        suyas = [c for de_uno in self.condiciones.values() for c in de_uno]
        suyas += [c for campo in self.campos if (c := campo.exigido_si) is not None]
        suyas += [c for ranura in self.ranuras if (c := ranura.condicion) is not None]
        padres = {campo.depende_de for campo in self.campos if campo.depende_de is not None}
        return frozenset({condicion.campo for condicion in suyas} | padres)

    def campo(self, campo_id: str) -> Campo | None:
        """The field of that id, if the form has it."""
        return next((campo for campo in self.campos if campo.id == campo_id), None)

    def con_papel(self, papel: str) -> Campo | None:
        """The field that plays ``papel``, if the form has one."""
        return next((campo for campo in self.campos if campo.papel == papel), None)

    def ranura(self, ranura_id: str) -> Ranura | None:
        """The slot of that id, if the form has it."""
        return next((ranura for ranura in self.ranuras if ranura.id == ranura_id), None)
