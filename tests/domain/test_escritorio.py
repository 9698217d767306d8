"""What an institution says of its offices holds together, or it is refused with the place and the reason."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from portal.domain.escritorio import Dependencia, Escritorio, Frase, RolDePersonal, Sede
from portal.domain.permisos import Permiso

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
