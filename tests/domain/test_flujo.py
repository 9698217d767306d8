"""What steps may be drawn between estados, and what is left when one goes."""

from __future__ import annotations

from portal.domain import flujo
from portal.domain.configuracion import Estado, Transicion
from portal.domain.estados import Accion, Fase

ESTADOS = (
    Estado(id="registrada", nombre="Registrada", publico="Registrada", fase=Fase.REGISTRADO),
    Estado(id="revision", nombre="En revisión", publico="En proceso", fase=Fase.EN_TRAMITE),
    Estado(id="firma", nombre="En firma", publico="En proceso", fase=Fase.EN_TRAMITE),
    Estado(id="atendida", nombre="Atendida", publico="Atendida", fase=Fase.ATENDIDO),
)
INICIAR = Transicion(id="iniciar", accion=Accion.INICIAR, nombre="Revisar", desde=("registrada",), hasta="revision")
AVANZAR = Transicion(id="avanzar", accion=Accion.AVANZAR, nombre="A firma", desde=("revision",), hasta="firma")
ATENDER = Transicion(
    id="atender", accion=Accion.ATENDER, nombre="Atender", desde=("revision", "firma"), hasta="atendida"
)
TRANSICIONES = (INICIAR, AVANZAR, ATENDER)


def test_solo_se_ofrece_lo_que_el_codigo_admite():
    assert flujo.destinos(ESTADOS, Accion.INICIAR) == ("revision", "firma")
    assert flujo.origenes(ESTADOS, Accion.ATENDER, "atendida") == ("registrada", "revision", "firma")
    assert flujo.origenes(ESTADOS, Accion.AVANZAR, "firma") == ("revision", "firma")
    assert flujo.origenes(ESTADOS, Accion.ATENDER, "nadie") == ()
    assert flujo.destinos(ESTADOS, Accion.ARCHIVAR) == ()
    assert Accion.OBSERVAR not in flujo.acciones(ESTADOS)
    assert Accion.AVANZAR in flujo.acciones(ESTADOS)


def test_al_cambiar_de_accion_el_paso_va_por_donde_puede():
    otra = flujo.ajustada(ATENDER, ESTADOS, accion=Accion.INICIAR)
    hacia = flujo.ajustada(INICIAR, ESTADOS, hasta="firma")
    imposible = flujo.ajustada(INICIAR, ESTADOS, accion=Accion.OBSERVAR)

    assert (otra.desde, otra.hasta) == (("registrada",), "revision")
    assert (hacia.desde, hacia.hasta) == (("registrada",), "firma")
    assert (imposible.desde, imposible.hasta) == ((), "revision")


def test_un_estado_se_va_con_los_pasos_que_solo_eran_suyos():
    estados, transiciones = flujo.sin_estado(ESTADOS, TRANSICIONES, "firma")

    assert [e.id for e in estados] == ["registrada", "revision", "atendida"]
    assert transiciones == (INICIAR, ATENDER.model_copy(update={"desde": ("revision",)}))
    assert flujo.tocadas(TRANSICIONES, "firma") == (AVANZAR, ATENDER)
    assert flujo.desde(TRANSICIONES, "revision") == (AVANZAR, ATENDER)
