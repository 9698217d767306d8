"""Any valid institution, for Hypothesis: the IGP's, with another identity, form, desk, calendar, numbers and procedures.

``instituciones()`` gives an ``Institucion``; ``formularios(escritorio)`` a form alone. What comes out contradicts itself
in nothing (``coherencia.problemas``), so a test may publish it, draw it and file with it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from portal.domain.archivos import TIPOS
from portal.domain.campos import Formulario
from portal.domain.configuracion import Institucion
from portal.domain.escritorio import Escritorio
from portal.services import configuracion

_LETRAS = "abcdefghijklmnñopqrstuvwxyzáéíóúü ABCÑ0123456789.,:;¿?-«»%{}\"'<>&"
CON_VALOR = (
    "texto", "texto_largo", "fecha", "entero", "opcion", "si_no", "correo", "telefono", "documento", "antecedente",
    "centro", "dependencia", "declaracion",
)  # fmt: skip
DE_LARGO = frozenset({"texto", "texto_largo"})


def textos(maximo: int = 40) -> st.SearchStrategy[str]:
    """Words that people write, with signs that break careless code; never empty, never blanks alone."""
    return st.text(_LETRAS, min_size=1, max_size=maximo).map(lambda t: " ".join(t.split())).filter(bool)


def _con_id(prefijo: str, cosas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{prefijo}{n}", **cosa} for n, cosa in enumerate(cosas, start=1)]


@st.composite
def escritorios(draw: st.DrawFn) -> dict[str, Any]:
    """Sedes, centros and a tree of offices under one counter."""
    sedes = _con_id("sede", draw(st.lists(st.fixed_dictionaries({"nombre": textos()}), max_size=2)))
    de_sede = st.sampled_from([None, *(sede["id"] for sede in sedes)])
    centro = st.fixed_dictionaries({"nombre": textos(), "sede": de_sede, "activo": st.booleans()})
    centros = _con_id("centro", draw(st.lists(centro, max_size=3)))
    de_centro = st.sampled_from([None, *(cada["id"] for cada in centros)])
    oficinas = [{"id": "mesa", "nombre": draw(textos()), "mesa": True, "sede": draw(de_sede)}]
    for n in range(draw(st.integers(0, 4))):
        oficinas.append({
            "id": f"oficina{n}", "nombre": draw(textos()), "padre": draw(st.sampled_from([o["id"] for o in oficinas])),
            "sede": draw(de_sede), "centro": draw(de_centro), "publica": draw(st.booleans()),
            "activa": draw(st.booleans()),
        })  # fmt: skip
    modo = draw(st.sampled_from(["lpag", "correspondencia"]))
    return {"modo": modo, "sedes": sedes, "centros": centros, "dependencias": oficinas}


@st.composite
def formularios(draw: st.DrawFn, escritorio: dict[str, Any] | Escritorio | None = None) -> dict[str, Any]:
    """A form over that desk: every clase of field, conditions that can come true, lists that depend on lists, slots."""
    desk = Escritorio.model_validate(escritorio or Escritorio())
    puestos: list[dict[str, Any]] = []
    secciones = []
    for n in range(draw(st.integers(1, 3))):
        primera = not n
        condicion = None if primera else draw(_condiciones(puestos, desk))
        campos = []
        for _ in range(draw(st.integers(0 if primera else 1, 4))):
            campos.append(draw(_campos(f"campo{len(puestos)}", puestos, desk)))
            puestos.append(campos[-1])
        if primera:
            maximo = draw(st.none() | st.integers(5, 500))
            asunto = {"id": "asunto", "clase": "texto_largo", "etiqueta": draw(textos()), "papel": "asunto"}
            campos.insert(draw(st.integers(0, len(campos))), asunto | {"obligatorio": True, "maximo": maximo})
            puestos.append(campos[-1]) if campos[-1]["id"] == "asunto" else None
        secciones.append({"id": f"seccion{n}", "titulo": draw(textos()), "campos": campos, "condicion": condicion})
    ranuras = [draw(_ranuras(f"ranura{n}", puestos, desk)) for n in range(draw(st.integers(0, 3)))]
    return {
        "titulo": draw(textos()),
        "presentacion": draw(st.sampled_from(["pasos", "una_pantalla"])),
        "remitente": draw(st.just("") | textos()),
        "secciones": secciones,
        "ranuras": ranuras,
    }


@st.composite
def _campos(draw: st.DrawFn, campo_id: str, antes: list[dict[str, Any]], escritorio: Escritorio) -> dict[str, Any]:
    clase = draw(st.sampled_from((*CON_VALOR, "explicacion")))
    campo: dict[str, Any] = {
        "id": campo_id, "clase": clase, "etiqueta": draw(textos()), "ayuda": draw(st.just("") | textos()),
        "cuerpo": draw(textos(200)) if clase in {"declaracion", "explicacion"} else "",
        "obligatorio": clase != "explicacion" and draw(st.booleans()),
        "condicion": draw(_condiciones(antes, escritorio)), "exigido_si": draw(_condiciones(antes, escritorio)),
    }  # fmt: skip
    if clase == "opcion":
        campo |= draw(_listas(antes))
    elif clase == "dependencia":
        centros = [c["id"] for c in antes if c["clase"] == "centro"]
        campo["depende_de"] = draw(st.sampled_from([None, *centros]))
    elif clase == "entero":
        campo["minimo"] = draw(st.none() | st.integers(0, 50))
        campo["maximo"] = draw(st.none() | st.integers(50, 10_000))
    elif clase in DE_LARGO:
        campo["minimo"] = draw(st.none() | st.integers(0, 8))
        campo["maximo"] = draw(st.none() | st.integers(8, 4000))
        if clase == "texto" and draw(st.booleans()):
            campo["patron"] = draw(
                st.text("9A*-/", min_size=8, max_size=8).filter(lambda p: any(c in "9A*" for c in p))
            )
    elif clase == "fecha":
        campo["hasta_hoy"] = draw(st.booleans())
    elif clase == "si_no":
        campo["inicial"] = draw(st.booleans())
    return campo


@st.composite
def _listas(draw: st.DrawFn, antes: list[dict[str, Any]]) -> dict[str, Any]:
    """The choices of a list, at least one of them offered, and the list before it that decides which."""
    opciones = _con_id("opcion", [{"nombre": draw(textos()), "activa": not n or draw(st.booleans())}
                                  for n in range(draw(st.integers(1, 4)))])  # fmt: skip
    padre = (
        draw(st.none() | st.sampled_from(suyas)) if (suyas := [c for c in antes if c["clase"] == "opcion"]) else None
    )
    if padre is not None:
        for opcion in opciones:
            opcion["de"] = draw(st.sampled_from([None, *(o["id"] for o in padre["opciones"])]))
    orden = draw(st.sampled_from(["dado", "alfabetico", "uso"]))
    return {"opciones": opciones, "depende_de": padre and padre["id"], "orden": orden}


def _condiciones(antes: list[dict[str, Any]], escritorio: Escritorio) -> st.SearchStrategy[dict[str, Any] | None]:
    """None, or a condition that some answer to an earlier field satisfies."""
    posibles = [c for c in antes if c["clase"] != "explicacion"]
    if not posibles:
        return st.none()
    return st.none() | st.none() | st.sampled_from(posibles).flatmap(lambda campo: _que_mira(campo, escritorio))


def _que_mira(campo: dict[str, Any], escritorio: Escritorio) -> st.SearchStrategy[dict[str, Any]]:
    ids: dict[str, list[str]] = {
        "opcion": [o["id"] for o in campo.get("opciones", ())],
        "centro": [centro.id for centro in escritorio.centros],
        "dependencia": [dependencia.id for dependencia in escritorio.dependencias],
    }
    llena = st.fixed_dictionaries({"campo": st.just(campo["id"]), "op": st.sampled_from(["lleno", "vacio"])})
    if campo["clase"] in {"si_no", "declaracion"}:
        valores: st.SearchStrategy[Any] = st.booleans()
    elif ids.get(campo["clase"]):
        valores = st.sampled_from(ids[campo["clase"]])
    else:
        return llena
    de_uno = {"campo": st.just(campo["id"]), "op": st.sampled_from(["igual", "distinto"]), "valor": valores}
    if campo["clase"] in {"si_no", "declaracion"}:
        return llena | st.fixed_dictionaries(de_uno)
    varios = st.lists(valores, min_size=1, max_size=3, unique=True)
    de_varios = {"campo": st.just(campo["id"]), "op": st.just("uno_de"), "valores": varios}
    return llena | st.fixed_dictionaries(de_uno) | st.fixed_dictionaries(de_varios)


@st.composite
def _ranuras(draw: st.DrawFn, ranura_id: str, campos: list[dict[str, Any]], escritorio: Escritorio) -> dict[str, Any]:
    cada = draw(st.none() | st.integers(1, 20))
    minimo = draw(st.integers(0, 2))
    return {
        "id": ranura_id,
        "etiqueta": draw(textos()),
        "tipos": draw(st.lists(st.sampled_from(sorted(TIPOS)), max_size=3, unique=True)),
        "mb_cada": cada,
        "mb_total": draw(st.none() | st.integers(cada or 1, 100)),
        "minimo": minimo,
        "maximo": draw(st.none() | st.integers(max(minimo, 1), 5)),
        "condicion": draw(_condiciones(campos, escritorio)),
    }


@st.composite
def _procedimientos(draw: st.DrawFn, escritorio: dict[str, Any]) -> list[dict[str, Any]]:
    hechos = []
    activas = [o["id"] for o in escritorio["dependencias"] if o.get("activa", True)]
    for n in range(draw(st.integers(0, 2))):
        propio = draw(st.none() | formularios(escritorio))
        hechos.append({
            "id": f"procedimiento{n}", "nombre": draw(textos()), "clase": draw(st.sampled_from(["servicio", "tupa"])),
            "calificacion": "evaluacion_previa", "silencio": draw(st.sampled_from(["positivo", "negativo"])),
            "costo": draw(st.none() | st.decimals(0, 999, places=2).map(str)),
            "dependencia": draw(st.sampled_from([None, *activas])), "formulario": propio,
            "requisitos": _con_id("requisito", [{"texto": texto} for texto in draw(st.lists(textos(), max_size=2))]),
        })  # fmt: skip
    return hechos


@cache
def _igp() -> dict[str, Any]:
    return dict(configuracion.preset("igp").model_dump(mode="json"))


@st.composite
def datos_de_instituciones(draw: st.DrawFn) -> dict[str, Any]:
    """The same as JSON."""
    igp, escritorio = _igp(), draw(escritorios())
    identidad = igp["identidad"] | {
        "nombre": draw(textos()), "sigla": draw(textos(12)), "acento": draw(st.sampled_from(["#0b5a6b", "#5b2a86"])),
        "frases": draw(st.lists(textos(), max_size=2)),
    }  # fmt: skip
    numeracion = igp["numeracion"] | {
        "expediente": draw(
            st.sampled_from(["{corr:05}-{anio}", "EXP-{serie}-{anio}-{corr}", "{anio}/{corr:06}-{serie}"])
        )
    }
    if "{serie}" in numeracion["expediente"]:
        numeracion |= {"serie": "AB", "registro": "R-{serie}-{corr}-{anio}"}
    calendario = igp["calendario"] | {"cierre": draw(st.sampled_from([None, "16:30:00", "17:00:00"]))}
    return igp | {
        "identidad": identidad,
        "numeracion": numeracion,
        "calendario": calendario,
        "escritorio": igp["escritorio"] | escritorio,
        "formulario": draw(formularios(escritorio)),
        "procedimientos": draw(_procedimientos(escritorio)),
    }


def instituciones() -> st.SearchStrategy[Institucion]:
    """Any valid institution."""
    return datos_de_instituciones().map(Institucion.model_validate)


def formularios_validos(escritorio: Escritorio | None = None) -> st.SearchStrategy[Formulario]:
    """Any valid form over that desk."""
    return formularios(escritorio).map(Formulario.model_validate)
