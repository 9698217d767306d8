from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.db.migrations import migrar
from portal.db.models import DocumentoRow, RegistroRow
from portal.domain.errors import DatosInvalidos, NoEncontrado, TransicionNoPermitida
from portal.domain.estados import Fase
from portal.domain.permisos import Rol
from portal.services import (
    bandejas,
    borradores,
    cargos,
    configuracion,
    consulta,
    correos,
    correos_vistos,
    derivaciones,
    finales,
    registro,
    tramite,
)
from portal.services.bandejas import Filtros
from portal.services.configuracion import ConfiguracionInvalida, SinInstitucion
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, oficinas, presentaciones
from tests.factories.presentaciones import Archivo, lima

OTRA = Path(__file__).parents[1] / "data" / "otra.toml"
VALORES = {
    "sumilla": "Fuga de agua en la acequia",
    "fecha_documento": "2026-11-16",
    "folios_enviados": "3",
    "clase_correspondencia": "reclamo",
    "codigo_propio": "R-77",
}
ARCHIVOS = (Archivo("archivos", b"uno", "uno.docx", "docx", None), Archivo("archivos", b"dos", "dos.pdf", "pdf", 2))


def entregar(ctx, numero, nota=""):
    """The counter of the second institution hands it over."""
    mesa = ctx.como(cuentas.personal(ctx))
    derivaciones.derivar(mesa, numero, visto=1, responsable="redes", pedido="atender", nota=nota)


@pytest.fixture
def otra(ctx):
    """The second institution in force."""
    configuracion.publicar(ctx.como(SISTEMA), configuracion.leer_preset(OTRA), autor="pruebas")
    return ctx


def test_publicar_lo_mismo_no_crea_otra_version(ctx):
    sistema = ctx.como(SISTEMA)
    igp, otra = configuracion.preset("igp"), configuracion.leer_preset(OTRA)

    versiones = [configuracion.publicar(sistema, i, autor="pruebas") for i in (igp, otra, otra, igp)]

    assert versiones == [1, 2, 2, 3]
    assert configuracion.mostrada(ctx) == igp


def test_lo_publicado_se_lee_igual_que_se_escribio(otra):
    assert configuracion.mostrada(otra) == configuracion.leer_preset(OTRA)


def test_el_texto_canonico_no_depende_del_orden_del_archivo(tmp_path):
    otra = configuracion.leer_preset(OTRA)
    texto = OTRA.read_text("utf-8")
    desde = texto.index("\n[seguimiento]\n")
    hasta = texto.index("\n[", desde + 1)
    (tmp_path / "otra.toml").write_text(f"{texto[:desde]}{texto[hasta:]}{texto[desde:hasta]}\n", "utf-8")

    assert configuracion.canonico(configuracion.leer_preset(tmp_path / "otra.toml")) == configuracion.canonico(otra)


@pytest.mark.parametrize("texto", ["esto no es TOML", "esquema = 2", 'esquema = 1\n[identidad]\nruc = "1"'])
def test_un_preset_con_errores_dice_en_que_archivo_y_donde(tmp_path, texto):
    ruta = tmp_path / "mala.toml"
    ruta.write_text(texto, "utf-8")

    with pytest.raises(ConfiguracionInvalida) as error:
        configuracion.leer_preset(ruta)

    assert error.value.facts["archivo"] == "mala.toml"
    assert error.value.facts["detalle"]


@pytest.mark.parametrize("nombre", ["no_existe", "../presets/igp", "igp.toml", "", "/etc/passwd"])
def test_solo_se_cargan_los_presets_del_producto(nombre):
    with pytest.raises(NoEncontrado):
        configuracion.preset(nombre)


def test_sin_institucion_publicada_se_dice_como_cargarla(db, ctx, tmp_path):
    vacia = type(db)(f"sqlite:///{tmp_path}/vacia.db")
    migrar(f"sqlite:///{tmp_path}/vacia.db")
    with pytest.raises(SinInstitucion):
        configuracion.mostrada(replace(ctx, db=vacia))
    vacia.cerrar()


