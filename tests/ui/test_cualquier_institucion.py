"""Any institution that may be published draws a form, and whatever is answered either files or is refused field by field."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from portal.domain.errors import DatosInvalidos, PortalError
from portal.domain.formulario import campos_visibles, ranuras_visibles
from portal.i18n import explain
from portal.services import borradores, configuracion, registro
from portal.services.contexto import SISTEMA, Contexto
from portal.services.recibos import Recibo
from tests.factories import instituciones

CUANTAS = 20


def pantalla(borrador_id: str) -> None:
    """The form alone, as the screen draws it."""
    from portal.services import borradores
    from portal.ui import formulario, procedimientos, state

    borrador = borradores.ver(state.ctx(), borrador_id)
    procedimientos.encabezado(borrador)
    formulario.dibujar(borrador, {})
    formulario.guardado(borrador)
    formulario.termina()


@settings(
    max_examples=CUANTAS,
    phases=(Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(datos=st.data())
def test_cualquier_institucion_dibuja_su_formulario_y_cualquier_respuesta_se_presenta_o_se_explica(ctx, propio, datos):
    configuracion.publicar(ctx.como(SISTEMA), datos.draw(instituciones.instituciones()), autor="pruebas")
    borrador = borradores.empezar(propio)
    borradores.elegir(propio, borrador.id, procedimiento=datos.draw(st.sampled_from(["", "tramite"])))
    formulario = borradores.ver(propio, borrador.id).institucion.formulario
    borradores.guardar(propio, borrador.id, valores=datos.draw(instituciones.respuestas(formulario)))

    prueba = AppTest.from_function(pantalla, args=(borrador.id,), default_timeout=30).run()

    assert not prueba.exception
    dibujado = borradores.ver(propio, borrador.id).valores
    preguntado = {campo.id for campo in campos_visibles(formulario, dibujado)}
    preguntado |= {ranura.id for ranura in ranuras_visibles(formulario, dibujado)}
    recibo, errores = _enviar(propio, borrador.id)
    assert errores.keys() <= preguntado
    assert all(explain(error) for error in errores.values())
    assert (recibo is None) == bool(errores)
    assert registro.recibo(propio, borrador.id) == recibo
    if recibo is None:
        borradores.descartar(propio, borrador.id)


def _enviar(propio: Contexto, borrador_id: str) -> tuple[Recibo | None, dict[str, PortalError]]:
    """The receipt, or why not, field by field."""
    try:
        return registro.enviar(propio, borrador_id), {}
    except DatosInvalidos as negativa:
        return None, negativa.errores
