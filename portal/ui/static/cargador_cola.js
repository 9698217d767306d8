// The queue: two uploads at a time, each going on after cuts, stopped and started by hand, and told in words.
// Uploads live here and not in the component: another step of the form does not stop them.
import { tiempo } from './cargador_palabras.js'
import { PIEZA, crear, mandar, pedir, preguntar } from './cargador_tus.js'

const A_LA_VEZ = 2
const ESPERA_MAXIMA = 30
const VENTANA_MS = 8000
const HITO_MS = 4000  // what is heard of the progress, at most this often

export const subidas = new Set()
export const vistas = new Map()
let activas = 0
let numero = 0

window.addEventListener('offline', () => {
  subidas.forEach(s => s.xhr?.abort())
  vistas.forEach(v => v.subiendo() && v.decir(v.data.t.dice_sin_conexion))
})
window.addEventListener('online', () => vistas.forEach(v => v.subiendo() && v.decir(v.data.t.dice_conexion)))

export const activa = s => ['espera', 'subiendo', 'revisando', 'cortada', 'sin_conexion'].includes(s.estado)

export function nueva(vista, archivo) {
  const { url, borrador, ranura, t } = vista.data
  const s = {
    archivo, url, borrador, ranura, t, lugar: vista.lugar, clave: `local-${++numero}`,
    id: null, enviado: 0, enPieza: 0, pieza: PIEZA.primera, intentos: 0, muestras: [], dudoso: false, hito: 0, oido: 0,
  }
  s.alAvanzar = () => { medir(s); anunciar(s); avisar(s, true) }
  subidas.add(s)
  return s
}

export function encolar(s) {
  Object.assign(s, { detenida: false, intentos: 0, muestras: [], oido: performance.now() })
  pasar(s, 'espera')
  mover()
}

// By hand: what arrived is kept, and the place in the line is left to the next one.
export function detener(s) {
  s.detenida = true
  s.xhr?.abort()
  s.despertar?.()
  if (s.estado === 'espera') pasar(s, 'detenida')
}

export function olvidar(s) {
  s.cancelada = true
  subidas.delete(s)
  s.xhr?.abort()
  s.despertar?.()
}

export function rechazar(s, mensaje) {
  s.mensaje = mensaje
  pasar(s, 'rechazada')
}

function fracasar(s, motivo) {
  const vista = vistas.get(s.lugar)
  rechazar(s, motivo)
  vista?.decir(s.t.dice_rechazada, { nombre: s.archivo.name, motivo })
  vista?.recordar()
}

export function faltan(s) {
  const [t0, b0] = s.muestras[0] ?? [0, 0], [t1, b1] = s.muestras[s.muestras.length - 1] ?? [0, 0]
  if (t1 - t0 < 1000 || b1 <= b0) return ''
  return tiempo(((s.archivo.size - b1) / (b1 - b0)) * (t1 - t0) / 1000, s.t)
}

function mover() {
  for (const s of subidas) {
    if (activas >= A_LA_VEZ) return
    if (s.estado !== 'espera' || s.enCurso) continue
    activas++
    s.enCurso = true
    subir(s).finally(() => { s.enCurso = false; activas--; mover() })
  }
}

const pasajero = estado => [0, 408, 409, 423, 429].includes(estado) || (estado >= 500 && estado !== 507)

async function legibleAun(archivo) {
  try { await archivo.slice(0, 1).arrayBuffer(); return true } catch { return false }
}

// Announced one after the other: the server keeps the order in which they were chosen.
let turno = Promise.resolve()
const enOrden = s => (turno = turno.then(() => (s.cancelada ? null : crear(s))))

async function subir(s) {
  pasar(s, 'subiendo')
  while (!s.cancelada) {
    if (s.detenida) { s.dudoso = s.id !== null; return pasar(s, 'detenida') }
    if (s.id && !s.dudoso && s.enviado + s.pieza >= s.archivo.size) pasar(s, 'revisando')
    const antes = s.id
    const r = !s.id ? await enOrden(s) : s.dudoso ? await preguntar(s) : await mandar(s)
    if (s.cancelada) return antes || !s.id ? null : pedir('DELETE', `${s.url}/${s.id}`)  // announced while being taken out
    if (!r) {
      pasar(s, 'subiendo')
      if (s.id && !s.dudoso && s.enviado >= s.archivo.size) return terminar(s)
    } else if (s.detenida) {
      continue
    } else if (r.estado === 401) {
      s.dudoso = s.id !== null
      return pasar(s, 'sesion')
    } else if (!(await legibleAun(s.archivo))) {
      return fracasar(s, s.t.ilegible)
    } else if (pasajero(r.estado) || (r.estado === 413 && !r.json.codigo && s.intentos < 5)) {
      await esperar(s)
    } else {
      s.reintentable = r.estado === 507
      return fracasar(s, r.json.mensaje || s.t.ilegible)
    }
  }
}

function esperar(s) {
  s.intentos++
  s.muestras = []
  const segundos = Math.min(ESPERA_MAXIMA, 2 ** (s.intentos - 1)) * (0.75 + Math.random() / 2)
  s.hasta = Date.now() + segundos * 1000
  pasar(s, navigator.onLine ? 'cortada' : 'sin_conexion')
  if (s.intentos === 1 && navigator.onLine) vistas.get(s.lugar)?.decir(s.t.dice_cortada, { nombre: s.archivo.name })
  return new Promise(resolver => {
    const seguir = () => {
      clearTimeout(reloj); clearInterval(pulso); window.removeEventListener('online', seguir)
      s.despertar = null
      pasar(s, 'subiendo')
      resolver()
    }
    const reloj = setTimeout(seguir, segundos * 1000)
    const pulso = setInterval(() => avisar(s), 1000)
    window.addEventListener('online', seguir)
    s.despertar = seguir
  })
}

function terminar(s) {
  pasar(s, 'terminada')
  vistas.get(s.lugar)?.cambio(`fin:${s.id}`)
}

function medir(s) {
  const ahora = performance.now()
  s.muestras.push([ahora, s.enviado + s.enPieza])
  while (s.muestras.length > 2 && ahora - s.muestras[0][0] > VENTANA_MS) s.muestras.shift()
}

// Each quarter is heard once, and none of a file that goes up in a moment.
function anunciar(s) {
  const cuarto = Math.floor(4 * (s.enviado + s.enPieza) / s.archivo.size), ahora = performance.now()
  if (cuarto <= s.hito || cuarto > 3 || ahora - s.oido < HITO_MS) return
  s.hito = cuarto
  s.oido = ahora
  vistas.get(s.lugar)?.decir(s.t.dice_avance, { nombre: s.archivo.name, cuantos: cuarto * 25 })
}

function pasar(s, estado) {
  s.estado = estado
  avisar(s)
}

function avisar(s, despacio = false) {
  const vista = vistas.get(s.lugar)
  if (!vista) return
  if (!despacio) return vista.pintar()
  vista.pendiente ??= setTimeout(() => { vista.pendiente = null; vista.pintar() }, 200)
}
