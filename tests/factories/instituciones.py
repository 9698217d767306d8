"""Any institution that may be published: forms of every clase of field, with conditions, lists that depend on lists,
centros, offices, procedures and routing rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from portal.domain.campos import Campo, Condicion, Formulario, Opcion, Ranura, Seccion
from portal.domain.configuracion import Institucion
from portal.domain.contestar import DE_SI_O_NO, Pregunta, contestar
from portal.domain.errors import DatoInvalido
from portal.domain.formulario import Valor
from portal.services import configuracion
from tests.factories.formularios import CENTROS, OFICINAS

CLASES = (
    "texto", "texto_largo", "fecha", "entero", "opcion", "si_no", "correo", "telefono", "documento", "antecedente",
    "centro", "dependencia", "declaracion", "explicacion",
)  # fmt: skip
ASUNTO = Campo(id="asunto", clase="texto", etiqueta="Asunto", papel="asunto", obligatorio=True, maximo=200)
OFICINA_IDS = tuple(str(cada["id"]) for cada in OFICINAS)
PALABRAS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
CASI_TODO = st.one_of(
    st.booleans(),
    PALABRAS,
    st.sampled_from([
        "a", "b", "c", "lima", "talara", "gerencia", "refineria", "antigua", "2026-11-16", "2026-11-18", "7", "0",
        "a@b.pe", "987654321", "dni:45678912", "ruc:20131370645", "ruc:1", "45678912", "ABC-123", "abc123", "\u200b",
    ]),
)  # fmt: skip
"""What somebody may send for a field: what fits, what nearly fits, and anything else."""

CASI_NADA = ("xyz", "abc-123", "1bX", "2026-11-16", "7", "a@b.pe", "987654321", "dni:45678912")


def _que_puede_decir(campo: Campo) -> list[Any]:
    """Some clean answers to it."""
    if campo.clase in DE_SI_O_NO:
        return [True, False]
    de_lista = {
        "opcion": [o.id for o in campo.opciones],
        "centro": [c["id"] for c in CENTROS],
        "dependencia": OFICINA_IDS,
    }
    if campo.clase in de_lista:
        return list(de_lista[campo.clase])
    return [dicho for dicho in CASI_NADA if _limpio(campo, dicho)]


def _limpio(campo: Campo, dicho: str) -> bool:
    try:
        return contestar(Pregunta(campo, exigida=False), dicho) == dicho
    except DatoInvalido:
        return False


@st.composite
def _condiciones(draw: st.DrawFn, antes: list[Campo]) -> Condicion | None:
    """One that looks at a field before, and waits for something that it can say."""
    mirables = [campo for campo in antes if campo.clase != "explicacion"]
    if not mirables or draw(st.integers(0, 2)) == 0:
        return None
    mirado = draw(st.sampled_from(mirables))
    valores = _que_puede_decir(mirado)
    op = draw(st.sampled_from(["igual", "distinto", "lleno", "vacio", "uno_de"]))
    if op == "uno_de" and valores and mirado.clase not in DE_SI_O_NO:
        return Condicion(campo=mirado.id, op=op, valores=tuple(valores[:2]))
    op = "lleno" if op == "uno_de" or not valores else op
    return Condicion(
        campo=mirado.id, op=op, valor=draw(st.sampled_from(valores)) if op in {"igual", "distinto"} else ""
    )


@st.composite
def _campos(draw: st.DrawFn, campo_id: str, antes: list[Campo]) -> Campo:
    clase = draw(st.sampled_from(CLASES))
    reglas: dict[str, Any] = {"obligatorio": draw(st.booleans()) and clase != "explicacion"}
    if clase == "opcion":
        padres = [campo.id for campo in antes if campo.clase == "opcion"]
        padre = draw(st.sampled_from([None, *padres]))
        de = st.sampled_from([None, "a", "b"]) if padre else st.none()
        reglas["depende_de"] = padre
        reglas["opciones"] = tuple(
            Opcion(id=uno, nombre=uno.upper(), de=draw(de), activa=uno == "a" or draw(st.booleans()))
            for uno in ("a", "b", "c")
        )
        reglas["orden"] = draw(st.sampled_from(["dado", "alfabetico", "uso"]))
        reglas["inicial"] = draw(st.sampled_from(["", "a"]))
    if clase == "dependencia":
        reglas["depende_de"] = draw(st.sampled_from([None, *(c.id for c in antes if c.clase == "centro")]))
    if clase == "texto":
        reglas["patron"] = draw(st.sampled_from(["", "AAA-999", "9*A"]))
    if clase in {"texto", "texto_largo"} and not reglas.get("patron"):
        reglas |= {"minimo": draw(st.sampled_from([None, 2])), "maximo": draw(st.sampled_from([None, 8]))}
    if clase in {"declaracion", "explicacion"}:
        reglas["cuerpo"] = "Lea esto."
    if clase == "si_no":
        reglas["inicial"] = draw(st.sampled_from(["", True]))
    reglas["hasta_hoy"] = clase == "fecha" and draw(st.booleans())
    reglas["condicion"] = draw(_condiciones(antes))
    if clase != "explicacion" and not reglas["obligatorio"]:
        reglas["exigido_si"] = draw(_condiciones(antes))
    return Campo(id=campo_id, clase=clase, etiqueta=f"Campo {campo_id}", **reglas)


@st.composite
def formularios(draw: st.DrawFn) -> Formulario:
    """A form of one to three sections, up to nine fields besides the asunto, and up to two slots."""
    antes: list[Campo] = [ASUNTO]
    secciones = [Seccion(id="primera", titulo="Primera", campos=(ASUNTO,))]
    for s in range(draw(st.integers(0, 2))):
        condicion = draw(_condiciones(antes))
        suyos: list[Campo] = []
        for c in range(draw(st.integers(1, 4))):
            suyos.append(draw(_campos(f"campo_{s}_{c}", [*antes, *suyos])))
        antes += suyos
        secciones.append(Seccion(id=f"s_{s}", titulo=f"Sección {s}", campos=tuple(suyos), condicion=condicion))
    ranuras = tuple(
        Ranura(id=f"ranura_{r}", etiqueta=f"Ranura {r}", mb_cada=1, condicion=draw(_condiciones(antes)))
        for r in range(draw(st.integers(0, 2)))
    )
    return Formulario(secciones=tuple(secciones), ranuras=ranuras)


@st.composite
def instituciones(draw: st.DrawFn) -> Institucion:
    """The IGP's preset with another form, offices, a procedure with its own form, and a routing rule."""
    base = configuracion.preset("igp").model_dump(mode="json")
    general = draw(formularios())
    base["formulario"] = general.model_dump(mode="json")
    base["escritorio"] |= {"dependencias": OFICINAS, "centros": CENTROS}
    regla = draw(_condiciones(list(general.campos)))
    base["encaminamientos"] = [
        {
            "dependencia": draw(st.sampled_from(OFICINA_IDS)),
            "condicion": regla.model_dump(mode="json") if regla else None,
        }
    ]
    suyo = draw(st.one_of(st.none(), formularios()))
    base["procedimientos"] = [
        {
            "id": "tramite", "nombre": "Trámite", "formulario": suyo.model_dump(mode="json") if suyo else None,
            "dependencia": draw(st.sampled_from([None, "compras"])), "plazo": draw(st.sampled_from([None, 3])),
        }
    ]  # fmt: skip
    return Institucion.model_validate(base)


def respuestas(formulario: Formulario) -> st.SearchStrategy[Mapping[str, Valor]]:
    """Anything that may be sent as answers to that form, and to fields that it does not have."""
    ids = [*(campo.id for campo in formulario.campos), "no_existe"]
    return st.dictionaries(st.sampled_from(ids), CASI_TODO)


MARTES = date(2026, 11, 17)
