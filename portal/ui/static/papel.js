// Shows one file where it is read: a PDF in the browser's own viewer, an image as it is. The file comes by our route,
// which asks at each request who wants it. A phone has no viewer inside a page: there the link beside it serves.
export default function (component) {
  const { data, parentElement } = component
  const caja = parentElement.querySelector('.mp-papel')
  if (caja.dataset.url === data.url) return
  caja.dataset.url = data.url
  const pieza = document.createElement(data.imagen ? 'img' : 'iframe')
  pieza.src = data.url
  if (data.imagen) pieza.alt = data.titulo
  else pieza.title = data.titulo
  caja.replaceChildren(pieza)
}
