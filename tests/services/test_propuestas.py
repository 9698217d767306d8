"""The propuesta: saved step by step, undone, merged with what others change, published for what comes after."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.db.models import ActoRow, PropuestaCambioRow
from portal.db.session import Database
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.escritorio import ROLES
from portal.domain.permisos import Permiso, Rol
from portal.domain.textos import TextoConVersion
from portal.services import actos, configuracion, consulta, propuestas
from portal.services.asignaciones import ParaUnoMismo
from portal.services.contexto import SISTEMA
from portal.services.encargos import UltimoAdministrador
from portal.services.partes import ParteInvalida
from portal.services.problemas import decir
from portal.services.propuestas import (
    PropuestaAjena,
    PropuestaConProblemas,
    PropuestaSinCambios,
    VersionNueva,
)
from tests.factories import cuentas, presentaciones

TERMINOS = TextoConVersion(version="2027-01", titulo="Términos", cuerpo="Nuevos")


@pytest.fixture
def ana(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))


@pytest.fixture
def beto(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))


def test_sin_propuesta_se_ve_lo_vigente(ana):
    vista = propuestas.ver(ana)

    assert (vista.revision, vista.base, vista.cambios, vista.problemas, vista.deshacible) == (0, 1, 0, (), False)
    assert vista.institucion == configuracion.preset("igp")
    assert propuestas.diferencias(ana) == ()


def test_un_cambio_se_guarda_y_se_cuenta_sin_tocar_lo_publicado(ana):
    vista = propuestas.cambiar(ana, "textos.terminos", TERMINOS, visto=0)

    assert (vista.revision, vista.cambios, vista.deshacible) == (1, 3, True)
    assert vista.institucion.textos.terminos == TERMINOS
    assert propuestas.ver(ana) == vista
    assert configuracion.mostrada(ana) == configuracion.preset("igp")


def test_lo_mismo_que_ya_dice_no_es_un_cambio(ana):
    vista = propuestas.cambiar(ana, "identidad", configuracion.preset("igp").identidad, visto=0)

    assert (vista.revision, vista.cambios, vista.deshacible) == (0, 0, False)


def test_se_deshace_hasta_el_comienzo(ana):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    propuestas.cambiar(ana, "textos.terminos", TERMINOS, visto=1)
    propuestas.cambiar(ana, "identidad.sigla", "DOS", visto=2)

    siglas = [propuestas.deshacer(ana, visto=n).institucion.identidad.sigla for n in (3, 4, 5)]

    assert siglas == ["UNO", "UNO", "IGP"]
    assert propuestas.ver(ana).institucion == configuracion.preset("igp")
    with pytest.raises(PropuestaSinCambios):
        propuestas.deshacer(ana, visto=6)


def test_dos_personas_que_cambian_partes_distintas_se_juntan(ana, beto):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    vista = propuestas.cambiar(beto, "textos.terminos", TERMINOS, visto=0)

    assert (vista.institucion.identidad.sigla, vista.institucion.textos.terminos) == ("UNO", TERMINOS)


@pytest.mark.parametrize("parte", ["identidad.sigla", "identidad", ""])
def test_lo_que_cambio_otra_persona_no_se_pisa(ana, beto, parte):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    igp = configuracion.preset("igp")
    valor = {"identidad.sigla": "DOS", "identidad": igp.identidad, "": igp}[parte]

    with pytest.raises(PropuestaAjena) as error:
        propuestas.cambiar(beto, parte, valor, visto=0)

    assert error.value.facts["quien"] == ana.actor.nombre
    assert propuestas.ver(beto).institucion.identidad.sigla == "UNO"
    assert propuestas.cambiar(beto, parte, valor, visto=1).revision == 2


def test_lo_que_otra_persona_deshizo_tampoco_se_pisa(ana, beto):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    propuestas.deshacer(ana, visto=1)

    with pytest.raises(PropuestaAjena):
        propuestas.cambiar(beto, "identidad.sigla", "DOS", visto=1)


def test_quien_no_vio_el_ultimo_cambio_no_lo_deshace_ni_lo_publica_ni_lo_descarta(ana, beto):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)

    for acto in (propuestas.deshacer, propuestas.descartar):
        with pytest.raises(PropuestaAjena):
            acto(beto, visto=0)
    with pytest.raises(PropuestaAjena):
        propuestas.publicar(beto, visto=0, nota="")


def test_a_la_vez_en_la_misma_parte_solo_gana_una(ana, beto):
    salida = Barrier(2)

    def poner(quien, sigla):
        salida.wait()
        try:
            return propuestas.cambiar(quien, "identidad.sigla", sigla, visto=0).revision
        except PortalError as negativa:
            return type(negativa)

    with ThreadPoolExecutor(2) as hilos:
        hechos = list(hilos.map(poner, (ana, beto), ("UNO", "DOS")))

    assert sorted(map(str, hechos)) == sorted(map(str, (1, PropuestaAjena)))


def test_lo_que_no_es_de_su_tipo_no_se_guarda_y_dice_donde(ana):
    with pytest.raises(ParteInvalida) as error:
        propuestas.cambiar(ana, "escritorio.plazos", {"subsanar": 1, "aviso": "pronto"}, visto=0)

    assert [(p.codigo, p.lugar) for p in error.value.problemas] == [
        ("menor", "escritorio.plazos.subsanar"),
        ("no_es_entero", "escritorio.plazos.aviso"),
    ]
    assert propuestas.ver(ana).revision == 0


@pytest.mark.parametrize("parte", ["nada", "identidad.nada", "identidad.sigla.nada", "formulario.secciones.0"])
def test_una_parte_que_no_existe_no_se_cambia(ana, parte):
    with pytest.raises(NoEncontrado):
        propuestas.cambiar(ana, parte, "", visto=0)


def test_una_contradiccion_entre_partes_se_guarda_y_no_se_publica(ana):
    estados = configuracion.preset("igp").estados[1:]

    vista = propuestas.cambiar(ana, "estados", estados, visto=0)

    assert vista.institucion is None
    assert vista.problemas
    with pytest.raises(PropuestaConProblemas):
        propuestas.publicar(ana, visto=1, nota="")
    assert [v.id for v in propuestas.versiones(ana)] == [1]


def test_lo_publicado_vale_para_lo_nuevo_y_queda_anotado(ctx, ana):
    actor = cuentas.ciudadano(ctx)
    viejo = presentaciones.presentar(ctx, actor)
    estados = [e.model_copy(update={"publico": f"{e.publico} ya"}) for e in configuracion.preset("igp").estados]
    propuestas.cambiar(ana, "estados", estados, visto=0)

    version = propuestas.publicar(ana, visto=1, nota="  Nuevos   nombres ")

    nuevo = presentaciones.presentar(ctx, actor)
    suyos = [consulta.propio(ctx.como(actor), recibo.numero).estado for recibo in (viejo, nuevo)]
    assert (version, suyos) == (2, ["Registrada", "Registrada ya"])
    vista = propuestas.ver(ana)
    assert (vista.base, vista.cambios, vista.deshacible) == (2, 0, False)
    ultima, primera = propuestas.versiones(ana)
    assert (ultima.id, ultima.autor, ultima.nota, ultima.vigente) == (2, ana.actor.nombre, "Nuevos nombres", True)
    assert (primera.id, primera.vigente) == (1, False)
    with ctx.db.lectura() as session:
        acto = session.scalars(select(ActoRow).where(ActoRow.que == "publicar_configuracion")).one()
        assert actos.intacta(session)
    assert acto.datos["version"] == 2
    assert "estados.registrada.publico" in acto.datos["cambios"]


def test_no_se_publica_lo_que_ya_esta_vigente(ana):
    with pytest.raises(PropuestaSinCambios):
        propuestas.publicar(ana, visto=0, nota="")


def test_quien_miraba_antes_de_publicar_no_pisa_lo_publicado(ana, beto):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    propuestas.publicar(ana, visto=1, nota="")

    with pytest.raises(PropuestaAjena):
        propuestas.cambiar(beto, "identidad.sigla", "DOS", visto=1)


def test_si_otra_version_se_publico_por_fuera_se_avisa_una_vez_antes_de_publicar(ctx, ana):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    igp = configuracion.preset("igp")
    fuera = igp.model_copy(update={"numeracion": igp.numeracion.model_copy(update={"registro": "R{corr}-{anio}"})})
    configuracion.publicar(ctx.como(SISTEMA), fuera, autor="pruebas")

    with pytest.raises(VersionNueva):
        propuestas.publicar(ana, visto=1, nota="")

    assert {d.parte for d in propuestas.diferencias(ana)} == {"identidad.sigla", "numeracion.registro"}
    assert propuestas.publicar(ana, visto=1, nota="") == 3


def test_se_restaura_una_version_en_la_propuesta_y_se_puede_deshacer(ana):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    propuestas.publicar(ana, visto=1, nota="")
    vista = propuestas.ver(ana)

    restaurada = propuestas.restaurar(ana, 1, visto=vista.revision)

    assert (restaurada.institucion.identidad.sigla, restaurada.cambios) == ("IGP", 1)
    assert configuracion.mostrada(ana).identidad.sigla == "UNO"
    assert propuestas.deshacer(ana, visto=restaurada.revision).cambios == 0
    with pytest.raises(NoEncontrado):
        propuestas.restaurar(ana, 99, visto=restaurada.revision + 1)


def test_descartar_vuelve_a_lo_vigente_y_tambien_se_deshace(ana):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)

    assert propuestas.descartar(ana, visto=1).cambios == 0
    assert propuestas.deshacer(ana, visto=2).institucion.identidad.sigla == "UNO"


def test_otro_proceso_ve_lo_publicado_antes_de_un_segundo(ctx, ana):
    otro = Database(ctx.db.engine.url.render_as_string(hide_password=False))
    lejos = type(ctx)(**{**vars(ctx), "db": otro})
    assert configuracion.mostrada(lejos).identidad.sigla == "IGP"
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    propuestas.publicar(ana, visto=1, nota="")

    time.sleep(configuracion.UN_MOMENTO)

    assert configuracion.mostrada(lejos).identidad.sigla == "UNO"
    otro.cerrar()


def test_publicar_borra_los_pasos_y_la_historia_de_versiones_queda(ana):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    propuestas.publicar(ana, visto=1, nota="")

    with ana.db.lectura() as session:
        pasos = session.scalars(select(PropuestaCambioRow)).all()

    assert [(p.parte, p.deshecho) for p in pasos] == [("", True)]


CAMBIOS = st.sampled_from([
    ("identidad.sigla", "UNO"), ("identidad.sigla", "DOS"), ("textos.terminos", TERMINOS),
    ("escritorio.plazos", {"atencion": 7}), ("formulario.titulo", "Otro"), ("estados", []), ("", None), None,
])  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(CAMBIOS, max_size=8))
def test_cualquier_serie_de_cambios_y_vueltas_termina_donde_debe(ana, serie):
    """Each change is one step; each step back gives exactly what there was before it."""
    vista = propuestas.ver(ana)
    pasos = [vista.contenido]
    for cambio in serie:
        if cambio is None:
            if len(pasos) > 1:
                pasos.pop()
                vista = propuestas.deshacer(ana, visto=vista.revision)
        else:
            parte, valor = cambio
            vista = propuestas.cambiar(
                ana, parte, configuracion.preset("igp") if not parte else valor, visto=vista.revision
            )
            if vista.contenido != pasos[-1]:
                pasos.append(vista.contenido)
        assert vista.contenido == pasos[-1]
    while len(pasos) > 1:
        pasos.pop()
        vista = propuestas.deshacer(ana, visto=vista.revision)
        assert vista.contenido == pasos[-1]


def test_los_avisos_de_la_instalacion_se_dicen_y_no_impiden_publicar(ctx, ana):
    igp = configuracion.preset("igp").textos.terminos
    propuestas.cambiar(ana, "textos.terminos", igp.model_copy(update={"cuerpo": "Otro"}), visto=0)
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    inicios = [{"que": "expediente", "anio": 2026, "desde": 500}, {"que": "registro", "anio": 2030, "desde": 5}]
    propuestas.cambiar(ana, "numeracion.inicios", inicios, visto=1)
    vista = propuestas.cambiar(ana, "identidad.logo", "a" * 64, visto=2)

    dichos = {aviso.codigo: aviso for aviso in vista.avisos}

    assert {"texto_sin_version", "sin_jefatura", "sin_imagen", "sin_conservacion", "sin_correo"} <= dichos.keys()
    assert dichos["inicio_sin_efecto"].datos == {"que": "expediente", "anio": 2026, "desde": 500, "ultimo": 1}
    assert all(decir(aviso) for aviso in vista.avisos)
    assert propuestas.publicar(ana, visto=3, nota="") == 2


def roles_con(cual: str, *mas: Permiso, como: str = "") -> list[dict]:
    """The usual roles, one of them with more permisos, or with another id."""
    return [
        rol.model_dump(mode="json")
        | ({"permisos": [*rol.permisos, *mas], "id": como or cual} if rol.id == cual else {})
        for rol in ROLES
    ]


def test_nadie_se_da_permisos_cambiando_su_propio_rol(ctx, ana, beto):
    suyos = roles_con("administrador", Permiso.VER_BANDEJA)
    visto = propuestas.cambiar(ana, "escritorio.roles", suyos, visto=0).revision

    with pytest.raises(ParaUnoMismo):
        propuestas.publicar(ana, visto=visto, nota="Para leerlo todo")

    assert configuracion.mostrada(ana) == configuracion.preset("igp")
    ajenos = roles_con("archivo", Permiso.SUPERVISAR)
    visto = propuestas.cambiar(ana, "escritorio.roles", ajenos, visto=visto).revision
    assert propuestas.publicar(ana, visto=visto, nota="El archivo ve cifras") == 2


def test_no_se_publica_lo_que_dejaria_sin_quien_administre(ana):
    roles = roles_con("administrador", como="otro_nombre")
    visto = propuestas.cambiar(ana, "escritorio.roles", roles, visto=0).revision

    with pytest.raises(UltimoAdministrador):
        propuestas.publicar(ana, visto=visto, nota="")

    assert configuracion.mostrada(ana) == configuracion.preset("igp")
