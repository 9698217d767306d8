from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from portal.db.models import BorradorRow, CargaRow, CorreoSalienteRow
from portal.domain.errors import NoEncontrado
from portal.domain.formulario import MAXIMO_TEXTO
from portal.services import (
    administrados,
    archivos,
    borradores,
    configuracion,
    correos,
    correos_vistos,
    limpieza,
    registro,
    vencimientos,
)
from portal.services.borrador_propio import BorradorEnviado
from portal.services.borradores import EN_BLANCO, DemasiadosBorradores
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import PDF, Archivo


@pytest.fixture
def propio(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


def test_volver_a_abrir_muestra_lo_escrito(propio, reloj):
    borrador = borradores.abrir(propio)
    reloj.avanzar(minutes=5)

    guardado = borradores.guardar(propio, borrador.id, valores={"asunto": "Pido planos"})

    assert borradores.abrir(propio) == guardado
    assert (guardado.id, guardado.valores, guardado.actualizado_at) == (
        borrador.id,
        {"asunto": "Pido planos"},
        reloj.ahora,
    )


def test_cada_persona_tiene_su_borrador_aunque_compartan_organizacion(ctx):
    org = cuentas.organizacion(ctx)

    uno, otro = (borradores.abrir(ctx.como(quien)).id for quien in (org.una, org.otra))

    assert uno != otro
    with pytest.raises(NoEncontrado):
        borradores.ver(ctx.como(org.otra), uno)
    with pytest.raises(NoEncontrado):
        borradores.guardar(ctx.como(org.otra), uno, valores={"asunto": "ajeno"})


def test_un_borrador_puede_estar_mal_y_se_guarda_igual(propio):
    borrador = borradores.abrir(propio).id

    borradores.guardar(propio, borrador, valores={"tipo": "no_existe", "asunto": "x", "numero": ""})

    assert borradores.ver(propio, borrador).valores == {"tipo": "no_existe", "asunto": "x", "numero": ""}


def test_lo_guardado_tiene_un_tope(propio):
    borrador = borradores.abrir(propio).id

    borradores.guardar(propio, borrador, valores={"asunto": "x" * 10_000_000, "no_es_campo": "y"})

    assert borradores.ver(propio, borrador).valores == {"asunto": "x" * MAXIMO_TEXTO}


def test_dos_pestanas_que_guardan_a_la_vez_no_se_pisan(propio):
    borrador = borradores.abrir(propio).id
    campos = ["tipo", "numero", "asunto", "antecedente", "informacion"]

    with ThreadPoolExecutor(5) as hilos:
        list(hilos.map(lambda campo: borradores.guardar(propio, borrador, valores={campo: campo}), campos))

    assert borradores.ver(propio, borrador).valores == {campo: campo for campo in campos}


@pytest.fixture
def sentencias(ctx):
    """What is asked of the database from now on, without opening and closing."""
    dichas: list[str] = []

    def anotar(_conexion, _cursor, sentencia, *_resto) -> None:
        if sentencia.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}:
            dichas.append(sentencia)

    event.listen(ctx.db.engine, "before_cursor_execute", anotar)
    yield dichas
    event.remove(ctx.db.engine, "before_cursor_execute", anotar)


def test_guardar_un_cambio_lee_el_borrador_lo_escribe_y_no_pregunta_nada_mas(propio, sentencias):
    borrador = borradores.abrir(propio).id
    sentencias.clear()

    borradores.guardar(propio, borrador, valores={"asunto": "Pido planos"})

    assert [sentencia.split()[0] for sentencia in sentencias] == ["SELECT", "UPDATE"]


@pytest.mark.parametrize("borrador", ["", "no-existe", "\x00", "\ud800", "x" * 5000])
def test_un_borrador_que_no_existe_no_se_encuentra(propio, borrador):
    for caso in (borradores.ver, lambda c, b: borradores.guardar(c, b, valores={})):
        with pytest.raises(NoEncontrado):
            caso(propio, borrador)


