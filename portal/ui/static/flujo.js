// Draws the estados and the steps between them: boxes, pills and lines whose places come worked out from the server.
// Everything is built element by element from data, never from text as markup. What is pressed is told back; the lists
// beside the drawing do the same with the keyboard.

const SVG = 'http://www.w3.org/2000/svg'

function pieza(nombre, atributos, padre) {
  const e = document.createElementNS(SVG, nombre)
  for (const [clave, valor] of Object.entries(atributos)) e.setAttribute(clave, valor)
  padre.appendChild(e)
  return e
}

function nodo(n, svg, elegir) {
  const g = pieza('g', { class: `mp-nodo ${n.clase}`, transform: `translate(${n.x} ${n.y})` }, svg)
  pieza('rect', { width: n.ancho, height: n.alto, rx: n.clase.startsWith('paso') ? n.alto / 2 : 8 }, g)
  const alto = 16, arriba = n.alto / 2 - (n.lineas.length - 1) * alto / 2
  n.lineas.forEach((linea, i) => {
    const texto = pieza('text', { x: n.ancho / 2, y: arriba + i * alto, dy: '.35em', 'text-anchor': 'middle' }, g)
    texto.textContent = linea
  })
  g.addEventListener('click', () => elegir(n.id))
}

export default function ({ data, parentElement, setTriggerValue }) {
  const raiz = parentElement.querySelector('.mp-flujo')
  if (!raiz) return
  raiz.replaceChildren()
  const svg = document.createElementNS(SVG, 'svg')
  for (const [clave, valor] of Object.entries({
    viewBox: `0 0 ${data.ancho} ${data.alto}`, width: data.ancho, height: data.alto, role: 'img', 'aria-label': data.titulo,
  })) svg.setAttribute(clave, valor)
  const defs = pieza('defs', {}, svg)
  for (const nombre of ['mp-punta', 'mp-punta-elegida']) {
    const punta = pieza('marker', { id: nombre, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, defs)
    pieza('path', { d: 'M0 0L8 4L0 8z' }, punta)
  }
  const ultimas = l => (l.clase.includes('elegida') ? 1 : 0)
  for (const l of [...data.lineas].sort((a, b) => ultimas(a) - ultimas(b))) pieza('path', { d: l.d, class: `mp-linea-flujo ${l.clase}` }, svg)
  for (const n of data.nodos) nodo(n, svg, id => setTriggerValue('elegido', id))
  raiz.appendChild(svg)
}
