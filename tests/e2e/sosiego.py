"""When a screen is at rest: nothing that was typed or pressed is still on its way, and nothing is being drawn.

The state that Streamlit writes on the page does not tell: between a press and the first word of the server it says that
nothing runs. So the window notes when it sent something, and when a run began and ended afterwards.
"""

from __future__ import annotations

from playwright.sync_api import Page

NOTAS = """(() => {
  const notas = window.__notas = { tecleo: -1e9, toque: -1e9, envio: -1e9, comienzo: -1e9, fin: -1e9, llegada: -1e9, enMarcha: false };
  const enviar = WebSocket.prototype.send, oidos = new WeakSet();
  WebSocket.prototype.send = function (...datos) {
    if (!oidos.has(this)) { oidos.add(this); this.addEventListener('message', () => { notas.llegada = performance.now(); }); }
    notas.envio = performance.now();
    notas.enMarcha = notas.comienzo > notas.fin;
    return enviar.apply(this, datos);
  };
  addEventListener('input', () => { notas.tecleo = performance.now(); }, true);
  addEventListener('click', () => { notas.toque = performance.now(); }, true);
  let antes = '';
  new MutationObserver(() => {
    const estado = document.querySelector('[data-test-script-state]')?.dataset.testScriptState ?? '';
    if (estado === antes) return;
    antes = estado;
    notas[estado === 'running' ? 'comienzo' : 'fin'] = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-test-script-state'] });
})()"""
SOSEGADA = """() => {
  if (document.querySelector('[data-test-script-state]')?.dataset.testScriptState !== 'notRunning') return false;
  if (document.querySelector('[data-testid="stSkeleton"]')) return false;  // a field whose script is still on its way
  if (document.querySelector('[data-stale="true"]')) return false;  // drawn by the run before, and dimmed
  const notas = window.__notas, hace = cuando => performance.now() - cuando;
  if (!notas) return true;
  const entregado = (cuando, paciencia) => notas.envio >= cuando || hace(cuando) > paciencia;
  const contestado = notas.enMarcha ? hace(Math.max(notas.envio, notas.fin)) > 600 : notas.comienzo >= notas.envio || hace(notas.envio) > 4000;
  return entregado(notas.tecleo, 900) && entregado(notas.toque, 300) && contestado && hace(notas.llegada) > 100;
}"""
"""A paragraph leaves 700 ms after its last letter; what belongs to a form does not leave until its button is pressed."""


def sosegar(pagina: Page) -> None:
    """Wait for it. In a window that does not take notes (``navegador.preparar``), only for what the page says."""
    pagina.wait_for_function(SOSEGADA, polling=50)
