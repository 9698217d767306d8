"""The outbox: promised with its event, delivered once per lease, patient with servers, discreet with secrets."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from portal.adapters.mail_yagmail import Cartero
from portal.db.models import ActoRow, CorreoSalienteRow
from portal.domain.errors import NoAutorizado, NoEncontrado, SesionRequerida
from portal.domain.permisos import Rol
from portal.services import claves, cola, configuracion, consulta, correos, correos_vistos, cuentas
from portal.services.contexto import SISTEMA
from portal.services.trabajador import Trabajador
from tests.factories import cuentas as gente
from tests.factories import presentaciones
from tests.factories.smtp import Buzon, servidor


@pytest.fixture
def buzon() -> Buzon:
    return Buzon()


@pytest.fixture
def cartero(buzon):
    with servidor(buzon) as puerto:
        uno = Cartero(f"smtp://127.0.0.1:{puerto}?tls=none", remitente="no-responder@igp.gob.pe", espera=2)
        yield uno
        uno.cerrar()


@pytest.fixture
def sistema(ctx):
    """The worker's context, on an installation with a SMTP server."""
    return ctx.como(SISTEMA)


@pytest.fixture
def administrador(ctx):
    return ctx.como(gente.personal(ctx, Rol.ADMINISTRADOR))


@pytest.fixture
def vacia(ctx):
    """An outbox with nothing to send: whatever the factories promised is gone."""

    def vaciar():
        with ctx.db.transaction() as session:
            session.execute(update(CorreoSalienteRow).values(estado=cola.ENVIADO))

    return vaciar


def encolar(ctx, clave="k", *, destinatario="rosa@ejemplo.pe", plantilla="clave_cambiada", **facts):
    with ctx.db.transaction() as session:
        correos.encolar(
            session, ctx, clave=clave, destinatario=destinatario, plantilla=plantilla, datos={"nombre": "Rosa"}, **facts
        )


def filas(ctx) -> list[CorreoSalienteRow]:
    with ctx.db.lectura() as session:
        return list(session.scalars(select(CorreoSalienteRow).order_by(CorreoSalienteRow.id)))


def cuerpo(correo, clase="plain") -> str:
    return correo.get_body((clase,)).get_content().replace("\r\n", "\n")


def test_la_misma_clave_promete_un_solo_correo(ctx):
    encolar(ctx, "activacion:1")
    encolar(ctx, "activacion:1", destinatario="otra@ejemplo.pe")

    assert [(f.clave, f.destinatario, f.estado) for f in filas(ctx)] == [
        ("activacion:1", "rosa@ejemplo.pe", "pendiente")
    ]


def test_si_el_evento_falla_no_queda_correo(ctx):
    with pytest.raises(KeyError):
        _evento_que_falla(ctx)

    assert filas(ctx) == []


def _evento_que_falla(ctx):
    with ctx.db.transaction() as session:
        correos.encolar(session, ctx, clave="k", destinatario="a@b.pe", plantilla="cargo", datos={})
        raise KeyError


def test_el_cargo_llega_con_numero_contrasena_enlace_y_pdf(ctx, sistema, cartero, buzon, vacia):
    rosa = gente.ciudadano(ctx)
    vacia()
    recibo = presentaciones.presentar(ctx, rosa, asunto="Solicito <b>datos</b> & más")

    assert correos.enviar_pendientes(sistema, cartero) == 1

    [correo] = buzon.correos
    texto = cuerpo(correo)
    assert correo["Subject"] == f"Su documento fue presentado: expediente {recibo.numero}"
    assert correo["To"] == rosa.correo
    assert correo["From"] == "IGP · Mesa de Partes Virtual <no-responder@igp.gob.pe>"
    assert correo["Reply-To"] == "mesadepartes@igp.gob.pe"
    for parte in (
        "Hola, Rosa Elena Quispe Huamán:", f"Número de expediente: {recibo.numero}",
        f"Contraseña de seguimiento: {recibo.contrasena}", "Asunto: Solicito <b>datos</b> & más",
        "Enviado: martes 17 de noviembre de 2026, 10:00:00",
        "Se considera presentado: martes 17 de noviembre de 2026",
        f"http://localhost:8501/consulta-tramite?expediente={recibo.numero}&ficha={recibo.ficha}",
    ):  # fmt: skip
        assert parte in texto
    assert "Solicito &lt;b&gt;datos&lt;/b&gt; &amp; más" in cuerpo(correo, "html")
    [cargo] = correo.iter_attachments()
    assert cargo.get_filename() == f"cargo-{recibo.numero}.pdf"
    assert cargo.get_content().startswith(b"%PDF")


