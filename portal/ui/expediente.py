"""The right side of an expediente on the desk: its term, what to do, its data, its road, and its relatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.estados import Accion
from portal.domain.fechas import corta, en_palabras
from portal.domain.plazos import Semaforo
from portal.domain.texto import frase
from portal.i18n import t
from portal.services.fichas import DestinoView, Ficha, Hermano, Paso
from portal.services.posibles import AccionPosible
from portal.services.registros import DocumentoView
from portal.ui import acto_observar, actos, comprobables, lo_posterior, piezas, seguimiento, state
from portal.ui.piezas import Enlace, Hito, Html, Tono

LUCES: dict[Semaforo, tuple[Tono, str]] = {
    Semaforo.EN_PLAZO: ("verde", "schedule"),
    Semaforo.POR_VENCER: ("ambar", "hourglass_bottom"),
    Semaforo.VENCIDO: ("rojo", "error"),
    Semaforo.DETENIDO: ("gris", "pause_circle"),
    Semaforo.SIN_PLAZO: ("gris", "circle"),
}
A_LA_VISTA = 3
POCAS = 4
_GRUPOS = {
    "responder": frozenset({Accion.ATENDER, Accion.RESPONDER, Accion.INFORMAR, Accion.ENTERARSE}),
    "pedir": frozenset({Accion.OBSERVAR, Accion.REQUERIR}),
    "enviar": frozenset({Accion.RECIBIR, Accion.DERIVAR, Accion.DEVOLVER, Accion.ASIGNAR, Accion.REMITIR}),
    "avanzar": frozenset({Accion.INICIAR, Accion.AVANZAR}),
    "plazo": frozenset({Accion.AMPLIAR, Accion.SUSPENDER, Accion.REANUDAR}),
}
GRUPOS: Mapping[str, frozenset[Accion]] = _GRUPOS | {"terminar": frozenset(Accion).difference(*_GRUPOS.values())}
"""What each act is for: the titles under which the folded ones are found."""
AL_CIUDADANO = frozenset({Accion.ATENDER, Accion.RESPONDER, Accion.OBSERVAR, Accion.REQUERIR})
"""Acts whose words the citizen reads, in the answer or item by item."""


def termino(ficha: Ficha) -> Html:
    """When it is due, in words, with its colour and drawing."""
    tono, dibujo = LUCES[ficha.semaforo]
    if ficha.vence_el is None or ficha.quedan is None:
        return piezas.etiqueta(t(f"ficha.{ficha.semaforo}"), tono, dibujo)
    fecha = f"{ficha.vence_el:%d/%m/%Y}"
    if ficha.quedan < 0:
        clave = "ficha.vencio_un_dia" if ficha.quedan == -1 else "ficha.vencio"
        return piezas.etiqueta(t(clave, fecha=fecha, dias=-ficha.quedan), tono, dibujo)
    clave = {0: "ficha.vence_hoy", 1: "ficha.vence_un_dia"}.get(ficha.quedan, "ficha.vence")
    return piezas.etiqueta(t(clave, fecha=fecha, dias=ficha.quedan), tono, dibujo)


def que_hacer(ficha: Ficha) -> None:
    """Only what is possible now: the usual one filled, two more, and the rest folded."""
    suyas = [accion for accion in ficha.acciones if actos.sabe(accion)]
    suyas.sort(key=lambda accion: not accion.principal)
    if not suyas:
        piezas.nota(t("expediente.sin_acciones"))
    for accion in suyas[:A_LA_VISTA]:
        actos.boton(ficha, accion, tipo="primary" if accion.principal else "secondary")
    if len(suyas) > A_LA_VISTA:
        with st.expander(t("ficha.mas_acciones", cuantas=len(suyas) - A_LA_VISTA)):
            _por_grupos(ficha, suyas[A_LA_VISTA:])


def _por_grupos(ficha: Ficha, acciones: Sequence[AccionPosible]) -> None:
    """The folded acts under what they are for; few need no titles."""
    grupos = {nombre: [a for a in acciones if a.accion in suyas] for nombre, suyas in GRUPOS.items()}
    llenos = {nombre: suyas for nombre, suyas in grupos.items() if suyas}
    for nombre, suyas in llenos.items():
        if len(acciones) > POCAS and len(llenos) > 1:
            st.html(f'<p class="mp-grupo">{t(f"ficha.grupo.{nombre}")}</p>')
        for accion in suyas:
            actos.boton(ficha, accion, tipo="secondary")


def datos(ficha: Ficha, institucion: Institucion) -> None:
    """Who, what, when; where it is and with whom."""
    vista, quien = ficha.vista, ficha.vista.remitente
    documento = f"{t('crear.' + quien['tipo_doc'])} {quien['numero_doc']}"
    filas = {
        t("ficha.oficina"): f"{ficha.oficina} ({t('ficha.por_recibir')})" if ficha.por_recibir else ficha.oficina,
        t("ficha.responsable"): ficha.responsable or t("ficha.sin_asignar"),
        t("expediente.remitente"): f"{quien['nombre']}, {documento}",
        t("expediente.persona"): vista.por,
        t("expediente.contacto"): " · ".join(p for p in (quien["correo"], quien["telefono"]) if p),
        t("procedimientos.tramite"): vista.procedimiento,
        t("expediente.tipo"): vista.tipo_documento,
        t("expediente.numero"): vista.numero_documento,
        t("seguimiento.registro"): vista.registro,
        t("seguimiento.enviado"): corta(vista.enviado_at, institucion.zona),
        t("seguimiento.presentado"): f"{vista.presentado_el:%d/%m/%Y}",
        t("seguimiento.antecedente"): seguimiento.antecedente(vista),
        **dict(vista.otros_datos),
    }
    lo_posterior.en_la_mesa(vista, institucion)
    piezas.resumen({nombre: valor for nombre, valor in filas.items() if valor}, denso=True)
    comprobables.mostrar(ficha.pedido)
    with st.container(horizontal=True, gap="small"):
        piezas.boton_enlace(Enlace(t("seguimiento.cargo"), seguimiento.cargo_propio(vista.registro_id), "download"))
        piezas.boton_enlace(Enlace(t("paquete.descargar"), seguimiento.todo(vista.numero), "folder_zip"))
        piezas.boton_enlace(Enlace(t("hoja.etiqueta"), hoja_en_papel("etiqueta", vista.numero), "label"))


def hoja_en_papel(cual: str, numero: str) -> str:
    """Where its hoja de ruta (``ruta``) or its label (``etiqueta``) is downloaded, by the session of staff."""
    return state.url(f"/hojas/{cual}.pdf?{urlencode({'expediente': numero})}")


def papeles(ficha: Ficha) -> tuple[DocumentoView, ...]:
    """Every file of it: what was filed, then what left and what arrived later."""
    posteriores = (documento for registro in ficha.vista.registros for documento in registro.documentos)
    return (*ficha.vista.documentos, *posteriores)


def hoja_de_ruta(ficha: Ficha, institucion: Institucion) -> None:
    """Every step, newest first, and every office to which it was sent."""
    piezas.linea_de_tiempo([_hito(p, institucion, actual=i == 0) for i, p in enumerate(ficha.pasos)], denso=True)
    piezas.boton_enlace(Enlace(t("hoja.descargar"), hoja_en_papel("ruta", ficha.vista.numero), "download"))
    enviados = [destino for destino in ficha.destinos if destino.tipo != "responsable"]
    if enviados:
        st.header(t("ficha.copias_y_pedidos"), anchor=False)
        piezas.resumen({f"{d.oficina}": _de_destino(d, institucion) for d in enviados}, denso=True)


def _hito(paso: Paso, institucion: Institucion, *, actual: bool) -> Hito:
    titulo = acto_observar.titulo_de(paso.datos) or t(f"accion.{paso.accion}")
    if oficina := str(paso.datos.get("oficina_a") or paso.datos.get("oficina") or ""):
        if paso.accion in {Accion.DERIVAR, Accion.DEVOLVER}:
            titulo = t("ficha.paso_a", accion=titulo, oficina=oficina)
    elif persona := str(paso.datos.get("persona") or ""):
        titulo = t("ficha.paso_a", accion=titulo, oficina=persona)
    dicho = "ficha.al_ciudadano" if paso.accion in AL_CIUDADANO else "ficha.proveido"
    textos = [
        t(dicho, texto=paso.interna) if paso.interna else "",
        t("ficha.al_ciudadano", texto=paso.nota) if paso.nota else "",
    ]
    return Hito(
        titulo=titulo,
        fecha=" · ".join(p for p in (corta(paso.ocurrido_at, institucion.zona), paso.actor, paso.oficina) if p),
        texto="  ".join(texto for texto in textos if texto),
        instante=paso.ocurrido_at.isoformat(),
        actual=actual,
    )


def _de_destino(destino: DestinoView, institucion: Institucion) -> str:
    partes = [t(f"ficha.destino.{destino.tipo}")]
    if destino.vence_el is not None:
        partes.append(t("ficha.hasta", fecha=f"{destino.vence_el:%d/%m/%Y}"))
    if destino.cerrado_at is not None:
        partes.append(t(f"ficha.cierre.{destino.cierre}", cuando=corta(destino.cerrado_at, institucion.zona)))
    elif destino.recibido_at is not None:
        partes.append(t("ficha.recibido", cuando=corta(destino.recibido_at, institucion.zona)))
    else:
        partes.append(t("ficha.sin_recibir"))
    return " · ".join(partes) + (f". {destino.respuesta}" if destino.respuesta else "")


def parientes(ficha: Ficha) -> None:
    """What looks repeated, and the sender's other expedientes within reach."""
    if ficha.repetidos:
        piezas.aviso(t("ficha.repetidos"), t("ficha.repetidos_detalle"), tono="ambar")
        _lista(ficha.repetidos)
    if ficha.otros:
        st.header(t("ficha.otros"), anchor=False)
        _lista(ficha.otros)
    if not (ficha.repetidos or ficha.otros):
        piezas.vacio(t("ficha.sin_otros"), t("ficha.sin_otros_detalle"))


def _lista(hermanos: tuple[Hermano, ...]) -> None:
    filas: dict[str, str] = {}
    for h in hermanos:
        direccion = state.url(f"/expediente?expediente={h.numero}")
        cuando = frase(en_palabras(h.presentado_el)) if h.presentado_el else ""
        motivo = t(f"ficha.{h.por}") if h.por else ""
        filas[piezas.enlace(Enlace(h.numero, direccion))] = " · ".join(
            p for p in (h.asunto, h.estado, cuando, motivo) if p
        )
    piezas.resumen(filas, denso=True)
