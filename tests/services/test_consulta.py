from __future__ import annotations

import pytest
from sqlalchemy import func, select

from portal.db.models import DocumentoRow, IntentoRow
from portal.domain.errors import DemasiadosIntentos, NoAutorizado, NoEncontrado
from portal.domain.estados import Fase
from portal.services import configuracion, consulta, documentos, posibles, tramite
from portal.services.consulta import SeguimientoNoCoincide
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import Archivo

IP = "190.12.3.4"


def _con_clave(ctx, recibo, contrasena=None, *, numero=None, ip=IP):
    return consulta.por_clave(ctx, numero=numero or recibo.numero, contrasena=contrasena or recibo.contrasena, ip=ip)


def test_se_sigue_de_tres_maneras_y_las_tres_dicen_el_mismo_estado(ctx):
    actor = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, actor)

    por_enlace = consulta.por_ficha(ctx, numero=recibo.numero, ficha=recibo.ficha)
    por_clave = _con_clave(ctx, recibo)
    propia = consulta.propio(ctx.como(actor), recibo.numero)

    assert por_enlace == por_clave
    for vista in (por_enlace, propia):
        assert (vista.numero, vista.registro, vista.asunto) == (
            "00001-2026",
            "R-000001-2026",
            "Solicito información sísmica",
        )
        assert (vista.estado, vista.fase) == ("Registrada", Fase.REGISTRADO)
        assert vista.que_sigue.startswith("Trámite Documentario lo revisa")
        assert (vista.enviado_at, vista.presentado_el) == (recibo.enviado_at, recibo.presentado_el)
        assert vista.ficha == recibo.ficha
        with pytest.raises(NoAutorizado):
            posibles.posibles(ctx.como(actor), vista.numero)
        assert [(m.estado, m.nota, m.actor) for m in vista.movimientos] == [("Registrada", "", "")]


def test_sin_cuenta_no_se_ven_los_archivos_ni_quien_presento(ctx):
    actor = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, actor, archivos=(Archivo(), Archivo("anexos")), informacion="Mi teléfono")

    publica, propia = _con_clave(ctx, recibo), consulta.propio(ctx.como(actor), recibo.numero)

    assert (publica.documentos, publica.documentos_ocultos, publica.remitente, publica.por) == ((), 2, {}, "")
    assert publica.otros_datos == ()
    assert [d.nombre for d in propia.documentos] == ["carta.pdf", "carta.pdf"]
    assert (propia.documentos_ocultos, propia.por) == (0, "Rosa Elena Quispe Huamán")
    assert propia.otros_datos == (("Información adicional", "Mi teléfono"),)


@pytest.mark.parametrize("como", ["00001-2026", "1-2026", " 1 – 2026 ", "Expediente N.º 00001-2026"])
def test_el_numero_se_acepta_como_la_gente_lo_escribe(ctx, como):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    assert _con_clave(ctx, recibo, numero=como).numero == recibo.numero


def test_la_contrasena_se_acepta_sin_guiones_y_en_minusculas(ctx):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    assert _con_clave(ctx, recibo, f" {recibo.contrasena.replace('-', ' ').lower()} ").numero == recibo.numero


def test_un_numero_que_no_existe_responde_como_una_contrasena_errada(ctx):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    respuestas = []

    for i, numero in enumerate(
        (recibo.numero, "2-2026", "1-1999", "no es un numero", "\x00", "a\ud800", "9" * 500, "")
    ):
        with pytest.raises(SeguimientoNoCoincide) as error:
            consulta.por_clave(ctx, numero=numero, contrasena="AAAA-AAAA-AAAA", ip=f"10.0.0.{i}")
        respuestas.append((type(error.value), error.value.facts))
        with pytest.raises(SeguimientoNoCoincide) as error:
            consulta.por_ficha(ctx, numero=numero, ficha="A" * 43)
        respuestas.append((type(error.value), error.value.facts))

    assert respuestas == [(SeguimientoNoCoincide, {})] * len(respuestas)


