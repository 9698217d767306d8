"""The keyboard's focus is never behind something fixed (WCAG 2.4.11); what is pressed is large enough (2.5.8)."""

from __future__ import annotations

import pytest

from tests.e2e import recorrido
from tests.e2e.conftest import persona

pytestmark = pytest.mark.e2e

ALTO_CORTO = 600  # px: a laptop at 150 %
PASOS = 30
TAPADO = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.closest('[data-testid=stMain]') === null) return null;
  const c = e.getBoundingClientRect();
  if (!c.width || !c.height) return null;
  const visto = [[.5, .5], [.1, .1], [.9, .9], [.1, .9], [.9, .1]].some(([x, y]) => {
    const de = document.elementFromPoint(c.left + c.width * x, c.top + c.height * y);
    return de && (e.contains(de) || de.contains(e) || de.closest('label')?.contains(e));
  });
  return visto ? null : e.outerHTML.slice(0, 120);
}"""
CHICOS = """menor => [...document.querySelectorAll('[data-testid=stApp] :is(button, [role=button], input, select, textarea), a.mp-boton')]
  .filter(e => e.checkVisibility() && !['hidden', 'file'].includes(e.type) && e.tabIndex >= 0)
  .map(e => [e, (['radio', 'checkbox'].includes(e.type) ? e.closest('label') ?? e : e).getBoundingClientRect()])
  .filter(([, c]) => c.width > 1 && c.height > 1 && (c.width < Math.min(menor, 24) || c.height < menor - 0.5))
  .map(([e, c]) => `${Math.round(c.width)}x${Math.round(c.height)} ${e.outerHTML.slice(0, 120)}`)"""
DEL_PUBLICO = ("", "crear-cuenta")
DEL_CIUDADANO = ("tramites", "presentar?paso=documento", "presentar?paso=archivos", "mi-cuenta")


@pytest.mark.parametrize(("quien", "direcciones"), [("publico", DEL_PUBLICO), ("ciudadano", DEL_CIUDADANO)])
def test_el_foco_nunca_queda_tapado_y_lo_que_se_pulsa_mide_lo_suficiente(servidor, ventanas, quien, direcciones):
    pagina = ventanas.de(servidor, persona(servidor).acceso) if quien == "ciudadano" else ventanas.nueva()

    hallado = []
    for direccion in direcciones:
        pagina.set_viewport_size({"width": 1280, "height": ALTO_CORTO})
        recorrido.ir(pagina, f"{servidor.url}/{direccion}")
        for _ in range(PASOS):
            pagina.keyboard.press("Tab")
            if tapado := pagina.evaluate(TAPADO):
                hallado.append(f"{direccion}: tapado {tapado}")
        hallado += [f"{direccion}: ancho {chico}" for chico in pagina.evaluate(CHICOS, 24)]
        pagina.set_viewport_size({"width": 390, "height": 844})
        pagina.wait_for_timeout(150)  # the style sheet takes its time
        hallado += [f"{direccion}: teléfono {chico}" for chico in pagina.evaluate(CHICOS, 44)]

    assert not hallado, "\n".join(hallado)
