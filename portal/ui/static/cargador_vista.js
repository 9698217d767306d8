// What is seen of one slot: its buttons, a row for each file, and what a screen reader hears.
// The list in `data.cargas` is the truth; the queue only adds progress.
import { comparados, corto, enMarcha, extension, legible, llano, poner } from './cargador_palabras.js'
import { pedir } from './cargador_tus.js'
import { activa, detener, encolar, faltan, nueva, olvidar, rechazar, subidas, vistas } from './cargador_cola.js'

const REVISION_MS = 2000
const VOZ_MS = 400  // what happens together is heard together
const GRANDE = 20 * 1024 * 1024  // taking this out by mistake costs minutes: it is asked first
const DIBUJO = { listo: 'description', error: 'error', pregunta: 'help', detenido: 'pause' }
const tactil = () => matchMedia('(pointer: coarse)').matches

// --- what can be told before a byte travels ------------------------------------------------------------------

function motivoPrevio({ limites, errores: e, prohibidas, conocidas, admitidas, admitidos }, archivo, pesos) {
  const { cada, total, maximo } = limites, n = archivo.size, ext = extension(archivo.name)
  if (n === 0) return e.vacio
  if (prohibidas.includes(ext)) return poner(e.programa, { extension: ext })
  if (admitidas.length && conocidas.includes(ext) && !admitidas.includes(ext)) return poner(e.tipo, { extension: ext, admitidos })
  if (maximo > 1 && pesos.length + 1 > maximo) return poner(e.demasiados, { cuantos: pesos.length + 1, maximo })
  if (cada && n > cada) { const [tamano, m] = comparados(n, cada); return poner(e.grande, { tamano, maximo: m }) }
  const suma = pesos.reduce((a, b) => a + b, 0) + n
  if (total && suma > total) {
    const [t, m] = comparados(suma, total)
    return poner(e.total, { tamano: legible(n), total: t, maximo: m })
  }
  return null
}

function elegir(vista, archivos, carpetas = []) {
  const { data } = vista, uno = data.limites.maximo === 1
  carpetas.forEach(name => negar(vista, { name, size: 0 }, data.errores.carpeta))
  if (uno && archivos.length > 1) {
    const name = archivos.map(a => a.name).join(', ')
    return negar(vista, { name, size: 0 }, poner(data.errores.uno, { cuantos: archivos.length }))
  }
  const admitidos = archivos.filter(archivo => agregar(vista, archivo, uno))
  if (admitidos.length === 1) vista.decir(data.t.dice_subiendo, { nombre: admitidos[0].name })
  if (admitidos.length > 1) vista.decir(data.t.dice_varios, { cuantos: admitidos.length })
}

function agregar(vista, archivo, uno) {
  const { data } = vista, iguales = (nombre, tamano) => llano(nombre) === llano(archivo.name) && tamano === archivo.size
  if (vista.locales().some(s => activa(s) && iguales(s.archivo.name, s.archivo.size))) return false
  const detenida = vista.locales().find(s => ['detenida', 'sesion'].includes(s.estado) && iguales(s.archivo.name, s.archivo.size))
  const pausada = data.cargas.find(c => c.estado === 'subiendo' && iguales(c.nombre, c.tamano) && !vista.local(c.id))
  if (detenida) { encolar(detenida); return true }
  const motivo = motivoPrevio(data, archivo, uno ? [] : vista.pesos(pausada?.id))
  if (motivo) return negar(vista, archivo, motivo)
  if (uno) vista.locales().forEach(olvidar)
  const s = nueva(vista, archivo)
  if (pausada) Object.assign(s, { id: pausada.id, enviado: pausada.recibido, dudoso: true, porConocer: true })
  encolar(s)
  if (uno) vista.recordar()
  return true
}

function negar(vista, archivo, motivo) {
  if (vista.data.limites.maximo === 1) vista.locales().filter(s => s.estado === 'rechazada').forEach(olvidar)
  rechazar(nueva(vista, archivo), motivo)
  vista.decir(vista.data.t.dice_rechazada, { nombre: archivo.name, motivo })
  vista.recordar()
  return false
}

