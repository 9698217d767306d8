"""What a cargo says, item by item and in words: rows in, one JSON value for the typesetter out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from portal.adapters import qr
from portal.db.models import DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain import fechas, tamanos
from portal.domain.configuracion import Institucion
from portal.domain.encaminar import primer_destino
from portal.domain.identidad import Identidad
from portal.i18n import t
from portal.services import procedimientos
from portal.services.respuestas import de_papel

VISIBLES = 3  # last signs of a person's document number


def reunir(
    institucion: Institucion,
    expediente: ExpedienteRow,
    registro: RegistroRow,
    documentos: Sequence[DocumentoRow],
    *,
    base_url: str,
    corregido: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Every item of a cargo that the registro has. The tracking password is not one of them.

    ``corregido``: of a cure, each thing that was asked and what was written for it.
    """
    verificacion = direccion_de_verificacion(base_url, registro.codigo_verificacion)
    titulo, numero, identidad = _titulo(institucion, registro), expediente.numero, institucion.identidad
    return {
        "acento": identidad.acento,
        "titulo": titulo,
        "documento": t("cargo.documento", titulo=titulo, numero=numero, institucion=identidad.nombre),
        "entidad": _entidad(institucion.identidad, registro.enviado_at.astimezone(institucion.zona).year),
        "numeros": [
            [t("cargo.expediente"), expediente.numero],
            [t("cargo.registro"), registro.numero],
        ],
        "momento": _momento(institucion, expediente, registro),
        "secciones": [
            {"titulo": t("cargo.presento"), "datos": _remitente(registro, institucion)},
            {"titulo": t("cargo.contenido"), "datos": _contenido(institucion, registro)},
            *([{"titulo": t("cargo.corregido"), "datos": _puntos(corregido)}] if corregido else []),
        ],
        "archivos": _archivos(documentos),
        "verificacion": {
            "titulo": t("cargo.verificacion"),
            "texto": t("cargo.verificacion_texto"),
            "codigo": registro.codigo_verificacion,
            "etiqueta_codigo": t("cargo.codigo"),
            "direccion": t("cargo.verifique"),
            "url": verificacion,
            "url_corta": f"{base_url}/verificar",
            "qr": qr.svg(verificacion),
            "qr_alt": t("cargo.qr", codigo=registro.codigo_verificacion),
            "seguimiento": t("cargo.seguimiento"),
            "seguimiento_url": f"{base_url}/consulta-tramite",
        },
        "pie": " ".join(texto for texto in (institucion.textos.pie_cargo, institucion.impresos.nota_cargo) if texto),
        "corrido": t("cargo.corrido", sigla=identidad.sigla, titulo=titulo, numero=numero),
        "pagina": t("cargo.pagina", n="{n}", total="{total}"),
    }


def _titulo(institucion: Institucion, registro: RegistroRow) -> str:
    """The institution's own title, where it has one; a cure says that it is one."""
    if registro.clase == "subsanacion":
        return t("cargo.titulo_subsanacion")
    return institucion.impresos.titulo_cargo or t("cargo.titulo")


def direccion_de_verificacion(base_url: str, codigo: str) -> str:
    """Where anybody confirms a cargo, as its QR says."""
    return f"{base_url}/verificar?codigo={codigo}"


def enmascarado(numero: str) -> str:
    """``45678912`` -> ``*****912``."""
    return "*" * max(len(numero) - VISIBLES, 0) + numero[-VISIBLES:]


def motivo(institucion: Institucion, saltados: Sequence[dict[str, Any]]) -> str:
    """Why it counts as presented on a later day, day by day with the legal basis; or that nothing deferred it."""
    if not saltados:
        return t("cargo.motivo.mismo_dia", base_legal=institucion.calendario.base_legal)
    dias = "; ".join(_dia_saltado(institucion, dia) for dia in saltados)
    return t("cargo.motivo.diferido", dias=dias, base_legal=institucion.calendario.base_legal)


def _dia_saltado(institucion: Institucion, dia: dict[str, Any]) -> str:
    fecha = fechas.relativa_dia(date.fromisoformat(dia["fecha"]))
    match dia["clase"]:
        case "fuera_de_hora":
            return t("cargo.motivo.fuera_de_hora", fecha=fecha, cierre=f"{institucion.calendario.cierre:%H:%M}")
        case "no_habil":
            return t("cargo.motivo.no_habil", fecha=fecha, nombre=dia["nombre"], base_legal=dia["base_legal"])
        case _:
            return fecha


def _entidad(identidad: Identidad, anio: int) -> dict[str, Any]:
    return {
        "nombre": identidad.nombre,
        "sigla": identidad.sigla,
        "sector": identidad.sector,
        "modulo": identidad.modulo,
        "datos": " · ".join(dato for dato in (t("cargo.ruc", ruc=identidad.ruc), identidad.lugar) if dato),
        "frases": [f"«{frase}»" for frase in identidad.frases_de(anio)],
    }


