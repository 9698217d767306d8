"""What a person sees while the portal itself comes down the line: the institution's name, and that it is coming.

On a poor line the first visit takes half a minute before Streamlit can draw; this needs nothing but the page. Fixed
over everything and untouchable; ``espera.js`` takes it away when the first screen stands.
"""

from __future__ import annotations

from html import escape

from portal.i18n import t
from portal.ui.recursos import direccion

ESTILO = """
#mp-espera { position: fixed; inset: 0; z-index: 90; pointer-events: none; display: grid; place-content: center; gap: 12px;
  padding: 24px; text-align: center; font: 16px/1.5 "Public Sans", system-ui, sans-serif; color-scheme: light dark;
  background: #fff; color: #17212b; }
#mp-espera p { margin: 0; max-width: 30em; } #mp-espera h1 { margin: 0; padding: 0; font: 700 20px/1.5 "Public Sans", system-ui, sans-serif; text-wrap: balance; }
#mp-espera i { display: block; width: 160px; height: 4px; margin: 4px auto; border-radius: 2px; overflow: hidden; background: #8883; }
#mp-espera i::before { content: ""; display: block; width: 40%; height: 100%; border-radius: 2px; background: currentColor;
  opacity: .6; animation: mp-va 1.4s ease-in-out infinite alternate; }
#mp-espera .tarde { opacity: 0; animation: mp-ya 0s 6s forwards; }
@keyframes mp-va { to { transform: translateX(150%); } }
@keyframes mp-ya { to { opacity: 1; } }
@media (prefers-color-scheme: dark) { #mp-espera { background: #12161a; color: #e7ecf0; } }
@media (prefers-reduced-motion: reduce) { #mp-espera i::before { animation: none; width: 100%; } }
@media print { #mp-espera { display: none; } }
"""


def espera(*, titulo: str, institucion: str, base: str) -> str:
    """The HTML that stands at the beginning of the body until the first screen does."""
    return (
        f'<style>{ESTILO}</style><main id="mp-espera">'
        f"<h1>{escape(institucion or titulo)}</h1>{f'<p>{escape(titulo)}</p>' if institucion else ''}"
        f'<p role="status">{escape(t("espera.cargando"))}</p><i></i>'
        f'<p class="tarde">{escape(t("espera.tarde"))}</p></main>'
        f'<script src="{direccion("espera.js", base)}"></script>'
    )
