// Photos, one after another, ordered and turned, made into one PDF. Nothing leaves the browser until it is a file to upload.
import { legible, poner } from './cargador_palabras.js'
import { pdf } from './cargador_pdf.js'

// Longest side in pixels and quality: 2000 px on A4 are some 170 dots per inch. The next ones, when it weighs too much.
const CALIDADES = [[2000, 0.8], [1700, 0.7], [1400, 0.6], [1100, 0.5]]
const MINIATURA = 144
const ESTRUCTURA = 4096

const lienzo = (ancho, alto) => Object.assign(document.createElement('canvas'), { width: ancho, height: alto })

function nodo(etiqueta, clase, texto) {
  const n = document.createElement(etiqueta)
  if (clase) n.className = clase
  if (texto !== undefined) n.textContent = texto
  return n
}

function boton(texto, hacer, clase = 'mp-quitar') {
  const b = nodo('button', clase, texto)
  b.type = 'button'
  b.onclick = hacer
  return b
}

function pintada(mapa, largo) {
  const escala = Math.min(1, largo / Math.max(mapa.width, mapa.height))
  const c = lienzo(Math.max(1, Math.round(mapa.width * escala)), Math.max(1, Math.round(mapa.height * escala)))
  const pincel = c.getContext('2d')
  pincel.fillStyle = '#fff'  // a drawing without background would come out black
  pincel.fillRect(0, 0, c.width, c.height)
  pincel.imageSmoothingQuality = 'high'
  pincel.drawImage(mapa, 0, 0, c.width, c.height)
  return c
}

// The photo upright (the camera says how it was held) and as light as its quality lets it be.
async function revelar(archivo, [largo, calidad]) {
  const mapa = await createImageBitmap(archivo, { imageOrientation: 'from-image' })
  const c = pintada(mapa, largo), miniatura = pintada(mapa, MINIATURA)
  mapa.close()
  const jpeg = await new Promise(resolver => c.toBlob(resolver, 'image/jpeg', calidad))
  if (!jpeg) throw new Error('toBlob')
  return { archivo, jpeg, ancho: c.width, alto: c.height, miniatura }
}

const peso = paginas => paginas.reduce((suma, p) => suma + p.jpeg.size, 0) + ESTRUCTURA