// --- rows --------------------------------------------------------------------------------------------------------

function nodo(etiqueta, clase, texto) {
  const n = document.createElement(etiqueta)
  if (clase) n.className = clase
  if (texto !== undefined) n.textContent = texto
  return n
}

function boton() {
  const b = nodo('button', 'mp-quitar')
  b.type = 'button'
  b.append(nodo('span'), nodo('span', 'mp-oculto'))
  return b
}

function filaNueva(id) {
  const li = nodo('li'), medio = nodo('span', 'mp-medio')
  li.dataset.id = id
  li.icono = nodo('span', 'mp-icono'); li.icono.setAttribute('aria-hidden', 'true')
  li.nombre = nodo('b'); li.texto = nodo('small')
  li.botones = nodo('span', 'mp-acciones')
  li.otra = boton(); li.quita = boton()
  li.botones.append(li.otra, li.quita)
  li.barra = nodo('span', 'mp-barra'); li.barra.append(nodo('i'))
  for (const [n, v] of [['role', 'progressbar'], ['aria-valuemin', '0'], ['aria-valuemax', '100']]) li.barra.setAttribute(n, v)
  medio.append(li.nombre, li.texto, li.barra)
  li.append(li.icono, medio, li.botones)
  return li
}

function vestir(b, accion, nombre) {
  const cae = !accion && document.activeElement === b
  b.hidden = !accion
  if (accion) {
    if (b.firstChild.textContent !== accion.texto) b.firstChild.textContent = accion.texto
    b.lastChild.textContent = ` ${nombre}`
    b.onclick = accion.hacer
  }
  return cae
}

function dibujar(vista, li, f) {
  const clase = f.otra ? `${f.clase} dos` : f.clase
  if (li.className !== clase) li.className = clase
  const dibujo = DIBUJO[f.clase] ?? 'upload'
  if (li.icono.textContent !== dibujo) li.icono.textContent = dibujo
  if (li.nombre.textContent !== f.nombre) li.nombre.textContent = f.nombre
  if (li.texto.textContent !== f.texto) li.texto.textContent = f.texto
  vestir(li.quita, f.quitar, f.nombre)
  if (vestir(li.otra, f.otra, f.nombre)) li.quita.focus()
  li.barra.hidden = f.avance === undefined
  if (f.avance === undefined) return
  li.barra.firstChild.style.width = `${f.avance}%`
  li.barra.setAttribute('aria-valuenow', String(Math.floor(f.avance)))
  li.barra.setAttribute('aria-valuetext', f.texto)
  li.barra.setAttribute('aria-label', poner(vista.data.t.avance, { nombre: f.nombre }))
}

// One row, from the server's word and, when this window is sending it, its progress.
function describir(vista, c, s) {
  const t = vista.data.t, total = s ? s.archivo.size : c.tamano, estado = s?.estado
  const hay = s ? Math.min(s.enviado + s.enPieza, total) : c.recibido
  const datos = { recibido: enMarcha(hay), tamano: legible(total) }
  const clave = vista.claves.get(c?.id) ?? c?.id ?? s.clave, nombre = c?.nombre ?? s.archivo.name
  const f = { clave, nombre, clase: 'subiendo', avance: total ? 100 * hay / total : 0 }
  const quitar = { texto: t.quitar, hacer: () => vista.pedirQuitar(f, c, s, total) }
  const cancelar = { ...quitar, texto: t.cancelar }
  const pausar = { texto: t.pausar, hacer: () => { detener(s); vista.decir(t.dice_detenida, { nombre }) } }
  const seguir = { texto: t.seguir, hacer: () => { encolar(s); vista.decir(t.dice_subiendo, { nombre }) } }
  if (vista.porQuitar === clave) return preguntar(vista, f, c, s, datos)
  if (c?.estado === 'lista') return { ...f, clase: 'listo', texto: c.texto, avance: undefined, quitar }
  if (c?.estado === 'rechazada') return { ...f, clase: 'error', texto: c.texto, avance: undefined, quitar }
  if (estado === 'rechazada') {
    const otra = s.reintentable && { ...seguir, texto: t.reintentar }
    return { ...f, clase: 'error', texto: s.mensaje, avance: undefined, otra, quitar }
  }
  if (c?.estado === 'revisando' || estado === 'terminada' || (estado === 'revisando' && hay >= total)) {
    return { ...f, texto: poner(t.revisando, datos), avance: 100, quitar: cancelar }
  }
  if (!s) return { ...f, clase: 'detenido', texto: poner(t.pausada, datos), quitar }
  if (estado === 'sesion') return { ...f, clase: 'detenido', texto: poner(t.sesion, datos), otra: { ...seguir, texto: t.reintentar }, quitar }
  if (estado === 'detenida') return { ...f, clase: 'detenido', texto: poner(t.detenida, datos), otra: seguir, quitar: cancelar }
  if (estado === 'espera') return { ...f, texto: poner(t.espera, datos), quitar: cancelar }
  if (estado === 'sin_conexion') return { ...f, texto: poner(t.sin_conexion, datos), otra: pausar, quitar: cancelar }
  if (estado === 'cortada') {
    const cuantos = Math.max(1, Math.ceil((s.hasta - Date.now()) / 1000))
    const otra = { texto: t.reintentar, hacer: () => s.despertar?.() }
    return { ...f, texto: poner(t.reintento, { ...datos, cuantos }), otra, quitar: cancelar }
  }
  const resta = faltan(s)
  return { ...f, texto: poner(t.subiendo, datos) + (resta ? ` · ${resta}` : ''), otra: pausar, quitar: cancelar }
}

