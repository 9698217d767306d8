from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.db.models import CorreoSalienteRow, DestinoRow, ExpedienteRow, PlazoRow, RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatosInvalidos, NoEncontrado
from portal.services import (
    actuaciones,
    bandejas,
    borradores,
    cargos,
    comprobables,
    configuracion,
    consulta,
    derivaciones,
    procedimientos,
    registro,
)
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, formularios, oficinas, presentaciones
from tests.factories.presentaciones import Archivo

RECIBO = (Archivo(ranura="recibo"),)
DUPLICADO = {"asunto": "Pido duplicado", "placa": "abc 123"}


@pytest.fixture
def igp(ctx) -> Institucion:
    """An institution with procedures, in force; the office of one of them has a mailbox."""
    base = formularios.institucion(procedimientos=formularios.PROCEDIMIENTOS).model_dump(mode="json")
    next(d for d in base["escritorio"]["dependencias"] if d["id"] == "compras")["correo"] = "compras@igp.pe"
    nueva = Institucion.model_validate(base)
    configuracion.publicar(ctx.como(SISTEMA), nueva, autor="pruebas")
    return nueva


@pytest.fixture
def propio(ctx, igp):
    """Whoever files."""
    return ctx.como(cuentas.ciudadano(ctx))


def _presentar(ctx, propio, procedimiento, valores, archivos=()):
    borrador = borradores.empezar(propio).id
    borradores.elegir(propio, borrador, procedimiento=procedimiento)
    borradores.guardar(propio, borrador, valores=valores)
    for archivo in archivos:
        presentaciones.adjuntar(ctx, borrador, archivo)
    return registro.enviar(propio, borrador)


def test_quien_elige_un_tramite_llena_su_formulario_y_no_el_general(ctx, propio):
    borrador = borradores.empezar(propio).id
    borradores.elegir(propio, borrador, procedimiento="duplicado")
    borradores.guardar(propio, borrador, valores={"asunto": "Pido duplicado", "tipo": "carta"})

    visto = borradores.ver(propio, borrador)
    with pytest.raises(DatosInvalidos) as error:
        registro.enviar(propio, borrador)

    assert [campo.id for campo in visto.institucion.formulario.campos] == ["asunto", "placa"]
    assert (visto.procedimiento, visto.intacto, "tipo" in visto.valores) == ("duplicado", False, False)
    assert error.value.errores.keys() == {"placa", "recibo"}
    assert borradores.pendientes(propio)[0].procedimiento == "Duplicado de licencia"


@pytest.mark.parametrize("procedimiento", ["retirado", "no_existe"])
def test_lo_que_ya_no_se_ofrece_no_se_elige(propio, procedimiento):
    borrador = borradores.empezar(propio).id

    with pytest.raises(NoEncontrado):
        borradores.elegir(propio, borrador, procedimiento=procedimiento)


def test_cambiar_de_tramite_conserva_lo_escrito(propio):
    borrador = borradores.empezar(propio).id
    borradores.guardar(propio, borrador, valores={"asunto": "Pido mapas", "tipo": "carta"})

    borradores.elegir(propio, borrador, procedimiento="duplicado")
    borradores.elegir(propio, borrador, procedimiento="")

    assert borradores.ver(propio, borrador).valores["tipo"] == "carta"


def test_un_borrador_que_se_estrena_no_recuerda_el_tramite_de_antes(propio):
    for _ in range(borradores.EN_BLANCO):
        borradores.elegir(propio, borradores.empezar(propio).id, procedimiento="duplicado")

    assert borradores.empezar(propio).procedimiento == ""


def test_llega_a_su_oficina_con_su_plazo_y_le_avisa(ctx, propio):
    recibo = _presentar(ctx, propio, "duplicado", DUPLICADO, RECIBO)

    with ctx.db.lectura() as session:
        expediente = session.scalars(select(ExpedienteRow)).one()
        plazo = session.scalars(select(PlazoRow)).one()
        destino = session.scalars(select(DestinoRow)).one()
        suyo = session.scalars(select(RegistroRow)).one()
        avisos = session.scalars(select(CorreoSalienteRow).where(CorreoSalienteRow.plantilla == "oficina_recibe")).all()
        assert (expediente.dependencia, expediente.por_recibir, expediente.vence_el) == (
            "compras",
            True,
            plazo.vence_el,
        )
        assert (plazo.cantidad, plazo.silencio, plazo.base_legal) == (5, "positivo", "TUPA, n.° 7")
        assert plazo.vence_el == date(2026, 11, 24)
        assert (destino.origen, destino.dependencia, destino.tipo) == ("mesa_de_partes", "compras", "responsable")
        assert (suyo.procedimiento, suyo.valores["placa"]) == ("duplicado", "abc-123")
        assert [a.destinatario for a in avisos] == ["compras@igp.pe"]
        assert avisos[0].datos["numero"] == recibo.numero


