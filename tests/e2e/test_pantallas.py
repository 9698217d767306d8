"""Every screen in every state, in a browser that speaks English: nothing in English, no barrier that axe can see.

Each walk is made twice: at a desk, light, and on a phone, dark. At each state everything is looked at: axe with all its
rules, and its colours in the other theme; words; the order of headings; one main heading; sideways scroll on a narrow phone
and with the text at 200 %.
"""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from portal.domain.permisos import Rol
from portal.services import invitaciones, observaciones, organizaciones, usuarios
from portal.services.contexto import SISTEMA
from tests.e2e import paseo_dos_pasos
from tests.e2e.buzon import adjunto, enlace
from tests.e2e.conftest import ANCHO, persona
from tests.e2e.idioma import en_ingles
from tests.e2e.pantallas import PASEOS
from tests.e2e.servidor import Acceso
from tests.e2e.sitio import Sitio
from tests.e2e.sosiego import sosegar
from tests.factories import cuentas
from tests.factories.observaciones import DOS, subsanar
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

ALTA = {"width": ANCHO, "height": 2600}  # all of every screen at once: what is scrolled away is not looked at
TELEFONO = {"width": 390, "height": 4000}
ESTRECHOS = (640, 320)  # 1280 with the text at 200 %; WCAG 1.4.10
DESBORDES = """() => [document.scrollingElement, ...document.querySelectorAll('[data-testid=stMain]')]
  .filter(caja => caja.scrollWidth > caja.clientWidth + 1)
  .flatMap(() => [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 160))"""
TITULARES = """() => [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')]
  .filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))"""
TODAS = {"resultTypes": ["violations"]}
COLORES = TODAS | {"runOnly": ["color-contrast"]}
AL_ESCRITORIO = (("ancho, claro", ALTA, "light", TODAS), ("ancho, oscuro", ALTA, "dark", COLORES))
AL_TELEFONO = (("teléfono, oscuro", TELEFONO, "dark", TODAS),)  # its light colours are those of the desk
MANO = {"viewport": TELEFONO, "color_scheme": "dark", "has_touch": True, "is_mobile": True}
APARATOS = {
    "escritorio": ({"viewport": ALTA, "color_scheme": "light"}, AL_ESCRITORIO, ESTRECHOS),
    "telefono": (MANO, AL_TELEFONO, (TELEFONO["width"],)),
}
ENCIMA = ":is([role=listbox], [role=menu], [role=grid], [role=tooltip]):visible"
"""What opens over the page belongs to no landmark, as ARIA's own patterns draw it: the rule ``region`` does not fit."""
HABLA = "es-PE"
TEMA = "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'"
CORTADA = ("WebSocket", "reaching server endpoint", "Is Streamlit still running", "when disconnected", "net::ERR_")
YA_ESTA = "null"  # nothing to add to a page that has axe


@pytest.fixture(scope="module", params=APARATOS)
def aparato(request):
    """What is walked with; each with its own people, because a walk changes what it sees."""
    return request.param


@pytest.fixture(scope="module")
def vecina(servidor, aparato):
    return persona(servidor)


@pytest.fixture(scope="module")
def sitio(servidor, vecina, minera, buzon, papeles):
    """One expediente to look at."""
    recibo = presentar(servidor.ctx, vecina.actor, asunto="Solicita el catálogo sísmico de 2025")
    impreso = (
        PdfReader(io.BytesIO(adjunto(buzon.esperar_a(vecina.acceso.correo, recibo.numero)))).pages[0].extract_text()
    )
    codigo = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", impreso)
    return Sitio(
        servidor.url, recibo.numero, recibo.contrasena, codigo[0], papeles, invitacion(servidor, minera, buzon)
    )


@pytest.fixture(scope="module")
def minera(servidor, aparato):
    """Who decides for an organisation."""
    return persona(servidor, clase="juridica", ruc="20508565934", razon_social="Minera Andina S.A.C.", nombres="Julia")


@pytest.fixture(scope="module")
def miembro(servidor, minera):
    """How to sign in as somebody who acts for it and does not decide."""
    teo = persona(servidor, nombres="Teodoro")
    ctx = servidor.ctx.como(minera.actor)
    invitaciones.invitar(ctx, organizaciones.mias(ctx)[0].id, teo.acceso.correo)
    suyo = servidor.ctx.como(teo.actor)
    invitaciones.aceptar(suyo, invitaciones.recibidas(suyo)[0].id)
    return teo.acceso


@pytest.fixture(scope="module")
def titular(minera, miembro):
    """How to sign in as who decides for it, with somebody else beside."""
    return minera.acceso


@pytest.fixture(scope="module")
def corregir(servidor, aparato, mesa):
    """How to sign in as somebody who was asked to correct two things."""
    suya = persona(servidor, nombres="Nieves")
    pedirle(servidor, mesa, suya)
    return suya.acceso


@pytest.fixture(scope="module")
def corregido(servidor, aparato, mesa):
    """An expediente whose cure came, and was not looked at."""
    suya = persona(servidor, nombres="Alba")
    numero = pedirle(servidor, mesa, suya)
    subsanar(servidor.ctx.como(suya.actor), numero)
    return numero


