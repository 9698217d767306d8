"""Everything in which a configuration may contradict itself: each by its code and its place, and all of them at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError, field_validator

from portal.domain import coherencia, plantillas
from portal.domain.configuracion import Institucion
from portal.domain.estudio import estudiar
from portal.domain.permisos import Permiso
from portal.domain.problemas import Contradiccion, Problema, de_pydantic
from portal.domain.textos import Modelo
from portal.i18n import catalogo
from portal.services.problemas import decir

OTRA = Path(__file__).parents[1] / "data" / "otra.toml"
PRESETS = sorted((Path(__file__).parents[2] / "portal" / "services" / "presets").glob("*.toml"))
AVISOS = {
    "ayuda_de_otro_limite", "ayuda_sin_limite",
    "hora_de_cierre", "inicio_sin_efecto", "pide_copias", "pide_dni", "pide_fotos", "pide_legalizada", "pide_lo_propio", "pide_original",
    "pide_pago", "plazo_largo", "requisito_sin_base_legal", "sin_conservacion", "sin_correo", "sin_imagen", "sin_jefatura",
    "texto_sin_version", "transicion_de_nadie", "tupa_sin_base_legal", "tupa_sin_costo", "tupa_sin_plazo",
}  # fmt: skip
"""What only warns: ``test_reparos``, ``test_propuestas``."""
Estropear = Callable[[dict[str, Any]], object]


def _datos() -> dict[str, Any]:
    return tomllib.loads(OTRA.read_text(encoding="utf-8"))


def _campo(d: dict[str, Any], campo_id: str) -> dict[str, Any]:
    return next(c for s in d["formulario"]["secciones"] for c in s["campos"] if c["id"] == campo_id)


def _tr(d: dict[str, Any], transicion_id: str) -> dict[str, Any]:
    return next(tr for tr in d["transiciones"] if tr["id"] == transicion_id)


def _mas(d: dict[str, Any], **campo: Any) -> None:
    """One more field, at the end of the last section."""
    d["formulario"]["secciones"][-1]["campos"].append({"id": "otro", "etiqueta": "Otro", "clase": "texto"} | campo)


def _correo(d: dict[str, Any], plantilla_id: str) -> dict[str, Any]:
    return next(p for p in d["plantillas"] if p["id"] == plantilla_id)


def _escritorio(d: dict[str, Any]) -> dict[str, Any]:
    return d.setdefault("escritorio", {})


def _oficinas(d: dict[str, Any]) -> list[dict[str, Any]]:
    return _escritorio(d)["dependencias"]


def _otra_oficina(d: dict[str, Any], **datos: Any) -> None:
    _oficinas(d).append({"id": "otra_oficina", "nombre": "Otra"} | datos)


def _ranura(d: dict[str, Any]) -> dict[str, Any]:
    return d["formulario"]["ranuras"][1]


def _quitar(de: dict[str, Any], que: str, **mas: Any) -> None:
    de.pop(que)
    de.update(mas)


def _lugar_otro(resto: str) -> str:
    return f"{SECCIONES}.destino_seccion.campos.otro.{resto}"


def _si(campo: str, valor: Any = "", *, op: str = "igual", valores: tuple[str, ...] | list[str] = ()) -> dict[str, Any]:
    return {"campo": campo, "op": op, "valor": valor, "valores": list(valores)}


def _opcion(**datos: Any) -> dict[str, Any]:
    return {"id": "una", "nombre": "Una"} | datos


def _con_centro(d: dict[str, Any], **campo: Any) -> None:
    _mas(d, id="lugar", clase="centro")
    _mas(d, **campo)


def _con_oficina(d: dict[str, Any], **campo: Any) -> None:
    _mas(d, id="oficina", clase="dependencia")
    _mas(d, **campo)


def _dia(fecha: str, **datos: Any) -> dict[str, Any]:
    return {"fecha": fecha, "nombre": "Día", "base_legal": "DS"} | datos


def _aviso() -> dict[str, Any]:
    return {"titulo": "Al revés", "desde": "2026-12-26", "hasta": "2026-12-24"}


def _rol(*permisos: str) -> dict[str, Any]:
    return {"id": "raro", "nombre": "Raro", "permisos": list(permisos)}


def _proc(**datos: Any) -> dict[str, Any]:
    return {"id": "copia", "nombre": "Copia"} | datos


def _procs(d: dict[str, Any], **datos: Any) -> None:
    d["procedimientos"] = [_proc(**datos)]


def _req(**datos: Any) -> dict[str, Any]:
    return {"id": "uno", "texto": "Solicitud"} | datos


def _serie() -> dict[str, Any]:
    return {"id": "serie", "nombre": "Serie", "anios": 5}


def _anio() -> dict[str, Any]:
    return {"anio": 2026, "nombre": "Año de algo"}


def _inicio() -> dict[str, Any]:
    return {"que": "registro", "anio": 2026, "desde": 9}


def _regla(condicion: dict[str, Any]) -> dict[str, Any]:
    return {"dependencia": "redes", "condicion": condicion}


def _vuelve(d: dict[str, Any]) -> None:
    """Something comes back to where everything begins."""
    d["estados"].append(d["estados"][0] | {"id": "recibida"})
    d["transiciones"].append({
        "id": "regresar", "accion": "recibir", "nombre": "Regresar", "desde": ["recibida"], "hasta": "ingresada",
    })  # fmt: skip


_AL_REVES = {"desde": "2026-12-26", "hasta": "2026-12-24"}
_ROLES = [{"id": cual, "nombre": cual, "permisos": []} for cual in ("mesa", "jefe")]
SECCIONES = "formulario.secciones"
CASOS: list[tuple[str, str, Estropear]] = [
    # what pydantic says, in our words
    ("falta", "identidad.nombre", lambda d: d["identidad"].pop("nombre")),
    ("sobra", "identidad.colores", lambda d: d["identidad"].update(colores="rojo")),
    ("forma", "identidad.acento", lambda d: d["identidad"].update(acento="rojo")),
    ("forma", f"{SECCIONES}.destino_seccion.campos.Observación.id", lambda d: _mas(d, id="Observación")),
    ("largo", "textos.terminos.version", lambda d: d["textos"]["terminos"].update(version="x" * 41)),
    ("corto", "textos.terminos.version", lambda d: d["textos"]["terminos"].update(version="")),
    ("no_es_texto", "identidad.nombre", lambda d: d["identidad"].update(nombre=7)),
    ("no_es_entero", "borradores.dias", lambda d: d.update(borradores={"dias": "un mes"})),
    ("no_es_si_no", "seguimiento.contrasena", lambda d: d["seguimiento"].update(contrasena="tal vez")),
    ("no_es_fecha", "calendario.dias.1.fecha", lambda d: d["calendario"].update(dias=[_dia("mañana")])),
    ("no_es_hora", "calendario.cierre", lambda d: d["calendario"].update(cierre="tarde")),
    ("menor", "cuentas.largo_contrasena", lambda d: d["cuentas"].update(largo_contrasena=1)),
    ("mayor", "cuentas.largo_contrasena", lambda d: d["cuentas"].update(largo_contrasena=100)),
    ("no_es_opcion", "estados.ingresada.fase", lambda d: d["estados"][0].update(fase="perdida")),
    ("no_es_opcion", "cuentas.clases.1", lambda d: d["cuentas"].update(clases=["marciana"])),
    ("no_es_lista", "estados", lambda d: d.update(estados=3)),
    ("no_es_grupo", "identidad", lambda d: d.update(identidad="yo")),
    ("no_es_importe", "procedimientos.copia.costo", lambda d: d.update(procedimientos=[_proc(costo="caro")])),
    ("no_sirve", "procedimientos.copia.costo", lambda d: _procs(d, costo="inf")),
    # a part with itself
    ("termina_antes", "textos.avisos.1.hasta", lambda d: d["textos"].update(avisos=[_aviso()])),
    ("termina_antes", "escritorio.dependencias.otra_oficina.hasta", lambda d: _otra_oficina(d, **_AL_REVES)),
    ("permiso_ajeno", "escritorio.roles.raro.permisos", lambda d: _escritorio(d).update(roles=[_rol("sistema")])),
    ("feriado_sin_dia", "calendario.feriados.1", lambda d: d["calendario"]["feriados"][0].update(pascua=-2)),
    ("sin_calificacion", "procedimientos.copia.calificacion", lambda d: _procs(d, clase="tupa")),
    ("sin_silencio", "procedimientos.copia.silencio", lambda d: _procs(d, calificacion="evaluacion_previa")),
    # repeated
    ("repetido", "formulario.campos.sumilla", lambda d: _campo(d, "observacion").update(id="sumilla")),
    ("repetido", "formulario.campos.sumilla", lambda d: d["formulario"]["ranuras"][0].update(id="sumilla")),
    ("repetido", "formulario.secciones.contenido", lambda d: d["formulario"]["secciones"][1].update(id="contenido")),
    ("repetido", "estados.ingresada", lambda d: d["estados"][1].update(id="ingresada")),
    ("repetido", "transiciones.contestar", lambda d: d["transiciones"].append(_tr(d, "contestar"))),
    ("repetido", "plantillas.activacion", lambda d: d["plantillas"].append(d["plantillas"][0])),
    ("repetido", "procedimientos.copia", lambda d: d.update(procedimientos=[_proc(), _proc()])),
    ("repetido", "procedimientos.copia.requisitos.uno", lambda d: _procs(d, requisitos=[_req(), _req()])),
    ("repetido", "conservacion.serie", lambda d: d.update(conservacion=[_serie(), _serie()])),
    ("repetido", "identidad.anios.2026", lambda d: d["identidad"].update(anios=[_anio(), _anio()])),
    ("repetido", "numeracion.inicios", lambda d: d["numeracion"].update(inicios=[_inicio(), _inicio()])),
    (
        "repetido",
        f"{SECCIONES}.destino_seccion.campos.destino.opciones.gerencia",
        lambda d: _campo(d, "destino")["opciones"].append({"id": "gerencia", "nombre": "Otra"}),
    ),
    ("repetido", "escritorio.dependencias.mesa_de_partes", lambda d: _oficinas(d).append(_oficinas(d)[0])),
    # the form
    ("sin_asunto", "formulario.secciones", lambda d: _campo(d, "sumilla").pop("papel")),
    ("asunto_opcional", f"{SECCIONES}.contenido.campos.sumilla", lambda d: _campo(d, "sumilla").pop("obligatorio")),
    (
        "asunto_opcional",
        f"{SECCIONES}.tercera.campos.sumilla",
        lambda d: d["formulario"]["secciones"].append(
            {
                "id": "tercera",
                "titulo": "Tercera",
                "campos": [d["formulario"]["secciones"][0]["campos"].pop(0)],
                "condicion": {"campo": "conozco_destino", "op": "lleno"},
            }
        ),
    ),
    ("papel_repetido", SECCIONES, lambda d: _campo(d, "observacion").update(papel="asunto")),
    (
        "papel_de_otra_clase",
        f"{SECCIONES}.destino_seccion.campos.otro",
        lambda d: (_campo(d, "fecha_documento").pop("papel"), _mas(d, papel="fecha")),
    ),
    (
        "condicion_sin_campo",
        f"{SECCIONES}.destino_seccion.campos.destino.condicion",
        lambda d: _campo(d, "destino")["condicion"].update(campo="observacion"),
    ),
    (
        "condicion_sin_campo",
        "formulario.ranuras.sustento.condicion",
        lambda d: _ranura(d)["condicion"].update(campo="no_existe"),
    ),
    (
        "condicion_sin_campo",
        f"{SECCIONES}.contenido.condicion",
        lambda d: (
            d["formulario"]["secciones"].reverse(),
            d["formulario"]["secciones"][1].update(condicion={"campo": "no_existe", "op": "lleno"}),
        ),
    ),
    ("condicion_sin_campo", _lugar_otro("exigido_si"), lambda d: _mas(d, exigido_si={"campo": "nada", "op": "lleno"})),
    (
        "condicion_sin_campo",
        _lugar_otro("condicion"),
        lambda d: (_mas(d, id="lea", clase="explicacion"), _mas(d, condicion={"campo": "lea", "op": "vacio"})),
    ),
    ("condicion_sin_valores", _lugar_otro("condicion"), lambda d: _mas(d, condicion=_si("destino", op="uno_de"))),
    *(
        ("nunca_vale", _lugar_otro("condicion"), lambda d, c=c: _mas(d, condicion=c))
        for c in (
            _si("conozco_destino", "si"),
            _si("clase_correspondencia", "queja", op="distinto"),
            _si("clase_correspondencia", op="uno_de", valores=["reclamo", "queja"]),
            _si("folios_enviados", "301"),
            _si("folios_enviados", "muchos"),
            _si("fecha_documento", "ayer"),
            _si("sumilla", valor=True),
            _si("sumilla", "x" * 121),
        )
    ),
    ("nunca_vale", _lugar_otro("condicion"), lambda d: _con_centro(d, condicion=_si("lugar", "cusco"))),
    ("nunca_vale", _lugar_otro("condicion"), lambda d: _con_oficina(d, condicion=_si("oficina", "nadie"))),
    (
        "lista_vacia",
        f"{SECCIONES}.destino_seccion.campos.destino.opciones",
        lambda d: _campo(d, "destino").update(opciones=[]),
    ),
    ("lista_vacia", _lugar_otro("opciones"), lambda d: _mas(d, clase="opcion", opciones=[_opcion(activa=False)])),
    (
        "depende_sin_lista",
        _lugar_otro("depende_de"),
        lambda d: _mas(d, clase="opcion", opciones=[_opcion()], depende_de="nada"),
    ),
    ("depende_sin_lista", _lugar_otro("depende_de"), lambda d: _mas(d, depende_de="destino")),
    (
        "opcion_de_nadie",
        _lugar_otro("opciones.una.de"),
        lambda d: _mas(d, clase="opcion", opciones=[_opcion(de="nadie")], depende_de="destino"),
    ),
    (
        "opcion_de_nadie",
        _lugar_otro("opciones.una.de"),
        lambda d: _con_centro(d, clase="opcion", opciones=[_opcion(de="cusco")], depende_de="lugar"),
    ),
    *(
        ("minimo_mayor", _lugar_otro("minimo"), lambda d, c=c: _mas(d, **c))
        for c in (
            {"minimo": 9, "maximo": 8},
            {"minimo": 4001},
            {"clase": "entero", "minimo": 1_000_001},
            {"clase": "entero", "minimo": 10**9, "maximo": 10**10},
        )
    ),
    ("patron_no_cabe", _lugar_otro("patron"), lambda d: _mas(d, patron="999-999", maximo=6)),
    *(
        ("inicial_no_sirve", _lugar_otro("inicial"), lambda d, c=c: _mas(d, **c))
        for c in (
            {"inicial": "tres letras", "maximo": 3},
            {"inicial": True},
            {"clase": "si_no", "inicial": "sí"},
            {"clase": "opcion", "opciones": [_opcion()], "inicial": "otra"},
            {"clase": "dependencia", "inicial": True},
        )
    ),
    ("tipo_desconocido", "formulario.ranuras.sustento.tipos", lambda d: _ranura(d).update(tipos=["pdf", "exe"])),
    ("total_menor", "formulario.ranuras.sustento.mb_total", lambda d: _ranura(d).update(mb_cada=5, mb_total=4)),
    ("minimo_mayor", "formulario.ranuras.sustento.minimo", lambda d: _ranura(d).update(minimo=3, maximo=2)),
    ("minimo_mayor", "formulario.ranuras.sustento.minimo", lambda d: _quitar(_ranura(d), "maximo", minimo=201)),
    # estados and transiciones
    ("sin_estado_inicial", "estados", lambda d: d["estados"][0].update(fase="en_tramite")),
    ("otro_inicial", "estados.otra_entrada", lambda d: d["estados"].append(d["estados"][0] | {"id": "otra_entrada"})),
    ("vuelve_al_inicial", "estados.ingresada", _vuelve),
    (
        "estado_desconocido",
        "transiciones.contestar.desde",
        lambda d: _tr(d, "contestar").update(desde=["en_manos", "nada"]),
    ),
    ("estado_desconocido", "transiciones.contestar.hasta", lambda d: _tr(d, "contestar").update(hasta="nada")),
    ("transicion_sin_desde", "transiciones.contestar.desde", lambda d: _tr(d, "contestar").update(desde=[])),
    ("paso_imposible", "transiciones.devolver.accion", lambda d: _tr(d, "devolver").update(desde=["contestada"])),
    ("paso_imposible", "transiciones.contestar.accion", lambda d: _tr(d, "contestar").update(hasta="devuelta")),
    ("rol_desconocido", "transiciones.contestar.roles", lambda d: _tr(d, "contestar").update(roles=["portero"])),
    (
        "plantilla_desconocida",
        "transiciones.contestar.plantilla",
        lambda d: _tr(d, "contestar").update(plantilla="nada"),
    ),
    ("estado_inalcanzable", "estados.suelto", lambda d: d["estados"].append(d["estados"][1] | {"id": "suelto"})),
    ("estado_sin_salida", "estados.por_completar", lambda d: d["transiciones"].remove(_tr(d, "completar"))),
    # mails
    ("falta_plantilla", "plantillas", lambda d: d["plantillas"].remove(_correo(d, "cargo"))),
    (
        "hueco_desconocido",
        "plantillas.cargo.cuerpo",
        lambda d: _correo(d, "cargo").update(cuerpo="{numero} {contrasena} {nada}"),
    ),
    ("hueco_desconocido", "plantillas.cargo.asunto", lambda d: _correo(d, "cargo").update(asunto="{organizacion}")),
    ("hueco_desconocido", "plantillas.novedad.cuerpo", lambda d: _correo(d, "novedad").update(cuerpo="{plazo}")),
    ("llave_suelta", "plantillas.novedad.cuerpo", lambda d: _correo(d, "novedad").update(cuerpo="{{bien}} mal }")),
    ("falta_hueco", "plantillas.activacion.cuerpo", lambda d: _correo(d, "activacion").update(cuerpo="Hola")),
    ("falta_hueco", "plantillas.cargo.cuerpo", lambda d: _correo(d, "cargo").update(cuerpo="{numero}")),
    (
        "falta_hueco",
        "plantillas.pedido.cuerpo",
        lambda d: (
            d["plantillas"].append({"id": "pedido", "asunto": "Falta algo", "cuerpo": "Mire {enlace}"}),
            _tr(d, "pedir_lo_que_falta").update(plantilla="pedido"),
        ),
    ),
    # identidad, calendario, numeración, cuentas
    ("acento_claro", "identidad.acento", lambda d: d["identidad"].update(acento="#9aa0a6")),
    ("acento_muy_oscuro", "identidad.acento_oscuro", lambda d: d["identidad"].update(acento_oscuro="#0b5a6b")),
    ("acento_muy_claro", "identidad.acento_oscuro", lambda d: d["identidad"].update(acento_oscuro="#ffffff")),
    ("zona_desconocida", "calendario.zona", lambda d: d["calendario"].update(zona="America/Limon")),
    ("zona_desconocida", "calendario.zona", lambda d: d["calendario"].update(zona="../etc")),
    ("feriado_imposible", "calendario.feriados", lambda d: d["calendario"]["feriados"][0].update(mes=2, dia=30)),
    (
        "sede_desconocida",
        "calendario.dias.2026-01-02",
        lambda d: d["calendario"].update(dias=[_dia("2026-01-02", sedes=["luna"])]),
    ),
    (
        "patron_tokens",
        "numeracion.expediente",
        lambda d: d["numeracion"].update(expediente="{corr}{corr}-{anio}-{serie}"),
    ),
    ("patron_largo", "numeracion.expediente", lambda d: d["numeracion"].update(expediente="x" * 61)),
    (
        "patron_caracteres",
        "numeracion.expediente",
        lambda d: d["numeracion"].update(expediente="\n{corr}-{anio}-{serie}"),
    ),
    ("patron_llaves", "numeracion.expediente", lambda d: d["numeracion"].update(expediente="{corr}-{anio}-{serie}}")),
    ("patron_ambiguo", "numeracion.salida", lambda d: d["numeracion"].update(salida="{corr}{anio}{serie}")),
    ("serie_no_es_texto", "numeracion.serie", lambda d: d["numeracion"].update(serie="V*Q")),
    (
        "numero_largo",
        "numeracion.expediente",
        lambda d: d["numeracion"].update(expediente="EXPEDIENTE-DE-LA-EMPRESA-{serie}-{anio}-{corr}"),
    ),
    ("numero_largo", "numeracion.registro", lambda d: d["numeracion"].update(serie="X" * 20)),
    ("sin_serie", "numeracion.registro", lambda d: d["numeracion"].update(registro="{anio}/{corr}")),
    ("cuentas_sin_clases", "cuentas.clases", lambda d: d["cuentas"].update(clases=[])),
    ("cuentas_sin_documentos", "cuentas.documentos", lambda d: d["cuentas"].update(documentos=[])),
    # the desk
    ("una_mesa", "escritorio.dependencias", lambda d: _oficinas(d)[0].update(mesa=False)),
    ("mesa_inactiva", "escritorio.dependencias.mesa_de_partes", lambda d: _oficinas(d)[0].update(activa=False)),
    ("sin_padre", "escritorio.dependencias.otra_oficina.padre", lambda d: _otra_oficina(d, padre="nadie")),
    ("cuelga_de_si", "escritorio.dependencias.otra_oficina.padre", lambda d: _otra_oficina(d, padre="otra_oficina")),
    ("sede_desconocida", "escritorio.dependencias.otra_oficina.sede", lambda d: _otra_oficina(d, sede="luna")),
    ("centro_desconocido", "escritorio.dependencias.otra_oficina.centro", lambda d: _otra_oficina(d, centro="luna")),
    (
        "nadie_puede_configurar",
        "escritorio.roles",
        lambda d: _escritorio(d).update(roles=[*_ROLES, _rol("gestionar_personal")]),
    ),
    (
        "nadie_puede_gestionar_personal",
        "escritorio.roles",
        lambda d: _escritorio(d).update(roles=[*_ROLES, _rol("configurar")]),
    ),
    # procedures and routing
    ("oficina_no_recibe", "procedimientos.copia.dependencia", lambda d: _procs(d, dependencia="nadie")),
    (
        "oficina_no_recibe",
        "encaminamientos.1.dependencia",
        lambda d: d.update(encaminamientos=[{"dependencia": "nadie"}]),
    ),
    (
        "nunca_vale",
        "encaminamientos.1.condicion",
        lambda d: d.update(encaminamientos=[_regla(_si("destino", "nadie"))]),
    ),
    (
        "condicion_sin_campo",
        "encaminamientos.1.condicion",
        lambda d: d.update(encaminamientos=[_regla(_si("nada", "x"))]),
    ),
    (
        "ranura_desconocida",
        "procedimientos.copia.requisitos.uno.ranura",
        lambda d: _procs(d, requisitos=[_req(ranura="nada")]),
    ),
    (
        "sin_asunto",
        "procedimientos.copia.formulario.secciones",
        lambda d: _procs(d, formulario={"secciones": [], "ranuras": []}),
    ),
]


@pytest.mark.parametrize(("codigo", "lugar", "estropear"), CASOS, ids=[f"{c}-{lugar}" for c, lugar, _ in CASOS])
def test_cada_contradiccion_se_dice_con_su_lugar_y_en_palabras(codigo, lugar, estropear):
    datos = _datos()
    estropear(datos)

    estudio = estudiar(datos)

    assert estudio.institucion is None
    assert (codigo, lugar) in {(p.codigo, p.lugar) for p in estudio.problemas}
    assert all(decir(problema) for problema in estudio.problemas)


def test_cada_palabra_de_problema_la_dice_algun_caso():
    """A sentence that nothing says is a rule that nobody checks; warnings have a test of their own."""
    en_catalogo = {clave.removeprefix("problema.") for clave in catalogo() if clave.startswith("problema.")}

    assert en_catalogo == {codigo for codigo, _, _ in CASOS} | {"valor"} | AVISOS


@pytest.mark.parametrize("archivo", [OTRA, *PRESETS], ids=lambda ruta: ruta.stem)
def test_lo_que_viene_con_el_portal_no_se_contradice(archivo):
    datos = tomllib.loads(archivo.read_text(encoding="utf-8"))

    estudio = estudiar(datos)

    assert estudio.problemas == ()
    assert estudio.institucion == Institucion.model_validate(datos)


def test_se_dice_todo_lo_que_esta_mal_a_la_vez():
    datos = _datos()
    datos["estados"].append(datos["estados"][1] | {"id": "suelto"})
    datos["plantillas"].remove(_correo(datos, "cargo"))
    _campo(datos, "sumilla").pop("papel")
    _otra_oficina(datos, padre="nadie")

    with pytest.raises(ValidationError) as error:
        Institucion.model_validate(datos | {"escritorio": _datos()["escritorio"]})

    assert {p.codigo for p in estudiar(datos).problemas} == {
        "sin_asunto", "estado_inalcanzable", "estado_sin_salida", "falta_plantilla", "sin_padre",
    }  # fmt: skip
    assert all(codigo in str(error.value) for codigo in ("sin_asunto", "estado_inalcanzable", "falta_plantilla"))


def test_una_condicion_que_puede_cumplirse_se_acepta():
    datos = _datos()
    for condicion in (
        _si("folios_enviados", "300"), _si("fecha_documento", "2026-11-16"), _si("destino", "gerencia"),
        _si("conozco_destino", valor=False), _si("clase_correspondencia", op="uno_de", valores=["reclamo"]),
        _si("sumilla", op="lleno"),
    ):  # fmt: skip
        _mas(datos, id=f"otro_{len(datos['formulario']['secciones'][-1]['campos'])}", condicion=condicion)
    _mas(datos, id="clave", patron="999-A", inicial="123-B")
    _mas(datos, id="pide", clase="declaracion", inicial=True)

    assert estudiar(datos).problemas == ()


def test_sin_contrasena_de_seguimiento_el_cargo_no_la_necesita():
    datos = _datos()
    datos["seguimiento"]["contrasena"] = False
    _correo(datos, "cargo").update(cuerpo="{numero}")

    assert estudiar(datos).problemas == ()


def test_los_correos_de_cada_accion_tienen_sus_propios_huecos():
    otra = Institucion.model_validate(_datos())

    assert "plazo" not in plantillas.huecos_de(otra, "novedad")
    assert {"plazo", "entidad", "oficina"} <= plantillas.huecos_de(otra, "de_nadie_todavia")
    assert plantillas.HUECOS_DE["cargo"] == plantillas.huecos_de(otra, "cargo")


def test_un_patron_se_muestra_con_ejemplos_o_con_ninguno():
    assert coherencia.muestras("{corr:05}-{anio}", anio=2026, desde=7) == ("00007-2026", "00008-2026", "100000-2026")
    assert coherencia.muestras("{corr}", anio=2026) == ()


def test_un_valor_que_se_queja_con_sus_palabras_las_conserva():
    assert str(Problema("falta", "identidad.nombre")) == "identidad.nombre: falta"
    assert str(Contradiccion(Problema("corto", "a", {"min_length": 1}))) == "a: corto {'min_length': 1}"


def test_ningun_permiso_de_configurar_se_pierde_con_los_roles_de_la_casa():
    roles = Institucion.model_validate(_datos()).escritorio.roles

    assert {Permiso.CONFIGURAR, Permiso.GESTIONAR_PERSONAL} <= {p for rol in roles for p in rol.permisos}


def test_una_queja_de_pydantic_con_palabras_propias_las_conserva():
    class Suyo(Modelo):
        dato: str

        @field_validator("dato")
        @classmethod
        def _nunca(cls, _valor: str) -> str:
            raise ValueError("esto nunca sirve")

    with pytest.raises(ValidationError) as error:
        Suyo(dato="x")

    (problema,) = de_pydantic(error.value, {"dato": "x"}, "raiz")
    assert (problema.lugar, decir(problema)) == ("raiz.dato", "esto nunca sirve")


def test_lo_que_esta_bien_no_es_un_problema():
    datos = _datos()
    _escritorio(datos)["sedes"] = [{"id": "luna", "nombre": "Luna"}]
    _escritorio(datos)["centros"] = [{"id": "centro", "nombre": "Centro", "sede": "luna"}]
    _otra_oficina(datos, padre="redes", sede="luna", centro="centro")
    datos["calendario"]["dias"] = [_dia("2026-01-02", sedes=["luna"])]
    datos["estados"].append(datos["estados"][0] | {"id": "recibida", "nombre": "Recibida"})
    datos["transiciones"] += [
        {"id": "recibir", "accion": "recibir", "nombre": "Recibir", "desde": ["ingresada"], "hasta": "recibida"},
        {"id": "pasar", "accion": "derivar", "nombre": "Pasar", "desde": ["recibida"], "hasta": "en_manos"},
    ]
    _mas(datos, id="para", clase="dependencia", papel="destino", condicion=_si("clase_correspondencia", "reclamo"))
    _campo(datos, "destino").pop("papel")

    assert estudiar(datos).problemas == ()