@pytest.mark.parametrize("ficha", ["", "ñandú", "\x00", "\ud800", "x" * 100_000])
def test_una_ficha_imposible_no_coincide_y_no_falla(ctx, ficha):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    with pytest.raises(SeguimientoNoCoincide):
        consulta.por_ficha(ctx, numero=recibo.numero, ficha=ficha)
    with pytest.raises(SeguimientoNoCoincide):
        _con_clave(ctx, recibo, ficha or "-")


def test_la_contrasena_y_la_ficha_de_un_expediente_no_abren_otro(ctx):
    actor = cuentas.ciudadano(ctx)
    uno, otro = presentaciones.presentar(ctx, actor), presentaciones.presentar(ctx, actor)

    with pytest.raises(SeguimientoNoCoincide):
        _con_clave(ctx, uno, otro.contrasena)
    with pytest.raises(SeguimientoNoCoincide):
        consulta.por_ficha(ctx, numero=uno.numero, ficha=otro.ficha)


def test_diez_contrasenas_erradas_hacen_esperar_y_la_correcta_entra_igual(ctx, reloj):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    negativas = []

    for _ in range(10):
        with pytest.raises((SeguimientoNoCoincide, DemasiadosIntentos)) as error:
            _con_clave(ctx, recibo, "AAAA-AAAA-AAAA")
        negativas.append(type(error.value))

    assert negativas == [SeguimientoNoCoincide] * 5 + [DemasiadosIntentos] * 5
    assert _con_clave(ctx, recibo).numero == recibo.numero
    with pytest.raises(SeguimientoNoCoincide):
        _con_clave(ctx, recibo, "AAAA-AAAA-AAAA", ip="190.99.9.9")
    reloj.avanzar(seconds=5)
    with pytest.raises(SeguimientoNoCoincide):
        _con_clave(ctx, recibo, "AAAA-AAAA-AAAA")
    with pytest.raises(DemasiadosIntentos) as espera:
        _con_clave(ctx, recibo, "AAAA-AAAA-AAAA")
    assert espera.value.facts == {"segundos": 10}


def test_la_espera_no_distingue_expedientes_que_existen(ctx):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    for numero, ip in ((recibo.numero, "1.1.1.1"), ("00777-2026", "2.2.2.2")):
        negativas = []
        for _ in range(7):
            with pytest.raises((SeguimientoNoCoincide, DemasiadosIntentos)) as error:
                consulta.por_clave(ctx, numero=numero, contrasena="x", ip=ip)
            negativas.append((type(error.value), error.value.facts))
        assert negativas == [(SeguimientoNoCoincide, {})] * 5 + [(DemasiadosIntentos, {"segundos": 5})] * 2


def test_un_acierto_no_cuenta_como_intento(ctx):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    for _ in range(12):
        _con_clave(ctx, recibo, ip="190.7.7.7")

    with ctx.db.lectura() as session:
        contados = session.scalar(
            select(func.count()).select_from(IntentoRow).where(IntentoRow.clave.startswith("seguimiento"))
        )
    assert contados == 0


def test_un_expediente_ajeno_responde_como_uno_que_no_existe(ctx):
    ajeno = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    intruso = ctx.como(cuentas.ciudadano(ctx))
    respuestas = []

    for numero in (ajeno.numero, "00777-2026", "nada", "\x00"):
        with pytest.raises(NoEncontrado) as error:
            consulta.propio(intruso, numero)
        respuestas.append((type(error.value), error.value.facts))

    assert respuestas == [(NoEncontrado, {})] * 4


def test_quien_sale_de_la_organizacion_deja_de_ver_lo_suyo(ctx):
    org = cuentas.organizacion(ctx)
    de_la_organizacion = presentaciones.presentar(ctx, org.una)
    assert consulta.propio(ctx.como(org.otra), de_la_organizacion.numero).numero == de_la_organizacion.numero

    cuentas.salir_de_la_organizacion(ctx, org.otra)

    with pytest.raises(NoEncontrado):
        consulta.propio(ctx.como(org.otra), de_la_organizacion.numero)


