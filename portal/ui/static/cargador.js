// Uploads files of one slot with tus 1.0, in pieces, two at a time, resuming after cuts and reloads.
// The list in `data.cargas` is the truth; what is kept here only adds progress. No secure context is needed.
// Uploads outlive the component: they live in `window`, so that another step of the form does not stop them.

const MIB = 1024 * 1024
const PIEZA = { primera: 8 * MIB, menor: MIB, mayor: 64 * MIB, rapida: 1000 }
const A_LA_VEZ = 2
const ESPERA_MAXIMA = 30
const VENTANA_MS = 8000
const REVISION_MS = 2000
const SILENCIO_MS = 60000  // a connection that died unseen says nothing
const casa = (window.__mpvCargador ??= nuevaCasa())

function nuevaCasa() {
  const casa = { subidas: new Set(), activas: 0, vistas: new Map() }
  window.addEventListener('offline', () => casa.subidas.forEach(s => s.xhr?.abort()))
  return casa
}

const poner = (texto, datos) => texto.replace(/\{(\w+)\}/g, (todo, n) => (n in datos ? datos[n] : todo))

function legible(n) {
  if (n < 1024) return n === 1 ? '1 byte' : `${n} bytes`
  let unidad = 1
  const centesimas = () => Math.floor((n * 100 + 1024 ** unidad / 2) / 1024 ** unidad)
  while (centesimas() >= 102400 && unidad < 4) unidad++
  const c = centesimas(), resto = c % 100
  return `${Math.floor(c / 100)}${resto ? '.' + String(resto).padStart(2, '0') : ''} ${['kB', 'MB', 'GB', 'TB'][unidad - 1]}`
}

// What moves is told in whole MB: decimals would only flicker.
const enMarcha = n => (n < 10 * MIB ? legible(n) : `${Math.floor(n / MIB)} MB`)

function comparados(n, limite) {
  const palabras = [legible(n), legible(limite)]
  return n === limite || palabras[0] !== palabras[1] ? palabras : [`${n} bytes`, `${limite} bytes`]
}

const huella = s => `mpv:${s.borrador}:${s.ranura}:${s.archivo.name}:${s.archivo.size}:${s.archivo.lastModified}`
function recordar(clave, valor) {
  try { valor === undefined ? localStorage.removeItem(clave) : localStorage.setItem(clave, valor) } catch { /* private mode */ }
}
function recordada(clave) {
  try { return localStorage.getItem(clave) } catch { return null }
}

// --- tus ---------------------------------------------------------------------------------------------

function pedir(metodo, url, cabeceras = {}, { cuerpo = null, s = null } = {}) {
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
      xhr.upload.onprogress = e => { vive(); s.enPieza = e.loaded; medir(s); avisar(s, true) }
      xhr.addEventListener('loadend', () => clearTimeout(quieto))
    }
    xhr.send(cuerpo)
  })
}

const base64 = texto => btoa(String.fromCharCode(...new TextEncoder().encode(texto)))

async function crear(s) {
  const datos = { filename: s.archivo.name, borrador: s.borrador, ranura: s.ranura }
  const r = await pedir('POST', s.url, {
    'Upload-Length': String(s.archivo.size),
    'Upload-Metadata': Object.entries(datos).map(([n, v]) => `${n} ${base64(v)}`).join(','),
  })
  if (r.estado !== 201) return r
  s.id = r.json.id
  s.enviado = 0
  recordar(huella(s), s.id)
  return null
}

async function preguntar(s) {
  const r = await pedir('HEAD', `${s.url}/${s.id}`)
  if (r.estado === 404 || r.estado === 410) { recordar(huella(s)); s.id = null; return null }
  if (r.estado !== 200) return r
  s.enviado = Number(r.cabecera('Upload-Offset'))
  s.dudoso = false
  return null
}

