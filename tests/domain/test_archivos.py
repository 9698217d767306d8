"""What a slot admits, with both figures in each refusal."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from portal.domain import archivos
from portal.domain.archivos import Medido, comprobar, comprobar_antes
from portal.domain.campos import Ranura
from portal.domain.errors import ArchivoRechazado
from portal.domain.marcas import marcas
from portal.domain.riesgos import RIESGOS, SIEMPRE
from portal.domain.tamanos import MB
from portal.i18n import explain, t

PRINCIPAL = Ranura(id="principal", etiqueta="Archivo principal", tipos=("pdf",), mb_cada=10, minimo=1, maximo=1)
ANEXOS = Ranura(id="anexos", etiqueta="Anexos", tipos=(), mb_total=500, maximo=50)


def medido(**cambios) -> Medido:
    return Medido(**{"nombre": "carta.pdf", "tamano": 1000, "tipo": "pdf", "paginas": 2} | cambios)


def negativa(ranura: Ranura, *, ya=(), **cambios) -> tuple[type[ArchivoRechazado], dict[str, object]]:
    with pytest.raises(ArchivoRechazado) as error:
        comprobar(ranura, medido(**cambios), ya=ya)
    assert explain(error.value)
    return type(error.value), error.value.facts


def test_un_pdf_de_diez_megabytes_justos_pasa():
    comprobar(PRINCIPAL, medido(tamano=10 * MB))


def test_un_byte_de_mas_se_dice_en_bytes():
    assert negativa(PRINCIPAL, tamano=10 * MB + 1) == (
        archivos.DemasiadoGrande,
        {"tamano": "10485761 bytes", "maximo": "10485760 bytes"},
    )


def test_once_megabytes_se_dicen_con_las_dos_cifras():
    assert negativa(PRINCIPAL, tamano=11 * MB) == (archivos.DemasiadoGrande, {"tamano": "11 MB", "maximo": "10 MB"})


def test_un_archivo_vacio_no_sube():
    assert negativa(PRINCIPAL, tamano=0) == (archivos.Vacio, {})


def test_los_anexos_suman_hasta_su_total():
    comprobar(ANEXOS, medido(tamano=200 * MB), ya=[300 * MB])

    assert negativa(ANEXOS, tamano=201 * MB, ya=[300 * MB]) == (
        archivos.TotalExcedido,
        {"tamano": "201 MB", "total": "501 MB", "maximo": "500 MB"},
    )


def test_no_caben_mas_archivos_que_los_de_la_ranura():
    assert negativa(ANEXOS, ya=[1] * 50) == (archivos.DemasiadosArchivos, {"cuantos": 51, "maximo": 50})


def test_sin_numero_en_la_ranura_hay_un_tope_igual():
    sin_tope = ANEXOS.model_copy(update={"maximo": None})

    assert negativa(sin_tope, ya=[1] * 200) == (archivos.DemasiadosArchivos, {"cuantos": 201, "maximo": 200})


def test_un_word_con_nombre_de_pdf_se_rechaza_diciendo_que_es():
    assert negativa(PRINCIPAL, tipo="docx") == (
        archivos.TipoNoAdmitido,
        {"es": "Word (docx)", "admitidos": "PDF"},
    )


def test_una_ranura_abierta_admite_todo_lo_conocido_y_nada_mas():
    comprobar(ANEXOS, medido(tipo="zip", nombre="datos.zip"))

    assert negativa(ANEXOS, tipo=None)[0] is archivos.TipoDesconocido
    assert negativa(ANEXOS, tipo="programa") == (
        archivos.TipoNoAdmitido,
        {"es": "programa", "admitidos": "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), JPG o ZIP"},
    )


@pytest.mark.parametrize("nombre", ["factura.pdf.exe", "LEEME.HTA", "guion.js . ", "carpeta\\x.bat"])
def test_lo_que_se_ejecuta_con_doble_clic_no_se_recibe_tenga_lo_que_tenga(nombre):
    with pytest.raises(archivos.ContenidoPeligroso) as error:
        comprobar_antes(ANEXOS, nombre, 10, [])

    assert error.value.facts["motivo"] == "ejecutable"


@pytest.mark.parametrize(
    ("hecho", "clase"),
    [
        ({"danado": True}, archivos.Danado),
        ({"cifrado": True}, archivos.Cifrado),
        ({"sin_revisar": True}, archivos.NoRevisable),
        ({"sin_revisar": True, "tipo": None}, archivos.NoRevisable),
    ],
)
def test_lo_que_no_se_puede_leer_no_se_recibe(hecho, clase):
    assert negativa(PRINCIPAL, **hecho)[0] is clase


def test_una_ranura_puede_admitir_archivos_con_contrasena():
    comprobar(PRINCIPAL.model_copy(update={"rechaza": ()}), medido(cifrado=True, paginas=None))


def test_el_maximo_de_paginas_se_dice_con_las_dos_cifras():
    corta = PRINCIPAL.model_copy(update={"paginas_maximo": 5})
    comprobar(corta, medido(paginas=5))

    assert negativa(corta, paginas=6) == (archivos.DemasiadasPaginas, {"paginas": 6, "maximo": 5})


@pytest.mark.parametrize("peligro", sorted(archivos.PELIGROS))
def test_cada_peligro_tiene_su_explicacion(peligro):
    clase, hechos = negativa(PRINCIPAL.model_copy(update={"rechaza": RIESGOS}), peligros=(peligro,))

    assert (clase, hechos["motivo"]) == (archivos.ContenidoPeligroso, peligro)


@pytest.mark.parametrize("riesgo", RIESGOS)
def test_lo_que_una_ranura_no_rechaza_se_admite_con_su_marca(riesgo):
    hecho = {"cifrado": True} if riesgo == "cifrado" else {"activo": (riesgo,)}
    comprobar(PRINCIPAL.model_copy(update={"rechaza": ()}), medido(**hecho))

    assert negativa(PRINCIPAL.model_copy(update={"rechaza": (riesgo,)}), **hecho)[0].code in {
        "archivo_cifrado", "archivo_peligroso",
    }  # fmt: skip
    assert marcas(medido(**hecho)) == [riesgo]


@pytest.mark.parametrize("peligro", sorted(SIEMPRE))
def test_lo_que_nunca_se_recibe_no_lo_cambia_ninguna_ranura(peligro):
    assert negativa(PRINCIPAL.model_copy(update={"rechaza": ()}), peligros=(peligro,))[1]["motivo"] == peligro


def test_una_ranura_escrita_antes_dice_lo_mismo_en_las_palabras_de_hoy():
    base = {"id": "uno", "etiqueta": "Uno"}

    assert Ranura.model_validate(base | {"admite_cifrado": True, "admite_macros": False}).rechaza == (
        "macros", "plantilla_externa", "entidades",
    )  # fmt: skip
    assert Ranura.model_validate(base | {"admite_macros": True}) == Ranura.model_validate(base)
    assert Ranura.model_validate(base | {"rechaza": ["cifrado", "macros", "cifrado"]}).rechaza == ("macros", "cifrado")
    for ilegible in (
        {"rechaza": ["bomba"]},
        {"rechaza": "macros"},
        {"rechaza": 5},
        {"rechaza": 5, "admite_macros": True},
    ):
        with pytest.raises(ValidationError, match="rechaza"):
            Ranura.model_validate(base | ilegible)


def test_lo_que_trae_macros_se_admite_con_su_marca_donde_la_ranura_lo_permite():
    comprobar(PRINCIPAL, medido(peligros=("macros",)))

    assert marcas(medido(peligros=("macros",), activo=("enlaces", "adjuntos", "javascript"), cifrado=True)) == [
        "macros", "javascript", "adjuntos", "cifrado",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("nombre", "tipo", "entra"),
    [
        ("carta.PDF", "pdf", True),
        ("foto.jpeg", "jpg", True),
        ("foto.png", "jpg", True),
        ("datos.csv", "txt", True),
        ("antiguo.doc", "docx", True),
        ("sin terminacion", "docx", True),
        ("copia.de.ayer", "docx", True),
        ("informe.pdf", "docx", False),
        ("informe.docx", "pdf", False),
        ("foto.jpg", "pdf", False),
        ("carta.pdf", "p7m", False),
        ("notas.doc", "txt", False),
    ],
)
def test_un_nombre_que_promete_otro_tipo_no_se_recibe(nombre, tipo, entra):
    anexos = PRINCIPAL.model_copy(update={"tipos": ()})
    if entra:
        comprobar(anexos, medido(nombre=nombre, tipo=tipo))
        return
    clase, hechos = negativa(anexos, nombre=nombre, tipo=tipo)

    assert (clase, hechos["extension"]) == (archivos.NombreEnganoso, nombre.rpartition(".")[2])


def test_un_nombre_demasiado_largo_se_dice_con_las_dos_cifras():
    assert negativa(PRINCIPAL, nombre="a" * 252 + ".pdf") == (archivos.NombreInvalido, {"largo": 256, "maximo": 255})


@pytest.mark.parametrize(
    ("recibido", "guardado"),
    [
        ("C:\\Docs\\carta.pdf", "carta.pdf"),
        ("../../etc/passwd", "passwd"),
        ("carta\u202efdp.exe", "cartafdp.exe"),
        ("uno\ndos.pdf", "uno dos.pdf"),
        ("Ñandú y «comillas».pdf", "Ñandú y «comillas».pdf"),
        ("/", "archivo"),
        ("\u200b", "archivo"),
    ],
)
def test_el_nombre_se_guarda_en_una_linea_y_sin_trampas(recibido, guardado):
    assert archivos.nombre_limpio(recibido) == guardado


def test_un_solo_tipo_se_nombra_sin_conjuncion():
    assert archivos.nombres(("pdf",)) == "PDF"
    assert archivos.nombres(("pdf", "raro")) == "PDF o RARO"


def test_las_negativas_del_camino_tienen_palabras():
    clases = (archivos.CargaOcupada, archivos.CargaPerdida, archivos.PasaDelLargo, archivos.SinEspacio)

    assert all(explain(clase()) for clase in clases)
    assert explain(archivos.OffsetDistinto(recibido=5)) == "La subida sigue desde 5 bytes. Lo subido se conserva."
    assert t("error.archivo_rechazado")
