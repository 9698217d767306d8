"""The emblem: whatever is brought is decoded and written again, small and without what cameras add."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.domain.errors import NoAutorizado, NoEncontrado
from portal.domain.permisos import Rol
from portal.services import imagenes, propuestas
from portal.services.contexto import SISTEMA
from portal.services.imagenes import ImagenGrande, ImagenInvalida
from tests.factories import cuentas


def pintura(formato="PNG", lado=(30, 20), **mas) -> bytes:
    salida = BytesIO()
    Image.new("RGB", lado, "#0b5a6b").save(salida, formato, **mas)
    return salida.getvalue()


@pytest.fixture
def ana(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))


@pytest.mark.parametrize(("formato", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_una_imagen_se_guarda_una_vez_y_cualquiera_la_ve(ctx, ana, formato, mime):
    huellas = {imagenes.guardar(ana, pintura(formato)) for _ in range(2)}

    (huella,) = huellas
    vista = imagenes.leer(ctx, huella)
    assert vista.mime == mime
    assert Image.open(BytesIO(vista.contenido)).size == (30, 20)


def test_una_imagen_grande_se_reduce_y_pierde_lo_que_la_camara_anota(ctx, ana):
    datos = PngInfo()
    datos.add_text("Autor", "alguien")

    vista = imagenes.leer(ctx, imagenes.guardar(ana, pintura(lado=(3000, 1500), pnginfo=datos)))

    guardada = Image.open(BytesIO(vista.contenido))
    assert guardada.size == (1200, 600)
    assert b"alguien" not in vista.contenido


@pytest.mark.parametrize("contenido", [b"", b"nada", b"<svg onload='x'/>", pintura("GIF"), pintura()[:60]])
def test_lo_que_no_es_png_ni_jpg_no_se_guarda(ana, contenido):
    with pytest.raises(ImagenInvalida):
        imagenes.guardar(ana, contenido)


def test_la_foto_doble_de_un_telefono_vale_como_jpg(ctx, ana):
    otra = Image.new("RGB", (30, 20), "#ffffff")

    vista = imagenes.leer(ctx, imagenes.guardar(ana, pintura("MPO", save_all=True, append_images=[otra])))

    assert (vista.mime, Image.open(BytesIO(vista.contenido)).format) == ("image/jpeg", "JPEG")


def test_lo_enorme_no_se_decodifica(ana):
    with pytest.raises(ImagenInvalida):
        imagenes.guardar(ana, pintura(lado=(20_000, 2_001)))
    with pytest.raises(ImagenGrande):
        imagenes.guardar(ana, b"\0" * (imagenes.SUBIDA_MAXIMA + 1))


def test_lo_que_ni_reducido_cabe_no_se_guarda(ana):
    ruido = Image.effect_noise((1200, 1200), 200).convert("RGB")
    salida = BytesIO()
    ruido.save(salida, "PNG")

    with pytest.raises(ImagenGrande):
        imagenes.guardar(ana, salida.getvalue())


def test_solo_guarda_quien_configura_y_lo_que_no_esta_no_se_encuentra(ctx):
    with pytest.raises(NoAutorizado):
        imagenes.guardar(ctx.como(cuentas.personal(ctx, Rol.MESA)), pintura())
    for huella in ("a" * 64, "", "../../etc/passwd"):
        with pytest.raises(NoEncontrado):
            imagenes.leer(ctx, huella)


def test_el_escudo_que_nadie_nombra_se_olvida_y_el_publicado_propuesto_o_deshecho_no(ctx, ana, reloj):
    sistema = ctx.como(SISTEMA)
    publicado, propuesto, quitado, suelto = (
        imagenes.guardar(ana, pintura(lado=(lado, 20))) for lado in (30, 40, 50, 60)
    )
    con_logo(ana, publicado)
    propuestas.publicar(ana, visto=propuestas.ver(ana).revision, nota="Escudo")
    con_logo(ana, quitado)
    con_logo(ana, propuesto)
    antes = imagenes.recoger(sistema)
    reloj.avanzar(days=imagenes.GRACIA.days, seconds=1)
    de_nuevo = imagenes.guardar(ana, pintura(lado=(70, 20)))

    assert (antes, imagenes.recoger(sistema), imagenes.recoger(sistema)) == (0, 1, 0)
    for huella in (publicado, propuesto, quitado, de_nuevo):
        assert imagenes.leer(ctx, huella)
    with pytest.raises(NoEncontrado):
        imagenes.leer(ctx, suelto)
    reloj.avanzar(days=imagenes.GRACIA.days, seconds=1)
    imagenes.guardar(ana, pintura(lado=(70, 20)))  # brought again, to be named now
    assert imagenes.recoger(sistema) == 0


def con_logo(ana, huella: str) -> None:
    vista = propuestas.ver(ana)
    identidad = vista.leida.identidad.model_copy(update={"logo": huella})
    propuestas.cambiar(ana, "identidad", identidad, visto=vista.revision)
