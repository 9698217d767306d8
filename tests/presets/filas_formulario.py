"""Rows 26-44: what is asked to file, with which files, and how it is sent."""

from __future__ import annotations

import pytest

from portal.domain.campos import Campo
from portal.domain.errors import PortalError
from portal.services import archivos, bandejas, borradores, consulta, fichas
from tests.presets.portal import ANCHO, PRINCIPAL, Portal
from tests.presets.registro_de_filas import fila

AMBOS = ("igp", "petroperu")
MB = 1024 * 1024


def campo(portal: Portal, nombre: str) -> Campo:
    hallado = portal.institucion.formulario.campo(nombre)
    assert hallado is not None, nombre
    return hallado


@fila(26, "petroperu")
def hay_tres_secciones(portal: Portal) -> None:
    documento = portal.pantallas["documento"]

    assert documento.tiene('heading "Remitente"', 'heading "Correspondencia"', 'heading "Archivos"')
    lugares = [documento.texto.index(f"\n{titulo}\n") for titulo in ("Remitente", "Correspondencia", "Archivos")]
    assert lugares == sorted(lugares)


@fila(27, "petroperu")
def el_remitente_se_muestra_y_no_se_escribe(portal: Portal) -> None:
    documento = portal.pantallas["documento"]

    for dicho in ("Rosa Elena Quispe Huamán", "rosa@ejemplo.pe", "987654321", "Av. Los Olivos 123, Lima"):
        assert dicho in documento.texto
    assert not documento.tiene('textbox "Teléfono"')


@fila(28, *AMBOS)
def el_tipo_sale_de_la_lista_de_la_institucion(portal: Portal) -> None:
    tipo = campo(portal, "tipo")

    assert portal.pantallas["documento"].tiene(f'combobox "{tipo.etiqueta}"')
    assert [opcion.nombre for opcion in tipo.opciones][:2] == ["Carta", "Oficio"]
    assert "Informe" in {opcion.nombre for opcion in tipo.opciones}
    assert portal.errores(tipo="no_existe") == {"tipo"}
    if portal.preset == "petroperu":
        assert (tipo.etiqueta, tipo.orden) == ("Tipo de correspondencia", "uso")


@fila(29, *AMBOS)
def el_numero_es_el_que_puso_quien_envia(portal: Portal) -> None:
    for numero in ("0005-2021/MTC-URH", "45578549", "INFORME N° 002 – 2021 /BVD", "002-2021/GS"):
        assert portal.errores(numero=numero) == set()
    assert portal.vista().numero_documento in portal.pantallas["bandeja"].texto


@fila(30, *AMBOS)
def el_asunto_se_exige(portal: Portal) -> None:
    assert portal.pantallas["documento"].tiene('textbox "Asunto"')
    assert portal.errores(asunto="") == {"asunto"}


@fila(31, "igp")
def el_expediente_anterior_se_comprueba(portal: Portal) -> None:
    assert portal.pantallas["documento"].tiene('textbox "Expediente anterior (opcional)"')
    cita = portal.presentar(antecedente=portal.recibo.numero, numero="2")
    suelta = portal.presentar(antecedente="99999-2019", numero="3")

    vistas = [consulta.propio(portal.de_rosa, uno.numero) for uno in (cita, suelta)]
    assert [(v.antecedente, v.antecedente_comprobado) for v in vistas] == [
        (portal.recibo.numero, True),
        ("99999-2019", False),
    ]


@fila(32, "igp")
def la_informacion_adicional_es_opcional(portal: Portal) -> None:
    assert portal.pantallas["documento"].tiene('textbox "Información adicional (opcional)"')
    assert portal.errores(informacion="") == set()


@fila(33, "petroperu")
def se_pide_la_fecha_del_documento(portal: Portal) -> None:
    assert "Fecha Documento" in portal.pantallas["documento"].texto
    assert [portal.errores(fecha=f) for f in ("", "ayer", "2099-01-01")] == [{"fecha"}] * 3


@fila(34, "petroperu")
def se_pide_el_numero_de_paginas(portal: Portal) -> None:
    assert portal.pantallas["documento"].tiene('textbox "Nº de páginas"')
    assert [portal.errores(paginas=p) for p in ("", "0", "siete")] == [{"paginas"}] * 3


@fila(35, "petroperu")
def la_observacion_es_opcional(portal: Portal) -> None:
    assert portal.pantallas["documento"].tiene('textbox "Observación (opcional)"')
    assert portal.errores(observacion="") == set()


