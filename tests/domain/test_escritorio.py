"""What an institution says of its offices holds together, or it is refused with the place and the reason."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portal.domain import coherencia_escritorio
from portal.domain.escritorio import Dependencia, Escritorio, Frase, RolDePersonal, Sede
from portal.domain.permisos import Alcance, Permiso

MESA = Dependencia(id="mesa", nombre="Mesa de Partes", mesa=True)
OTRA = Dependencia(id="otra", nombre="Otra oficina")
FRASE = Frase(id="una", nombre="Una", texto="Por corresponder.")


@pytest.mark.parametrize(
    ("dicho", "queja"),
    [
        ({"dependencias": (MESA, OTRA, OTRA)}, "dependencias.otra: repetido"),
        ({"dependencias": (MESA,), "proveidos": (FRASE, FRASE)}, "proveidos.[a-z]+: repetido"),
        ({"dependencias": (OTRA,)}, "una_mesa"),
        ({"dependencias": (MESA, MESA.model_copy(update={"id": "mesa_dos"}))}, "una_mesa"),
        ({"dependencias": (MESA.model_copy(update={"activa": False}),)}, "mesa_inactiva"),
        ({"dependencias": (MESA, OTRA.model_copy(update={"sede": "cusco"}))}, "sede_desconocida"),
        ({"dependencias": (MESA, OTRA.model_copy(update={"padre": "nadie"}))}, "sin_padre"),
        ({"dependencias": (MESA, OTRA.model_copy(update={"padre": "otra"}))}, "cuelga_de_si"),
    ],
)
def test_unas_oficinas_que_no_concuerdan_se_rechazan_con_su_motivo(dicho, queja):
    with pytest.raises(ValidationError, match=queja):
        Escritorio(**dicho)


def test_una_oficina_puede_colgar_de_otra_y_estar_en_una_sede():
    sede = Sede(id="cusco", nombre="Cusco")

    escritorio = Escritorio(
        dependencias=(MESA, OTRA.model_copy(update={"padre": "mesa", "sede": "cusco"})), sedes=(sede,)
    )

    assert escritorio.dependencia("otra").padre == "mesa"


def test_un_rol_solo_tiene_permisos_del_personal():
    with pytest.raises(ValidationError, match="permiso_ajeno"):
        RolDePersonal(id="raro", nombre="Raro", permisos=(Permiso.SISTEMA,))


def de_a_uno(padres: dict[str, str | None], cual: str) -> str | None:
    """The same as the rule says it, office by office: up until there is no more, or it comes round."""
    vistas, actual = {cual}, padres[cual]
    while actual is not None:
        if actual not in padres:
            return actual
        if actual in vistas:
            return coherencia_escritorio.EN_CIRCULO
        vistas.add(actual)
        actual = padres[actual]
    return None


OFICINAS = st.sampled_from([f"o{n}" for n in range(8)])


@given(st.dictionaries(OFICINAS, st.none() | OFICINAS))
def test_lo_que_esta_mal_encima_de_una_oficina_se_sabe_subiendo_una_sola_vez(padres):
    assert coherencia_escritorio._caidas(padres) == {cual: de_a_uno(padres, cual) for cual in padres}


def test_diez_mil_oficinas_una_debajo_de_otra_se_revisan_en_un_momento():
    cadena = tuple(OTRA.model_copy(update={"id": f"o{n}", "padre": f"o{n - 1}" if n else None}) for n in range(10_000))
    inicio = time.process_time()

    escritorio = Escritorio(dependencias=(MESA, *cadena))
    alcanzadas = escritorio.oficinas("o0", Alcance.DESCENDIENTES)

    assert alcanzadas == {d.id for d in cadena}
    assert time.process_time() - inicio < 3
