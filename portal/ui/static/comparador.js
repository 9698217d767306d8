// Compares copies with the files of a cargo by their SHA-256, here in the browser: nothing is sent. No secure context
// is needed (crypto.subtle does not exist on plain http, and cannot hash in pieces). The engine runs in a worker made
// from its own source, reads 4 MiB at a time, and proves itself on a known answer before each file.
// A browser without workers asks the person before the copy travels to be compared and forgotten.

const VISTO_MS = 150

// --- the engine: FIPS 180-4 ------------------------------------------------------------------------------------

// The text of ``bloques(h, octetos, desde, hasta)``: 64 rounds written out, each with its constant, every word in a
// variable of its own. Five times faster than the same rounds in a loop.
function rondas() {
  const fraccion = x => ((x - Math.floor(x)) * 4294967296) | 0, primos = []
  for (let n = 2; primos.length < 64; n++) if (primos.every(p => n % p)) primos.push(n)
  const gira = (x, ...n) => n.map(i => `(${x} >>> ${i} | ${x} << ${32 - i})`).join(' ^ ')
  const v = [...'abcdefgk'], lineas = []
  primos.forEach((primo, i) => {
    const w = n => `w${(i + n) & 15}`
    lineas.push(i < 16
      ? `${w(0)} = o[p + ${4 * i}] << 24 | o[p + ${4 * i + 1}] << 16 | o[p + ${4 * i + 2}] << 8 | o[p + ${4 * i + 3}]`
      : `${w(0)} = ${w(0)} + (${gira(w(1), 7, 18)} ^ ${w(1)} >>> 3) + ${w(9)} + (${gira(w(14), 17, 19)} ^ ${w(14)} >>> 10) | 0`)
    const [a, b, c, d, e, f, g, k] = v
    lineas.push(
      `t = ${k} + (${gira(e, 6, 11, 25)}) + (${g} ^ ${e} & (${f} ^ ${g})) + (${fraccion(Math.cbrt(primo))}) + ${w(0)} | 0`,
      `${d} = ${d} + t | 0`,
      `${k} = t + (${gira(a, 2, 13, 22)}) + (${a} & ${b} | ${c} & (${a} | ${b})) | 0`)
    v.unshift(v.pop())   // instead of moving eight values, their names turn
  })
  const palabras = [...Array(16).keys()].map(i => `w${i}`).join(', ')
  return `function bloques(h, o, desde, hasta) {
    let h0 = h[0], h1 = h[1], h2 = h[2], h3 = h[3], h4 = h[4], h5 = h[5], h6 = h[6], h7 = h[7], t, ${palabras}
    for (let p = desde; p + 64 <= hasta; p += 64) {
      let a = h0, b = h1, c = h2, d = h3, e = h4, f = h5, g = h6, k = h7
      ${lineas.join('\n')}
      h0 = h0 + a | 0; h1 = h1 + b | 0; h2 = h2 + c | 0; h3 = h3 + d | 0
      h4 = h4 + e | 0; h5 = h5 + f | 0; h6 = h6 + g | 0; h7 = h7 + k | 0
    }
    h[0] = h0; h[1] = h1; h[2] = h2; h[3] = h3; h[4] = h4; h[5] = h5; h[6] = h6; h[7] = h7
  }`
}

// One sum at a time, fed in pieces of any size.
function motor(bloques) {
  const H0 = [2, 3, 5, 7, 11, 13, 17, 19].map(n => { const r = Math.sqrt(n); return ((r - Math.floor(r)) * 4294967296) | 0 })

  return function nueva() {
    const h = Int32Array.from(H0), resto = new Uint8Array(128)
    let guardados = 0, total = 0
    return {
      agregar(octetos) {
        total += octetos.length
        let p = 0
        if (guardados) {
          p = Math.min(64 - guardados, octetos.length)
          resto.set(octetos.subarray(0, p), guardados)
          guardados += p
          if (guardados < 64) return
          bloques(h, resto, 0, 64)
        }
        const hasta = octetos.length - ((octetos.length - p) % 64)
        bloques(h, octetos, p, hasta)
        resto.set(octetos.subarray(hasta), 0)
        guardados = octetos.length - hasta
      },
      terminar() {
        const fin = guardados < 56 ? 64 : 128
        resto.fill(0, guardados)
        resto[guardados] = 0x80
        const vista = new DataView(resto.buffer)
        vista.setUint32(fin - 8, Math.floor(total / 0x20000000))
        vista.setUint32(fin - 4, (total * 8) >>> 0)
        bloques(h, resto, 0, fin)
        return [...h].map(n => (n >>> 0).toString(16).padStart(8, '0')).join('')
      },
    }
  }
}

