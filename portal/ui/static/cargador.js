// The only part that Streamlit sends again at every rerun, so it is short: the rest is fetched once and kept by the browser.
let modulo = null
const traer = guion => (modulo ??= import(new URL(guion, location.origin).href).catch(error => { modulo = null; throw error }))

export default function (componente) {
  const { data, parentElement } = componente
  let quitar = null, fuera = false
  traer(data.guion).then(
    m => { if (!fuera) quitar = m.montar(componente) },
    () => {
      const raiz = parentElement.querySelector('.mp-cargador')
      raiz.querySelector('.mp-etiqueta').textContent = data.etiqueta
      raiz.querySelector('.mp-voz').textContent = raiz.querySelector('.mp-ayuda').textContent = data.t.sin_guion
    },
  )
  return () => { fuera = true; quitar?.() }
}
