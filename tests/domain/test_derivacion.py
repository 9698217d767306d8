from __future__ import annotations

import pytest

from portal.domain.derivacion import Derivacion, DerivacionInvalida, PedidoDeAtencion, comprobar, dias_de
from portal.domain.escritorio import Dependencia, Escritorio

ESCRITORIO = Escritorio(
    dependencias=(
        Dependencia(id="mesa", nombre="Mesa", mesa=True),
        Dependencia(id="legal", nombre="Asesoría Legal"),
        Dependencia(id="redes", nombre="Redes"),
        Dependencia(id="vieja", nombre="Oficina Cerrada", activa=False),
    )
)
OPINION = PedidoDeAtencion("redes", "opinion")


def negativa(derivacion: Derivacion) -> dict[str, object]:
    with pytest.raises(DerivacionInvalida) as error:
        comprobar(derivacion, ESCRITORIO, desde="mesa")
    assert error.value.clave == f"error.derivacion_invalida.{error.value.facts['motivo']}"
    return error.value.facts


@pytest.mark.parametrize(
    "derivacion",
    [
        Derivacion("legal", pedido="atender"),
        Derivacion("legal", ("redes",), pedido="evaluar", dias=250),
        Derivacion(None, ("legal",)),
        Derivacion(None, (), (OPINION,)),
        Derivacion("legal", (), (PedidoDeAtencion("redes", "informe", 1),), "atender", 1),
    ],
)
def test_se_envia_a_una_oficina_con_copias_y_pedidos(derivacion):
    comprobar(derivacion, ESCRITORIO, desde="mesa")


@pytest.mark.parametrize(
    ("derivacion", "motivo"),
    [
        (Derivacion(), {"motivo": "sin_destino"}),
        (Derivacion("mesa", pedido="atender"), {"motivo": "misma", "oficina": "Mesa"}),
        (Derivacion(None, ("mesa",)), {"motivo": "misma", "oficina": "Mesa"}),
        (Derivacion("legal", ("legal",), pedido="atender"), {"motivo": "repetida", "oficina": "Asesoría Legal"}),
        (Derivacion("redes", (), (OPINION,), "atender"), {"motivo": "repetida", "oficina": "Redes"}),
        (Derivacion(None, (), (OPINION, OPINION)), {"motivo": "repetida", "oficina": "Redes"}),
        (Derivacion("vieja", pedido="atender"), {"motivo": "inactiva", "oficina": "Oficina Cerrada"}),
        (Derivacion("no_existe", pedido="atender"), {"motivo": "inactiva", "oficina": "no_existe"}),
        (Derivacion("legal"), {"motivo": "pedido"}),
        (Derivacion("legal", pedido="bailar"), {"motivo": "pedido"}),
        (Derivacion(None, (), (PedidoDeAtencion("redes", ""),)), {"motivo": "pedido"}),
        (Derivacion("legal", pedido="atender", dias=0), {"motivo": "dias", "maximo": 250}),
        (Derivacion(None, (), (PedidoDeAtencion("redes", "opinion", 251),)), {"motivo": "dias", "maximo": 250}),
    ],
)
def test_lo_que_no_se_puede_enviar_dice_por_que(derivacion, motivo):
    assert negativa(derivacion) == motivo


def test_las_oficinas_se_nombran_con_la_responsable_primero():
    assert Derivacion("legal", ("vieja",), (OPINION,)).oficinas == ("legal", "redes", "vieja")


@pytest.mark.parametrize(
    ("pedido", "dias", "esperados"),
    [("opinion", None, 7), ("opinion", 3, 3), ("atender", None, None), ("atender", 5, 5), ("", None, None)],
)
def test_un_pedido_tiene_el_plazo_que_se_le_dio_o_el_usual(pedido, dias, esperados):
    assert dias_de(ESCRITORIO, pedido, dias) == esperados