@fila(36, "petroperu")
def sin_lugar_de_destino_llega_a_tramite_documentario(portal: Portal) -> None:
    assert "Conozco el lugar de destino" in portal.pantallas["documento"].texto
    assert portal.errores(conoce_destino=False, centro="", dependencia="") == set()
    suelta = portal.presentar(conoce_destino=False, centro="", dependencia="", numero="4")

    assert consulta.propio(portal.de_rosa, suelta.numero).oficina == "Trámite Documentario"
    assert portal.vista().oficina == "Gerencia General"
    assert fichas.abrir(portal.ctx.como(portal.jefe), portal.recibo.numero).por_recibir


@fila(37, "petroperu")
def el_centro_de_gestion_es_una_localidad(portal: Portal) -> None:
    assert portal.pantallas["documento"].tiene('combobox "Centro de Gestión"')
    centros = [centro.nombre for centro in portal.institucion.escritorio.centros]
    assert "Oficina Principal San Isidro" in centros
    assert len(centros) > 1
    assert "centro" in portal.errores(centro="")


@fila(38, "petroperu")
def la_dependencia_es_una_de_ese_centro(portal: Portal) -> None:
    assert portal.pantallas["documento"].tiene('combobox "Dependencia Destino"')
    assert portal.errores(centro="oficina_principal", dependencia="gerencia_general") == set()
    assert portal.errores(centro="refineria_talara", dependencia="gerencia_general") == {"dependencia"}


def negado(portal: Portal, ranura: str, nombre: str, tamano: int) -> PortalError:
    """What a file is refused with before any byte of it travels."""
    borrador = borradores.empezar(portal.de_rosa).id
    with pytest.raises(PortalError) as negada:
        archivos.crear_carga(portal.de_rosa, borrador, ranura=ranura, nombre=nombre, tamano=tamano)
    borradores.descartar(portal.de_rosa, borrador)
    return negada.value


@fila(39, "igp")
def el_archivo_principal_es_un_pdf_de_hasta_diez_mb(portal: Portal) -> None:
    ranura = portal.institucion.formulario.ranura("principal")
    assert ranura is not None
    assert (ranura.tipos, ranura.mb_cada, ranura.minimo, ranura.maximo) == (("pdf",), 10, 1, 1)
    assert portal.pantallas["archivos"].tiene('group "Archivo principal"')
    assert negado(portal, "principal", "carta.pdf", 10 * MB + 1).code == "archivo_demasiado_grande"


@fila(40, "igp")
def los_anexos_llegan_a_quinientos_mb(portal: Portal) -> None:
    ranura = portal.institucion.formulario.ranura("anexos")
    assert ranura is not None
    assert (ranura.tipos, ranura.mb_total, ranura.minimo) == ((), 500, 0)
    assert portal.pantallas["archivos"].tiene('group "Anexos"')
    assert negado(portal, "anexos", "datos.zip", 500 * MB + 1).code == "archivo_total_excedido"


@fila(41, "petroperu")
def uno_o_mas_archivos_de_oficina_o_imagen_hasta_veinte_mb_en_total(portal: Portal) -> None:
    (ranura,) = portal.institucion.formulario.ranuras
    assert set(ranura.tipos) == {"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg"}
    assert (ranura.mb_total, ranura.mb_cada, ranura.minimo, ranura.maximo) == (20, None, 1, None)
    assert portal.pantallas["documento"].tiene(f'group "{ranura.etiqueta}"')
    assert negado(portal, ranura.id, "carta.pdf", 20 * MB + 1).code == "archivo_total_excedido"
    assert portal.errores(con_archivo=False) == {ranura.id}


@fila(42, "petroperu")
def guardar_correspondencia_esta_arriba_a_la_derecha(portal: Portal) -> None:
    boton = next(
        lugar for nombre, lugar in portal.pantallas["documento"].lugares.items() if "Guardar correspondencia" in nombre
    )

    assert boton[0] > ANCHO * 0.6
    assert boton[1] < 300


@fila(43, "petroperu")
def una_ventana_confirma_y_recien_se_envia(portal: Portal) -> None:
    ventana = portal.pantallas["confirmar"]

    for dicho in ("¿Enviar a PETROPERÚ?", "se considera presentado el", "Gerencia General", "carta.pdf"):
        assert dicho in ventana.texto
    assert ventana.tiene('button "Sí, enviar"', 'button "Seguir corrigiendo"')
    assert "Su documento fue presentado" in portal.pantallas["constancia"].texto


@fila(44, *AMBOS)
def lo_que_falta_se_dice_antes_de_guardar(portal: Portal) -> None:
    exigidos = {c.id for c in portal.institucion.formulario.campos if c.obligatorio} | {PRINCIPAL[portal.preset]}
    vacios = dict.fromkeys((c.id for c in portal.institucion.formulario.campos if c.clase != "si_no"), "")
    antes = bandejas.mis_tramites(portal.de_rosa, bandejas.Filtros()).total

    assert portal.errores(con_archivo=False, **vacios) == exigidos
    assert bandejas.mis_tramites(portal.de_rosa, bandejas.Filtros()).total == antes