def test_presentar_no_toca_los_borradores_de_otros(ctx, propio):
    ajeno = borradores.abrir(propio)

    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    assert borradores.abrir(propio).id == ajeno.id


def escribir(quien, asunto: str = "Pido planos", **valores) -> str:
    """A draft of its own with something in it."""
    borrador = borradores.empezar(quien).id
    borradores.guardar(quien, borrador, valores={"asunto": asunto, **valores})
    return borrador


def cuantos(ctx, modelo) -> int:
    with ctx.db.lectura() as session:
        return session.scalar(select(func.count()).select_from(modelo))


def esta(ctx, octetos: bytes) -> bool:
    return ctx.almacen.existe(hashlib.sha256(octetos).hexdigest())


def test_varios_borradores_a_la_vez_no_se_mezclan(propio):
    uno, otro = escribir(propio, "Uno"), escribir(propio, "Otro")

    assert uno != otro
    assert [borradores.ver(propio, b).valores["asunto"] for b in (uno, otro)] == ["Uno", "Otro"]


def test_la_lista_dice_de_que_tratan_para_quien_y_hasta_donde_llegaron(propio, reloj):
    incompleto = escribir(propio, "Pido planos")
    reloj.avanzar(hours=1)
    sin_archivo = escribir(propio, "", tipo="carta", numero="7")
    borradores.guardar(propio, sin_archivo, valores={"asunto": "Pido  mapas\nsísmicos"})
    reloj.avanzar(hours=1)
    completo = escribir(propio, **presentaciones.VALORES)
    presentaciones.adjuntar(propio, completo, Archivo())
    presentaciones.adjuntar(propio, completo, Archivo(nombre="malo.pdf"), estado="rechazada")
    borradores.empezar(propio)

    lista = borradores.pendientes(propio)

    assert [(b.id, b.asunto, b.paso, b.archivos) for b in lista] == [
        (completo, "Solicito información sísmica", "revisar", 1),
        (sin_archivo, "Pido mapas sísmicos", "archivos", 0),
        (incompleto, "Pido planos", "documento", 0),
    ]
    assert {b.a_nombre_de for b in lista} == {"Rosa Elena Quispe Huamán"}
    assert [b.vence_at - b.actualizado_at for b in lista] == [timedelta(days=30)] * 3


def test_los_borradores_en_blanco_no_se_amontonan_ni_se_cuentan(ctx, propio):
    abiertos = {borradores.empezar(propio).id for _ in range(10)}

    assert len(abiertos) == EN_BLANCO
    assert cuantos(ctx, BorradorRow) == EN_BLANCO
    assert borradores.pendientes(propio) == ()


def test_dos_pestanas_nuevas_tienen_cada_una_el_suyo(propio):
    with ThreadPoolExecutor(2) as hilos:
        uno, otro = hilos.map(lambda _: borradores.empezar(propio).id, range(2))

    assert uno != otro


def test_un_borrador_en_blanco_viejo_se_estrena_con_la_institucion_en_vigor(ctx, propio, reloj):
    viejos = {borradores.empezar(propio).id for _ in range(EN_BLANCO)}
    igp = configuracion.mostrada(ctx)
    nueva = igp.model_copy(update={"formulario": igp.formulario.model_copy(update={"titulo": "Otro título"})})
    configuracion.publicar(ctx.como(SISTEMA), nueva, autor="pruebas")
    reloj.avanzar(days=40)

    estrenado = borradores.empezar(propio)

    assert estrenado.id in viejos
    assert estrenado.institucion.formulario.titulo == "Otro título"
    assert estrenado.actualizado_at == reloj.ahora


def test_hay_un_tope_de_borradores_y_se_dice(propio):
    maximo = borradores.empezar(propio).institucion.borradores.maximo
    hechos = [escribir(propio, f"Número {i}") for i in range(maximo)]

    with pytest.raises(DemasiadosBorradores) as error:
        borradores.empezar(propio)

    assert error.value.facts == {"maximo": maximo}
    assert len(borradores.pendientes(propio)) == maximo
    borradores.descartar(propio, hechos[0])
    assert borradores.empezar(propio).valores == {}