def pedirle(servidor, mesa, suya):
    """The number of something of that person of which two things were asked."""
    numero = presentar(servidor.ctx, suya.actor, asunto="Solicita un informe del sismo de Chala").numero
    mesa_ = servidor.ctx.como(cuentas.actor(servidor.ctx, mesa.correo))
    observaciones.observar(mesa_, numero, visto=1, items=DOS)
    return numero


@pytest.fixture(scope="module")
def ventanilla(mesa):
    """How to sign in as who attends the counter."""
    return mesa


@pytest.fixture(scope="module")
def dos_pasos(servidor, aparato):
    """How to sign in as somebody of staff without the second factor yet."""
    correo = f"julia.{aparato}@institucion.example"
    usuarios.crear_personal(servidor.ctx.como(SISTEMA), correo, "Julia", "Paredes", Rol.MESA, paseo_dos_pasos.CLAVE)
    return Acceso(correo, paseo_dos_pasos.CLAVE)


def invitacion(servidor, minera, buzon):
    """The link that was mailed to somebody else."""
    ctx = servidor.ctx.como(minera.actor)
    invitaciones.invitar(ctx, organizaciones.mias(ctx)[0].id, f"otra.que.no.es.{minera.acceso.correo}")
    return enlace(buzon.esperar_a(f"otra.que.no.es.{minera.acceso.correo}", "Minera Andina"))


@pytest.mark.parametrize("quien", PASEOS)
def test_cada_pantalla_habla_espanol_y_no_tiene_barreras(servidor, ventanas, aparato, vecina, sitio, request, quien):
    ventanas.vigia.tolerar(r"status of 404 \(Not Found\) \(.*/no/existe\)")
    ventanas.vigia.tolerar(r"status of 404 \(Not Found\) \(.*/bandeja\)")
    ventanas.vigia.tolerar(*CORTADA)
    if quien == "pedir":
        sitio = replace(sitio, corregido=request.getfixturevalue("corregido"))
    quienes = {"publico": None, "ciudadano": vecina.acceso, "pedir": request.getfixturevalue("mesa")}
    acceso = quienes[quien] if quien in quienes else request.getfixturevalue(quien)
    ventana, miradas, estrechos = APARATOS[aparato]
    opciones = {"reduced_motion": "reduce", **ventana}
    pagina = ventanas.de(servidor, acceso, **opciones) if acceso else ventanas.nueva(**opciones)

    hallado = []
    for estado in PASEOS[quien](pagina, sitio):
        dichos = [f"{estado}: {dicho}" for dicho in mirar(pagina, miradas, estrechos)]
        hallado += dichos
        print(*dichos, sep="\n")  # a walk that stumbles later does not take them with it

    assert not hallado, "\n".join(hallado)


def mirar(pagina, miradas=(*AL_ESCRITORIO, *AL_TELEFONO), estrechos=ESTRECHOS):
    """Everything that is wrong with what is on the screen, in all the ways it can be looked at; the window stays as it was."""
    medidas, tema = pagina.viewport_size, pagina.evaluate(TEMA)
    dicho = [*en_ingles(pagina), *titulares(pagina)]
    if (habla := pagina.evaluate("document.documentElement.lang")) != HABLA:
        dicho.append(f"lang={habla}")
    for como, lugar, luz, reglas in miradas:
        ver(pagina, lugar, luz)
        sosegar(pagina)
        dicho += [f"{como}: {barrera}" for barrera in barreras(pagina, reglas)]
    for ancho in estrechos:
        ver(pagina, {"width": ancho, "height": TELEFONO["height"]}, tema)
        dicho += [f"se desborda a {ancho}: {elemento}" for elemento in pagina.evaluate(DESBORDES)]
    ver(pagina, medidas, tema)
    return dicho


def ver(pagina, medidas, tema):
    """The window of that size, in that theme."""
    if pagina.viewport_size != medidas:
        pagina.set_viewport_size(medidas)
    pagina.emulate_media(color_scheme=tema, reduced_motion="reduce")


def barreras(pagina, reglas):
    """What axe-core objects to."""
    if pagina.locator(ENCIMA).count() and "runOnly" not in reglas:
        reglas = reglas | {"rules": {"region": {"enabled": False}}}
    axe = Axe(YA_ESTA) if pagina.evaluate("'axe' in window") else Axe()  # its script is long: once per page
    violaciones = axe.run(pagina, options=reglas).response["violations"]
    return [f"{v['id']}: {[n['html'][:150] for n in v['nodes'][:3]]}" for v in violaciones]


def titulares(pagina):
    """One main heading; the others never skip a level."""
    niveles = pagina.evaluate(TITULARES)
    saltos = [(a, b) for a, b in itertools.pairwise(niveles) if b > a + 1]
    una = [] if niveles.count(1) == 1 else [f"{niveles.count(1)} h1"]
    return [*una, *(f"de h{a} a h{b}" for a, b in saltos)]
