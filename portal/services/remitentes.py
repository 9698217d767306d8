"""Who brings a filing to the counter, checked as a whole so that the screen can show everything at once.

It is kept in the draft, and then in the registro as it was told at the counter. Law: Ley 27444, art. 113.1 (who they are
and where they live), 20.4 (an e-mail only if they want to be told by it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from portal.domain import administrado as reglas
from portal.domain.errors import DatoInvalido, DatosInvalidos, PortalError
from portal.domain.formulario import Valor
from portal.services.datos_cuenta import NOMBRE_MAXIMO

PASAPORTE = re.compile(r"[A-Z0-9]{5,20}")
DOCUMENTOS = ("dni", "ce", "pasaporte")
CLASES = ("natural", "juridica")
FOLIOS_MAXIMO = 99_999
PREFIJO = "ventanilla."
"""Before its name in the values of the draft: no field of a form has a point in its name."""


@dataclass(frozen=True, kw_only=True)
class Remitente:
    """As typed, and as it is kept. ``ruc`` and ``razon_social`` count for an organisation; then the rest is who brings it.

    ``folios``: the sheets of paper, counted. ``custodia``: "si" when the counter keeps the original.
    """

    clase: str = "natural"
    ruc: str = ""
    razon_social: str = ""
    tipo_doc: str = "dni"
    numero_doc: str = ""
    nombres: str = ""
    apellidos: str = ""
    correo: str = ""
    telefono: str = ""
    direccion: str = ""
    folios: str = ""
    custodia: str = ""

    @property
    def juridica(self) -> bool:
        """Whether an organisation files."""
        return self.clase == "juridica"

    @property
    def persona(self) -> str:
        """Who brings it."""
        return f"{self.nombres} {self.apellidos}"

    @property
    def nombre(self) -> str:
        """Who files."""
        return self.razon_social if self.juridica else self.persona

    @property
    def documento(self) -> tuple[str, str]:
        """Kind and number of the document of who files."""
        return ("ruc", self.ruc) if self.juridica else (self.tipo_doc, self.numero_doc)

    def en_registro(self) -> dict[str, str]:
        """As a registro keeps it."""
        tipo, numero = self.documento
        return {
            "clase": self.clase,
            "tipo_doc": tipo,
            "numero_doc": numero,
            "nombre": self.nombre,
            "direccion": self.direccion,
            "persona": self.persona,
            "persona_tipo_doc": self.tipo_doc,
            "persona_numero_doc": self.numero_doc,
            "telefono": self.telefono,
            "correo": self.correo,
        }

    def en_borrador(self) -> dict[str, Valor]:
        """As the draft keeps it, beside the values of the form."""
        return {f"{PREFIJO}{campo}": valor for campo, valor in asdict(self).items()}


def de_borrador(valores: Mapping[str, Valor]) -> Remitente:
    """Who files, as the draft keeps it."""
    suyos = {k.removeprefix(PREFIJO): str(v) for k, v in valores.items() if k.startswith(PREFIJO)}
    return Remitente(**suyos)


def revisar(escrito: Remitente) -> Remitente:
    """The same, normalised. Raises DatosInvalidos with every wrong field."""
    errores: dict[str, PortalError] = {}

    def probar(campo: str, regla: Callable[[], str]) -> str:
        try:
            return regla()
        except DatoInvalido as error:
            errores[campo] = error
            return ""

    def nombre(campo: str, maximo: int = 120) -> str:
        return probar(campo, lambda: reglas.validar_nombre(getattr(escrito, campo), campo=campo, maximo=maximo))

    juridica = escrito.juridica
    tipo_doc = escrito.tipo_doc if escrito.tipo_doc in DOCUMENTOS else DOCUMENTOS[0]
    limpio = Remitente(
        clase="juridica" if juridica else "natural",
        ruc=probar("ruc", lambda: reglas.validar_ruc(escrito.ruc)) if juridica else "",
        razon_social=nombre("razon_social", NOMBRE_MAXIMO) if juridica else "",
        tipo_doc=tipo_doc,
        numero_doc=probar("numero_doc", lambda: _numero(tipo_doc, escrito.numero_doc)),
        nombres=nombre("nombres"),
        apellidos=nombre("apellidos"),
        correo=probar("correo", lambda: reglas.validar_correo(escrito.correo)) if escrito.correo.strip() else "",
        telefono=probar("telefono", lambda: reglas.validar_telefono(escrito.telefono))
        if escrito.telefono.strip()
        else "",
        direccion=nombre("direccion", NOMBRE_MAXIMO) if escrito.direccion.strip() else "",
        folios=probar("folios", lambda: _folios(escrito.folios)),
        custodia="si" if escrito.custodia else "",
    )
    if errores:
        raise DatosInvalidos(errores)
    return limpio


def _numero(tipo: str, numero: str) -> str:
    if tipo == "dni":
        return reglas.validar_dni(numero, campo="numero_doc")
    if tipo == "ce":
        return reglas.validar_ce(numero, campo="numero_doc")
    limpio = "".join(numero.split()).upper()
    if not PASAPORTE.fullmatch(limpio):
        raise DatoInvalido(campo="numero_doc", motivo="pasaporte_formato" if limpio else "vacio")
    return limpio


def _folios(texto: str) -> str:
    limpio = texto.strip()
    if not (limpio.isascii() and limpio.isdigit() and 0 < int(limpio[:9]) <= FOLIOS_MAXIMO):
        raise DatoInvalido(campo="folios", motivo="folios", maximo=FOLIOS_MAXIMO)
    return str(int(limpio))