def test_el_enlace_del_correo_abre_el_seguimiento(ctx, sistema, cartero, buzon):
    presentaciones.presentar(ctx, gente.ciudadano(ctx))
    correos.enviar_pendientes(sistema, cartero)

    enlace = re.search(r"consulta-tramite\?expediente=(\S+)&ficha=(\S+)", cuerpo(buzon.correos[-1]))

    assert consulta.por_ficha(ctx, numero=enlace[1], ficha=enlace[2]).numero == enlace[1]


def test_el_enlace_de_activacion_se_acuna_al_enviar_y_sirve(ctx, sistema, cartero, buzon):
    gente.cuentas.registrar(ctx, nueva("nueva@ejemplo.pe"), ip="10.0.0.9")

    correos.enviar_pendientes(sistema, cartero)

    ficha = re.search(r"http://localhost:8501/activar\?ficha=(\S+)", cuerpo(buzon.correos[0]))[1]
    secreto = ficha.partition(".")[2]
    assert all(secreto not in str(vars(fila)) for fila in filas(ctx))
    assert "El enlace vence el" in cuerpo(buzon.correos[0])
    assert cuentas.activar(ctx, ficha) == "nueva@ejemplo.pe"


def nueva(correo):
    return gente.NuevaCuenta(
        clase="natural",
        tipo_doc="dni",
        numero_doc="45678912",
        nombres="Ana",
        apellidos="Soto Ruiz",
        telefono="987654321",
        correo=correo,
        contrasena=gente.CONTRASENA,
        acepta=True,
    )


def test_un_enlace_que_vencio_ya_no_se_envia(ctx, sistema, cartero, buzon, reloj):
    gente.cuentas.registrar(ctx, nueva("tarde@ejemplo.pe"), ip="10.0.0.9")
    reloj.avanzar(days=3)

    assert correos.enviar_pendientes(sistema, cartero) == 0

    assert (filas(ctx)[0].estado, buzon.correos) == ("caducado", [])


def test_lo_que_escribe_una_persona_no_agrega_enlaces_ni_huecos(ctx, sistema, cartero, buzon):
    with ctx.db.transaction() as session:
        datos = {"nombre": "{contrasena} {0.__class__}\r\nhttps://malo.pe\n\n<script>alert(1)</script>"}
        correos.encolar(session, ctx, clave="k", destinatario="a@b.pe", plantilla="clave_cambiada", datos=datos)

    correos.enviar_pendientes(sistema, cartero)

    html = cuerpo(buzon.correos[0], "html")
    assert "Hola, {contrasena} {0.__class__} https://malo.pe &lt;script&gt;alert(1)&lt;/script&gt;:" in html
    assert 'href="https://malo.pe' not in html
    assert re.findall(r'(?:src|href)="([^"]+)"', html) == ["http://localhost:8501/recuperar"]


@pytest.mark.parametrize("malo", ["{nadie}", "{nombre.__class__}", "{nombre!r}", "{}", "{", "{numero}"])
def test_una_plantilla_con_un_hueco_sin_dato_se_marca_y_no_detiene_a_las_demas(ctx, sistema, cartero, buzon, malo):
    encolar(ctx, "antes")
    igp = configuracion.preset("igp")
    rota = tuple(
        plantilla.model_copy(update={"cuerpo": f"Hola {malo}"}) if plantilla.id == "clave_cambiada" else plantilla
        for plantilla in igp.plantillas
    )
    configuracion.publicar(ctx.como(SISTEMA), igp.model_copy(update={"plantillas": rota}), autor="pruebas")
    encolar(ctx, "rota")
    encolar(ctx, "despues", plantilla="ya_tiene_cuenta")

    assert correos.enviar_pendientes(sistema, cartero) == 2

    assert {f.clave: f.estado for f in filas(ctx)} == {"antes": "enviado", "rota": "fallido", "despues": "enviado"}
    assert malo in filas(ctx)[1].error