// Asked before losing minutes of upload: in its row, the harmless answer first.
function preguntar(vista, f, c, s, { tamano }) {
  const t = vista.data.t, dejar = () => { vista.porQuitar = null; vista.pintar() }
  return {
    ...f, clase: 'pregunta', texto: poner(t.confirmar, { tamano }), avance: undefined,
    otra: { texto: t.conservar, hacer: dejar }, quitar: { texto: t.si_quitar, hacer: () => { dejar(); vista.quitar(c, s, f) } },
  }
}

// --- the component -----------------------------------------------------------------------------------------------

function crearVista(raiz) {
  const $ = clase => raiz.querySelector(`.${clase}`)
  const abrir = $('mp-elegir'), filas = $('mp-archivos')
  const vista = { ocultas: new Set(), claves: new Map(), data: null, porQuitar: null, dicho: [] }

  vista.locales = () => [...subidas].filter(s => s.lugar === vista.lugar)
  vista.local = id => vista.locales().find(s => s.id === id)
  vista.subiendo = () => vista.locales().some(activa)
  vista.visibles = () => vista.data.cargas.filter(c => !vista.ocultas.has(c.id))
  vista.cambio = que => vista.enviar('cambio', `${que}:${Date.now()}`)
  vista.pesos = salvo => [
    ...vista.visibles().filter(c => c.estado !== 'rechazada' && c.id !== salvo).map(c => c.tamano),
    ...vista.locales().filter(s => (activa(s) || ['detenida', 'terminada'].includes(s.estado)) && !vista.visibles().some(c => c.id === s.id))
      .map(s => s.archivo.size),
  ]

  vista.decir = (texto, datos = {}) => {
    vista.dicho.push(poner(texto, datos.nombre ? { ...datos, nombre: corto(datos.nombre) } : datos))
    vista.hablando ??= setTimeout(() => {
      $('mp-voz').textContent = vista.dicho.splice(0).join(' ')
      vista.hablando = null
    }, VOZ_MS)
  }

  // What this window refused stays after a reload, and the review names it.
  vista.recordar = () => {
    const negados = vista.locales().filter(s => s.estado === 'rechazada' && !s.id)
      .map(s => ({ nombre: s.archivo.name, tamano: s.archivo.size, mensaje: s.mensaje }))
    const texto = JSON.stringify(negados)
    if (texto === (vista.guardado ?? '[]')) return
    vista.guardado = texto
    try { sessionStorage.setItem(`mpv:negados:${vista.lugar}`, texto) } catch { /* private mode */ }
    vista.anotar('negados', negados)
  }

  const recuperar = () => {
    try { vista.guardado = sessionStorage.getItem(`mpv:negados:${vista.lugar}`) ?? '[]' } catch { vista.guardado = '[]' }
    if (vista.locales().length) return
    for (const { nombre, tamano, mensaje } of JSON.parse(vista.guardado)) rechazar(nueva(vista, { name: nombre, size: tamano }), mensaje)
  }

  vista.pedirQuitar = (f, c, s, total) => {
    const hecho = s ? s.enviado : c.recibido
    if (c?.estado === 'rechazada' || s?.estado === 'rechazada' || hecho < GRANDE || total < GRANDE) return vista.quitar(c, s, f)
    vista.porQuitar = f.clave
    vista.pintar()
    vista.decir(poner(vista.data.t.confirmar, { tamano: legible(total) }))
    ;[...filas.children].find(li => li.dataset.id === f.clave)?.otra.focus()
  }

  vista.quitar = async (c, s, f) => {
    const id = c?.id ?? s.id
    if (s) olvidar(s)
    if (id) vista.ocultas.add(id)
    abrir.focus()
    vista.pintar()
    vista.recordar()
    vista.decir(vista.data.t.dice_quitado, { nombre: f.nombre })
    if (!id) return
    const r = await pedir('DELETE', `${vista.data.url}/${id}`)
    if (r.estado !== 204 && r.estado !== 404) { vista.ocultas.delete(id); vista.decir(vista.data.t.dice_no_quitado, { nombre: f.nombre }) }
    vista.cambio(`quitada:${id}`)
  }

  vista.pintar = () => {
    const { data } = vista, servidas = vista.visibles()
    for (const s of vista.locales()) {  // its row stays the same one, also when it turned out to be another file
      for (const [id, clave] of vista.claves) if (clave === s.clave && id !== s.id) vista.claves.delete(id)
      if (s.id) vista.claves.set(s.id, s.clave)
    }
    const propias = vista.locales().filter(s => !data.cargas.some(c => c.id === s.id))
    const todas = [...servidas.map(c => describir(vista, c, vista.local(c.id))), ...propias.map(s => describir(vista, null, s))]
    const viejas = new Map([...filas.children].map(li => [li.dataset.id, li]))
    todas.forEach((f, i) => {
      const li = viejas.get(f.clave) ?? filaNueva(f.clave)
      viejas.delete(f.clave)
      dibujar(vista, li, f)
      if (filas.children[i] !== li) filas.insertBefore(li, filas.children[i] ?? null)
    })
    viejas.forEach(li => { if (li.contains(document.activeElement)) abrir.focus(); li.remove() })
    filas.hidden = !todas.length
    const pesos = vista.pesos(), { total } = data.limites
    $('mp-usado').textContent = total && pesos.length
      ? poner(data.t.usado, { usado: enMarcha(pesos.reduce((a, b) => a + b, 0)), total: legible(total) }) : ''
    $('mp-accion').textContent = data.limites.maximo === 1 && servidas.length ? data.cambiar : data.accion
  }

  vista.recibir = ({ data, setTriggerValue, setStateValue }) => {
    const lugar = `${data.borrador}/${data.ranura}`, primera = vista.lugar !== lugar
    Object.assign(vista, { data, lugar, enviar: setTriggerValue, anotar: setStateValue })
    vistas.set(lugar, vista)
    for (const s of vista.locales()) {
      const c = data.cargas.find(x => x.id === s.id)
      if (s.id && c && ['lista', 'rechazada'].includes(c.estado) && !activa(s)) {
        subidas.delete(s)
        vista.decir(c.estado === 'lista' ? data.t.dice_lista : data.t.dice_rechazada, { nombre: c.nombre, motivo: c.texto })
      }
    }
    const ajena = data.cargas.some(c => c.estado === 'revisando' && !vista.local(c.id))
    if (ajena) setTimeout(() => vistas.get(lugar) === vista && vista.cambio('revision'), REVISION_MS)
    if (primera) recuperar()
    preparar(raiz, vista, $)
    vista.pintar()
  }

  abrir.onclick = () => $('mp-entrada-archivo').click()
  $('mp-camara').onclick = () => $('mp-entrada-foto').click()
  $('mp-unir').onclick = () => unir(vista)
  for (const entrada of raiz.querySelectorAll('input')) {
    entrada.onchange = () => { const elegidos = [...entrada.files]; entrada.value = ''; elegir(vista, elegidos) }
  }
  raiz.onkeydown = e => {
    if (e.key !== 'Escape' || !vista.porQuitar) return
    const li = [...filas.children].find(x => x.dataset.id === vista.porQuitar)
    li?.otra.click()
    li?.quita.focus()
  }
  raiz.ondragover = e => { e.preventDefault(); e.dataTransfer.dropEffect = 'copy'; raiz.classList.add('encima') }
  raiz.ondragleave = e => { if (!raiz.contains(e.relatedTarget)) raiz.classList.remove('encima') }
  raiz.ondrop = e => {
    e.preventDefault()
    const trozos = [...e.dataTransfer.items].filter(i => i.kind === 'file').map(i => [i.getAsFile(), i.webkitGetAsEntry?.()])
    const carpetas = trozos.filter(([, entrada]) => entrada?.isDirectory).map(([, entrada]) => entrada.name)
    elegir(vista, trozos.filter(([archivo, entrada]) => archivo && !entrada?.isDirectory).map(([archivo]) => archivo), carpetas)
  }
  return vista
}

