"""What a person gives to open an account, checked as a whole so that a form can show everything at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from portal.domain import administrado as reglas
from portal.domain.administrado import ClaseAdministrado, TipoDocumentoIdentidad
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatoInvalido, DatosInvalidos, PortalError
from portal.domain.permisos import Rol
from portal.services import contrasenas

NOMBRE_MAXIMO = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class NuevaCuenta:
    """A registration as typed. ``ruc`` and ``razon_social`` count for clase ``juridica`` only."""

    clase: str
    tipo_doc: str
    numero_doc: str
    nombres: str
    apellidos: str
    telefono: str
    correo: str
    contrasena: str = field(repr=False)
    acepta: bool
    direccion: str = ""
    ruc: str = ""
    razon_social: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatosDePerfil:
    """What a person corrects in their account. As typed, and as it is kept once it satisfies every rule."""

    tipo_doc: str
    numero_doc: str
    nombres: str
    apellidos: str
    telefono: str
    direccion: str

    @property
    def identidad(self) -> dict[str, str]:
        """What says who the person is: columns of the account."""
        return {
            "nombres": self.nombres, "apellidos": self.apellidos, "tipo_doc": self.tipo_doc,
            "numero_doc": self.numero_doc,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DatosDeCuenta:
    """A registration that satisfies every rule, normalised: the person, and the administrado they act for."""

    clase: ClaseAdministrado
    tipo_doc: TipoDocumentoIdentidad
    numero_doc: str
    nombres: str
    apellidos: str
    telefono: str
    correo: str
    contrasena: str = field(repr=False)
    direccion: str
    ruc: str
    razon_social: str

    @property
    def administrado(self) -> dict[str, str]:
        """The columns of the administrado: the person, or the organisation."""
        if self.clase is ClaseAdministrado.JURIDICA:
            return {
                "clase": self.clase, "tipo_doc": TipoDocumentoIdentidad.RUC, "numero_doc": self.ruc,
                "nombre": self.razon_social, "direccion": self.direccion,
            }  # fmt: skip
        return {
            "clase": self.clase, "tipo_doc": self.tipo_doc, "numero_doc": self.numero_doc,
            "nombre": f"{self.nombres} {self.apellidos}", "direccion": self.direccion,
        }  # fmt: skip

    @property
    def persona(self) -> dict[str, str]:
        """The columns of the account that describe who uses it."""
        return {
            "nombres": self.nombres, "apellidos": self.apellidos, "tipo_doc": self.tipo_doc,
            "numero_doc": self.numero_doc, "telefono": self.telefono,
        }  # fmt: skip


def revisar(datos: NuevaCuenta, institucion: Institucion) -> DatosDeCuenta:
    """Check everything. Raises DatosInvalidos with one refusal per field."""
    r = _Revision()
    clase = r.una_de("clase", datos.clase, institucion.cuentas.clases)
    juridica = clase == ClaseAdministrado.JURIDICA
    tipo, persona = r.persona(datos, institucion)
    limpios = persona | {
        "correo": r.campo("correo", lambda: reglas.validar_correo(datos.correo)),
        "ruc": r.campo("ruc", lambda: reglas.validar_ruc(datos.ruc)) if juridica else "",
        "razon_social": r.campo("razon_social", lambda: _largo("razon_social", datos.razon_social)) if juridica else "",
    }
    r.campo("contrasena", lambda: _contrasena(datos.contrasena, institucion, limpios))
    if not datos.acepta:
        r.errores["acepta"] = DatoInvalido(campo="acepta", motivo="acepta_falta")
    if r.errores:
        raise DatosInvalidos(r.errores)
    return DatosDeCuenta(
        clase=ClaseAdministrado(clase), tipo_doc=TipoDocumentoIdentidad(tipo), contrasena=datos.contrasena, **limpios
    )


def organizacion(institucion: Institucion, *, ruc: str, razon_social: str, direccion: str) -> dict[str, str]:
    """The columns of an organisation that an account adds later, by the rules of registration. Raises DatosInvalidos."""
    r = _Revision()
    r.una_de("clase", ClaseAdministrado.JURIDICA, institucion.cuentas.clases)
    datos = {
        "clase": ClaseAdministrado.JURIDICA,
        "tipo_doc": TipoDocumentoIdentidad.RUC,
        "numero_doc": r.campo("ruc", lambda: reglas.validar_ruc(ruc)),
        "nombre": r.campo("razon_social", lambda: _largo("razon_social", razon_social)),
        "direccion": r.campo("direccion", lambda: _largo("direccion", direccion))
        if se_pide(institucion.cuentas.direccion, direccion.strip())
        else "",
    }
    if r.errores:
        raise DatosInvalidos(r.errores)
    return datos


def revisar_perfil(
    datos: DatosDePerfil, institucion: Institucion, *, misma: bool, con_direccion: bool = True
) -> DatosDePerfil:
    """Check what changes: with the ``misma`` identity, only how to reach the person. Raises DatosInvalidos.

    Who registered by other rules than today's can still change their telephone. ``con_direccion``: whether the account
    keeps an address; that of an organisation which others run is theirs.
    """
    r = _Revision()
    if misma:
        tipo, limpios = datos.tipo_doc, datos.identidad | r.contacto(datos, institucion)
    else:
        tipo, limpios = r.persona(datos, institucion)
    if not con_direccion:
        r.errores.pop("direccion", None)
    if r.errores:
        raise DatosInvalidos(r.errores)
    return DatosDePerfil(**{**limpios, "tipo_doc": tipo})


class _Revision:
    """Collects the first refusal of each field."""

    def __init__(self) -> None:
        self.errores: dict[str, PortalError] = {}

    def campo(self, nombre: str, regla: Callable[[], str]) -> str:
        try:
            return regla()
        except PortalError as negativa:
            self.errores[nombre] = negativa
            return ""

    def persona(self, datos: NuevaCuenta | DatosDePerfil, institucion: Institucion) -> tuple[str, dict[str, str]]:
        """Kind of document; who the person is and how to reach them."""
        tipo = self.una_de("tipo_doc", datos.tipo_doc, institucion.cuentas.documentos)
        documento = reglas.validar_ce if tipo == TipoDocumentoIdentidad.CE else reglas.validar_dni
        return tipo, {
            "numero_doc": self.campo("numero_doc", lambda: documento(datos.numero_doc, campo="numero_doc")),
            "nombres": self.campo("nombres", lambda: reglas.validar_nombre(datos.nombres, campo="nombres")),
            "apellidos": self.campo("apellidos", lambda: reglas.validar_nombre(datos.apellidos, campo="apellidos")),
        } | self.contacto(datos, institucion)

    def contacto(self, datos: NuevaCuenta | DatosDePerfil, institucion: Institucion) -> dict[str, str]:
        """How to reach the person, as far as the institution asks for it."""
        pide = institucion.cuentas
        telefono, direccion = datos.telefono.strip(), datos.direccion.strip()
        return {
            "telefono": self.campo("telefono", lambda: reglas.validar_telefono(telefono))
            if se_pide(pide.telefono, telefono)
            else "",
            "direccion": self.campo("direccion", lambda: _largo("direccion", direccion))
            if se_pide(pide.direccion, direccion)
            else "",
        }

    def una_de(self, nombre: str, valor: str, admitidas: tuple[str, ...]) -> str:
        if valor in admitidas:
            return valor
        self.errores[nombre] = DatoInvalido(campo=nombre, motivo="opcion_no_admitida")
        return ""


def se_pide(exigencia: str, escrito: str) -> bool:
    """Whether a datum is judged and kept: obligatorio always, opcional when something is written, no never."""
    return exigencia == "obligatorio" or (exigencia == "opcional" and bool(escrito))


def _largo(campo: str, texto: str) -> str:
    return reglas.validar_nombre(texto, campo=campo, maximo=NOMBRE_MAXIMO)


def _contrasena(contrasena: str, institucion: Institucion, limpios: dict[str, str]) -> str:
    minimo = contrasenas.largo_minimo(institucion, Rol.CIUDADANO)
    contrasenas.exigir(contrasena, minimo=minimo, propias=contrasenas.conocidas(institucion, *limpios.values()))
    return contrasena