def test_un_borrador_termina_con_la_institucion_con_que_empezo(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    configuracion.publicar(ctx.como(SISTEMA), configuracion.leer_preset(OTRA), autor="pruebas")
    cuentas.aceptar_textos(ctx, actor)

    assert registro.enviar(ctx.como(actor), borrador).numero == "00001-2026"
    assert borradores.abrir(ctx.como(actor)).institucion.identidad.sigla == "EMAVAQ"


def test_la_otra_institucion_recorre_el_mismo_camino_sin_cambiar_el_portal(otra, reloj):
    ctx = otra
    reloj.ahora = lima("2026-11-19 16:30:01")  # one second after closing; the next day is not a business day there
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor, valores=VALORES | {"destino": "gerencia"}, archivos=ARCHIVOS)

    revision = registro.revisar(ctx.como(actor), borrador)
    recibo = registro.enviar(ctx.como(actor), borrador)

    assert revision.errores == {}
    assert revision.presentacion.presentado == recibo.presentado_el == date(2026, 11, 23)
    assert [d.fecha.day for d in revision.presentacion.saltados] == [19, 20, 21, 22]
    assert (recibo.numero, recibo.registro) == ("EXP-VQ-2026-000001", "2026/0001/VQ")
    with ctx.db.lectura() as session:
        fila = session.get_one(RegistroRow, recibo.registro_id)
        documentos = session.execute(
            select(DocumentoRow.etiqueta, DocumentoRow.nombre).order_by(DocumentoRow.orden)
        ).all()
    assert (fila.asunto, fila.tipo_documento, fila.numero_documento) == (
        "Fuga de agua en la acequia",
        "Reclamo por consumo",
        "R-77",
    )
    assert fila.valores == VALORES | {"conozco_destino": False, "relacionado": "", "observacion": ""}
    assert documentos == [("Archivos", "uno.docx"), ("Archivos", "dos.pdf")]

    entregar(ctx, recibo.numero)
    finales.rechazar(
        ctx.como(oficinas.persona(ctx, Rol.JEFE, "redes")), recibo.numero, visto=2, motivo="Corresponde a otra empresa"
    )
    propia = consulta.propio(ctx.como(actor), "exp – vq – 2026 – 1")
    assert (propia.estado, propia.fase, propia.que_sigue) == ("Devuelta", Fase.RECHAZADO, "")
    assert [m.estado for m in propia.movimientos] == ["Devuelta", "La está viendo una dependencia", "Ingresó"]
    assert dict(propia.otros_datos) == {
        "Fecha del documento": "16/11/2026",
        "N.º de páginas": "3",
        "Conozco el lugar de destino": "No",
    }


def test_en_la_otra_institucion_el_seguimiento_sin_cuenta_muestra_los_archivos(otra):
    actor = cuentas.ciudadano(otra)
    recibo = presentaciones.presentar(otra, actor, valores=VALORES, archivos=ARCHIVOS)

    vista = consulta.por_clave(otra, numero="vq-2026-1", contrasena=recibo.contrasena, ip="1.2.3.4")

    assert ([d.nombre for d in vista.documentos], vista.documentos_ocultos) == (["uno.docx", "dos.pdf"], 0)


def test_en_la_otra_institucion_mandan_sus_reglas(otra):
    actor = cuentas.ciudadano(otra)
    mesa = otra.como(cuentas.personal(otra))
    malo = presentaciones.borrador(otra, actor, valores={"conozco_destino": True, "folios_enviados": "0"}, archivos=())

    with pytest.raises(DatosInvalidos) as error:
        registro.enviar(otra.como(actor), malo)
    assert set(error.value.errores) == {
        "sumilla",
        "fecha_documento",
        "folios_enviados",
        "clase_correspondencia",
        "destino",
        "archivos",
    }
    presentaciones.adjuntar(otra, malo, ARCHIVOS[0])
    presentaciones.adjuntar(otra, malo, Archivo("sustento", b"plano", "plano.pdf"))
    borradores.guardar(otra.como(actor), malo, valores=VALORES | {"destino": "comercial"})
    recibo = registro.enviar(otra.como(actor), malo)
    assert recibo.archivos == 2

    with pytest.raises(TransicionNoPermitida):
        tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="ingresada")
    with pytest.raises(TransicionNoPermitida):
        finales.remitir(mesa, recibo.numero, visto=1, entidad="Otra empresa", motivo="Es suyo")


