"""When a screen is at rest: nothing that was typed or pressed is still on its way, and nothing is being drawn.

The state that Streamlit writes on the page does not tell: between a press and the first word of the server it says that
nothing runs. So the window notes when it sent something, and when a run began and ended afterwards. A run that begins and
ends between two drawings is never seen on the page: that it ended is read from the message of the server that says so.
"""

from __future__ import annotations

from playwright.sync_api import Page

NOTAS = """(() => {
  const notas = window.__notas = { tecleo: -1e9, toque: -1e9, envio: -1e9, comienzo: -1e9, fin: -1e9, llegada: -1e9, acabada: -1e9, enMarcha: false };
  const enviar = WebSocket.prototype.send, oidos = new WeakSet();
  const acaba = ({ data }) => {  // whether a ForwardMsg is its field 6, script_finished, and not to begin again (2)
    if (!(data instanceof ArrayBuffer)) return false;
    const bytes = new Uint8Array(data);
    let i = 0;
    const numero = () => { let n = 0, paso = 1, b; do { b = bytes[i++]; n += (b & 127) * paso; paso *= 128; } while (b > 127); return n; };
    while (i < bytes.length) {
      const marca = numero(), forma = marca % 8, valor = forma === 0 || forma === 2 ? numero() : 0;
      if (marca === 48) return valor !== 2;
      i += [0, 8, valor, bytes.length, bytes.length, 4][forma] ?? bytes.length;
    }
    return false;
  };
  const oir = mensaje => { notas.llegada = performance.now(); if (acaba(mensaje)) notas.acabada = notas.llegada; };
  WebSocket.prototype.send = function (...datos) {
    if (!oidos.has(this)) { oidos.add(this); this.addEventListener('message', oir); }
    notas.envio = performance.now();
    notas.enMarcha = notas.comienzo > notas.fin;
    return enviar.apply(this, datos);
  };
  const enFormulario = donde => donde.closest?.('[data-testid="stForm"]');  // stays there until its button is pressed
  addEventListener('input', ({ target }) => { if (!enFormulario(target)) notas.tecleo = performance.now(); }, true);
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
  const contestado = notas.enMarcha ? hace(Math.max(notas.envio, notas.fin)) > 600 : Math.max(notas.comienzo, notas.acabada) >= notas.envio || hace(notas.envio) > 4000;
  return entregado(notas.tecleo, 900) && entregado(notas.toque, 300) && contestado && hace(notas.llegada) > 100;
}"""
"""A paragraph leaves 700 ms after its last letter."""


def sosegar(pagina: Page) -> None:
    """Wait for it. In a window that does not take notes (``navegador.preparar``), only for what the page says."""
    pagina.wait_for_function(SOSEGADA, polling=50)
