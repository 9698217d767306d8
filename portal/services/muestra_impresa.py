"""A cargo of invented data, as the propuesta would print it: to be looked at before publishing. Nothing is registered."""

from __future__ import annotations

from portal.db.models import DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain.calendario import presentacion
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado
from portal.domain.numeracion import formatear
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import cargo_datos, cargos, propuestas
from portal.services.cargos import Cargo
from portal.services.contexto import Contexto, requiere

CODIGO = "XXXX-XXXX-XXXX"
HUELLA = "0123456789abcdef" * 4


@requiere(Permiso.CONFIGURAR)
def cargo(ctx: Contexto) -> tuple[str, bytes]:
    """File name and PDF, in the words, colours and rules of the propuesta. Raises NoEncontrado while it cannot be read."""
    institucion = propuestas.ver(ctx).leida
    if institucion is None:
        raise NoEncontrado
    expediente, registro = _invento(ctx, institucion)
    papel = DocumentoRow(
        nombre=t("muestra.archivo"), etiqueta=t("muestra.ranura"), tipo="pdf", tamano=575_969, paginas=7, firmado=False,
        sha256=HUELLA,
    )  # fmt: skip
    datos = cargo_datos.reunir(institucion, expediente, registro, [papel], base_url=ctx.base_url)
    return "cargo-de-muestra.pdf", cargos.componer(Cargo("", datos, registro.enviado_at))


def _invento(ctx: Contexto, institucion: Institucion) -> tuple[ExpedienteRow, RegistroRow]:
    """An expediente and its registro, of today; neither is ever added to the database."""
    ahora = ctx.reloj()
    dicha = presentacion(ahora, institucion.dias)
    anio, numeros = ahora.astimezone(institucion.zona).year, institucion.numeracion
    escritos = [
        formatear(patron, correlativo=1, anio=anio, serie=numeros.serie)
        for patron in (numeros.expediente, numeros.registro)
    ]
    saltados = [
        {"fecha": s.fecha.isoformat(), "clase": s.clase, "nombre": s.nombre, "base_legal": s.base_legal}
        for s in dicha.saltados
    ]
    quien = {"clase": "natural", "nombre": t("muestra.persona"), "tipo_doc": "dni", "numero_doc": "00000000",
        "correo": t("muestra.correo"), "persona_tipo_doc": ""}  # fmt: skip
    registro = RegistroRow(
        numero=escritos[1], canal="web", clase="presentacion", sentido="entrada", remitente=quien, por=t("muestra.persona"),
        tipo_documento=t("muestra.tipo"), numero_documento="S/N", asunto=t("muestra.asunto"), valores={}, antecedente="",
        enviado_at=ahora, presentado_el=dicha.presentado, plazo_desde=dicha.plazo_desde, saltados=saltados, paginas=7,
        codigo_verificacion=CODIGO,
    )  # fmt: skip
    return ExpedienteRow(numero=escritos[0], anio=anio, presentado_el=dicha.presentado), registro