def test_todas_las_plantillas_del_preset_se_pueden_enviar(ctx, sistema, cartero, buzon, vacia):
    rosa = gente.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, rosa)
    vacia()
    for plantilla in ("cambio_de_estado", "rechazo"):
        encolar(ctx, plantilla, plantilla=plantilla, registro_id=recibo.registro_id)

    assert correos.enviar_pendientes(sistema, cartero) == 2
    assert "Su expediente 00001-2026 está en estado: Registrada" in [c["Subject"] for c in buzon.correos]


def test_un_rechazo_pasajero_espera_cada_vez_mas_y_conserva_el_message_id(ctx, sistema, cartero, buzon, reloj):
    encolar(ctx)
    esperas = []
    buzon.rcpt = "450 lista gris"
    for _ in range(8):
        correos.enviar_pendientes(sistema, cartero)
        [fila] = filas(ctx)
        esperas.append((fila.proximo_at - reloj()).total_seconds())
        assert correos.enviar_pendientes(sistema, cartero) == 0
        reloj.ahora = fila.proximo_at
    buzon.rcpt = "250 OK"
    correos.enviar_pendientes(sistema, cartero)

    assert (fila.estado, fila.error, fila.intentos) == ("pendiente", "450 lista gris", 8)
    assert 22 <= esperas[0] <= 38
    assert 2700 <= esperas[-1] <= 4500
    [final] = filas(ctx)
    assert (final.estado, final.error, final.enviado_at) == ("enviado", None, reloj())
    assert buzon.correos[0]["Message-ID"] == final.message_id == fila.message_id


def test_despues_de_cinco_dias_se_deja_de_insistir(ctx, sistema, cartero, buzon, reloj):
    encolar(ctx)
    buzon.rcpt = "450 lista gris"
    with ctx.db.transaction() as session:
        session.execute(update(CorreoSalienteRow).values(intentos=cola.INTENTOS_MAXIMOS - 1))

    correos.enviar_pendientes(sistema, cartero)

    assert filas(ctx)[0].estado == "fallido"


def test_una_direccion_que_no_existe_se_corrige_y_se_reenvia(ctx, sistema, cartero, buzon, administrador):
    encolar(ctx, destinatario="roza@ejemplo.pe")
    buzon.rcpt = "550 no existe"
    correos.enviar_pendientes(sistema, cartero)
    [fallido] = correos_vistos.correos_recientes(administrador).correos

    buzon.rcpt = "250 OK"
    correos.reintentar(administrador, fallido.id, destinatario="rosa@ejemplo.pe")
    correos.enviar_pendientes(sistema, cartero)

    assert (fallido.estado, fallido.error) == ("fallido", "550 no existe")
    assert [c["To"] for c in buzon.correos] == ["rosa@ejemplo.pe"]
    assert correos_vistos.ver_correo(administrador, fallido.id).estado == "enviado"
    with ctx.db.lectura() as session:
        acto = session.scalars(select(ActoRow).where(ActoRow.que == "corregir_correo")).one()
    assert (acto.sobre, acto.datos["ahora"], acto.actor) == (
        "roza@ejemplo.pe", "rosa@ejemplo.pe", administrador.actor.nombre,
    )  # fmt: skip


def test_un_correo_pedido_otra_vez_no_parece_un_duplicado(ctx, sistema, cartero, buzon, administrador):
    encolar(ctx)
    correos.enviar_pendientes(sistema, cartero)
    correos.reintentar(administrador, filas(ctx)[0].id)
    correos.enviar_pendientes(sistema, cartero)

    assert len({c["Message-ID"] for c in buzon.correos}) == 2


