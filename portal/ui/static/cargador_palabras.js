// Sizes and times in words, as portal/domain/tamanos.py says them: the same figure in the browser and in the server.

export const MIB = 1024 * 1024

export const poner = (texto, datos) => texto.replace(/\{(\w+)\}/g, (todo, n) => (n in datos ? datos[n] : todo))

export function legible(n) {
  if (n < 1024) return n === 1 ? '1 byte' : `${n} bytes`
  let unidad = 1
  const centesimas = () => Math.floor((n * 100 + 1024 ** unidad / 2) / 1024 ** unidad)
  while (centesimas() >= 102400 && unidad < 4) unidad++
  const c = centesimas(), resto = c % 100
  return `${Math.floor(c / 100)}${resto ? '.' + String(resto).padStart(2, '0') : ''} ${['kB', 'MB', 'GB', 'TB'][unidad - 1]}`
}

// What moves is told in whole MB: decimals would only flicker.
export const enMarcha = n => (n < 10 * MIB ? legible(n) : `${Math.floor(n / MIB)} MB`)

export function comparados(n, limite) {
  const palabras = [legible(n), legible(limite)]
  return n === limite || palabras[0] !== palabras[1] ? palabras : [`${n} bytes`, `${limite} bytes`]
}

export function tiempo(segundos, t) {
  if (segundos < 5) return t.poco
  if (segundos < 55) return poner(t.segundos, { cuantos: Math.ceil(segundos / 5) * 5 })
  return segundos < 90 ? t.un_minuto : poner(t.minutos, { cuantos: Math.ceil(segundos / 60) })
}

// The same name after the server tidied it: accents composed, no runs of spaces.
export const llano = nombre => nombre.normalize('NFC').replace(/\s+/g, ' ').trim()

// As a person would say it aloud.
export const corto = nombre => (nombre.length > 48 ? `${nombre.slice(0, 40).trim()}…` : nombre)

export const extension = nombre => (/\.([^.\s/\\]+)[ .]*$/.exec(nombre)?.[1] ?? '').toLowerCase()