def _momento(institucion: Institucion, expediente: ExpedienteRow, registro: RegistroRow) -> dict[str, Any]:
    """When it was sent and counts as presented; a cure says which date the expediente keeps (art. 126.1)."""
    dicho = {
        "titulo": t("cargo.se_considera_presentado", fecha=fechas.en_palabras(registro.presentado_el)),
        "motivo": motivo(institucion, registro.saltados),
        "datos": [
            [t("cargo.enviado"), _con_zona(registro.enviado_at, institucion)],
            [t("cargo.plazo_desde"), fechas.en_palabras(registro.plazo_desde)],
            [t("cargo.receptor"), _receptor(institucion, registro)],
        ],
    }
    if registro.clase != "subsanacion" or expediente.presentado_el is None:
        return dicho
    recibida = t("cargo.subsanacion_recibida", fecha=fechas.en_palabras(registro.presentado_el))
    conserva = t("cargo.conserva", fecha=fechas.en_palabras(expediente.presentado_el))
    return dicho | {"titulo": conserva, "motivo": recibida}


def _receptor(institucion: Institucion, registro: RegistroRow) -> str:
    clave = "cargo.receptor_ventanilla" if registro.canal == "ventanilla" else "cargo.receptor_sistema"
    return t(clave, modulo=institucion.identidad.modulo)


def _con_zona(momento: datetime, institucion: Institucion) -> str:
    """``… 16:42:07 (hora de Lima, UTC-05:00)``: seconds and zone, so that nobody can read another instant."""
    desfase = f"{momento.astimezone(institucion.zona):%z}"
    lugar = institucion.calendario.zona.rpartition("/")[2].replace("_", " ")
    return t(
        "cargo.con_zona",
        momento=fechas.larga(momento, institucion.zona),
        lugar=lugar,
        desfase=f"UTC{desfase[:3]}:{desfase[3:5]}",
    )


def _remitente(registro: RegistroRow, institucion: Institucion) -> list[list[str]]:
    """A person's document number is masked; an organisation's RUC is public."""
    quien = registro.remitente
    natural = quien["clase"] == "natural"
    tipo = t(f"cargo.tipo_doc.{quien['tipo_doc']}")
    filas = [
        [t("cargo.nombre" if natural else "cargo.razon_social"), quien["nombre"]],
        [
            t("cargo.documento_identidad"),
            f"{tipo} {enmascarado(quien['numero_doc']) if natural else quien['numero_doc']}",
        ],
    ]
    if not natural and quien["persona_tipo_doc"]:
        suyo = f"{t('cargo.tipo_doc.' + quien['persona_tipo_doc'])} {enmascarado(quien['persona_numero_doc'])}"
        filas.append([t("cargo.presentado_por"), f"{registro.por} ({suyo})"])
    sin_correo = t("cargo.sin_correo" if institucion.seguimiento.contrasena else "cargo.sin_correo_sin_clave")
    filas.append([t("cargo.canal_de_aviso"), quien["correo"] or sin_correo])
    return filas


def _contenido(institucion: Institucion, registro: RegistroRow) -> list[list[str]]:
    fecha = de_papel(institucion, registro.valores, "fecha")
    filas = [
        [t("cargo.destino"), _destino(institucion, registro)],
        [t("procedimientos.tramite"), procedimientos.nombre(institucion, registro.procedimiento)],
        [t("procedimientos.plazo"), procedimientos.promesa(institucion, registro.procedimiento)],
        [t("cargo.tipo"), registro.tipo_documento],
        [t("cargo.numero"), registro.numero_documento],
        [t("cargo.fecha_documento"), fechas.en_palabras(date.fromisoformat(fecha)) if fecha else ""],
        [t("cargo.asunto"), registro.asunto],
        [t("cargo.antecedente"), registro.antecedente],
        [t("cargo.folios"), str(registro.paginas) if registro.paginas else ""],
    ]
    return [fila for fila in filas if fila[1]]


def _destino(institucion: Institucion, registro: RegistroRow) -> str:
    """The office it is addressed to; where nobody was asked, the one that has it first, by the words of its institution."""
    if pedido := de_papel(institucion, registro.valores, "destino"):
        return pedido
    oficina = primer_destino(
        institucion, registro.valores, procedimiento=registro.procedimiento, escritorio=institucion.escritorio,
        hoy=registro.enviado_at.astimezone(institucion.zona).date(),
    )  # fmt: skip
    nombre = institucion.escritorio.dependencia(oficina).nombre
    return t("cargo.oficina", oficina=nombre, institucion=institucion.identidad.nombre)


def _puntos(corregido: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Each item as it was asked, and the answer; what has none may have files."""
    return [
        [
            t("cargo.punto", orden=orden),
            t("cargo.respondido" if dicho else "cargo.sin_texto", pedido=pedido, dicho=dicho),
        ]
        for orden, (pedido, dicho) in enumerate(corregido, 1)
    ]


def _archivos(documentos: Sequence[DocumentoRow]) -> dict[str, Any]:
    octetos = sum(documento.tamano for documento in documentos)
    cuantos = "uno" if len(documentos) == 1 else "varios"
    return {
        "titulo": t("cargo.archivos"),
        "resumen": t(f"cargo.archivos_{cuantos}", cuantos=len(documentos), tamano=tamanos.legible(octetos)),
        "columnas": [t(f"cargo.columna.{c}") for c in ("orden", "archivo", "tipo", "tamano", "paginas", "firma")],
        "nota": t("cargo.columna.huella"),
        "filas": [
            {
                "orden": str(orden),
                "nombre": documento.nombre,
                "ranura": documento.etiqueta,
                "tipo": documento.tipo.upper(),
                "tamano": tamanos.legible(documento.tamano),
                "paginas": "–" if documento.paginas is None else str(documento.paginas),
                "firma": t(f"cargo.firma.{documento.firmado}".lower()),
                "sha256": documento.sha256,
            }
            for orden, documento in enumerate(documentos, 1)
        ],
    }
