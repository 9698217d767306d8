"""What is told beside a document: its digital signatures to everybody; its marks and the antivirus to staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from portal.domain.fechas import corta
from portal.domain.firmas import Firma
from portal.i18n import t
from portal.services.registros import DocumentoView
from portal.ui import piezas
from portal.ui.piezas import Html, Tono

INFECTADO = "infectado"
INTACTAS = {"sin_cambios", "con_agregados"}
TONOS: dict[str, Tono] = {"en_analisis": "gris", "limpio": "verde", INFECTADO: "rojo", "no_analizado": "ambar"}
DIBUJOS = {"en_analisis": "hourglass_top", "limpio": "shield", INFECTADO: "dangerous", "no_analizado": "shield"}


def frase(firma: Firma, zona: tzinfo) -> str:
    """As in "Firmado digitalmente por ROSA QUISPE, DNI 40000001, el 17/11/2026 10:00: sin cambios desde la firma"."""
    quien = [t("firma.de", firmante=firma.firmante or "—")]
    if firma.dni:
        quien.append(t("firma.dni", dni=firma.dni))
    if firma.cuando is not None:
        quien.append(t("firma.cuando", cuando=corta(firma.cuando, zona)))
    return f"{', '.join(quien)}: {t(f'firma.{firma.estado}')}"


def de_firmas(firmas: Sequence[Firma], zona: tzinfo) -> Html:
    """One line for each signature; a document that changed after it is told in red."""
    return Html("".join(_de_firma(firma, zona) for firma in firmas))


def _de_firma(firma: Firma, zona: tzinfo) -> str:
    clase = "mp-firma" if firma.estado in INTACTAS else "mp-firma mal"
    dibujo = "draw" if clase == "mp-firma" else "warning"
    return f'<span class="{clase}">{piezas.icono(dibujo)}{piezas.seguro(frase(firma, zona))}</span>'


def tacha(nombre: str) -> Html:
    """A file that nobody opens: its name, which is no link, and why."""
    marca = piezas.etiqueta(t("analisis.tacha"), "rojo", "dangerous")
    return Html(
        f'{piezas.seguro(nombre)}<br>{marca}<br><span class="mp-suave">{piezas.seguro(t("analisis.no_se_abre"))}</span>'
    )


def alarma(documento: DocumentoView) -> str:
    """What must be known of a document before it is chosen among others; empty when nothing is wrong with it."""
    if documento.analisis == INFECTADO:
        return t("papel.infectado")
    return "" if all(firma.estado in INTACTAS for firma in documento.firmas) else t("papel.firma")


def de_documento(documento: DocumentoView) -> Html:
    """For staff: what the antivirus said and what the file brings, as tags. That it is infected is told in full elsewhere."""
    partes: Iterable[str] = (piezas.etiqueta(t(f"marca.{marca}"), "ambar", "warning") for marca in documento.marcas)
    if documento.analisis and documento.analisis != INFECTADO:
        tono, dibujo = TONOS[documento.analisis], DIBUJOS[documento.analisis]
        partes = (piezas.etiqueta(t(f"analisis.{documento.analisis}"), tono, dibujo), *partes)
    return Html(" ".join(partes))
