"""The tray as a file: the same filings as on the screen, readable by Excel, and nothing in it that runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from portal.adapters import planilla
from portal.domain.errors import NoAutorizado, SesionRequerida
from portal.domain.permisos import Rol
from portal.services import bandejas, exportaciones
from portal.services.bandejas import Filtros
from portal.services.exportaciones import FiltroIlegible, Formato
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import Archivo, lima

TODO = Filtros()
EXCEL_CERO = datetime(1899, 12, 30)  # noqa: DTZ001 -- a spreadsheet knows no zones
CABEZA = [
    "N.º expediente", "Fecha de registro", "Registrado por", "De quién", "Número del documento", "Asunto", "Páginas",
    "Tamaño (kB)", "Estado", "Movimientos", "Se considera presentado",
]  # fmt: skip
PELIGROS = [
    "=1+1 de la lista",
    "=cmd|' /C calc'!A0",
    "+51 987 654 321",
    "-2+3 y otros",
    "@SUM(1) y otros",
    "{=1+1} y otros",
    "＝1+1 y otros",
    '=HYPERLINK("http://ejemplo.pe","pulse")',
    "http://ejemplo.pe/x",
    "un texto;=1+1",
    'comilla "; =1+1',
]


def exportar(ctx, actor, formato=Formato.CSV, filtros=TODO, **opciones):
    return exportaciones.mis_tramites(ctx.como(actor), filtros, formato=formato, **opciones)


def filas_csv(archivo) -> list[list[str]]:
    assert archivo.octetos.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(archivo.octetos.decode("utf-8-sig"), newline="")))


class Libro:
    """A workbook as its parts say: what each cell holds and how it is shown."""

    def __init__(self, octetos: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(octetos)) as z:
            self.partes = {nombre: z.read(nombre).decode() for nombre in z.namelist()}
        self.textos = [
            "".join(t.text or "" for t in si.iter() if t.tag.endswith("}t"))
            for si in self._arbol("xl/sharedStrings.xml")
        ]
        self.estilos = [xf.attrib for xf in next(e for e in self._arbol("xl/styles.xml") if e.tag.endswith("cellXfs"))]

    def _arbol(self, parte: str) -> ET.Element:
        return ET.fromstring(self.partes[parte])  # noqa: S314 -- just written by us

    def celdas(self, hoja: int = 1) -> list[list[ET.Element]]:
        datos = next(e for e in self._arbol(f"xl/worksheets/sheet{hoja}.xml") if e.tag.endswith("sheetData"))
        return [list(fila) for fila in datos]

    def filas(self, hoja: int = 1) -> list[list[object]]:
        return [[self._valor(celda) for celda in fila] for fila in self.celdas(hoja)]

    def _valor(self, celda: ET.Element) -> object:
        texto = "".join(v.text or "" for v in celda.iter() if v.tag.endswith("}v"))
        return self.textos[int(texto)] if celda.get("t") == "s" else float(texto) if texto else None


def test_trae_las_columnas_de_la_bandeja_con_fechas_y_numeros_de_verdad(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    reloj.ahora = lima("2026-11-17 23:30:15")
    presentaciones.presentar(ctx, actor, numero="0005", archivos=(Archivo(octetos=b"x" * 575_969),))

    libro = Libro(exportar(ctx, actor, Formato.EXCEL).octetos)

    cabeza, fila = libro.filas()
    assert cabeza == CABEZA
    assert fila[0] == "00001-2026"
    assert EXCEL_CERO + timedelta(days=fila[1]) == pytest.approx(
        datetime(2026, 11, 17, 23, 30, 15),  # noqa: DTZ001 -- Lima's clock, as Excel shows it
        abs=timedelta(seconds=1),
    )
    assert fila[2:6] == ["Rosa Elena Quispe Huamán"] * 2 + ["0005", "Solicito información sísmica"]
    assert fila[6:10] == [7, 562.47, "Registrada", 1]
    assert EXCEL_CERO + timedelta(days=fila[10]) == datetime(2026, 11, 17)  # noqa: DTZ001 -- a day
    fecha = libro.estilos[int(libro.celdas()[1][10].get("s"))]
    formatos = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]+)"', libro.partes["xl/styles.xml"]))
    assert formatos[fecha["numFmtId"]] == "dd/mm/yyyy"


def test_la_cabeza_queda_fija_y_con_filtros(ctx):
    actor = cuentas.ciudadano(ctx)
    presentaciones.presentar(ctx, actor)

    hoja = Libro(exportar(ctx, actor, Formato.EXCEL).octetos).partes["xl/worksheets/sheet1.xml"]

    assert '<pane ySplit="1"' in hoja
    assert 'state="frozen"' in hoja
    assert '<autoFilter ref="A1:K2"' in hoja


def test_lo_que_parece_una_formula_queda_como_texto_en_excel(ctx):
    actor = cuentas.ciudadano(ctx)
    for peligro in PELIGROS:
        presentaciones.presentar(ctx, actor, asunto=peligro, numero=peligro[:20])

    libro = Libro(exportar(ctx, actor, Formato.EXCEL).octetos)

    asuntos = [fila[5] for fila in libro.filas()[1:]]
    assert asuntos == list(reversed(PELIGROS))
    assert [fila[4] for fila in libro.filas()[1:]] == [asunto[:20] for asunto in asuntos]
    hojas = [texto for nombre, texto in libro.partes.items() if "worksheets" in nombre]
    assert not any("<f>" in texto or "<f " in texto or "hyperlink" in texto for texto in hojas)
    suyos = {libro.estilos[int(fila[5].get("s"))].get("quotePrefix") for fila in libro.celdas()[1:]}
    assert suyos == {"1"}


def test_lo_que_parece_una_formula_lleva_apostrofo_en_csv(ctx):
    actor = cuentas.ciudadano(ctx)
    for peligro in PELIGROS:
        presentaciones.presentar(ctx, actor, asunto=peligro)

    asuntos = [fila[5] for fila in filas_csv(exportar(ctx, actor))[1:]]

    assert asuntos == [
        "comilla \"; '=1+1",
        "un texto;'=1+1",
        "http://ejemplo.pe/x",
        '\'=HYPERLINK("http://ejemplo.pe","pulse")',
        "'＝1+1 y otros",
        "{=1+1} y otros",
        "'@SUM(1) y otros",
        "'-2+3 y otros",
        "'+51 987 654 321",
        "'=cmd|' /C calc'!A0",
        "'=1+1 de la lista",
    ]


@pytest.mark.parametrize(
    ("texto", "escrito"),
    [
        ("\t=1", "'\t'=1"),
        ("a\r\n=1", "a'\r'\n'=1"),
        ("  =1", "  '=1"),
        ("", ""),
        ("Oficio N.º 5-2026", "Oficio N.º 5-2026"),
    ],
)
def test_ni_los_espacios_ni_los_saltos_esconden_una_formula(texto, escrito):
    inofensivo = planilla.inofensivo(texto)

    assert inofensivo.replace("'", "") == texto
    assert not re.search(r"(^|[;\t\r\n])\s*[=+\-@]", inofensivo)
    assert ("'" in inofensivo) == ("'" in escrito)


def test_el_csv_lleva_fechas_de_lima_y_punto_decimal(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    reloj.ahora = lima("2026-11-17 23:30:15")
    presentaciones.presentar(ctx, actor, archivos=(Archivo(octetos=b"x" * 575_969, paginas=None),))

    archivo = exportar(ctx, actor)

    assert (archivo.nombre, archivo.mime) == ("tramites-2026-11-17.csv", "text/csv; charset=utf-8")
    assert filas_csv(archivo) == [
        CABEZA,
        ["00001-2026", "17/11/2026 23:30", "Rosa Elena Quispe Huamán", "Rosa Elena Quispe Huamán", "0005-2026/ABC",
         "Solicito información sísmica", "", "562.47", "Registrada", "1", "17/11/2026"],
    ]  # fmt: skip


def test_una_lista_vacia_tiene_cabeza_y_se_abre(ctx):
    actor = cuentas.ciudadano(ctx)

    assert Libro(exportar(ctx, actor, Formato.EXCEL).octetos).filas() == [CABEZA]
    assert filas_csv(exportar(ctx, actor)) == [CABEZA]


def test_trae_todas_las_paginas_de_lo_filtrado_y_nada_ajeno(ctx, monkeypatch):
    una, otra = cuentas.ciudadano(ctx), cuentas.ciudadano(ctx)
    for i in range(7):
        presentaciones.presentar(ctx, una, asunto=f"Pedido {'par' if i % 2 == 0 else 'impar'} {i}")
        presentaciones.presentar(ctx, otra, asunto="Pedido par ajeno")
    monkeypatch.setattr(bandejas, "todas", lambda *a, **k: TODAS(*a, tramo=2, **k))
    filtros = Filtros(asunto="par")

    dichos = [fila[5] for fila in filas_csv(exportar(ctx, una, filtros=filtros))[1:]]

    assert dichos == ["Pedido par 6", "Pedido par 4", "Pedido par 2", "Pedido par 0"]
    assert dichos == [f.asunto for f in bandejas.mis_tramites(ctx.como(una), filtros).filas]


TODAS = bandejas.todas


def test_por_encima_del_tope_van_los_mas_recientes_y_se_dice(ctx):
    actor = cuentas.ciudadano(ctx)
    for i in range(4):
        presentaciones.presentar(ctx, actor, asunto=f"Pedido {i}")

    archivo = exportar(ctx, actor, Formato.EXCEL, maximo=3)

    libro = Libro(archivo.octetos)
    assert (archivo.filas, archivo.completa) == (3, False)
    assert [fila[5] for fila in libro.filas()[1:]] == ["Pedido 3", "Pedido 2", "Pedido 1"]
    acerca = dict(libro.filas(2))
    assert acerca["Registros"] == "3"
    assert "Solo los 3 registros más recientes" in acerca["Alcance"]
    assert exportar(ctx, actor, maximo=4).completa


def test_quien_no_tiene_bandeja_no_exporta(ctx):
    actor = cuentas.ciudadano(ctx)
    presentaciones.presentar(ctx, actor)

    with pytest.raises(SesionRequerida):
        exportaciones.mis_tramites(ctx, TODO, formato=Formato.CSV)
    for rol in (Rol.MESA, Rol.ADMINISTRADOR):
        with pytest.raises(NoAutorizado):
            exportar(ctx, cuentas.personal(ctx, rol))


def test_quien_dejo_la_organizacion_ya_no_exporta_lo_de_ella(ctx):
    org = cuentas.organizacion(ctx)
    presentaciones.presentar(ctx, org.una)
    antes = exportar(ctx, org.otra).filas

    cuentas.salir_de_la_organizacion(ctx, org.otra)

    assert (antes, exportar(ctx, org.otra).filas, exportar(ctx, org.una).filas) == (1, 0, 1)


def test_la_direccion_dice_los_filtros_y_se_leen_de_vuelta():
    filtros = Filtros(date(2026, 1, 1), date(2026, 11, 22), "3-2026", "0005", "ñandú & más")

    direccion = exportaciones.direccion(filtros)

    assert direccion["desde"] == "2026-01-01"
    assert direccion["n_expediente"] == "3-2026"
    assert exportaciones.filtros_de(direccion) == filtros
    assert exportaciones.filtros_de({"expediente": "9-2026", "otra": "cosa"}) == TODO


@pytest.mark.parametrize("dia", ["ayer", "2026-13-01", "2026-02-30", "\x00", "9" * 400])
def test_una_fecha_imposible_no_exporta_otra_cosa(dia):
    with pytest.raises(FiltroIlegible):
        exportaciones.filtros_de({"desde": dia})


def test_el_libro_lleva_su_fecha(ctx, reloj):
    actor = cuentas.ciudadano(ctx)
    reloj.ahora = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)

    assert exportar(ctx, actor, Formato.EXCEL).nombre == "tramites-2026-11-17.xlsx"
