"""A notice, never a refusal: what this draft has in common with what was sent before."""

from __future__ import annotations

from portal.domain.configuracion import Institucion
from portal.domain.fechas import corta
from portal.i18n import t
from portal.services.duplicados import Duplicados, Enviado
from portal.ui import piezas, state
from portal.ui.piezas import Enlace, Html


def avisar(hallados: Duplicados, institucion: Institucion, *, pantalla: str = "consulta-tramite") -> None:
    """Name the expedientes, with a link to each in that ``pantalla``; nothing when there is nothing to tell."""
    for clave, enviados in (("repetidos.archivo", hallados.archivos), ("repetidos.numero", hallados.numeros)):
        for que in dict.fromkeys(enviado.que for enviado in enviados):
            suyos = [_expediente(enviado, institucion, pantalla) for enviado in enviados if enviado.que == que]
            detalle = f"{piezas.seguro(t('repetidos.puede'))}<br>{'<br>'.join(suyos)}"
            piezas.aviso(t(clave, que=que), Html(detalle), tono="ambar")
    for nombres in hallados.repetidos:
        piezas.aviso(
            t("repetidos.dos_veces", nombres=", ".join(f"«{nombre}»" for nombre in nombres)),
            t("repetidos.dos_veces_detalle"),
            tono="ambar",
        )


def _expediente(enviado: Enviado, institucion: Institucion, pantalla: str) -> str:
    destino = state.url(f"/{pantalla}?expediente={enviado.numero}")
    cuando = corta(enviado.enviado_at, institucion.zona)
    return (
        f"{piezas.enlace(Enlace(t('repetidos.expediente', numero=enviado.numero), destino))} · {piezas.seguro(cuando)}"
    )
