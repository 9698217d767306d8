// One PDF of photos, written here: each JPEG goes in as it is (DCTDecode), alone on an A4 page that stands or lies as it does.

const CORTO = 595.28, LARGO = 841.89, MARGEN = 14
const puntos = n => n.toFixed(2)
const cadena = texto => `<FEFF${[...Array(texto.length).keys()].map(i => texto.charCodeAt(i).toString(16).padStart(4, '0')).join('')}>`

// `paginas`: [{ jpeg: Blob, ancho, alto (pixels), giro: 0 | 90 | 180 | 270 }]. Gives a Blob.
export function pdf(paginas, titulo) {
  const partes = [], lugares = []
  let largo = 0
  const poner = parte => { partes.push(parte); largo += typeof parte === 'string' ? parte.length : parte.size }
  const objeto = (numero, ...trozos) => {
    lugares[numero] = largo
    poner(`${numero} 0 obj\n`)
    trozos.forEach(poner)
    poner('\nendobj\n')
  }
  poner('%PDF-1.4\n%----\n')
  objeto(1, '<</Type/Catalog/Pages 2 0 R>>')
  objeto(2, `<</Type/Pages/Count ${paginas.length}/Kids[${paginas.map((_, i) => `${4 + 3 * i} 0 R`).join(' ')}]>>`)
  objeto(3, `<</Title ${cadena(titulo)}>>`)
  paginas.forEach(({ jpeg, ancho, alto, giro }, i) => {
    const n = 4 + 3 * i, [w, h] = ancho > alto ? [LARGO, CORTO] : [CORTO, LARGO]
    const escala = Math.min((w - 2 * MARGEN) / ancho, (h - 2 * MARGEN) / alto), x = ancho * escala, y = alto * escala
    const dibujo = `q ${puntos(x)} 0 0 ${puntos(y)} ${puntos((w - x) / 2)} ${puntos((h - y) / 2)} cm /F Do Q`
    objeto(n, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${w} ${h}]/Rotate ${giro}/Contents ${n + 1} 0 R/Resources<</XObject<</F ${n + 2} 0 R>>>>>>`)
    objeto(n + 1, `<</Length ${dibujo.length}>>\nstream\n${dibujo}\nendstream`)
    objeto(n + 2, `<</Type/XObject/Subtype/Image/Width ${ancho}/Height ${alto}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.size}>>\nstream\n`, jpeg, '\nendstream')
  })
  const tabla = largo, total = 4 + 3 * paginas.length
  poner(`xref\n0 ${total}\n0000000000 65535 f \n`)
  for (let n = 1; n < total; n++) poner(`${String(lugares[n]).padStart(10, '0')} 00000 n \n`)
  poner(`trailer\n<</Size ${total}/Root 1 0 R/Info 3 0 R>>\nstartxref\n${tabla}\n%%EOF\n`)
  return new Blob(partes, { type: 'application/pdf' })
}
