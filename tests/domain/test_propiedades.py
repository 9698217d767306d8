"""What the designer offers for each kind of field."""

from __future__ import annotations

from typing import get_args

import pytest

from portal.domain import propiedades
from portal.domain.campos import Campo, Clase, Condicion, Opcion

MIRA = Condicion(campo="otro", op="lleno")


@pytest.mark.parametrize(
    ("etiqueta", "clase"),
    [
        ("Celular", "telefono"),
        ("Teléfono de contacto", "telefono"),
        ("Correo electrónico", "correo"),
        ("DNI del titular", "documento"),
        ("Fecha del documento", "fecha"),
        ("Número de páginas", "entero"),
        ("¿Desea que lo llamemos?", "si_no"),
        ("¿Conoce el lugar de destino?", "si_no"),
        ("Declaro que digo la verdad", "declaracion"),
        ("Expediente anterior", "antecedente"),
        ("Tipo de documento", "opcion"),
        ("Detalle del pedido", "texto_largo"),
        ("Oficina a la que se dirige", "dependencia"),
        ("Estación más cercana", "texto"),
    ],
)
def test_el_rotulo_sugiere_la_clase(etiqueta, clase):
    assert propiedades.clase_sugerida(etiqueta) == clase


def test_al_cambiar_de_clase_queda_lo_que_la_nueva_tambien_tiene():
    texto = Campo(
        id="a", clase="texto", etiqueta="A", ayuda="b", ejemplo="c", obligatorio=True, minimo=2, maximo=9,
        patron="99", inicial="x", condicion=MIRA, exigido_si=MIRA, papel="asunto",
    )  # fmt: skip

    largo = propiedades.con_clase(texto, "texto_largo")
    entero = propiedades.con_clase(texto, "entero")
    nota = propiedades.con_clase(texto, "explicacion")

    assert largo == texto.model_copy(update={"clase": "texto_largo", "patron": "", "inicial": ""})
    assert (entero.minimo, entero.maximo, entero.papel) == (None, None, None)
    assert nota == Campo(id="a", clase="explicacion", etiqueta="A", condicion=MIRA)


def test_una_lista_que_deja_de_serlo_pierde_sus_opciones():
    lista = Campo(id="a", clase="opcion", etiqueta="A", opciones=(Opcion(id="x", nombre="X"),), depende_de="otro")

    assert propiedades.con_clase(lista, "dependencia") == Campo(id="a", clase="dependencia", etiqueta="A")


@pytest.mark.parametrize("clase", get_args(Clase))
def test_de_cada_clase_se_sabe_que_se_le_fija_y_como_se_le_mira(clase):
    campo = Campo(id="a", clase=clase, etiqueta="A")

    assert propiedades.PROPIEDADES[clase] <= set(Campo.model_fields)
    assert bool(propiedades.operadores(campo)) == (clase != "explicacion")
    assert propiedades.con_clase(campo, clase) == campo


def test_un_patron_se_dice_por_partes():
    assert propiedades.partes_del_patron("9999-AA*") == (
        ("cifra", 4, ""), ("signo", 1, "-"), ("letra", 2, ""), ("cualquiera", 1, ""),
    )  # fmt: skip