def test_descartar_devuelve_el_disco_y_no_toca_lo_presentado(ctx, propio):
    presentaciones.presentar(ctx, propio.actor)
    borrador = escribir(propio)
    for octetos in (PDF, PDF + b"%otro"):
        presentaciones.adjuntar(ctx, borrador, Archivo("anexos", octetos))
    subida = archivos.crear_carga(propio, borrador, ranura="anexos", nombre="grande.zip", tamano=100)
    with archivos.recibir(propio, subida.id, desde=0) as recepcion:
        recepcion.escribir(b"PK")
        recepcion.confirmar()

    borradores.descartar(propio, borrador)

    assert borradores.pendientes(propio) == ()
    with pytest.raises(NoEncontrado):
        borradores.ver(propio, borrador)
    assert (esta(ctx, PDF), esta(ctx, PDF + b"%otro")) == (True, False)
    assert list(ctx.almacen.parciales()) == []
    assert cuantos(ctx, CargaRow) == 1


def test_nadie_descarta_ni_cambia_de_nombre_el_borrador_de_otra_persona_ni_uno_enviado(ctx, propio):
    ajeno = escribir(propio)
    intruso = ctx.como(cuentas.ciudadano(ctx))
    suyo = administrados.elegibles(intruso)[0].id

    for caso in (borradores.descartar, lambda c, b: borradores.a_nombre_de(c, b, administrado_id=suyo)):
        with pytest.raises(NoEncontrado):
            caso(intruso, ajeno)
    enviado = presentaciones.borrador(ctx, propio.actor)
    registro.enviar(propio, enviado)
    mio = administrados.elegibles(propio)[0].id
    for caso in (borradores.descartar, lambda c, b: borradores.a_nombre_de(c, b, administrado_id=mio)):
        with pytest.raises(BorradorEnviado):
            caso(propio, enviado)


def test_se_elige_a_nombre_de_quien_hasta_el_momento_de_enviar(ctx):
    org = cuentas.organizacion(ctx)
    cuentas.volver_a_representarse(ctx, org.otra)
    quien = ctx.como(org.otra)
    propia, cooperativa = administrados.elegibles(quien)
    borrador = presentaciones.borrador(ctx, org.otra)
    assert borradores.ver(quien, borrador).administrado_id == propia.id

    borradores.a_nombre_de(quien, borrador, administrado_id=cooperativa.id)

    assert registro.revisar(quien, borrador).remitente["nombre"] == "Cooperativa Sol del Ande"
    assert borradores.pendientes(quien)[0].a_nombre_de == "Cooperativa Sol del Ande"
    with pytest.raises(NoEncontrado):
        borradores.a_nombre_de(quien, borrador, administrado_id=10_000)
    registro.enviar(quien, borrador)
    with ctx.db.lectura() as session:
        assert session.scalars(select(BorradorRow.administrado_id).where(BorradorRow.id == borrador)).one() == (
            cooperativa.id
        )


def test_quien_presento_por_su_organizacion_empieza_el_siguiente_tambien_por_ella(ctx):
    org = cuentas.organizacion(ctx)
    cuentas.volver_a_representarse(ctx, org.otra)
    quien = ctx.como(org.otra)
    propia, cooperativa = administrados.elegibles(quien)
    assert borradores.empezar(quien).administrado_id == propia.id
    borrador = presentaciones.borrador(ctx, org.otra)
    borradores.a_nombre_de(quien, borrador, administrado_id=cooperativa.id)
    registro.enviar(quien, borrador)

    assert borradores.empezar(quien).administrado_id == cooperativa.id
    cuentas.salir_de_la_organizacion(ctx, org.otra)
    assert borradores.empezar(quien).administrado_id == propia.id


def test_adjuntar_o_quitar_un_archivo_tambien_es_cambiar_el_borrador(propio, reloj):
    borrador = escribir(propio)
    reloj.avanzar(days=10)

    carga = archivos.crear_carga(propio, borrador, ranura="principal", nombre="carta.pdf", tamano=10)

    assert borradores.ver(propio, borrador).actualizado_at == reloj.ahora
    reloj.avanzar(days=10)
    archivos.quitar(propio, carga.id)
    assert borradores.ver(propio, borrador).actualizado_at == reloj.ahora


