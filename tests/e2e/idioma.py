"""What is read or heard on a screen, and whether any of it is English."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from portal.settings import PROYECTO

PALABRAS = re.compile(
    r"\b(the|and|your|please|press|choose|select|clear|show|hide|open|close|search|page|pages|date|month|year|next|"
    r"previous|required|field|input|options?|results?|available|column|row|download|fullscreen|password|increment|"
    r"decrement|running|connection|server|app|remove|link|help|invalid|upload|browse|drag|drop|files?|loading|connecting|"
    r"retry|stop|rerun|settings|today|monday|january|november|sidebar|skip|main|content|dismiss|cancel|submit|apply)\b",
    re.IGNORECASE,
)
TEXTOS = """() => {
  const textos = new Set(), paso = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const callados = 'style, script, noscript, [data-testid=stIconMaterial], [data-testid=stIconMaterial] *, .mp-icono';
  for (let nodo; (nodo = paso.nextNode());) {
    if (nodo.nodeType === Node.TEXT_NODE) {
      if (!nodo.parentElement.closest(callados)) textos.add(nodo.nodeValue.trim());
    } else for (const nombre of ['aria-label', 'placeholder', 'title', 'aria-valuetext', 'aria-description', 'aria-roledescription', 'alt'])
      textos.add(nodo.getAttribute(nombre) || '');
  }
  textos.add(document.title);
  return [...textos];
}"""
FRASES = re.compile(r"'((?:[^'\\]|\\.)+)': '((?:[^'\\]|\\.)*)'")


def _de_streamlit() -> frozenset[str]:
    """Every phrase that our table translates, as Streamlit writes it."""
    tabla = (PROYECTO / "portal" / "ui" / "static" / "i18n.js").read_text(encoding="utf-8")
    return frozenset(ingles for ingles, dicho in FRASES.findall(tabla) if ingles != dicho)


SUYAS = _de_streamlit()


def en_ingles(pagina: Page, *propios: str) -> list[str]:
    """What stands in English on the page, visible or for readers. ``propios``: words of people, left out."""
    textos = [texto for texto in pagina.evaluate(TEXTOS) if texto not in propios]
    return sorted(texto for texto in textos if texto in SUYAS or PALABRAS.search(texto))
