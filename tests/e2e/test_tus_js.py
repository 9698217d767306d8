"""tus-js-client, which people load in browsers, against our route: where its file is at hand, by ``MPV_TEST_TUS_JS``."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path

import pytest

from portal.domain.tamanos import MB
from portal.services import archivos, borradores
from tests.e2e.conftest import persona
from tests.factories import archivos as muestras

GUION = os.environ.get("MPV_TEST_TUS_JS", "")  # noqa: TID251 -- a setting of the tests, not of the portal
PDF = muestras.pdf(3, relleno=2 * MB)
SUBIR = """async ({borrador, cortar, pdf}) => {
  const octetos = Uint8Array.from(atob(pdf), c => c.charCodeAt(0))
  const archivo = new File([octetos], 'señor oficio.pdf', {type: 'application/pdf', lastModified: 1})
  const desde = []
  const una = () => new Promise((bien, mal) => {
    const subida = new tus.Upload(archivo, {
      endpoint: '/cargas', chunkSize: 1024 * 1024, headers: {'X-MPV': '1'}, retryDelays: [100, 200],
      metadata: {filename: archivo.name, borrador, ranura: 'principal'},
      onError: mal, onSuccess: () => bien(subida.url),
      onChunkComplete: (_n, aceptados) => {
        desde.push(aceptados)
        if (cortar && desde.length === 1) subida.abort().then(() => bien(subida.url))
      },
    })
    subida.findPreviousUploads().then(p => { if (p.length) subida.resumeFromPreviousUpload(p[0]); subida.start() })
  })
  const primera = await una()
  const ultima = cortar ? await una() : primera
  return {misma: primera === ultima, desde}
}"""


@pytest.mark.e2e
@pytest.mark.skipif(not GUION, reason="NO PROBADO: falta tus-js-client (MPV_TEST_TUS_JS=/ruta/tus.min.js)")
@pytest.mark.parametrize("cortar", [False, True], ids=["de corrido", "cortada y seguida"])
def test_tus_js_client_sube_desde_chromium(servidor, ventanas, cortar):
    suya = persona(servidor)
    ctx = servidor.ctx.como(suya.actor)
    borrador = borradores.abrir(ctx).id
    pagina = ventanas.de(servidor, suya.acceso)
    pagina.goto(f"{servidor.url}/manual")
    pagina.evaluate(Path(GUION).read_text(encoding="utf-8"))

    hecho = pagina.evaluate(SUBIR, {"borrador": borrador, "cortar": cortar, "pdf": b64encode(PDF).decode()})

    assert hecho == {"misma": True, "desde": [MB, 2 * MB, len(PDF)]}
    [carga] = archivos.cargas(ctx, borrador)
    assert (carga.nombre, carga.estado) == ("señor oficio.pdf", "lista")
