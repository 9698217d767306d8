from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select, update

from portal.db.base import Base
from portal.db.models import (
    CargaRow,
    CorrelativoRow,
    CorreoSalienteRow,
    CuentaRow,
    DocumentoRow,
    ExpedientePalabraRow,
    ExpedienteRow,
    MovimientoRow,
    RegistroRow,
)
from portal.domain.errors import DatosInvalidos, NoEncontrado
from portal.services import borradores, correos, historia, registro
from portal.services.adjuntos import ArchivoFaltante, ArchivoPerdido, ArchivosPendientes
from portal.services.borrador_propio import BorradorEnviado
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import PDF, Archivo, lima


def _filas(ctx) -> dict[str, int]:
    with ctx.db.lectura() as session:
        return {t.name: session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}


def _uno(ctx, modelo):
    with ctx.db.lectura() as session:
        return session.scalars(select(modelo)).one()


def test_lo_presentado_queda_escrito_entero_y_en_una_sola_transaccion(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    anexo = Archivo("anexos", b"fotos", "fotos.zip", "zip", None)
    antes = _filas(ctx)

    recibo = presentaciones.presentar(
        ctx, actor, archivos=(anexo, Archivo()), numero="OFICIO N° 5", asunto="Pido  copias\nde planos"
    )

    nuevas = {tabla: n - antes[tabla] for tabla, n in _filas(ctx).items() if n != antes[tabla]}
    assert nuevas == {
        "borrador": 1,
        "carga": 2,
        "correlativo": 2,
        "correo_saliente": 1,
        "destino": 1,
        "documento": 2,
        "expediente": 1,
        "expediente_palabra": 13,
        "movimiento": 1,
        "plazo": 1,
        "registro": 1,
    }
    assert (recibo.numero, recibo.registro, recibo.archivos, recibo.paginas) == ("00001-2026", "R-000001-2026", 2, 7)
    assert (recibo.enviado_at, recibo.correo) == (reloj.ahora, actor.correo)
    fila = _uno(ctx, RegistroRow)
    assert (fila.tipo_documento, fila.numero_documento, fila.numero_plegado) == ("Carta", "OFICIO N° 5", "oficio n° 5")
    assert (fila.asunto, fila.por, fila.canal) == ("Pido copias\nde planos", "Rosa Elena Quispe Huamán", "web")
    assert fila.remitente["nombre"] == "Rosa Elena Quispe Huamán"
    expediente = _uno(ctx, ExpedienteRow)
    assert (expediente.estado, expediente.fase, expediente.movimientos) == ("registrada", "registrado", 1)


def test_el_archivo_principal_va_primero_aunque_se_eligiera_despues(ctx):
    anexo = Archivo("anexos", b"fotos", "fotos.zip", "zip", None)

    presentaciones.presentar(ctx, cuentas.ciudadano(ctx), archivos=(anexo, Archivo(octetos=PDF + b"%")))

    with ctx.db.lectura() as session:
        filas = session.execute(
            select(DocumentoRow.orden, DocumentoRow.etiqueta, DocumentoRow.nombre, DocumentoRow.sha256).order_by(
                DocumentoRow.orden
            )
        ).all()
    assert [fila[:3] for fila in filas] == [(1, "Archivo principal", "carta.pdf"), (2, "Anexos", "fotos.zip")]
    assert ctx.almacen.ruta(filas[0].sha256).read_bytes() == PDF + b"%"


def test_los_numeros_son_consecutivos_entre_distintas_personas(ctx):
    una, otra = cuentas.ciudadano(ctx), cuentas.ciudadano(ctx)

    recibos = [presentaciones.presentar(ctx, quien) for quien in (una, otra, una)]

    assert [r.numero for r in recibos] == ["00001-2026", "00002-2026", "00003-2026"]
    assert [r.registro for r in recibos] == ["R-000001-2026", "R-000002-2026", "R-000003-2026"]
    assert len({r.contrasena for r in recibos} | {r.ficha for r in recibos}) == 6


def test_enviar_dos_veces_el_mismo_borrador_da_el_mismo_recibo(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    primero = registro.enviar(ctx.como(actor), borrador)
    antes = _filas(ctx)
    reloj.avanzar(hours=3)

    assert registro.enviar(ctx.como(actor), borrador) == primero
    assert registro.recibo(ctx.como(actor), borrador) == primero
    assert _filas(ctx) == antes


def test_cincuenta_envios_a_la_vez_del_mismo_borrador_dan_un_solo_numero(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)

    with ThreadPoolExecutor(25) as hilos:
        recibos = list(hilos.map(lambda _: registro.enviar(ctx.como(actor), borrador), range(50)))

    assert len(set(recibos)) == 1
    assert {t: n for t, n in _filas(ctx).items() if t in {"registro", "expediente", "movimiento", "documento"}} == {
        "registro": 1,
        "expediente": 1,
        "movimiento": 1,
        "documento": 1,
    }


def test_todos_los_errores_se_dicen_juntos_y_no_se_guarda_nada(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor, valores={"tipo": "no_existe", "asunto": "abc"}, archivos=())
    antes = _filas(ctx)

    with pytest.raises(DatosInvalidos) as error:
        registro.enviar(ctx.como(actor), borrador)

    errores = error.value.errores
    assert {k: getattr(e, "facts", {}).get("motivo", e.code) for k, e in errores.items()} == {
        "tipo": "opcion",
        "numero": "obligatorio",
        "asunto": "muy_corto",
        "principal": ArchivoFaltante.code,
    }
    assert _filas(ctx) == antes
    revisado = registro.revisar(ctx.como(actor), borrador)
    assert {k: e.clave for k, e in revisado.errores.items()} == {k: e.clave for k, e in errores.items()}


def test_no_se_envia_mientras_un_archivo_sigue_subiendo(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    presentaciones.adjuntar(ctx, borrador, Archivo("anexos", b"x", "plano.zip", "zip"), estado="subiendo")

    with pytest.raises(DatosInvalidos) as error:
        registro.enviar(ctx.como(actor), borrador)

    assert {k: (type(e), e.facts) for k, e in error.value.errores.items()} == {
        "anexos": (ArchivosPendientes, {"nombre": "plano.zip"})
    }


def test_un_archivo_rechazado_no_estorba_ni_se_presenta(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    presentaciones.adjuntar(ctx, borrador, Archivo(nombre="virus.pdf"), estado="rechazada")

    assert registro.enviar(ctx.como(actor), borrador).archivos == 1


def test_si_el_almacen_perdio_un_archivo_no_hay_numero_ni_queda_nada(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    sha256 = _uno(ctx, CargaRow).sha256
    ruta = ctx.almacen.ruta(sha256)
    ruta.unlink()
    antes = _filas(ctx)

    with pytest.raises(ArchivoPerdido) as error:
        registro.enviar(ctx.como(actor), borrador)

    assert error.value.facts == {"nombre": "carta.pdf"}
    assert _filas(ctx) == antes
    ruta.write_bytes(PDF)
    assert registro.enviar(ctx.como(actor), borrador).numero == "00001-2026"


def test_si_falla_en_el_ultimo_paso_el_numero_no_se_pierde(ctx, monkeypatch):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    antes = _filas(ctx)

    def fallar(*_args, **_kwargs):
        raise OSError("se fue la luz")

    with monkeypatch.context() as parche:
        parche.setattr(correos, "encolar", fallar)
        with pytest.raises(OSError, match="se fue la luz"):
            registro.enviar(ctx.como(actor), borrador)

    assert _filas(ctx) == antes
    assert registro.enviar(ctx.como(actor), borrador).numero == "00001-2026"


def test_nadie_envia_ni_mira_el_borrador_de_otra_persona(ctx):
    ajeno = presentaciones.borrador(ctx, cuentas.ciudadano(ctx))
    intruso = ctx.como(cuentas.ciudadano(ctx))

    for caso in (registro.enviar, registro.revisar, registro.recibo, borradores.ver):
        with pytest.raises(NoEncontrado) as error:
            caso(intruso, ajeno)
        assert error.value.facts == {}
    assert _filas(ctx)["registro"] == 0


def test_lo_enviado_ya_no_se_edita_ni_se_revisa(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    registro.enviar(ctx.como(actor), borrador)

    for caso in (registro.revisar, borradores.ver):
        with pytest.raises(BorradorEnviado):
            caso(ctx.como(actor), borrador)
    with pytest.raises(BorradorEnviado):
        borradores.guardar(ctx.como(actor), borrador, valores={"asunto": "otro asunto"})


def test_un_antecedente_propio_se_enlaza_como_sea_que_lo_escriba(ctx):
    actor = cuentas.ciudadano(ctx)
    anterior = presentaciones.presentar(ctx, actor)

    recibos = [presentaciones.presentar(ctx, actor, antecedente=a) for a in ("1-2026", "00001-2026", "Exp. 1 – 2026")]

    with ctx.db.lectura() as session:
        filas = session.execute(
            select(RegistroRow.antecedente, ExpedienteRow.numero)
            .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.antecedente_id)
            .where(RegistroRow.id.in_([r.registro_id for r in recibos]))
            .order_by(RegistroRow.id)
        ).all()
    assert filas == [(a, anterior.numero) for a in ("1-2026", "00001-2026", "Exp. 1 – 2026")]


def test_un_antecedente_ajeno_y_uno_que_no_existe_quedan_iguales(ctx):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    actor = cuentas.ciudadano(ctx)

    recibos = [presentaciones.presentar(ctx, actor, antecedente=a) for a in ("00001-2026", "00777-2026", "el de mayo")]

    with ctx.db.lectura() as session:
        filas = session.execute(
            select(RegistroRow.antecedente, RegistroRow.antecedente_id)
            .where(RegistroRow.id.in_([r.registro_id for r in recibos]))
            .order_by(RegistroRow.id)
        ).all()
    assert filas == [("00001-2026", None), ("00777-2026", None), ("el de mayo", None)]


def test_el_antecedente_de_la_organizacion_lo_enlaza_cualquiera_de_sus_miembros(ctx):
    org = cuentas.organizacion(ctx)
    anterior = presentaciones.presentar(ctx, org.una)

    presentaciones.presentar(ctx, org.otra, antecedente=anterior.numero)

    with ctx.db.lectura() as session:
        assert session.scalars(select(RegistroRow.antecedente_id).order_by(RegistroRow.id)).all() == [None, 1]


def test_quien_firma_es_la_persona_y_quien_presenta_la_organizacion(ctx):
    org = cuentas.organizacion(ctx, razon_social="Cooperativa Sol del Ande")

    presentaciones.presentar(ctx, org.otra)

    fila = _uno(ctx, RegistroRow)
    assert (fila.por, fila.remitente["nombre"], fila.remitente["numero_doc"]) == (
        "Teodoro Yupanqui Soto",
        "Cooperativa Sol del Ande",
        cuentas.RUC,
    )


def test_el_registro_conserva_los_datos_del_remitente_aunque_la_cuenta_cambie(ctx):
    actor = cuentas.ciudadano(ctx)
    borrador = presentaciones.borrador(ctx, actor)
    recibo = registro.enviar(ctx.como(actor), borrador)
    with ctx.db.transaction() as session:
        session.execute(
            update(CuentaRow).where(CuentaRow.id == actor.cuenta_id).values(nombres="Otra", correo="otro@ejemplo.pe")
        )

    assert _uno(ctx, RegistroRow).por == "Rosa Elena Quispe Huamán"
    assert registro.recibo(ctx.como(actor), borrador) == recibo


@pytest.mark.parametrize(
    ("enviado", "numero", "presentado"),
    [
        (lima("2026-12-31 23:59:59.999999"), "00001-2026", date(2026, 12, 31)),
        (lima("2027-01-01 00:00:00"), "00001-2027", date(2027, 1, 4)),
    ],
)
def test_el_anio_del_numero_es_el_de_lima_y_no_el_del_servidor(ctx, reloj, enviado, numero, presentado):
    reloj.ahora = enviado

    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    assert (recibo.numero, recibo.registro, recibo.presentado_el) == (numero, f"R-0{numero}", presentado)


def test_el_primero_de_enero_la_numeracion_vuelve_a_uno(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    reloj.ahora = lima("2026-12-31 23:59:59")
    primeros = [presentaciones.presentar(ctx, actor).numero for _ in range(2)]
    reloj.avanzar(seconds=1)

    assert primeros == ["00001-2026", "00002-2026"]
    assert [presentaciones.presentar(ctx, actor).numero for _ in range(2)] == ["00001-2027", "00002-2027"]


def test_despues_del_99999_el_numero_se_ensancha(ctx):
    actor = cuentas.ciudadano(ctx)
    with ctx.db.transaction() as session:
        session.add(CorrelativoRow(serie="E", anio=2026, ultimo=99_998))

    numeros = [presentaciones.presentar(ctx, actor).numero for _ in range(3)]

    assert numeros == ["99999-2026", "100000-2026", "100001-2026"]


GOLDEN = [
    (lima("2026-07-22 16:00:00"), date(2026, 7, 22), date(2026, 7, 24), []),
    (lima("2026-07-22 23:59:59"), date(2026, 7, 22), date(2026, 7, 24), []),
    (lima("2026-07-23 00:00:00"), date(2026, 7, 24), date(2026, 7, 27), [("2026-07-23", "Ley 31822")]),
    (lima("2026-12-05 10:00:00"), date(2026, 12, 7), date(2026, 12, 10), [("2026-12-05", ""), ("2026-12-06", "")]),
    (lima("2026-12-07 17:31:00"), date(2026, 12, 7), date(2026, 12, 10), []),
    (
        lima("2026-01-01 09:00:00"),
        date(2026, 1, 5),
        date(2026, 1, 6),
        [
            ("2026-01-01", "D. Leg. 713, art. 6"),
            ("2026-01-02", "DS 042-2025-PCM"),
            ("2026-01-03", ""),
            ("2026-01-04", ""),
        ],
    ),
    (lima("2026-04-01 20:00:00"), date(2026, 4, 1), date(2026, 4, 6), []),
    (lima("2026-10-07 23:00:00"), date(2026, 10, 7), date(2026, 10, 9), []),
    (lima("2025-04-30 16:00:00"), date(2025, 4, 30), date(2025, 5, 5), []),
    (lima("2027-03-24 16:30:01"), date(2027, 3, 24), date(2027, 3, 29), []),
]


def test_el_registro_guarda_la_fecha_legal_y_los_dias_que_no_cuentan(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    guardadas = []
    for enviado, *_ in GOLDEN:
        reloj.ahora = enviado
        borrador = presentaciones.borrador(ctx, actor)
        anunciada = registro.revisar(ctx.como(actor), borrador).presentacion
        recibo = registro.enviar(ctx.como(actor), borrador)
        assert (recibo.presentado_el, recibo.plazo_desde) == (anunciada.presentado, anunciada.plazo_desde)
        guardadas.append(recibo.registro_id)

    with ctx.db.lectura() as session:
        filas = [session.get_one(RegistroRow, i) for i in guardadas]
    assert [
        (
            f.enviado_at,
            f.presentado_el,
            f.plazo_desde,
            [(d["fecha"], d.get("base_legal") or "") for d in f.saltados],
        )
        for f in filas
    ] == GOLDEN


def test_el_correo_del_cargo_se_promete_con_el_registro_y_sin_secretos(ctx):
    actor = cuentas.ciudadano(ctx)

    recibo = presentaciones.presentar(ctx, actor)

    with ctx.db.lectura() as session:
        fila = session.scalars(
            select(CorreoSalienteRow).where(CorreoSalienteRow.registro_id == recibo.registro_id)
        ).one()
    assert (fila.plantilla, fila.destinatario, fila.estado) == ("cargo", actor.correo, "pendiente")
    assert fila.clave == f"cargo:{recibo.registro_id}"
    assert recibo.contrasena not in str(fila.datos)
    assert recibo.ficha not in str(fila.datos)


def test_el_primer_movimiento_es_el_registro_y_abre_la_cadena(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    presentaciones.presentar(ctx, actor)

    fila = _uno(ctx, MovimientoRow)

    assert (fila.orden, fila.accion, fila.desde, fila.hasta, fila.actor_id) == (
        1,
        "registrar",
        None,
        "registrada",
        actor.cuenta_id,
    )
    assert (fila.ocurrido_at, fila.huella_anterior, fila.huella) == (
        reloj.ahora,
        historia.GENESIS,
        historia.huella(fila),
    )


def test_lo_que_permite_hallarlo_se_guarda_plegado_y_una_sola_vez(ctx):
    actor = cuentas.ciudadano(ctx, numero_doc="41112223")
    presentaciones.presentar(ctx, actor, asunto="Árbol ÁRBOL peñón " + "x" * 90, numero="OFICIO N° 0005-2026")

    guardadas = ["arbol", "penon", "x" * 60, "@rosa", "@elena", "@quispe", "@huaman", "@41112223", "#oficio", "#n", "#5",
                 "#2026", "=carta"]  # fmt: skip
    with ctx.db.lectura() as session:
        filas = session.scalars(select(ExpedientePalabraRow.palabra)).all()
    assert sorted(filas) == sorted(guardadas)
    assert _uno(ctx, ExpedienteRow).palabras == f" {' '.join(guardadas)} "


def test_el_borrador_conserva_lo_escrito_y_desecha_lo_que_no_es_del_formulario(ctx):
    propio = ctx.como(cuentas.ciudadano(ctx))
    borrador = borradores.abrir(propio).id
    borradores.guardar(propio, borrador, valores={"asunto": "uno", "numero": "7", "administrado_id": "1"})
    borradores.guardar(propio, borrador, valores={"asunto": "dos"})

    assert borradores.ver(propio, borrador).valores == {"asunto": "dos", "numero": "7"}
    assert borradores.abrir(propio).id == borrador


def test_enviado_un_borrador_se_abre_otro_en_blanco(ctx):
    actor = cuentas.ciudadano(ctx)
    enviado = presentaciones.borrador(ctx, actor)
    registro.enviar(ctx.como(actor), enviado)

    nuevo = borradores.abrir(ctx.como(actor))

    assert nuevo.id != enviado
    assert nuevo.valores == {}


@pytest.mark.parametrize("texto", ["hola\x00mundo adios", "hola\ud800mundo adios", "hola\u202emundo adios\u200b"])
def test_los_caracteres_que_no_se_ven_no_rompen_el_envio(ctx, texto):
    actor = cuentas.ciudadano(ctx)

    recibo = presentaciones.presentar(ctx, actor, asunto=texto, numero=texto, informacion=texto, antecedente=texto)

    assert recibo.numero == "00001-2026"
    fila = _uno(ctx, RegistroRow)
    assert all(c.isprintable() for c in fila.asunto + fila.numero_documento + fila.antecedente)


def test_quien_dejo_la_organizacion_ya_no_presenta_por_ella(ctx):
    org = cuentas.organizacion(ctx)
    viejo = presentaciones.borrador(ctx, org.otra)
    assert registro.revisar(ctx.como(org.otra), viejo).remitente["nombre"] == "Cooperativa Sol del Ande"
    cuentas.salir_de_la_organizacion(ctx, org.otra)

    with pytest.raises(NoEncontrado):
        registro.enviar(ctx.como(org.otra), viejo)

    presentaciones.presentar(ctx, org.otra)
    assert _uno(ctx, RegistroRow).remitente["nombre"] == "Teodoro Yupanqui Soto"