def test_la_oficina_lo_encuentra_por_recibir_lo_recibe_y_puede_devolverlo(ctx, propio):
    recibo = _presentar(ctx, propio, "duplicado", DUPLICADO, RECIBO)
    jefa = ctx.como(oficinas.persona(ctx, "jefe", "compras"))

    derivaciones.recibir(jefa, recibo.numero, visto=1)
    derivaciones.devolver(jefa, recibo.numero, visto=2, motivo="No es de aquí")

    with ctx.db.lectura() as session:
        expediente = session.scalars(select(ExpedienteRow)).one()
        suyo = session.scalars(select(RegistroRow)).one()
        assert (expediente.dependencia, expediente.por_recibir) == ("mesa_de_partes", True)
        assert suyo.recibido_at is not None


def test_lo_que_se_aprueba_por_si_mismo_no_tiene_plazo_y_lo_demas_el_general(ctx, propio):
    _presentar(ctx, propio, "constancia", formularios.CORRECTO, presentaciones.PRINCIPAL)
    _presentar(ctx, propio, "", formularios.CORRECTO, presentaciones.PRINCIPAL)

    with ctx.db.lectura() as session:
        plazos = session.scalars(select(PlazoRow)).all()
        expedientes = session.scalars(select(ExpedienteRow).order_by(ExpedienteRow.id)).all()
    assert [(p.expediente_id, p.cantidad) for p in plazos] == [(expedientes[1].id, 30)]
    assert [e.dependencia for e in expedientes] == ["compras", "compras"]  # where who files knew it goes


def test_el_cargo_el_seguimiento_y_el_escritorio_dicen_que_tramite_es(ctx, propio):
    recibo = _presentar(ctx, propio, "duplicado", DUPLICADO, RECIBO)

    vista = consulta.propio(propio, recibo.numero)
    with ctx.db.lectura() as session:
        contenido = dict(cargos.reunir(session, ctx, recibo.registro_id).datos["secciones"][1]["datos"])
        expediente = session.scalars(select(ExpedienteRow)).one()
        actuacion = actuaciones.sostener(session, expediente)
        pedido = comprobables.de(session, actuacion.institucion, recibo.registro_id)

    assert vista.procedimiento == contenido["Trámite"] == "Duplicado de licencia"
    assert contenido["Plazo"].startswith("5 días hábiles. Si no le responden a tiempo, se da por aprobado")
    assert vista.otros_datos == (("Placa", "abc-123"),)
    assert [(c.etiqueta, c.clave) for c in pedido][:2] == [("", "completos"), ("Recibo de pago", "esta")]


def test_lo_presentado_conserva_su_tramite_aunque_la_institucion_ya_no_lo_tenga(ctx, propio, igp):
    recibo = _presentar(ctx, propio, "duplicado", DUPLICADO, RECIBO)
    sin_nada = igp.model_copy(update={"procedimientos": ()})
    configuracion.publicar(ctx.como(SISTEMA), sin_nada, autor="pruebas")

    vista = consulta.propio(propio, recibo.numero)

    assert (vista.procedimiento, vista.otros_datos) == ("Duplicado de licencia", (("Placa", "abc-123"),))
    assert bandejas.todos_mis_tramites(propio, bandejas.Filtros(), maximo=5)[0].numero == recibo.numero


def test_el_costo_y_el_plazo_se_dicen_en_palabras(igp):
    duplicado, constancia, retirado = igp.procedimientos

    assert [procedimientos.costo(p) for p in igp.procedimientos] == ["S/ 12.50", "Gratuito", ""]
    assert [procedimientos.plazo(p) for p in igp.procedimientos] == ["5 días hábiles", "Aprobación automática", ""]
    assert procedimientos.silencio(duplicado).endswith("(silencio positivo)")
    assert (procedimientos.silencio(constancia), procedimientos.promesa(igp, retirado.id)) == ("", "")
    assert procedimientos.promesa(igp, "") == procedimientos.nombre(igp, "") == ""