// What the worker does: prove the engine, then hash one file, telling how far it is.
function obrero(nueva) {
  const PIEZA = 4 * 1024 * 1024
  const CONOCIDA = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  const prueba = nueva()
  prueba.agregar(new Uint8Array([97, 98, 99]))
  if (prueba.terminar() !== CONOCIDA) throw new Error('sha-256')
  self.onmessage = async ({ data: archivo }) => {
    try {
      const suma = nueva(), leer = p => archivo.slice(p, p + PIEZA).arrayBuffer()
      let siguiente = leer(0)
      for (let p = 0; p < archivo.size; p += PIEZA) {
        const octetos = new Uint8Array(await siguiente)
        if (p + PIEZA < archivo.size) { siguiente = leer(p + PIEZA); siguiente.catch(() => {}) }   // read while hashing
        suma.agregar(octetos)
        self.postMessage({ leido: p + octetos.length })
      }
      self.postMessage({ sha256: suma.terminar() })
    } catch {
      self.postMessage({ ilegible: true })
    }
  }
  self.postMessage({ listo: true })
}

let fuente
function nuevoObrero() {
  fuente ??= URL.createObjectURL(new Blob([`(${obrero})((${motor})(${rondas()}))`], { type: 'text/javascript' }))
  return new Worker(fuente)
}

// --- one copy ------------------------------------------------------------------------------------------------

const poner = (texto, datos) => texto.replace(/\{(\w+)\}/g, (todo, n) => (n in datos ? datos[n] : todo))

function legible(n) {
  if (n < 1024) return n === 1 ? '1 byte' : `${n} bytes`
  let unidad = 1
  const centesimas = () => Math.floor((n * 100 + 1024 ** unidad / 2) / 1024 ** unidad)
  while (centesimas() >= 102400 && unidad < 4) unidad++
  const c = centesimas(), resto = c % 100
  return `${Math.floor(c / 100)}${resto ? '.' + String(resto).padStart(2, '0') : ''} ${['kB', 'MB', 'GB', 'TB'][unidad - 1]}`
}

function comparar(copia, vista) {
  const { archivos } = vista.data, mismos = archivos.filter(a => a.tamano === copia.archivo.size)
  if (!mismos.length) return vista.fallo(copia, 'otro_tamano')   // its size alone tells: nothing is read
  let trabajador
  const sin = () => { trabajador?.terminate(); if (copia.estado === 'leyendo') vista.pasar(copia, 'preguntar') }
  try { trabajador = nuevoObrero() } catch { return vista.pasar(copia, 'preguntar') }
  copia.cancelar = () => trabajador.terminate()
  trabajador.onerror = e => { e.preventDefault(); sin() }
  trabajador.onmessage = ({ data }) => {
    if (data.listo) trabajador.postMessage(copia.archivo)
    else if (data.leido !== undefined) { copia.leido = data.leido; vista.avance() }
    else {
      trabajador.terminate()
      const igual = mismos.find(a => a.sha256 === data.sha256)
      if (data.ilegible) vista.fallo(copia, 'ilegible')
      else if (igual) vista.acierto(copia, igual.nombre)
      else vista.fallo(copia, 'distinto')
    }
  }
  vista.pasar(copia, 'leyendo')
}

