from __future__ import annotations

from portal.domain.errors import DatoInvalido, DatosInvalidos, NoEncontrado


def test_un_rechazo_lleva_sus_hechos_y_la_clave_de_su_texto():
    error = NoEncontrado(numero="00123-2021")

    assert (error.clave, error.facts) == ("error.no_encontrado", {"numero": "00123-2021"})


def test_un_dato_invalido_tiene_un_texto_por_motivo():
    assert DatoInvalido(campo="ruc", motivo="ruc_longitud", escritos=10).clave == "error.dato_invalido.ruc_longitud"


def test_varios_datos_invalidos_se_cuentan_y_se_muestran_juntos():
    errores = {"ruc": DatoInvalido(campo="ruc", motivo="vacio"), "dni": DatoInvalido(campo="dni", motivo="vacio")}
    error = DatosInvalidos(errores)

    assert (error.facts, error.errores) == ({"cuantos": 2}, errores)