def test_el_enlace_de_una_cuenta_no_se_desvia_a_otra_direccion(ctx, administrador):
    gente.cuentas.registrar(ctx, nueva("suya@ejemplo.pe"), ip="10.0.0.9")
    suyo = filas(ctx)[-1]

    with pytest.raises(correos.DestinatarioFijo):
        correos.reintentar(administrador, suyo.id, destinatario="otro@ejemplo.pe")

    assert filas(ctx)[-1].destinatario == "suya@ejemplo.pe"


def test_una_direccion_imposible_no_se_acepta_ni_un_correo_en_camino_se_toca(ctx, administrador):
    encolar(ctx)
    fila = cola.tomar(ctx)

    with pytest.raises(correos.CorreoEnCamino):
        correos.reintentar(administrador, fila.id)
    cola.cerrar(ctx, fila, cola.FALLIDO)
    with pytest.raises(correos.DestinatarioInvalido):
        correos.reintentar(administrador, fila.id, destinatario="a@b.pe\nBcc: c@d.pe")
    with pytest.raises(NoEncontrado):
        correos.reintentar(administrador, 999)


def test_un_servidor_caido_no_gasta_los_demas_correos(ctx, sistema):
    for i in range(3):
        encolar(ctx, f"k{i}")
    caido = Cartero("smtp://127.0.0.1:9?tls=none", remitente="a@b.pe", espera=1)

    assert correos.enviar_pendientes(sistema, caido) == 0

    assert [f.intentos for f in filas(ctx)] == [1, 0, 0]


def test_dos_trabajadores_no_envian_el_mismo_correo(ctx, sistema, cartero, buzon):
    for i in range(30):
        encolar(ctx, f"k{i}")
    otro = Cartero(f"smtp://127.0.0.1:{cartero.servidor.puerto}?tls=none", remitente="a@b.pe")
    with ThreadPoolExecutor(2) as hilos:
        enviados = list(hilos.map(lambda c: correos.enviar_pendientes(sistema, c), (cartero, otro)))
    otro.cerrar()

    assert sum(enviados) == 30
    assert len({c["Message-ID"] for c in buzon.correos}) == len(buzon.correos) == 30


def test_el_correo_de_un_trabajador_muerto_sale_con_el_mismo_message_id(ctx, sistema, cartero, buzon, reloj):
    encolar(ctx)
    perdido = cola.tomar(ctx)
    assert correos.enviar_pendientes(sistema, cartero) == 0

    reloj.avanzar(minutes=6)
    assert correos.enviar_pendientes(sistema, cartero) == 1
    cola.posponer(ctx, perdido, "tarde")

    assert buzon.correos[0]["Message-ID"] == perdido.message_id
    assert filas(ctx)[0].estado == "enviado"


def test_sin_smtp_se_captura_y_el_administrador_lo_lee_sin_secretos(ctx, administrador, vacia):
    rosa = gente.ciudadano(ctx)
    vacia()
    recibo = presentaciones.presentar(ctx, rosa)
    assert correos.enviar_pendientes(ctx.como(SISTEMA), None) == 1

    visto = correos_vistos.ver_correo(administrador, filas(ctx)[-1].id)

    assert (visto.estado, filas(ctx)[-1].captura) == ("capturado", "")
    assert f"Número de expediente: {recibo.numero}" in visto.texto
    assert "Contraseña de seguimiento: ••••-••••-••••" in visto.texto
    assert recibo.contrasena not in visto.texto
    assert recibo.ficha not in visto.texto


def test_en_la_demostracion_el_administrador_lee_todo(ctx, administrador):
    demo = replace(ctx, demo=True)
    recibo = presentaciones.presentar(demo, gente.ciudadano(demo))
    correos.enviar_pendientes(demo.como(SISTEMA), None)

    visto = correos_vistos.ver_correo(replace(administrador, demo=True), filas(ctx)[-1].id)

    assert recibo.contrasena in visto.texto
    assert recibo.ficha in visto.texto