def test_lo_de_una_ranura_que_ya_no_se_pide_no_se_presenta(otra):
    actor = cuentas.ciudadano(otra)
    sustento = Archivo("sustento", b"plano", "plano.pdf")
    borrador = presentaciones.borrador(otra, actor, valores=VALORES, archivos=(sustento, ARCHIVOS[0]))

    assert registro.enviar(otra.como(actor), borrador).archivos == 1


def test_en_la_otra_institucion_las_bandejas_buscan_por_su_numeracion(otra):
    actor = cuentas.ciudadano(otra)
    for sumilla in ("Fuga en la acequia", "Corte de servicio"):
        presentaciones.presentar(otra, actor, valores=VALORES | {"sumilla": sumilla}, archivos=ARCHIVOS)
    propio = otra.como(actor)

    hallados = [
        [fila.numero for fila in bandejas.mis_tramites(propio, filtros).filas]
        for filtros in (
            Filtros(expediente="VQ-2026-2"),
            Filtros(expediente="EXP-VQ-2026-000001"),
            Filtros(asunto="FUGA"),
        )
    ]

    assert hallados == [["EXP-VQ-2026-000002"], ["EXP-VQ-2026-000001"], ["EXP-VQ-2026-000001"]]


def test_los_correos_y_el_cargo_de_la_otra_institucion_usan_sus_palabras(otra):
    actor = cuentas.ciudadano(otra)
    recibo = presentaciones.presentar(otra, actor, valores=VALORES, archivos=ARCHIVOS)
    entregar(otra, recibo.numero, nota="Va a redes")

    assert correos.enviar_pendientes(otra.como(SISTEMA), None) == 2  # the activation link was used
    asuntos = {
        c.asunto
        for c in correos_vistos.correos_recientes(otra.como(cuentas.personal(otra, cuentas.Rol.ADMINISTRADOR))).correos
    }
    assert {
        "EMAVAQ: recibimos EXP-VQ-2026-000001",
        "EMAVAQ: EXP-VQ-2026-000001 ahora está: La está viendo una dependencia",
    } <= asuntos
    nombre, pdf = cargos.cargo_pdf(otra.como(actor), recibo.registro_id)
    assert (nombre, pdf[:5]) == ("cargo-EXP-VQ-2026-000001.pdf", b"%PDF-")


def test_al_cambiar_de_institucion_lo_presentado_antes_se_sigue_encontrando(ctx):
    actor = cuentas.ciudadano(ctx)
    viejo = presentaciones.presentar(ctx, actor)
    configuracion.publicar(ctx.como(SISTEMA), configuracion.leer_preset(OTRA), autor="pruebas")
    cuentas.aceptar_textos(ctx, actor)
    nuevo = presentaciones.presentar(ctx, actor, valores=VALORES | {"relacionado": viejo.numero}, archivos=ARCHIVOS)
    propio = ctx.como(actor)

    assert consulta.propio(propio, viejo.numero).estado == "Registrada"
    vista = consulta.propio(propio, nuevo.numero)
    assert (vista.estado, vista.antecedente, vista.antecedente_comprobado) == ("Ingresó", viejo.numero, True)
    assert [f.numero for f in bandejas.mis_tramites(propio, Filtros(expediente=viejo.numero)).filas] == [viejo.numero]
    assert {f.estado for f in bandejas.mis_tramites(propio, Filtros()).filas} == {"Registrada", "Ingresó"}


def test_lo_que_se_publica_aqui_se_muestra_al_instante(ctx):
    antes = configuracion.mostrada(ctx)
    otra = antes.model_copy(update={"identidad": antes.identidad.model_copy(update={"modulo": "Ventanilla"})})

    configuracion.publicar(ctx.como(SISTEMA), otra, autor="pruebas")

    assert configuracion.mostrada(ctx).identidad.modulo == "Ventanilla"
