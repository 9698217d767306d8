// One button that hands a small file to a route of ours and tells the screen what came of it.
const instancias = new WeakMap()

function crear(raiz) {
  const boton = raiz.querySelector('.mp-elegir'), entrada = raiz.querySelector('input'), dicho = raiz.querySelector('.mp-dicho')
  const vista = { data: null, avisar: null }
  boton.onclick = () => entrada.click()
  entrada.onchange = async () => {
    const archivo = entrada.files[0]
    entrada.value = ''
    if (!archivo) return
    const { t, url, maximo } = vista.data
    raiz.classList.remove('error')
    if (archivo.size > maximo) { raiz.classList.add('error'); dicho.textContent = t.grande; return }
    boton.disabled = true
    dicho.textContent = t.enviando
    let respuesta = {}
    try {
      const r = await fetch(url, { method: 'POST', body: archivo, headers: { 'X-MPV': '1', 'Content-Type': 'application/octet-stream' } })
      respuesta = await r.json()
    } catch { /* cut, or no answer */ }
    boton.disabled = false
    boton.focus()
    if (respuesta.hecho) { dicho.textContent = ''; vista.avisar('hecho', respuesta.hecho) }
    else { raiz.classList.add('error'); dicho.textContent = respuesta.mensaje || t.sin_respuesta }
  }
  return vista
}

export default function ({ data, parentElement, setTriggerValue }) {
  const raiz = parentElement.querySelector('.mp-entrega')
  if (!raiz) return
  if (!instancias.has(raiz)) instancias.set(raiz, crear(raiz))
  Object.assign(instancias.get(raiz), { data, avisar: setTriggerValue })
  raiz.querySelector('.mp-accion').textContent = data.t.elegir
  raiz.querySelector('input').accept = data.acepta
}
