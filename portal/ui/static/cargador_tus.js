// tus 1.0: announce a file, ask how much of it is safe, send the next piece. No secure context is needed.
import { MIB } from './cargador_palabras.js'

export const PIEZA = { primera: 8 * MIB, menor: MIB, mayor: 32 * MIB, rapida: 1000 }
const SILENCIO_MS = 60000  // a connection that died unseen says nothing

export function pedir(metodo, url, cabeceras = {}, { cuerpo = null, s = null } = {}) {
  return new Promise(resolver => {
    const xhr = new XMLHttpRequest()
    const fin = () => {
      if (s) s.xhr = null
      let json = {}
      try { json = JSON.parse(xhr.responseText) } catch { /* no body */ }
      resolver({ estado: xhr.status, cabecera: n => xhr.getResponseHeader(n), json })
    }
    xhr.open(metodo, url)
    for (const [n, v] of Object.entries({ 'X-MPV': '1', 'Tus-Resumable': '1.0.0', ...cabeceras })) xhr.setRequestHeader(n, v)
    xhr.onloadend = fin
    if (s) {
      s.xhr = xhr
      let quieto = setTimeout(() => xhr.abort(), SILENCIO_MS)
      const vive = () => { clearTimeout(quieto); quieto = setTimeout(() => xhr.abort(), SILENCIO_MS) }
      xhr.upload.onprogress = e => { vive(); s.enPieza = e.loaded; s.alAvanzar?.() }
      xhr.addEventListener('loadend', () => clearTimeout(quieto))
    }
    xhr.send(cuerpo)
  })
}

const base64 = texto => btoa(String.fromCharCode(...new TextEncoder().encode(texto)))

// Each of these changes `s` and gives null, or gives the answer that was not the one hoped for.

export async function crear(s) {
  const datos = { filename: s.archivo.name, borrador: s.borrador, ranura: s.ranura }
  const r = await pedir('POST', s.url, {
    'Upload-Length': String(s.archivo.size),
    'Upload-Metadata': Object.entries(datos).map(([n, v]) => `${n} ${base64(v)}`).join(','),
  })
  if (r.estado !== 201) return r
  s.id = r.json.id
  s.enviado = 0
  return null
}

export async function preguntar(s) {
  const r = await pedir('HEAD', `${s.url}/${s.id}`, s.porConocer ? { 'X-MPV-Muestra': '1' } : {})
  if (r.estado === 404 || r.estado === 410) { s.id = null; return null }
  if (r.estado !== 200) return r
  s.enviado = Number(r.cabecera('Upload-Offset'))
  s.dudoso = false
  const suya = s.porConocer && r.cabecera('X-MPV-Muestra')
  s.porConocer = false
  if (suya && suya !== await muestra(s.archivo, s.enviado)) s.id = null  // same name and size, another content: from the start
  return null
}

export async function mandar(s) {
  const pieza = s.archivo.slice(s.enviado, s.enviado + s.pieza), empezo = performance.now()
  s.enPieza = 0
  const r = await pedir('PATCH', `${s.url}/${s.id}`, {
    'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(s.enviado),
  }, { cuerpo: pieza, s })
  s.enPieza = 0
  if (r.estado !== 204) {
    s.dudoso = true
    s.pieza = Math.max(PIEZA.menor, s.pieza / 2)  // a proxy may refuse large bodies
    return r
  }
  if (performance.now() - empezo < PIEZA.rapida) s.pieza = Math.min(PIEZA.mayor, s.pieza * 2)
  s.enviado = Number(r.cabecera('Upload-Offset'))
  s.intentos = 0
  return null
}

// --- is it the same file? -------------------------------------------------------------------------------

let tabla = null

export function crc32(octetos, desde = 0) {
  tabla ??= Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
    return n
  })
  let c = ~desde
  for (let i = 0; i < octetos.length; i++) c = tabla[(c ^ octetos[i]) & 255] ^ (c >>> 8)
  return ~c >>> 0
}

// CRC-32 of the first and the last MiB of what the server has, as services/muestras.py does.
export async function muestra(archivo, recibido) {
  const n = Math.min(MIB, recibido)
  const leer = async (a, b) => new Uint8Array(await archivo.slice(a, b).arrayBuffer())
  try {
    const c = crc32(await leer(recibido - n, recibido), crc32(await leer(0, n)))
    return c.toString(16).padStart(8, '0')
  } catch {
    return ''
  }
}
