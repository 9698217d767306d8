/* Componente sin dibujo: canjea el boleto por la cookie (o la retira) y vuelve a cargar la página pedida.
   Streamlit puede volver a montarlo en cualquier momento: cada encargo se hace una sola vez por pestaña. */
const encargos = (window.mpvSesion ??= new Set());
const PACIENCIA = 45000;   // menos que los 60 s del boleto

export default function (componente) {
  const { data, setTriggerValue } = componente;
  if (encargos.has(data.encargo)) return;
  encargos.add(data.encargo);
  const limite = Date.now() + PACIENCIA;
  const fallar = () => { encargos.delete(data.encargo); setTriggerValue('fallo', data.encargo); };

  const pedir = async () => {
    let respuesta;
    try {
      respuesta = await fetch(data.url, {
        method: 'POST', credentials: 'same-origin', cache: 'no-store', redirect: 'error',
        headers: { 'X-MPV': '1', 'Content-Type': 'text/plain' }, body: data.boleto,
      });
    } catch {
      if (Date.now() < limite) setTimeout(pedir, 1500); else fallar();
      return;
    }
    // 410: el boleto ya se canjeó (y la respuesta se perdió) o venció; la página sabrá cuál de las dos.
    if (respuesta.ok || respuesta.status === 410) location.replace(data.destino);
    else fallar();
  };
  pedir();
}