def test_la_mesa_ve_todo_y_lo_que_puede_hacer(ctx):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    mesa = ctx.como(cuentas.personal(ctx))

    vista = consulta.de_bandeja(mesa, "1-2026")

    assert (vista.numero, len(vista.documentos), vista.por) == (recibo.numero, 1, "Rosa Elena Quispe Huamán")
    assert (
        "poner_en_proceso", "Poner en proceso", "En proceso", False, True,
    ) in [(a.transicion, a.nombre, a.hasta, a.exige_motivo, a.avisa) for a in posibles.posibles(mesa, recibo.numero)]  # fmt: skip
    assert [m.actor for m in vista.movimientos] == ["Rosa Elena Quispe Huamán"]
    with pytest.raises(NoEncontrado):
        consulta.de_bandeja(mesa, "2-2026")


def test_el_ciudadano_lee_cada_paso_y_su_nota_pero_no_quien_lo_hizo(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, actor)
    mesa = ctx.como(cuentas.personal(ctx))
    reloj.avanzar(days=1)
    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada", nota="Lo ve OTI")

    for vista in (consulta.propio(ctx.como(actor), recibo.numero), _con_clave(ctx, recibo)):
        assert [(m.estado, m.fase, m.nota, m.actor, m.ocurrido_at) for m in vista.movimientos] == [
            ("En proceso", Fase.EN_TRAMITE, "Lo ve OTI", "", reloj.ahora),
            ("Registrada", Fase.REGISTRADO, "", "", recibo.enviado_at),
        ]


def test_un_expediente_conserva_las_palabras_con_que_se_presento(ctx):
    actor = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, actor)
    igp = configuracion.preset("igp")
    nombres = tuple(e.model_copy(update={"publico": f"{e.publico} (nuevo)"}) for e in igp.estados)
    configuracion.publicar(ctx.como(SISTEMA), igp.model_copy(update={"estados": nombres}), autor="pruebas")
    nuevo = presentaciones.presentar(ctx, actor)

    assert consulta.propio(ctx.como(actor), recibo.numero).estado == "Registrada"
    assert consulta.propio(ctx.como(actor), nuevo.numero).estado == "Registrada (nuevo)"


@pytest.mark.parametrize("con_cuenta", [True, False])
def test_el_enlace_da_los_documentos_solo_si_la_institucion_los_muestra_sin_cuenta(ctx, con_cuenta):
    igp = configuracion.preset("igp")
    abierta = igp.model_copy(
        update={"seguimiento": igp.seguimiento.model_copy(update={"documentos_sin_cuenta": not con_cuenta})}
    )
    configuracion.publicar(ctx.como(SISTEMA), abierta, autor="pruebas")
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    ajeno = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    suyo, otro = _documento_de(ctx, recibo), _documento_de(ctx, ajeno)

    def abrir(documento, **cambios):
        return documentos.abrir_por_ficha(ctx, documento, **{"numero": recibo.numero, "ficha": recibo.ficha} | cambios)

    for mal in ((otro, {}), (suyo, {"ficha": ajeno.ficha}), (suyo, {"numero": "99999-2026"}), (99, {})):
        with pytest.raises(NoEncontrado):
            abrir(mal[0], **mal[1])
    if con_cuenta:
        with pytest.raises(NoEncontrado):
            abrir(suyo)
    else:
        assert abrir(suyo).ruta.read_bytes() == presentaciones.PDF


def _documento_de(ctx, recibo) -> int:
    """The id of the one document of that filing."""
    with ctx.db.lectura() as session:
        return session.scalars(select(DocumentoRow.id).where(DocumentoRow.registro_id == recibo.registro_id)).one()
