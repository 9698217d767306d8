"""What a mail of the configuration would look like: its own words with facts of a sample, never those of a person."""

from __future__ import annotations

from datetime import timedelta

from portal.domain import fechas
from portal.domain.configuracion import Institucion, Plantilla
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services.contexto import Contexto, requiere
from portal.services.redaccion import Mensaje, redactar

DE_MUESTRA = (
    "nombre", "contrasena", "asunto", "estado", "explicacion", "motivo", "nota", "correo", "persona", "organizacion",
    "oficina", "entidad", "pendientes",
)  # fmt: skip


@requiere(Permiso.CONFIGURAR)
def de_correo(ctx: Contexto, institucion: Institucion, plantilla: Plantilla) -> Mensaje:
    """``plantilla`` filled with a sample. Raises PlantillaInvalida with the blank that does not exist."""
    ahora = ctx.reloj().astimezone(institucion.zona)
    plazo = fechas.en_palabras(institucion.dias.sumar_habiles(ahora.date(), institucion.escritorio.plazos.subsanar))
    datos = {
        **{hueco: t(f"muestra.{hueco}") for hueco in DE_MUESTRA},
        "institucion": institucion.identidad.nombre,
        "sigla": institucion.identidad.sigla,
        "enlace": f"{ctx.base_url}/consulta-tramite",
        "numero": t("muestra.numero", anio=ahora.year),
        "registro": t("muestra.registro", anio=ahora.year),
        "enviado": fechas.larga(ctx.reloj(), institucion.zona),
        "presentado": fechas.en_palabras(ahora.date()),
        "vence": fechas.en_palabras(ahora.date() + timedelta(days=3)),
        "plazo": plazo,
    }
    return redactar(plantilla, datos, identidad=institucion.identidad, boton=t("correo.boton.seguimiento"))
