"""The facts that fill the blanks of one mail. Secrets are minted here, when the mail is rendered, and stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from portal.db.models import (
    CorreoSalienteRow,
    CuentaRow,
    EnlaceRow,
    ExpedienteRow,
    InvitacionRow,
    MovimientoRow,
    RegistroRow,
)
from portal.domain import fechas
from portal.domain.configuracion import Institucion
from portal.domain.plantillas import HUECOS
from portal.i18n import t
from portal.services import claves, configuracion, enlaces, miembros
from portal.services.contexto import Contexto

SECRETOS = frozenset({"contrasena", "enlace"})
OCULTO = "••••-••••-••••"
PAGINA_DE = {
    "activacion": "activar", "recuperacion": "recuperar", "correo_nuevo": "correo-nuevo",
    "correo_anular": "correo-anular",
}  # fmt: skip
PAGINA_DE_AVISO = {
    "miembro_entra": "organizacion", "miembro_sale": "organizacion", "borrador_por_vencer": "presentar",
    "oficina_recibe": "expediente", "oficina_devuelta": "expediente", "oficina_informada": "expediente",
    "resumen_de_plazos": "bandeja", "calendario_sin_dias": "personal",
    "rol_dado": "bandeja", "rol_terminado": "bandeja",
}  # fmt: skip
DATOS_DE_AVISO = ("borrador", "expediente", "dependencia")


@dataclass(frozen=True)
class Hechos:
    """What one mail may say: its blanks, the words of its button, and until when its link serves."""

    huecos: dict[str, str]
    boton: str
    vence: datetime | None = None
    usado: bool = False


def reunir(
    session: Session, ctx: Contexto, fila: CorreoSalienteRow, institucion: Institucion, *, con_secretos: bool
) -> Hechos:
    """Facts of ``fila``: those of the institution, of its registro or enlace, and the ones its event wrote in ``datos``."""
    comunes = {"institucion": institucion.identidad.nombre, "sigla": institucion.identidad.sigla}
    propios = {clave: str(valor) for clave, valor in fila.datos.items() if clave in HUECOS - SECRETOS}
    if fila.enlace_id is not None:
        hechos = _de_enlace(
            session, ctx, session.get_one(EnlaceRow, fila.enlace_id), institucion, con_secretos=con_secretos
        )
    elif fila.registro_id is not None:
        hechos = _de_registro(session, ctx, fila, institucion, con_secretos=con_secretos)
    elif fila.plantilla == "invitacion":
        hechos = _de_invitacion(session, ctx, fila, institucion, con_secretos=con_secretos)
    else:
        pagina = PAGINA_DE_AVISO.get(fila.plantilla, "recuperar")
        datos = {clave: fila.datos[clave] for clave in DATOS_DE_AVISO if clave in fila.datos}
        consulta = f"?{urlencode(datos)}" if datos else ""
        hechos = Hechos({"enlace": f"{ctx.base_url}/{pagina}{consulta}"}, t(f"correo.boton.{pagina}"))
    return Hechos(comunes | hechos.huecos | propios, hechos.boton, hechos.vence, hechos.usado)


def enlace_de_seguimiento(ctx: Contexto, expediente: ExpedienteRow) -> str:
    """The address that opens the tracking of one expediente to whoever holds it."""
    ficha = claves.ficha_de_seguimiento(ctx, expediente.id, expediente.clave_version)
    return f"{ctx.base_url}/consulta-tramite?{urlencode({'expediente': expediente.numero, 'ficha': ficha})}"


def _de_enlace(
    session: Session, ctx: Contexto, enlace: EnlaceRow, institucion: Institucion, *, con_secretos: bool
) -> Hechos:
    pagina = PAGINA_DE[enlace.proposito]
    vence = enlace.vence_at.astimezone(institucion.zona)
    ficha = enlaces.texto(ctx, enlace) if con_secretos else OCULTO
    huecos = {
        "nombre": session.get_one(CuentaRow, enlace.cuenta_id).nombres,
        "enlace": f"{ctx.base_url}/{pagina}?ficha={ficha}",
        "vence": f"{fechas.en_palabras(vence)}, {vence:%H:%M}",
    }
    return Hechos(huecos, t(f"correo.boton.{pagina}"), enlace.vence_at, enlace.usado_at is not None)


def _de_invitacion(
    session: Session, ctx: Contexto, fila: CorreoSalienteRow, institucion: Institucion, *, con_secretos: bool
) -> Hechos:
    invitacion = session.get_one(InvitacionRow, fila.datos["invitacion"])
    vence = invitacion.vence_at.astimezone(institucion.zona)
    ficha = miembros.ficha_de_invitacion(ctx, invitacion) if con_secretos else OCULTO
    huecos = {
        "enlace": f"{ctx.base_url}/invitacion?ficha={ficha}",
        "vence": f"{fechas.en_palabras(vence)}, {vence:%H:%M}",
    }
    respondida = invitacion.aceptada_at is not None or invitacion.anulada_at is not None
    return Hechos(huecos, t("correo.boton.invitacion"), invitacion.vence_at, respondida)


def _de_registro(
    session: Session, ctx: Contexto, fila: CorreoSalienteRow, institucion: Institucion, *, con_secretos: bool
) -> Hechos:
    registro = session.get_one(RegistroRow, fila.registro_id)
    expediente = session.get_one(ExpedienteRow, registro.expediente_id)
    movimiento = session.get(MovimientoRow, fila.movimiento_id) if fila.movimiento_id is not None else None
    suya = configuracion.institucion(session, expediente.institucion_version)
    estado = suya.estado(movimiento.hasta if movimiento else suya.estado_inicial.id)
    nota = movimiento.nota if movimiento else ""
    contrasena, enlace = _accesos(ctx, expediente, con_clave=suya.seguimiento.contrasena, con_secretos=con_secretos)
    huecos = {
        "nombre": registro.por,
        "numero": expediente.numero,
        "registro": registro.numero,
        "contrasena": contrasena,
        "enlace": enlace,
        "asunto": registro.asunto,
        "enviado": fechas.larga(registro.enviado_at, institucion.zona),
        "presentado": fechas.en_palabras(registro.presentado_el),
        "estado": estado.publico,
        "explicacion": estado.explicacion,
        "motivo": nota,
        "nota": nota,
    }
    return Hechos(huecos, t("correo.boton.seguimiento"))


def _accesos(ctx: Contexto, expediente: ExpedienteRow, *, con_clave: bool, con_secretos: bool) -> tuple[str, str]:
    """Tracking password and link. Where an expediente has none, the link leads to it through the own account."""
    if not con_clave:
        return t("correo.sin_clave"), f"{ctx.base_url}/consulta-tramite?{urlencode({'expediente': expediente.numero})}"
    enlace = enlace_de_seguimiento(ctx, expediente)
    if not con_secretos:
        return OCULTO, f"{enlace.rpartition('=')[0]}={OCULTO}"
    return claves.clave_de_seguimiento(ctx, expediente.id, expediente.clave_version), enlace
