"""Our static files under names that change with their content, and with what they import."""

from __future__ import annotations

import re

from portal.ui import recursos


def test_un_guion_publicado_importa_los_demas_por_su_nombre_publicado():
    importados = {
        nombre
        for ruta in recursos.publicados().values()
        if ruta.suffix == ".js"
        for nombre in re.findall(rb"(?:from |import\()'\./([^']+)'", recursos.contenido(ruta))
    }

    assert importados
    assert {nombre.decode() for nombre in importados} <= recursos.publicados().keys()


def test_si_cambia_lo_importado_cambia_el_nombre_de_quien_importa(tmp_path):
    for carpeta, texto in (("a", "1"), ("b", "2")):
        (tmp_path / carpeta).mkdir()
        (tmp_path / carpeta / "base.js").write_text(f"export const x = {texto}")
        (tmp_path / carpeta / "guion.js").write_text("import { x } from './base.js'")

    assert recursos.nombre(tmp_path / "a" / "guion.js") != recursos.nombre(tmp_path / "b" / "guion.js")
