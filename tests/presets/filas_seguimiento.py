"""Rows 45-59: the number, the mails, the tray and how it is followed to its end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from portal.domain.estados import Accion, Fase
from portal.services import bandejas, consulta, derivaciones, finales, organizaciones, registro, tramite
from portal.services.bandejas import Filtros
from portal.services.consulta import SeguimientoNoCoincide
from portal.services.contexto import Contexto
from tests.e2e.buzon import enlace, texto
from tests.factories import cuentas as gente
from tests.presets.portal import ROSA, Portal, escribir
from tests.presets.registro_de_filas import fila

AMBOS = ("igp", "petroperu")
CUATRO = ["Registrada", "En proceso", "Atendida", "Rechazada"]
MOTIVO = "Lo solicitado no corresponde a la institución."


@fila(45, *AMBOS)
def cada_envio_recibe_su_numero(portal: Portal) -> None:
    patron = {"igp": r"\d{5}-\d{4}", "petroperu": r"MPV-\d{4}-\d{6}"}[portal.preset]

    assert re.fullmatch(patron, portal.recibo.numero)
    assert str(portal.hoy) in portal.recibo.numero
    assert "0001" in portal.recibo.numero


def del_cargo(portal: Portal) -> str:
    """The plain text of the mail of what Rosa filed."""
    return texto(portal.buzon.esperar_a(ROSA, portal.recibo.numero))


@fila(46, "igp")
def el_correo_trae_numero_y_contrasena(portal: Portal) -> None:
    dicho = del_cargo(portal)

    assert f"Número de expediente: {portal.recibo.numero}" in dicho
    assert f"Contraseña de seguimiento: {portal.recibo.contrasena}" in dicho


@fila(46, "petroperu")
def no_hay_contrasena_y_la_consulta_publica_dice_como(portal: Portal) -> None:
    assert portal.recibo.contrasena == ""
    for dicho in (del_cargo(portal), portal.pantallas["constancia"].texto, portal.pantallas["seguimiento"].texto):
        assert "contraseña de seguimiento" not in dicho.lower()
    assert "Inicie sesión y verá su estado." in portal.pantallas["consulta"].texto


@fila(47, "igp")
def el_correo_trae_un_enlace_que_abre_el_seguimiento(portal: Portal) -> None:
    direccion = enlace(portal.buzon.esperar_a(ROSA, portal.recibo.numero))

    assert direccion.startswith(f"{portal.servidor.url}/consulta-tramite?expediente={portal.recibo.numero}&ficha=")
    ficha = direccion.rpartition("=")[2]
    assert consulta.por_ficha(portal.ctx, numero=portal.recibo.numero, ficha=ficha).numero == portal.recibo.numero


@fila(48, "petroperu")
def el_correo_dice_que_fue_enviada_correctamente(portal: Portal) -> None:
    correo = portal.buzon.esperar_a(ROSA, portal.recibo.numero)

    assert "Su correspondencia ha sido enviada correctamente" in str(correo["Subject"])
    assert "Su correspondencia ha sido enviada correctamente a PETROPERÚ." in texto(correo)


@fila(50, "igp")
def se_sigue_de_tres_maneras(portal: Portal) -> None:
    numero, ctx = portal.recibo.numero, portal.ctx
    por_clave = consulta.por_clave(ctx, numero=numero, contrasena=portal.recibo.contrasena, ip="10.9.8.1")
    por_ficha = consulta.por_ficha(ctx, numero=numero, ficha=portal.recibo.ficha)

    assert {v.estado for v in (por_clave, por_ficha, portal.vista())} == {"Registrada"}
    assert portal.pantallas["consulta"].tiene(
        'textbox "Número de expediente"', 'textbox "Contraseña de seguimiento"', 'button "Consultar"'
    )
    assert any(nombre.endswith("Ver") for nombre in portal.pantallas["bandeja"].lugares)
    mala = portal.negativa(lambda: consulta.por_clave(ctx, numero=numero, contrasena="AAAA-AAAA-AAAA", ip="10.9.8.2"))
    assert isinstance(mala, SeguimientoNoCoincide)


@fila(51, *AMBOS)
def el_estado_actual_esta_en_la_bandeja_y_en_el_seguimiento(portal: Portal) -> None:
    for pantalla in ("bandeja", "seguimiento"):
        assert "Registrada" in portal.pantallas[pantalla].texto


@fila(52, "igp")
def la_bandeja_se_filtra_por_fechas_numero_y_asunto(portal: Portal) -> None:
    bandeja, hoy = portal.pantallas["bandeja"], datetime.now(UTC).astimezone(portal.institucion.zona)
    for etiqueta in ("Fecha inicio", "Fecha fin", "N.º expediente", "Número", "Asunto"):
        assert etiqueta.lower() in bandeja.arbol.lower(), etiqueta
    assert str(hoy.year) in bandeja.texto
    ayer = (hoy - timedelta(days=1)).date()
    hallados = [
        bandejas.mis_tramites(portal.de_rosa, filtros).total > 0
        for filtros in (
            Filtros(expediente=portal.recibo.numero), Filtros(numero="002 – 2021"), Filtros(asunto="febrero"),
            Filtros(desde=hoy.date(), hasta=hoy.date()), Filtros(hasta=ayer), Filtros(asunto="no existe"),
        )
    ]  # fmt: skip
    assert hallados == [True, True, True, True, False, False]


@fila(53, "igp")
def se_cuenta_cuantos_registros_hay(portal: Portal) -> None:
    assert re.search(r"\b1 registro\b", portal.pantallas["bandeja"].texto)


@fila(54, "igp")
def cada_fila_trae_numero_fecha_persona_documento_y_asunto(portal: Portal) -> None:
    texto_, cuando = portal.pantallas["bandeja"].texto, portal.recibo.enviado_at.astimezone(portal.institucion.zona)

    for dicho in (
        portal.recibo.numero, f"{cuando:%d/%m/%Y %H:%M}", "por Rosa Elena Quispe Huamán", "INFORME N° 002 – 2021 /BVD",
        "kB", "7 páginas", "Informe de actividades de febrero",
    ):  # fmt: skip
        assert dicho in texto_, dicho


@fila(55, *AMBOS)
def paginas_y_tamano_se_cuentan_solos_y_lo_nuevo_va_primero(portal: Portal) -> None:
    (documento,) = portal.vista().documentos
    assert (documento.paginas, documento.tamano > 0) == (7, True)
    nuevo = portal.presentar(numero="5")

    filas = bandejas.mis_tramites(portal.de_rosa, Filtros()).filas
    assert (filas[0].numero, bool(filas[0].documento_id)) == (nuevo.numero, True)
    assert [f.registro_id for f in filas] == sorted((f.registro_id for f in filas), reverse=True)


@fila(56, "igp")
def una_organizacion_es_una_sola_bandeja_de_varias_personas(portal: Portal) -> None:
    suya = gente.organizacion(portal.ctx)
    for actor in (suya.una, suya.otra):
        gente.aceptar_textos(portal.ctx, actor)
        registro.enviar(portal.ctx.como(actor), escribir(portal.ctx.como(actor), portal.preset, portal.carpeta))

    filas = bandejas.mis_tramites(portal.ctx.como(suya.otra), Filtros()).filas
    assert {f.por for f in filas} == {"Julia Mamani Coila", "Teodoro Yupanqui Soto"}
    assert organizaciones.mias(portal.ctx.como(suya.una))


@fila(57, "igp")
def lo_que_se_cuenta_junto_a_la_lupa_dice_que_es(portal: Portal) -> None:
    assert "1 movimiento" in portal.pantallas["bandeja"].texto


@fila(58, "petroperu")
def se_busca_con_algun_filtro_o_con_ninguno(portal: Portal) -> None:
    bandeja = portal.pantallas["bandeja"]

    assert any(nombre.endswith("Buscar") for nombre in bandeja.lugares)
    assert portal.recibo.numero in bandeja.texto


@fila(59, "petroperu")
def los_cuatro_estados_significan_lo_que_dice_la_guia(portal: Portal) -> None:
    estados = portal.institucion.estados
    assert [estado.publico for estado in estados] == CUATRO
    for estado, dicho in zip(
        estados,
        ("registrada en la MPV y enviada a PETROPERÚ", "viene tomando las acciones o el conocimiento sobre lo solicitado",
         "ya tomó conocimiento o respondió", "rechazado su correspondencia con un motivo determinante"),
        strict=True,
    ):  # fmt: skip
        assert dicho in estado.explicacion
        assert estado.explicacion in portal.pantallas["manual"].texto


@fila(59, *AMBOS)
def quien_envio_lee_por_que_se_rechazo(portal: Portal) -> None:
    destino = {"dependencia": "gerencia_general"} if portal.preset == "petroperu" else {}
    suyo = portal.presentar(numero="6", **destino)
    jefe = portal.ctx.como(portal.jefe)
    if portal.preset == "igp":
        mesa = portal.ctx.como(gente.personal(portal.ctx))
        derivar(mesa, suyo.numero)
    else:
        iniciar = next(tr for tr in portal.institucion.transiciones if tr.accion is Accion.INICIAR)
        tramite.cambiar_estado(jefe, suyo.numero, transicion=iniciar.id)
    finales.rechazar(jefe, suyo.numero, visto=None, motivo=MOTIVO)

    vista = consulta.propio(portal.de_rosa, suyo.numero)
    assert (vista.estado, vista.fase, vista.movimientos[0].nota) == ("Rechazada", Fase.RECHAZADO, MOTIVO)
    assert MOTIVO in texto(portal.buzon.esperar_a(ROSA, f"{suyo.numero} fue rechazad"))


def derivar(mesa: Contexto, numero: str) -> None:
    """The counter sends it to the office of the head of these checks."""
    derivaciones.derivar(mesa, numero, visto=None, responsable="gerencia_general", pedido="atender")