def test_los_correos_se_ven_por_paginas_los_nuevos_primero(ctx, administrador, vacia):
    vacia()
    antes = len(filas(ctx))
    for i in range(30):
        encolar(ctx, f"k{i}")

    primera = correos_vistos.correos_recientes(administrador)
    segunda = correos_vistos.correos_recientes(administrador, pagina=2)

    assert primera.total == antes + 30
    assert len(primera.correos) == 25
    assert [c.id for c in primera.correos] == sorted((c.id for c in primera.correos), reverse=True)
    assert primera.correos[-1].id > segunda.correos[0].id
    assert primera.correos[0].asunto == "Su contraseña de la Mesa de Partes Virtual del IGP cambió"


def test_solo_el_administrador_ve_correos_y_solo_el_sistema_los_envia(ctx):
    with pytest.raises(SesionRequerida):
        correos_vistos.correos_recientes(ctx)
    with pytest.raises(NoAutorizado):
        correos_vistos.ver_correo(ctx.como(gente.personal(ctx)), 1)
    with pytest.raises(NoAutorizado):
        correos.enviar_pendientes(ctx.como(gente.personal(ctx, Rol.ADMINISTRADOR)), None)


def test_el_trabajador_envia_lo_que_llega_y_se_detiene(ctx, sistema, cartero, buzon):
    trabajador = Trabajador(sistema, lambda: cartero, pausa=0.05)
    trabajador.arrancar()
    trabajador.arrancar()
    encolar(ctx)
    trabajador.avisar()
    llegados = buzon.esperar(1)
    trabajador.detener()
    encolar(ctx, "despues")
    time.sleep(0.2)

    assert len(llegados) == 1
    assert [f.estado for f in filas(ctx)] == ["enviado", "pendiente"]


def test_el_trabajador_sobrevive_a_una_base_que_falla(ctx, sistema, cartero, buzon, caplog):
    fallos = iter([True])
    roto = replace(sistema, reloj=lambda: 1 / 0 if next(fallos, False) else ctx.reloj())
    encolar(ctx)
    trabajador = Trabajador(roto, lambda: cartero, pausa=0.05, tras_fallo=0.05)
    trabajador.arrancar()
    llegados = buzon.esperar(1)
    trabajador.detener()

    assert len(llegados) == 1
    assert "ZeroDivisionError" in caplog.text


def test_un_fallo_imprevisto_en_un_correo_no_detiene_a_los_demas(ctx, sistema, cartero, buzon, caplog):
    encolar(ctx, "rota", enlace_id=None)
    with ctx.db.transaction() as session:
        session.execute(update(CorreoSalienteRow).values(destinatario="a@b.pe", datos=["no es un objeto"]))
    encolar(ctx, "buena")

    assert correos.enviar_pendientes(sistema, cartero) == 1
    assert [(f.estado, f.error) for f in filas(ctx)] == [("pendiente", "AttributeError"), ("enviado", None)]


def test_presentar_no_espera_al_servidor_de_correo(ctx, sistema, buzon):
    rosa = gente.ciudadano(ctx)
    buzon.demora = 3
    with servidor(buzon) as puerto:
        lento = Cartero(f"smtp://127.0.0.1:{puerto}?tls=none", remitente="a@b.pe", espera=5)
        trabajador = Trabajador(sistema, lambda: lento, pausa=0.05)
        trabajador.arrancar()
        inicio = time.monotonic()
        presentaciones.presentar(ctx, rosa)
        tardo = time.monotonic() - inicio
        trabajador.detener()
        lento.cerrar()

    assert tardo < 2


def test_la_contrasena_de_seguimiento_no_esta_en_la_base(ctx, sistema, cartero):
    recibo = presentaciones.presentar(ctx, gente.ciudadano(ctx))
    correos.enviar_pendientes(sistema, cartero)

    todo = str([vars(fila) for fila in filas(ctx)])

    assert recibo.contrasena not in todo
    assert claves.normalizar(recibo.contrasena) not in todo


def test_una_plantilla_que_no_hay_se_marca_y_se_ve_con_su_nombre(ctx, sistema, cartero, administrador):
    encolar(ctx, plantilla="inventada")
    correos.enviar_pendientes(sistema, cartero)

    [visto, *_] = correos_vistos.correos_recientes(administrador).correos

    assert (visto.asunto, visto.estado, visto.error) == (
        "inventada",
        "fallido",
        "plantilla_invalida: inventada",
    )
