"""What a filing form asks, and whether what was written satisfies it. The form itself is the institution's data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from portal.domain.campos import Campo, Condicion, Formulario, Ranura
from portal.domain.errors import DatoInvalido, PortalError
from portal.domain.texto import parrafos, una_linea

Valor = str | bool
MAXIMO_TEXTO = 4000
CIFRAS_ENTERO = 9


def se_cumple(condicion: Condicion | None, valores: Mapping[str, Valor]) -> bool:
    """Whether a field or slot with this condition is asked. No condition: always."""
    if condicion is None:
        return True
    valor = valores.get(condicion.campo, "")
    match condicion.op:
        case "igual":
            return valor == condicion.valor
        case "distinto":
            return valor != condicion.valor
        case "lleno":
            return bool(valor)
        case "uno_de":
            return valor in condicion.valores
        case "vacio":  # pragma: no branch -- the type checker holds that there is no other
            return not valor


def campos_visibles(formulario: Formulario, valores: Mapping[str, Valor]) -> tuple[Campo, ...]:
    """The fields asked, given what is written so far. A field whose condition looks at a hidden one is hidden too."""
    visibles: list[Campo] = []
    vistos: dict[str, Valor] = {}
    for campo in formulario.campos:
        if se_cumple(campo.condicion, vistos):
            visibles.append(campo)
            vistos[campo.id] = _escrito(campo, valores)
    return tuple(visibles)


def ranuras_visibles(formulario: Formulario, valores: Mapping[str, Valor]) -> tuple[Ranura, ...]:
    """The file slots asked, given what is written."""
    vistos = {campo.id: _escrito(campo, valores) for campo in campos_visibles(formulario, valores)}
    return tuple(ranura for ranura in formulario.ranuras if se_cumple(ranura.condicion, vistos))


def _escrito(campo: Campo, valores: Mapping[str, Valor]) -> Valor:
    """What a condition looks at: a switch nobody touched is off, and blanks are nothing."""
    valor = valores.get(campo.id, "")
    return bool(valor) if campo.clase == "si_no" else str(valor).strip()


def validar(formulario: Formulario, valores: Mapping[str, Valor]) -> tuple[dict[str, Valor], dict[str, PortalError]]:
    """Clean values of the visible fields, and the errors by field id. Hidden and unknown values are dropped."""
    limpios: dict[str, Valor] = {}
    errores: dict[str, PortalError] = {}
    for campo in campos_visibles(formulario, valores):
        try:
            limpios[campo.id] = validar_campo(campo, valores.get(campo.id, ""))
        except DatoInvalido as error:
            errores[campo.id] = error
    return limpios, errores


def validar_campo(campo: Campo, valor: Valor) -> Valor:
    """The clean value of one field. Raises DatoInvalido with the figures of the rule that it breaks."""
    if campo.clase == "si_no":
        return bool(valor)
    crudo = str(valor)  # text pasted from elsewhere brings zero-width and control characters along
    texto = parrafos(crudo) if campo.clase == "texto_largo" else una_linea(crudo, max(len(crudo), 1))
    if not texto:
        if campo.obligatorio:
            raise DatoInvalido(campo=campo.id, motivo="obligatorio", etiqueta=campo.etiqueta)
        return ""
    match campo.clase:
        case "opcion":
            return _opcion(campo, texto)
        case "fecha":
            return _fecha(campo, texto)
        case "entero":
            return _entero(campo, texto)
        case _:
            return _texto(campo, texto)


def _opcion(campo: Campo, texto: str) -> str:
    if texto not in {opcion.id for opcion in campo.opciones}:
        raise DatoInvalido(campo=campo.id, motivo="opcion", etiqueta=campo.etiqueta)
    return texto


def _fecha(campo: Campo, texto: str) -> str:
    try:
        return date.fromisoformat(texto).isoformat()
    except ValueError:
        raise DatoInvalido(campo=campo.id, motivo="fecha", etiqueta=campo.etiqueta) from None


def _entero(campo: Campo, texto: str) -> str:
    minimo, maximo = campo.minimo or 0, campo.maximo if campo.maximo is not None else 1_000_000
    if not (texto.isascii() and texto.isdigit() and len(texto) <= CIFRAS_ENTERO and minimo <= int(texto) <= maximo):
        raise DatoInvalido(campo=campo.id, motivo="entero", etiqueta=campo.etiqueta, minimo=minimo, maximo=maximo)
    return str(int(texto))


def _texto(campo: Campo, texto: str) -> str:
    maximo = min(campo.maximo or MAXIMO_TEXTO, MAXIMO_TEXTO)
    if len(texto) > maximo:
        raise DatoInvalido(
            campo=campo.id, motivo="muy_largo", etiqueta=campo.etiqueta, maximo=maximo, escritos=len(texto)
        )
    if campo.minimo is not None and len(texto) < campo.minimo:
        raise DatoInvalido(
            campo=campo.id, motivo="muy_corto", etiqueta=campo.etiqueta, minimo=campo.minimo, escritos=len(texto)
        )
    return texto