async function mandar(s) {
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

async function legibleAun(archivo) {
  try { await archivo.slice(0, 1).arrayBuffer(); return true } catch { return false }
}

const pasajero = estado => estado === 0 || estado === 408 || estado === 409 || estado === 423 || estado === 429 || (estado >= 500 && estado !== 507)

async function subir(s) {
  pasar(s, 'subiendo')
  decir(s, s.t.dice_subiendo, {})
  while (!s.cancelada) {
    const ultima = s.enviado + s.pieza >= s.archivo.size
    if (s.id && !s.dudoso && ultima) pasar(s, 'revisando')
    const r = !s.id ? await crear(s) : s.dudoso ? await preguntar(s) : await mandar(s)
    if (s.cancelada) return
    if (!r) {
      pasar(s, 'subiendo')
      if (s.id && s.enviado >= s.archivo.size) return terminar(s)
    } else if (r.estado === 401) {
      return pasar(s, 'sesion')
    } else if (!(await legibleAun(s.archivo))) {
      return rechazar(s, s.t.ilegible)
    } else if (pasajero(r.estado) || (r.estado === 413 && !r.json.codigo && s.intentos < 5)) {
      await esperar(s)
    } else {
      return rechazar(s, r.json.mensaje || s.t.ilegible)
    }
  }
}

function esperar(s) {
  s.intentos++
  s.muestras = []
  const segundos = Math.min(ESPERA_MAXIMA, 2 ** (s.intentos - 1)) * (0.75 + Math.random() / 2)
  s.hasta = Date.now() + segundos * 1000
  pasar(s, navigator.onLine ? 'cortada' : 'sin_conexion')
  if (s.intentos === 1) decir(s, s.t.dice_cortada, {})
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
  recordar(huella(s))
  pasar(s, 'terminada')
  casa.vistas.get(s.lugar)?.cambio(`fin:${s.id}`)
}

function rechazar(s, mensaje) {
  if (s.id) recordar(huella(s))
  s.mensaje = mensaje
  pasar(s, 'rechazada')
  decir(s, s.t.dice_rechazada, { motivo: mensaje })
}

// --- queue and progress --------------------------------------------------------------------------------

function encolar(s) {
  casa.subidas.add(s)
  pasar(s, 'espera')
  mover()
}

function mover() {
  for (const s of casa.subidas) {
    if (casa.activas >= A_LA_VEZ) return
    if (s.estado !== 'espera') continue
    casa.activas++
    subir(s).finally(() => { casa.activas--; mover() })
  }
}

const activa = s => ['espera', 'subiendo', 'revisando', 'cortada', 'sin_conexion'].includes(s.estado)

function medir(s) {
  const ahora = performance.now()
  s.muestras.push([ahora, s.enviado + s.enPieza])
  while (s.muestras.length > 2 && ahora - s.muestras[0][0] > VENTANA_MS) s.muestras.shift()
}

function faltan(s) {
  const [t0, b0] = s.muestras[0] ?? [0, 0], [t1, b1] = s.muestras[s.muestras.length - 1] ?? [0, 0]
  if (t1 - t0 < 1000 || b1 <= b0) return ''
  const segundos = ((s.archivo.size - b1) / (b1 - b0)) * (t1 - t0) / 1000
  if (segundos < 5) return s.t.poco
  if (segundos < 55) return poner(s.t.segundos, { cuantos: Math.ceil(segundos / 5) * 5 })
  return segundos < 90 ? s.t.un_minuto : poner(s.t.minutos, { cuantos: Math.ceil(segundos / 60) })
}

function pasar(s, estado) {
  s.estado = estado
  avisar(s)
}

function avisar(s, despacio = false) {
  const vista = casa.vistas.get(s.lugar)
  if (!vista) return
  if (!despacio) return vista.pintar()
  vista.pendiente ??= setTimeout(() => { vista.pendiente = null; vista.pintar() }, 200)
}

function decir(s, texto, datos) {
  casa.vistas.get(s.lugar)?.decir(poner(texto, { nombre: s.archivo.name, ...datos }))
}

// --- choosing ------------------------------------------------------------------------------------------

function motivoPrevio(data, archivo, pesos) {
  const { cada, total, maximo } = data.limites, e = data.errores, n = archivo.size
  if (n === 0) return e.vacio
  if (maximo > 1 && pesos.length + 1 > maximo) return poner(e.demasiados, { cuantos: pesos.length + 1, maximo })
  if (cada && n > cada) { const [tamano, m] = comparados(n, cada); return poner(e.grande, { tamano, maximo: m }) }
  const suma = pesos.reduce((a, b) => a + b, 0) + n
  if (total && suma > total) {
    const [t, m] = comparados(suma, total)
    return poner(e.total, { tamano: legible(n), total: t, maximo: m })
  }
  return null
}

function elegir(vista, archivos) {
  const { data } = vista
  const lista = data.limites.maximo === 1 ? archivos.slice(0, 1) : archivos
  for (const archivo of lista) {
    const s = {
      archivo, id: null, enviado: 0, pieza: PIEZA.primera, enPieza: 0, intentos: 0, muestras: [], dudoso: false, clave: `local-${++vista.numero}`,
      url: data.url, borrador: data.borrador, ranura: data.ranura, lugar: vista.lugar, t: data.t,
    }
    const gemela = vista.locales().find(o => activa(o) && huella(o) === huella(s))
    if (gemela) continue
    const id = recordada(huella(s))
    const pausada = data.cargas.find(c => c.id === id && c.estado === 'subiendo')
    if (pausada) Object.assign(s, { id, enviado: pausada.recibido, dudoso: true })
    else if (data.limites.maximo === 1) vista.locales().forEach(o => olvidar(o))
    else data.cargas.filter(c => c.estado === 'subiendo' && c.nombre === archivo.name && !vista.local(c.id)).forEach(c => vista.quitar(c.id, c.nombre))
    const otras = data.limites.maximo === 1 ? [] : vista.pesos(s.id)
    const motivo = motivoPrevio(data, archivo, otras)
    casa.subidas.add(s)
    motivo ? rechazar(s, motivo) : encolar(s)
  }
}

function olvidar(s) {
  s.cancelada = true
  casa.subidas.delete(s)
  s.xhr?.abort()
  s.despertar?.()
}

// --- the screen ------------------------------------------------------------------------------------------

function nodo(etiqueta, clase, texto) {
  const n = document.createElement(etiqueta)
  if (clase) n.className = clase
  if (texto !== undefined) n.textContent = texto
  return n
}

const DIBUJO = { lista: 'description', rechazada: 'error' }

function crearVista(raiz) {
  const $ = clase => raiz.querySelector(`.${clase}`)
  const boton = $('mp-elegir'), entrada = $('mp-entrada-archivo'), zona = $('mp-soltar'), filas = $('mp-archivos'), voz = $('mp-voz')
  const vista = { numero: 0, ocultas: new Set(), data: null, enviar: () => {} }

  vista.locales = () => [...casa.subidas].filter(s => s.lugar === vista.lugar)
  vista.local = id => vista.locales().find(s => s.id === id)
  vista.visibles = () => vista.data.cargas.filter(c => !vista.ocultas.has(c.id))
  vista.cambio = que => vista.enviar(`${que}:${Date.now()}`)
  vista.decir = texto => { voz.textContent = texto }
  vista.pesos = salvo => [
    ...vista.visibles().filter(c => c.estado !== 'rechazada' && c.id !== salvo).map(c => c.tamano),
    ...vista.locales().filter(s => activa(s) && !vista.visibles().some(c => c.id === s.id)).map(s => s.archivo.size),
  ]

  vista.quitar = async (id, nombre) => {
    const s = vista.local(id) ?? vista.locales().find(l => l.clave === id)
    if (s) { olvidar(s); recordar(huella(s)) }
    const enServidor = s ? s.id : id
    vista.ocultas.add(enServidor ?? id)
    vista.pintar()
    vista.decir(poner(vista.data.t.dice_quitado, { nombre }))
    if (!enServidor) return
    const r = await pedir('DELETE', `${vista.data.url}/${enServidor}`)
    if (r.estado !== 204 && r.estado !== 404) vista.ocultas.delete(enServidor)
    vista.cambio(`quitada:${enServidor}`)
  }

  // One row, from the server's word and, when this window is sending it, its progress.
  const fila = (c, s) => {
    const t = vista.data.t, recibido = enMarcha(s ? Math.min(s.enviado + s.enPieza, s.archivo.size) : c.recibido)
    const tamano = legible(s ? s.archivo.size : c.tamano), datos = { recibido, tamano }
    const base = { id: c?.id ?? s.clave, nombre: c?.nombre ?? s.archivo.name, clase: 'subiendo', accion: t.cancelar }
    if (c && c.estado === 'lista') return { ...base, clase: 'listo', dibujo: 'lista', texto: c.texto, accion: t.quitar }
    if (c && c.estado === 'rechazada') return { ...base, clase: 'error', dibujo: 'rechazada', texto: c.texto, accion: t.quitar }
    if (s?.estado === 'rechazada') return { ...base, clase: 'error', dibujo: 'rechazada', texto: s.mensaje, accion: t.quitar }
    if (c && c.estado === 'revisando' || s?.estado === 'terminada') return { ...base, texto: poner(t.revisando, datos), avance: 100 }
    if (!s || s.estado === 'sesion') return { ...base, texto: poner(s ? t.sesion : t.pausada, datos), accion: t.quitar, avance: 100 * (c ? c.recibido / c.tamano : 0) }
    const avance = 100 * (s.enviado + s.enPieza) / s.archivo.size
    if (s.estado === 'espera') return { ...base, texto: poner(t.espera, datos), avance }
    if (s.estado === 'revisando' && avance >= 100) return { ...base, texto: poner(t.revisando, datos), avance: 100 }
    if (s.estado === 'sin_conexion') return { ...base, texto: poner(t.sin_conexion, datos), avance }
    if (s.estado === 'cortada') return { ...base, texto: poner(t.reintento, { ...datos, cuantos: Math.max(1, Math.ceil((s.hasta - Date.now()) / 1000)) }), avance }
    const resta = faltan(s)
    return { ...base, texto: poner(t.subiendo, datos) + (resta ? ` · ${resta}` : ''), avance }
  }

  const dibujar = (li, f) => {
    li.className = f.clase
    li.icono.textContent = DIBUJO[f.dibujo] ?? 'upload'
    li.nombre.textContent = f.nombre
    if (li.texto.textContent !== f.texto) li.texto.textContent = f.texto
    li.quita.firstChild.textContent = f.accion
    li.quita.lastChild.textContent = ` ${f.nombre}`
    li.quita.onclick = () => { vista.quitar(f.id, f.nombre); boton.focus() }
    li.barra.hidden = f.avance === undefined
    if (f.avance !== undefined) {
      li.barra.firstChild.style.width = `${f.avance}%`
      li.barra.setAttribute('aria-valuenow', String(Math.floor(f.avance)))
      li.barra.setAttribute('aria-label', poner(vista.data.t.avance, { nombre: f.nombre }))
    }
  }

  const nueva = id => {
    const li = nodo('li')
    const medio = nodo('span')
    li.dataset.id = id
    li.icono = nodo('span', 'mp-icono'); li.icono.setAttribute('aria-hidden', 'true')
    li.nombre = nodo('b'); li.texto = nodo('small')
    li.quita = nodo('button', 'mp-quitar'); li.quita.type = 'button'
    li.quita.append(nodo('span'), nodo('span', 'mp-oculto'))
    li.barra = nodo('span', 'mp-barra'); li.barra.append(nodo('i'))
    for (const [n, v] of [['role', 'progressbar'], ['aria-valuemin', '0'], ['aria-valuemax', '100']]) li.barra.setAttribute(n, v)
    medio.append(li.nombre, li.texto)
    li.append(li.icono, medio, li.quita, li.barra)
    return li
  }

  vista.pintar = () => {
    const { data } = vista
    const servidas = vista.visibles()
    const propias = vista.locales().filter(s => !servidas.some(c => c.id === s.id) && s.estado !== 'terminada' || s.estado === 'terminada' && !data.cargas.some(c => c.id === s.id))
    const todas = [...servidas.map(c => fila(c, vista.local(c.id))), ...propias.map(s => fila(null, s))]
    const viejas = new Map([...filas.children].map(li => [li.dataset.id, li]))
    todas.forEach((f, i) => {
      const li = viejas.get(f.id) ?? nueva(f.id)
      viejas.delete(f.id)
      dibujar(li, f)
      if (filas.children[i] !== li) filas.insertBefore(li, filas.children[i] ?? null)
    })
    viejas.forEach(li => li.remove())
    filas.hidden = !todas.length
    $('mp-accion').textContent = data.limites.maximo === 1 && servidas.length ? data.cambiar : data.accion
  }

  vista.recibir = ({ data, setTriggerValue }) => {
    const lugar = `${data.borrador}/${data.ranura}`
    vista.data = data
    vista.lugar = lugar
    vista.enviar = que => setTriggerValue('cambio', que)
    casa.vistas.set(lugar, vista)
    for (const s of vista.locales()) {
      const c = data.cargas.find(x => x.id === s.id)
      if (s.id && c && (c.estado === 'lista' || c.estado === 'rechazada') && !activa(s)) {
        casa.subidas.delete(s)
        vista.decir(poner(c.estado === 'lista' ? data.t.dice_lista : data.t.dice_rechazada, { nombre: c.nombre, motivo: c.texto }))
      }
    }
    const ajena = data.cargas.some(c => c.estado === 'revisando' && !vista.local(c.id))
    if (ajena) setTimeout(() => casa.vistas.get(lugar) === vista && vista.cambio('revision'), REVISION_MS)
    $('mp-etiqueta').textContent = data.etiqueta + (data.opcional ? ` ${data.opcional}` : '')
    $('mp-ayuda').textContent = data.ayuda
    $('mp-o-soltar').textContent = data.soltar
    entrada.multiple = data.limites.maximo !== 1
    entrada.accept = data.acepta
    raiz.setAttribute('aria-label', data.etiqueta)
    vista.pintar()
  }

  boton.onclick = () => entrada.click()
  entrada.onchange = () => { const elegidos = [...entrada.files]; entrada.value = ''; elegir(vista, elegidos) }
  zona.ondragover = e => { e.preventDefault(); zona.classList.add('encima') }
  zona.ondragleave = e => { if (!zona.contains(e.relatedTarget)) zona.classList.remove('encima') }
  zona.ondrop = e => {
    e.preventDefault()
    zona.classList.remove('encima')
    elegir(vista, [...e.dataTransfer.files])
  }
  return vista
}

const instancias = new WeakMap()

export default function (componente) {
  const raiz = componente.parentElement.querySelector('.mp-cargador')
  if (!raiz) return
  if (!instancias.has(raiz)) instancias.set(raiz, crearVista(raiz))
  const vista = instancias.get(raiz)
  vista.recibir(componente)
  return () => { if (casa.vistas.get(vista.lugar) === vista) casa.vistas.delete(vista.lugar) }
}