// A dialog. Gives the PDF as a File, or null when the person leaves it.
export function pedirPdf(t, { tope, lugar, tactil }) {
  const dialogo = nodo('dialog', 'mp-fotos'), titulo = nodo('h2', '', `${lugar}: ${t.titulo}`), lista = nodo('ol', 'mp-hojas')
  const cuenta = nodo('p', 'mp-nota'), aviso = nodo('p', 'mp-fotos-aviso'), voz = nodo('p', 'mp-oculto')
  const camara = Object.assign(nodo('input'), { type: 'file', accept: 'image/*', hidden: true })
  const galeria = Object.assign(nodo('input'), { type: 'file', accept: 'image/*', multiple: true, hidden: true })
  const paginas = []
  let acabar

  camara.setAttribute('capture', 'environment')
  titulo.id = 'mp-fotos-titulo'
  dialogo.setAttribute('aria-labelledby', titulo.id)
  voz.setAttribute('role', 'status')
  aviso.setAttribute('role', 'alert')
  titulo.tabIndex = -1
  const tomar = boton(t.tomar, () => camara.click(), 'mp-boton'), agregar = boton(t.agregar, () => galeria.click(), 'mp-boton')
  const crear = boton(t.crear, () => terminar(), 'mp-boton principal'), salir = boton(t.cancelar, () => dejar(), 'mp-boton')
  const pie = nodo('div', 'mp-fotos-pie mp-fotos-cierre'), entradas = nodo('div', 'mp-fotos-pie')
  tomar.hidden = !tactil
  entradas.append(tomar, agregar, camara, galeria)
  pie.append(crear, salir)
  dialogo.append(titulo, nodo('p', 'mp-nota', t.ayuda), entradas, aviso, lista, cuenta, pie, voz)

  const avisar = texto => { aviso.textContent = texto; aviso.hidden = !texto }
  const pintar = () => {
    paginas.forEach((p, i) => {
      const pagina = poner(t.pagina, { numero: i + 1 })
      p.rotulo.textContent = pagina
      p.miniatura.setAttribute('aria-label', pagina)
      p.miniatura.style.transform = `rotate(${p.giro}deg)`
      p.botones.forEach(b => b.setAttribute('aria-label', `${b.textContent} ${pagina.toLowerCase()}`))
      p.botones[0].hidden = i === 0
      p.botones[1].hidden = i === paginas.length - 1
      if (lista.children[i] !== p.li) lista.insertBefore(p.li, lista.children[i] ?? null)
    })
    lista.hidden = !paginas.length
    crear.disabled = !paginas.length
    const datos = { paginas: paginas.length, tamano: legible(peso(paginas)) }
    cuenta.textContent = paginas.length ? poner(paginas.length === 1 ? t.cuenta_una : t.cuenta, datos) : t.ninguna
  }
  const mover = (p, cuanto, b) => {
    const i = paginas.indexOf(p)
    paginas.splice(i, 1)
    paginas.splice(i + cuanto, 0, p)
    pintar()
    ;(b.hidden ? p.botones[cuanto < 0 ? 1 : 0] : b).focus()
    voz.textContent = poner(t.movida, { antes: i + 1, ahora: i + cuanto + 1 })
  }
  const quitar = p => {
    const i = paginas.indexOf(p)
    paginas.splice(i, 1)
    p.li.remove()
    pintar()
    avisar('')
    voz.textContent = poner(t.quitada, { numero: i + 1 })
    ;(paginas[Math.min(i, paginas.length - 1)]?.botones[3] ?? agregar).focus()
  }
  const hoja = p => {
    const medio = nodo('span', 'mp-medio'), acciones = nodo('span', 'mp-acciones'), marco = nodo('span', 'mp-miniatura')
    Object.assign(p, { giro: 0, li: nodo('li'), rotulo: nodo('b') })
    const girar = () => { p.giro = (p.giro + 90) % 360; pintar(); voz.textContent = poner(t.girada, { numero: paginas.indexOf(p) + 1 }) }
    p.botones = [boton(t.subir, e => mover(p, -1, e.currentTarget)), boton(t.bajar, e => mover(p, 1, e.currentTarget)), boton(t.girar, girar), boton(t.quitar, () => quitar(p))]
    p.miniatura.setAttribute('role', 'img')
    marco.append(p.miniatura)
    acciones.append(...p.botones)
    medio.append(p.rotulo, acciones)
    p.li.append(marco, medio)
    paginas.push(p)
  }
  const recibir = async archivos => {
    const malas = []
    avisar('')
    dialogo.setAttribute('aria-busy', 'true')
    for (const [i, archivo] of archivos.entries()) {
      cuenta.textContent = voz.textContent = poner(t.preparando, { numero: i + 1, total: archivos.length })
      try { hoja(await revelar(archivo, CALIDADES[0])) } catch { malas.push(archivo.name) }
    }
    dialogo.removeAttribute('aria-busy')
    pintar()
    voz.textContent = cuenta.textContent
    if (malas.length) avisar(poner(t.ilegible, { nombre: malas.join(', ') }))
  }
  // Too heavy for its slot: all pages again, lighter, before anybody is asked to take some out.
  const aligerar = async () => {
    for (const calidad of CALIDADES.slice(1)) {
      if (!tope || peso(paginas) <= tope) return
      cuenta.textContent = voz.textContent = t.aligerando
      for (const p of paginas) {
        const { jpeg, ancho, alto } = await revelar(p.archivo, calidad)
        Object.assign(p, { jpeg, ancho, alto })
      }
    }
  }
  const terminar = async () => {
    crear.disabled = true
    await aligerar()
    pintar()
    if (tope && peso(paginas) > tope) return avisar(poner(t.pesa, { tamano: legible(peso(paginas)), maximo: legible(tope) }))
    const hoy = new Date(), dos = n => String(n).padStart(2, '0')
    const nombre = `fotos ${hoy.getFullYear()}-${dos(hoy.getMonth() + 1)}-${dos(hoy.getDate())} ${dos(hoy.getHours())}.${dos(hoy.getMinutes())}.pdf`
    cerrar(new File([pdf(paginas, nombre.slice(0, -4))], nombre, { type: 'application/pdf' }))
  }
  const cerrar = archivo => { dialogo.close(); dialogo.remove(); acabar(archivo) }
  let avisado = false
  const dejar = () => {
    if (!paginas.length || avisado) return cerrar(null)
    avisado = true
    avisar(poner(t.descartar, { paginas: paginas.length }))
    salir.textContent = t.si_descartar
  }
  for (const entrada of [camara, galeria]) {
    entrada.onchange = () => { const elegidas = [...entrada.files]; entrada.value = ''; avisado = false; salir.textContent = t.cancelar; recibir(elegidas) }
  }
  dialogo.oncancel = e => { if (e.target === dialogo) { e.preventDefault(); dejar() } }
  avisar('')
  pintar()
  document.body.append(dialogo)
  dialogo.showModal()
  titulo.focus()
  return new Promise(resolver => { acabar = resolver })
}