// Only after the person said yes.
function enviar(copia, vista) {
  const xhr = new XMLHttpRequest()
  copia.leido = 0
  copia.cancelar = () => { xhr.onloadend = null; xhr.abort() }
  xhr.open('POST', `${vista.data.url}?codigo=${encodeURIComponent(vista.data.codigo)}`)
  xhr.setRequestHeader('X-MPV', '1')
  xhr.setRequestHeader('Content-Type', 'application/octet-stream')
  xhr.upload.onprogress = e => { copia.leido = e.loaded; vista.avance() }
  xhr.onloadend = () => {
    let r = {}
    try { r = JSON.parse(xhr.responseText) } catch { /* cut, or no answer */ }
    if (xhr.status === 200 && r.igual) vista.acierto(copia, r.igual)
    else if (xhr.status === 200) vista.fallo(copia, 'distinto')
    else vista.fallo(copia, 'sin_respuesta', r.mensaje)
  }
  xhr.send(copia.archivo)
  vista.pasar(copia, 'enviando')
}

// --- the screen ----------------------------------------------------------------------------------------------

function nodo(etiqueta, clase, texto) {
  const n = document.createElement(etiqueta)
  if (clase) n.className = clase
  if (texto !== undefined) n.textContent = texto
  return n
}

const DIBUJO = { igual: 'check_circle', distinto: 'cancel', error: 'error', leyendo: 'description' }

