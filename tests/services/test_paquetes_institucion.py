"""The package of an institution: the same bytes each time, read with care, and the same portal wherever it is applied."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings

from portal.db.migrations import migrar
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Rol
from portal.services import configuracion, imagenes, propuestas
from portal.services import paquetes_institucion as paquetes
from portal.services.configuracion import ConfiguracionInvalida
from portal.services.contexto import SISTEMA
from portal.services.paquetes_institucion import PaqueteInvalido
from portal.services.partes import ParteInvalida
from tests.factories import cuentas
from tests.factories.configuraciones import instituciones
from tests.services.test_imagenes import pintura

IGP = configuracion.preset("igp")


@pytest.fixture
def ana(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))


def rehecho(contenido: bytes, cambios: dict[str, bytes | None], modo=ZIP_STORED) -> bytes:
    """The same package with some entries changed, added, or taken out."""
    with ZipFile(BytesIO(contenido)) as viejo:
        entradas = {nombre: viejo.read(nombre) for nombre in viejo.namelist()} | cambios
    salida = BytesIO()
    with ZipFile(salida, "w", modo) as nuevo:
        for nombre, dentro in entradas.items():
            if dentro is not None:
                nuevo.writestr(nombre, dentro)
    return salida.getvalue()


def con_emblema(ana) -> int:
    """The IGP with an emblem, published; its version."""
    huella = imagenes.guardar(ana, pintura())
    propuestas.cambiar(ana, "identidad.logo", huella, visto=0)
    return propuestas.publicar(ana, visto=1, nota="Emblema")


def test_exportar_aplicar_en_otra_instalacion_y_exportar_da_los_mismos_bytes(ctx, ana, db, tmp_path):
    con_emblema(ana)
    nombre, contenido = paquetes.exportar(ana)
    migrar(f"sqlite:///{tmp_path}/nueva.db")
    nueva = replace(ctx, db=type(db)(f"sqlite:///{tmp_path}/nueva.db")).como(SISTEMA)

    paquetes.aplicar(nueva, paquetes.abrir(contenido), autor="pruebas")

    assert nombre == "igp-v2.zip"
    assert paquetes.sacar(nueva) == contenido
    assert configuracion.mostrada(nueva) == configuracion.mostrada(ana)
    assert imagenes.leer(nueva, configuracion.mostrada(nueva).identidad.logo).mime == "image/png"
    nueva.db.cerrar()


def test_un_paquete_se_propone_y_no_vale_hasta_publicarlo(ana):
    con_emblema(ana)
    _, contenido = paquetes.exportar(ana, version=1)
    visto = propuestas.ver(ana).revision

    vista = paquetes.proponer(ana, contenido, visto=visto)

    assert (vista.cambios, vista.institucion.identidad.logo) == (1, "")
    assert configuracion.mostrada(ana).identidad.logo
    with pytest.raises(NoEncontrado):
        paquetes.exportar(ana, version=99)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instituciones())
def test_cualquier_institucion_vuelve_igual_de_su_paquete(institucion):
    contenido = paquetes.armar(institucion, {})

    leido = paquetes.abrir(contenido)

    assert leido.institucion == institucion
    assert paquetes.armar(leido.institucion, leido.imagenes) == contenido


PAQUETE = paquetes.armar(IGP, {})
FICHA = json.loads(ZipFile(BytesIO(PAQUETE)).read("paquete.json"))


def corrompido(contenido: bytes) -> bytes:
    """The same with the first bytes of its institution spoilt, so that they no longer unpack."""
    desde = contenido.find(b"institucion.json") + 40
    return (
        contenido[:desde] + bytes(octeto ^ 0x5A for octeto in contenido[desde : desde + 60]) + contenido[desde + 60 :]
    )


MALOS = {
    "no_es_zip": [
        b"",
        b"PK\x03\x04",
        b"hola",
        PAQUETE[:-30],
        PAQUETE[:200] + b"\xff" * 40 + PAQUETE[240:],
        corrompido(rehecho(PAQUETE, {}, ZIP_DEFLATED)),
    ],
    "grande": [
        b"\0" * (paquetes.MAXIMO + 1),
        rehecho(PAQUETE, {"institucion.json": b" " * (paquetes.MAXIMO + 1)}, ZIP_DEFLATED),
    ],
    "entradas": [
        rehecho(PAQUETE, {"../fuera.json": b"x"}),
        rehecho(PAQUETE, {"imagenes/logo.svg": b"x"}),
        rehecho(PAQUETE, {f"imagenes/{n:064x}.png": b"x" for n in range(50)}),
        rehecho(PAQUETE, {}, ZIP_LZMA),
        rehecho(PAQUETE, {}, ZIP_BZIP2),
    ],
    "falta": [
        rehecho(PAQUETE, {"paquete.json": None}),
        rehecho(PAQUETE, {"institucion.json": None}),
        rehecho(PAQUETE, {"paquete.json": b"[]"}),
        rehecho(PAQUETE, {"paquete.json": b"["}),
        rehecho(PAQUETE, {"paquete.json": b'{"formato":1e999,"institucion":""}'}),
    ],
    "formato": [rehecho(PAQUETE, {"paquete.json": json.dumps(FICHA | {"formato": 2}).encode()})],
    "cambiado": [
        rehecho(PAQUETE, {"institucion.json": b"{}"}),
        rehecho(PAQUETE, {f"imagenes/{'a' * 64}.png": pintura()}),
    ],
}


@pytest.mark.parametrize(("motivo", "contenido"), [(m, c) for m, malos in MALOS.items() for c in malos])
def test_un_paquete_que_no_sirve_se_rechaza_con_su_motivo(motivo, contenido):
    with pytest.raises(PaqueteInvalido) as error:
        paquetes.abrir(contenido)

    assert error.value.facts["motivo"] == motivo


def test_un_emblema_que_falta_o_no_es_imagen_se_rechaza(ana):
    con_emblema(ana)
    _, contenido = paquetes.exportar(ana)
    (suya,) = [n for n in ZipFile(BytesIO(contenido)).namelist() if n.startswith("imagenes/")]
    texto = b"no es una imagen"
    huella = paquetes.hashlib.sha256(texto).hexdigest()

    for cambios in (
        {suya: None},
        {f"imagenes/{huella}.png": texto},
        {suya: None, suya.replace("png", "jpg"): pintura()},
    ):
        with pytest.raises(PaqueteInvalido):
            paquetes.abrir(rehecho(contenido, cambios))


def test_un_paquete_con_problemas_los_dice_todos_con_su_lugar():
    datos = IGP.model_dump(mode="json")
    datos["plantillas"] = datos["plantillas"][1:]
    datos["formulario"]["ranuras"][0] |= {"mb_cada": 10, "mb_total": 5}
    texto = json.dumps(datos).encode()
    ficha = FICHA | {"institucion": paquetes.hashlib.sha256(texto).hexdigest()}
    malo = rehecho(PAQUETE, {"institucion.json": texto, "paquete.json": json.dumps(ficha).encode()})

    with pytest.raises(ConfiguracionInvalida) as error:
        paquetes.abrir(malo, "malo.zip")

    assert error.value.facts["archivo"] == "malo.zip"
    assert "Archivo principal" in error.value.facts["detalle"]
    assert "Falta el correo" in error.value.facts["detalle"]


def con_nombre(nombre: str) -> bytes:
    datos = IGP.model_dump(mode="json")
    datos["identidad"]["nombre"] = nombre
    texto = json.dumps(datos).encode()
    ficha = FICHA | {"institucion": paquetes.hashlib.sha256(texto).hexdigest()}
    return rehecho(PAQUETE, {"institucion.json": texto, "paquete.json": json.dumps(ficha).encode()})


def test_un_texto_sin_fin_se_rechaza_venga_en_un_paquete_o_en_un_campo(ana):
    with pytest.raises(ConfiguracionInvalida):
        paquetes.abrir(con_nombre("x" * 1_000_000))
    with pytest.raises(ParteInvalida):
        propuestas.cambiar(ana, "identidad.nombre", "x" * 1_000_000, visto=0)

    assert paquetes.abrir(con_nombre("Otra")).institucion.identidad.nombre == "Otra"