def test_tres_dias_antes_de_vencer_se_avisa_una_sola_vez(ctx, propio, reloj):
    borrador = escribir(propio, "Pido planos de la estación")
    sistema = ctx.como(SISTEMA)
    reloj.avanzar(days=26, hours=23)
    assert vencimientos.avisar(sistema) == 0
    reloj.avanzar(hours=1)

    assert [vencimientos.avisar(sistema) for _ in range(3)] == [1, 0, 0]

    correos.enviar_pendientes(sistema, None, maximo=50)
    with ctx.db.lectura() as session:
        fila = session.scalars(
            select(CorreoSalienteRow).where(CorreoSalienteRow.plantilla == "borrador_por_vencer")
        ).one()
    assert fila.destinatario == propio.actor.correo
    assert fila.datos == {
        "nombre": "Rosa Elena",
        "asunto": "Pido planos de la estación",
        "vence": "jueves 17 de diciembre de 2026",
        "borrador": borrador,
    }
    administrador = ctx.como(cuentas.personal(ctx, cuentas.Rol.ADMINISTRADOR))
    correo = correos_vistos.ver_correo(administrador, fila.id)
    assert correo.asunto == "Su borrador en la Mesa de Partes Virtual del IGP está por vencer"
    assert f"http://localhost:8501/presentar?borrador={borrador}" in correo.texto


def test_al_vencer_se_va_con_sus_archivos_y_no_antes(ctx, propio, reloj):
    borrador = escribir(propio)
    presentaciones.adjuntar(ctx, borrador, Archivo())
    sistema = ctx.como(SISTEMA)
    reloj.avanzar(days=27)
    limpieza.limpiar(sistema)
    reloj.avanzar(days=2, hours=23)
    assert limpieza.limpiar(sistema)["borradores"] == 0
    assert borradores.ver(propio, borrador).vence_at == reloj.ahora + timedelta(hours=1)
    reloj.avanzar(hours=1)

    assert limpieza.limpiar(sistema)["borradores"] == 1

    assert not esta(ctx, PDF)
    assert (cuantos(ctx, BorradorRow), cuantos(ctx, CargaRow)) == (0, 0)


def test_ninguno_se_va_sin_haber_avisado_tres_dias_antes(ctx, propio, reloj):
    borrador = escribir(propio)
    sistema = ctx.como(SISTEMA)
    reloj.avanzar(days=200)

    assert (limpieza.limpiar(sistema)["avisos"], limpieza.limpiar(sistema)["borradores"]) == (1, 0)
    assert borradores.ver(propio, borrador).vence_at == reloj.ahora + timedelta(days=3)
    reloj.avanzar(days=3)
    assert limpieza.limpiar(sistema)["borradores"] == 1


def test_cambiar_un_borrador_avisado_le_devuelve_sus_treinta_dias_y_otro_aviso(ctx, propio, reloj):
    borrador = escribir(propio)
    sistema = ctx.como(SISTEMA)
    reloj.avanzar(days=28)
    assert vencimientos.avisar(sistema) == 1
    borradores.guardar(propio, borrador, valores={"numero": "8"})
    assert borradores.ver(propio, borrador).vence_at == reloj.ahora + timedelta(days=30)
    reloj.avanzar(days=27)

    assert (vencimientos.limpiar(sistema), vencimientos.avisar(sistema)) == (0, 1)


def test_lo_enviado_no_vence_nunca(ctx, propio, reloj):
    enviado = presentaciones.borrador(ctx, propio.actor)
    recibo = registro.enviar(propio, enviado)
    sistema = ctx.como(SISTEMA)

    for _ in range(3):
        reloj.avanzar(days=400)
        hecho = limpieza.limpiar(sistema)
        assert (hecho["avisos"], hecho["borradores"]) == (0, 0)

    assert registro.recibo(propio, enviado) == recibo
    assert esta(ctx, PDF)