function preparar(raiz, vista, $) {
  const { data } = vista, entrada = $('mp-entrada-archivo'), fotos = data.admitidas.length === 0 || data.admitidas.includes('jpg')
  $('mp-etiqueta').textContent = data.etiqueta + (data.opcional ? ` ${data.opcional}` : '')
  $('mp-ayuda').textContent = data.ayuda
  $('mp-ayuda').id = `mp-ayuda-${data.borrador}-${data.ranura}`
  $('mp-elegir').setAttribute('aria-describedby', $('mp-ayuda').id)
  $('mp-o-soltar').textContent = data.soltar
  $('mp-o-soltar').hidden = tactil()
  $('mp-camara').hidden = !(tactil() && fotos)
  $('mp-camara').lastElementChild.textContent = data.t.tomar_foto
  $('mp-unir').hidden = !data.fotos
  $('mp-unir').lastElementChild.textContent = tactil() ? data.t.unir_tactil : data.t.unir
  entrada.multiple = data.limites.maximo !== 1
  entrada.accept = data.acepta
  raiz.setAttribute('aria-label', data.etiqueta)
}

async function unir(vista) {
  const { data } = vista
  try {
    const fotos = await import('./cargador_fotos.js')
    const archivo = await fotos.pedirPdf(data.fotos, { tope: data.limites.cada, lugar: data.etiqueta, tactil: tactil() })
    if (archivo) elegir(vista, [archivo])
  } catch {
    vista.decir(data.t.sin_guion)
    negar(vista, { name: data.t.unir, size: 0 }, data.t.sin_guion)
  }
}

// --- the window: a file let go beside the slots must not replace the page ----------------------------------------

const arrastra = e => vistas.size > 0 && [...(e.dataTransfer?.types ?? [])].includes('Files')
const marcar = si => {
  document.documentElement.classList.toggle('mp-arrastrando', si)
  if (!si) document.querySelectorAll('.mp-cargador.encima').forEach(x => x.classList.remove('encima'))
}
window.addEventListener('dragenter', e => arrastra(e) && marcar(true))
window.addEventListener('dragleave', e => e.relatedTarget === null && marcar(false))
window.addEventListener('dragover', e => {
  if (arrastra(e) && !e.defaultPrevented) { e.preventDefault(); e.dataTransfer.dropEffect = 'none' }
})
window.addEventListener('drop', e => { if (arrastra(e)) e.preventDefault(); marcar(false) })

const instancias = new WeakMap()

export function montar(componente) {
  const raiz = componente.parentElement.querySelector('.mp-cargador')
  if (!raiz) return null
  if (!instancias.has(raiz)) instancias.set(raiz, crearVista(raiz))
  const vista = instancias.get(raiz)
  vista.recibir(componente)
  return () => { if (vistas.get(vista.lugar) === vista) vistas.delete(vista.lugar) }
}