function crearVista(raiz) {
  const $ = clase => raiz.querySelector(`.${clase}`)
  const boton = $('mp-elegir'), entrada = $('mp-entrada-archivo'), zona = $('mp-soltar'), filas = $('mp-copias'), voz = $('mp-voz')
  const vista = { data: null, copias: [], cola: [], ocupada: null }

  vista.avance = () => { vista.reloj ??= setTimeout(() => { vista.reloj = null; vista.copias.forEach(dibujar) }, VISTO_MS) }
  vista.pasar = (copia, estado) => { copia.estado = estado; dibujar(copia); if (estado === 'preguntar') { decir(copia); seguir() } }
  vista.acierto = (copia, nombre) => terminar(copia, 'igual', vista.data.t.igual, poner(vista.data.t.igual_detalle, { presentado: nombre }))
  vista.fallo = (copia, motivo, dicho) => {
    const { t, archivos } = vista.data, error = motivo === 'ilegible' || motivo === 'sin_respuesta'
    const propio = legible(copia.archivo.size), exacto = archivos.some(a => legible(a.tamano) === propio)
    const peso = n => (exacto ? `${n} bytes` : legible(n))   // two sizes that read the same are told to the byte
    const datos = { tamano: peso(copia.archivo.size), pesos: archivos.map(a => peso(a.tamano)).join(', ') }
    const detalle = dicho || poner(t[`${motivo}_detalle`], datos)
    terminar(copia, error ? 'error' : 'distinto', error ? t[motivo] : t.distinto, detalle)
  }
  vista.recibir = ({ data }) => {
    if (vista.data && vista.data.codigo !== data.codigo) vista.copias.slice().forEach(quitar)   // another cargo, other files
    vista.data = data
    $('mp-accion').textContent = data.t.elegir
    $('mp-o-soltar').textContent = data.t.soltar
    raiz.setAttribute('aria-label', data.t.titulo)
  }
  vista.parar = () => vista.copias.forEach(c => c.cancelar?.())

  const decir = copia => { voz.textContent = `${copia.archivo.name}: ${titular(copia)}` }
  const titular = copia => copia.titulo ?? { preguntar: vista.data.t.preguntar }[copia.estado] ?? ''

  function terminar(copia, estado, titulo, detalle) {
    Object.assign(copia, { titulo, detalle, cancelar: null })
    vista.pasar(copia, estado)
    decir(copia)
    seguir()
  }

  function seguir() {   // one file at a time: the disk and the processor are one
    vista.ocupada = vista.copias.find(c => c.estado === 'leyendo' || c.estado === 'enviando') ?? null
    if (vista.ocupada) return
    const copia = vista.cola.shift()
    if (copia) comparar(copia, vista)
  }

  function elegir(archivos) {
    for (const archivo of archivos) {
      const copia = { archivo, leido: 0, estado: 'espera', li: nueva() }
      vista.copias.push(copia)
      vista.cola.push(copia)
      filas.append(copia.li)
      dibujar(copia)
    }
    if (archivos.length) seguir()
  }

  function quitar(copia) {
    copia.cancelar?.()
    copia.estado = 'quitada'
    copia.li.remove()
    for (const lista of [vista.copias, vista.cola]) if (lista.includes(copia)) lista.splice(lista.indexOf(copia), 1)
    filas.hidden = !vista.copias.length
    seguir()
  }

  function nueva() {
    const li = nodo('li'), medio = nodo('span')
    li.icono = nodo('span', 'mp-icono'); li.icono.setAttribute('aria-hidden', 'true')
    li.nombre = nodo('span', 'mp-copia'); li.titulo = nodo('b', 'mp-veredicto'); li.detalle = nodo('small')
    li.quita = nodo('button', 'mp-quitar'); li.quita.type = 'button'
    li.quita.append(nodo('span'), nodo('span', 'mp-oculto'))
    li.manda = nodo('button', 'mp-boton'); li.manda.type = 'button'
    li.barra = nodo('span', 'mp-barra'); li.barra.append(nodo('i'))
    for (const [n, v] of [['role', 'progressbar'], ['aria-valuemin', '0'], ['aria-valuemax', '100']]) li.barra.setAttribute(n, v)
    medio.append(li.nombre, li.titulo, li.detalle, li.barra, li.manda)
    li.append(li.icono, medio, li.quita)
    filas.hidden = false
    return li
  }

  function dibujar(copia) {
    const { t } = vista.data, { li, archivo, estado } = copia, marcha = estado === 'leyendo' || estado === 'enviando'
    const datos = { leido: legible(copia.leido), tamano: legible(archivo.size) }
    li.className = { igual: 'igual', distinto: 'error', error: 'error' }[estado] ?? 'subiendo'
    li.icono.textContent = DIBUJO[estado] ?? DIBUJO.leyendo
    li.nombre.textContent = archivo.name
    li.titulo.textContent = titular(copia)
    li.titulo.hidden = !titular(copia)
    li.detalle.textContent = copia.detalle ?? (estado === 'preguntar' ? t.preguntar_detalle : poner(t[estado] ?? '', datos))
    li.manda.hidden = estado !== 'preguntar'
    li.manda.textContent = t.enviar
    li.manda.onclick = () => { boton.focus(); enviar(copia, vista) }
    li.quita.firstChild.textContent = marcha || estado === 'espera' ? t.cancelar : t.quitar
    li.quita.lastChild.textContent = ` ${archivo.name}`
    li.quita.onclick = () => { boton.focus(); quitar(copia) }
    li.barra.hidden = !marcha
    const avance = archivo.size ? 100 * copia.leido / archivo.size : 0
    li.barra.firstChild.style.width = `${avance}%`
    li.barra.setAttribute('aria-valuenow', String(Math.floor(avance)))
    li.barra.setAttribute('aria-label', poner(t.avance, { nombre: archivo.name }))
  }

  boton.onclick = () => entrada.click()
  entrada.onchange = () => { const elegidos = [...entrada.files]; entrada.value = ''; elegir(elegidos) }
  zona.ondragover = e => { e.preventDefault(); zona.classList.add('encima') }
  zona.ondragleave = e => { if (!zona.contains(e.relatedTarget)) zona.classList.remove('encima') }
  zona.ondrop = e => {
    e.preventDefault()
    zona.classList.remove('encima')
    elegir([...e.dataTransfer.files])
  }
  return vista
}

const instancias = new WeakMap()

export default function (componente) {
  const raiz = componente.parentElement.querySelector('.mp-comparador')
  if (!raiz) return
  if (!instancias.has(raiz)) instancias.set(raiz, crearVista(raiz))
  const vista = instancias.get(raiz)
  vista.recibir(componente)
  return () => { if (!raiz.isConnected) vista.parar() }
}
