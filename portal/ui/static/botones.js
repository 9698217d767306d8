/* Botones que atiende el navegador solo: copiar un texto, imprimir la pantalla. No piden contexto seguro: en
   http://mesa.intranet no hay navigator.clipboard, y se copia desde un área de texto seleccionada. */
const DICHO_MS = 4000
const instancias = new WeakMap()

const poner = (texto, datos) => texto.replace(/\{(\w+)\}/g, (todo, n) => (n in datos ? datos[n] : todo))

function nodo(etiqueta, clase = '', texto = '') {
  const n = document.createElement(etiqueta)
  if (clase) n.className = clase
  if (texto) n.textContent = texto
  return n
}

function icono(nombre) {
  const n = nodo('span', 'mp-icono', nombre)
  n.setAttribute('aria-hidden', 'true')
  return n
}

/* Dentro de `raiz`: un diálogo devuelve el foco que sale de él. */
function desdeUnArea(texto, raiz) {
  const antes = document.activeElement, area = nodo('textarea')
  area.value = texto
  area.setAttribute('aria-hidden', 'true')
  area.style.cssText = 'position:fixed;top:0;left:0;width:1px;height:1px;opacity:0;font-size:16px'
  raiz.append(area)
  area.focus({ preventScroll: true })
  area.select()
  let copiado = false
  try { copiado = document.execCommand('copy') } catch { /* el navegador no lo permite */ }
  area.remove()
  antes?.focus?.({ preventScroll: true })
  return copiado
}

async function copiar(texto, raiz) {
  if (navigator.clipboard && window.isSecureContext) {
    try { await navigator.clipboard.writeText(texto); return true } catch { /* sin permiso: de la otra manera */ }
  }
  return desdeUnArea(texto, raiz)
}

function seleccionar(elemento) {
  const rango = document.createRange()
  rango.selectNodeContents(elemento)
  const seleccion = getSelection()
  seleccion.removeAllRanges()
  seleccion.addRange(rango)
}

function boton(raiz, { texto, nombre = '', dibujo, clase, alPulsar }) {
  const b = nodo('button', clase), palabra = nodo('span', '', texto), figura = icono(dibujo)
  b.type = 'button'
  if (nombre) b.setAttribute('aria-label', nombre)
  b.append(figura, palabra)
  let pausa
  b.onclick = async () => {
    const dicho = await alPulsar()
    if (!dicho) return
    raiz.querySelector('.mp-voz').textContent = dicho.voz
    palabra.textContent = dicho.palabra
    figura.textContent = dicho.bien ? 'check' : dibujo
    clearTimeout(pausa)
    pausa = setTimeout(() => {
      palabra.textContent = texto
      figura.textContent = dibujo
      raiz.querySelector('.mp-voz').textContent = ''
    }, DICHO_MS)
  }
  return b
}

/* Un dato grande y, a su lado, el botón que lo copia; si no se puede, queda seleccionado para copiarlo a mano. */
function fila(raiz, t, { nombre, valor, accion }) {
  const caja = nodo('div'), dato = nodo('dd', 'mp-num', valor), lugar = nodo('dd', 'mp-copia')
  lugar.append(boton(raiz, {
    texto: t.copiar, nombre: accion, dibujo: 'content_copy', clase: 'mp-boton chico',
    alPulsar: async () => {
      if (await copiar(valor, raiz)) return { bien: true, palabra: t.copiado, voz: poner(t.voz, { nombre }) }
      seleccionar(dato)
      return { bien: false, palabra: t.copiar, voz: t.a_mano }
    },
  }))
  caja.append(nodo('dt', '', nombre), dato, lugar)
  return caja
}

function suelto(raiz, t, { texto, que, dibujo, valor, imprime }) {
  return boton(raiz, {
    texto, dibujo, clase: 'mp-boton',
    alPulsar: async () => {
      if (imprime) { window.print(); return null }
      if (await copiar(valor, raiz)) return { bien: true, palabra: t.copiado, voz: poner(t.voz, { nombre: que }) }
      window.prompt(t.a_mano, valor)
      return null
    },
  })
}

function dibujar(raiz, data) {
  const partes = []
  if (data.titulo) {
    const titulo = nodo('h1', '')
    titulo.append(icono('check_circle'), ` ${data.titulo}`)
    partes.push(titulo)
  }
  if (data.filas.length) {
    const lista = nodo('dl')
    lista.append(...data.filas.map(f => fila(raiz, data.t, f)))
    partes.push(lista)
  }
  partes.push(...data.botones.map(b => suelto(raiz, data.t, b)))
  const voz = nodo('p', 'mp-oculto mp-voz')
  voz.setAttribute('role', 'status')
  raiz.className = data.titulo ? 'mp-botones mp-confirma' : data.filas.length ? 'mp-botones mp-claves' : 'mp-botones'
  raiz.replaceChildren(...partes, voz)
}

export default function ({ data, parentElement }) {
  const raiz = parentElement.querySelector('.mp-botones')
  const huella = JSON.stringify(data)
  if (!raiz || instancias.get(raiz) === huella) return
  instancias.set(raiz, huella)
  dibujar(raiz, data)
}