def test_uno_en_blanco_se_va_al_dia_siguiente_sin_correo(ctx, propio, reloj):
    borradores.empezar(propio)
    escrito = escribir(propio)
    reloj.avanzar(days=1)

    assert limpieza.limpiar(ctx.como(SISTEMA))["borradores"] == 1

    assert [b.id for b in borradores.pendientes(propio)] == [escrito]
    assert cuantos(ctx, BorradorRow) == 1


def test_uno_que_se_borro_a_mano_vence_sin_correo(ctx, propio, reloj):
    borradores.guardar(propio, escribir(propio), valores={"asunto": ""})
    reloj.avanzar(days=28)
    sistema = ctx.como(SISTEMA)

    assert vencimientos.avisar(sistema) == 0
    reloj.avanzar(days=3)
    assert vencimientos.limpiar(sistema) == 1


def test_si_su_duenio_lo_cambia_mientras_se_limpia_se_queda(ctx, propio, reloj, monkeypatch):
    borrador = escribir(propio)
    sistema = ctx.como(SISTEMA)
    reloj.avanzar(days=28)
    vencimientos.avisar(sistema)
    reloj.avanzar(days=3)
    retirar = vencimientos._retirar

    def cambiando(*args):
        borradores.guardar(propio, borrador, valores={"asunto": "Todavía lo quiero"})
        return retirar(*args)

    monkeypatch.setattr(vencimientos, "_retirar", cambiando)

    assert vencimientos.limpiar(sistema) == 0
    assert borradores.ver(propio, borrador).valores["asunto"] == "Todavía lo quiero"


def test_una_subida_parada_una_semana_se_olvida(ctx, propio, reloj):
    borrador = escribir(propio)
    parada = archivos.crear_carga(propio, borrador, ranura="anexos", nombre="grande.zip", tamano=100)
    with archivos.recibir(propio, parada.id, desde=0) as recepcion:
        recepcion.escribir(b"PK")
        recepcion.confirmar()
    reloj.avanzar(days=6)
    viva = archivos.crear_carga(propio, borrador, ranura="anexos", nombre="otro.zip", tamano=100)
    reloj.avanzar(days=1)

    assert limpieza.limpiar(ctx.como(SISTEMA))["subidas"] == 1

    assert [carga.id for carga in archivos.cargas(propio, borrador)] == [viva.id]
    assert list(ctx.almacen.parciales()) == []


def test_el_plazo_es_el_de_la_version_con_que_se_empezo(ctx, propio, reloj):
    borrador = escribir(propio)
    igp = configuracion.mostrada(ctx)
    corta = igp.model_copy(update={"borradores": igp.borradores.model_copy(update={"dias": 7})})
    configuracion.publicar(ctx.como(SISTEMA), corta, autor="pruebas")
    reloj.avanzar(days=10)

    assert vencimientos.avisar(ctx.como(SISTEMA)) == 0
    assert borradores.ver(propio, borrador).vence_at == reloj.ahora + timedelta(days=20)


def test_quien_dejo_la_organizacion_ya_no_ve_los_borradores_de_ella_ni_se_le_avisa(ctx, reloj):
    org = cuentas.organizacion(ctx)
    quien = ctx.como(org.otra)
    borrador = presentaciones.borrador(ctx, org.otra)
    cuentas.salir_de_la_organizacion(ctx, org.otra)

    assert borradores.pendientes(quien) == ()
    for caso in (borradores.ver, borradores.descartar):
        with pytest.raises(NoEncontrado):
            caso(quien, borrador)
    sistema = ctx.como(SISTEMA)
    reloj.avanzar(days=28)
    assert vencimientos.avisar(sistema) == 0
    reloj.avanzar(days=3)
    assert vencimientos.limpiar(sistema) == 1
    assert not esta(ctx, PDF)


def test_la_primera_vez_es_hasta_el_primer_envio(ctx, propio):
    assert borradores.primera_vez(propio)

    presentaciones.presentar(ctx, propio.actor)

    assert not borradores.primera_vez(propio)
