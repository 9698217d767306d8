/* La sesión que va a cerrarse se anuncia cinco minutos antes y se alarga sin perder lo escrito (WCAG 2.2.1). Cuándo se
   cierra lo dice el servidor; preguntarlo no la alarga. Sin dependencias, sin contexto seguro. */
(() => {
  const raiz = new URL('..', document.currentScript.src);
  const TEXTOS = JSON.parse(document.querySelector('meta[name="mp-textos"]')?.content ?? '{}');
  const AVISO = 300, PULSO = 20000, PAUSA = 3000, ENTREGA = 1500;
  const canal = 'BroadcastChannel' in window ? new BroadcastChannel(`mpv-sesion:${raiz.pathname}`) : null;
  let hubo = false, puede = 0, fin = 0, reloj = 0, caja = null, muestra = '', apartado = false;

  /* --- Lo que se está escribiendo se entrega al dejar de escribir, sin esperar a que se deje el campo -------------- */
  let sucio = null, pausa = 0;
  const esTexto = campo => campo.matches?.('[data-testid="stTextInput"] input:not([type="password"]), [data-testid="stTextArea"] textarea');
  const entregar = () => {
    clearTimeout(pausa);
    const campo = sucio;
    sucio = null;
    if (campo?.isConnected) campo.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    return Boolean(campo);
  };
  document.addEventListener('input', evento => {
    if (!hubo || !esTexto(evento.target)) return;
    sucio = evento.target;
    clearTimeout(pausa);
    pausa = setTimeout(entregar, PAUSA);
  });
  document.addEventListener('focusout', evento => { if (evento.isTrusted && evento.target === sucio) { sucio = null; clearTimeout(pausa); } });

  /* --- El diálogo ------------------------------------------------------------------------------------------------- */
  const crear = () => {
    caja = document.body.appendChild(document.createElement('dialog'));
    caja.id = 'mp-vence';
    caja.setAttribute('role', 'alertdialog');
    caja.setAttribute('aria-labelledby', 'mp-vence-titulo');
    caja.setAttribute('aria-describedby', 'mp-vence-texto');
    caja.innerHTML = '<h2 id="mp-vence-titulo"></h2><p id="mp-vence-texto"></p><div><button class="mp-boton principal" type="button"></button><button class="mp-boton" type="button"></button></div>';
    caja.addEventListener('cancel', evento => { evento.preventDefault(); escapar(); });
  };
  const abrir = (cual, titulo, texto, botones) => {
    if (!caja) crear();
    muestra = cual;
    caja.querySelector('h2').textContent = titulo;
    caja.querySelector('p').textContent = texto;
    caja.querySelectorAll('button').forEach((boton, i) => {
      boton.hidden = !botones[i];
      if (botones[i]) [boton.textContent, boton.onclick] = botones[i];
    });
    if (!caja.open) caja.showModal();
    caja.querySelector('button').focus();
  };
  const cerrar = () => { muestra = ''; if (caja?.open) caja.close(); };
  const escapar = () => muestra === 'aviso' ? seguir() : apartar();
  const apartar = () => { apartado = true; cerrar(); };

  const enMinutos = frase => {
    const minutos = Math.max(1, Math.ceil((fin - Date.now()) / 60000));
    return minutos === 1 ? TEXTOS[`${frase}_uno`] : TEXTOS[frase].replace('{minutos}', minutos);
  };
  const avisar = () => {
    const alargable = puede > (fin - Date.now()) / 1000 + 60;
    if (muestra === (alargable ? 'aviso' : 'limite')) { caja.querySelector('h2').textContent = enMinutos('cierra'); return; }
    if (alargable) abrir('aviso', enMinutos('cierra'), TEXTOS.guardado, [[TEXTOS.seguir, seguir]]);
    else if (!apartado) abrir('limite', enMinutos('cierra'), TEXTOS.limite, [[TEXTOS.ingresar_ya, salir], [TEXTOS.luego, apartar]]);
  };
  const despedida = () => document.dispatchEvent(new Event('mp-despedida'));   // marco.js guarda lo escrito para la vuelta
  const ingreso = () => `${raiz.pathname}ingresar?volver=${encodeURIComponent(location.pathname + location.search)}`;
  const despedir = () => {   // quien ya ve la pantalla de ingreso no necesita que se lo digan
    if (!document.querySelector('.st-key-mp-cuenta')) return cerrar();
    if (muestra !== 'fin') abrir('fin', TEXTOS.cerrada, TEXTOS.cerrada_detalle, [[TEXTOS.ingresar, () => { despedida(); location.assign(ingreso()); }]]);
  };

  /* --- Cuánto queda ----------------------------------------------------------------------------------------------- */
  const pedir = (que, metodo) => fetch(new URL(`sesion/${que}`, raiz), {
    method: metodo, credentials: 'same-origin', cache: 'no-store', redirect: 'error', headers: { 'X-MPV': '1' },
  });
  const luego = ms => { clearTimeout(reloj); reloj = setTimeout(preguntar, Math.min(ms, 2 ** 31 - 1)); };
  const aplicar = async plazo => {
    const volvio = muestra === 'fin';
    fin = Date.now() + plazo.quedan * 1000;
    puede = plazo.puede;
    if (!plazo.quedan) {
      if (!hubo) return;
      despedir();
      luego(PULSO);
    } else if (volvio) {
      despedida();
      location.reload();   // se ingresó en otra pestaña: esta sigue donde estaba, con la sesión nueva
    } else if (plazo.quedan > AVISO) {
      hubo = true;
      apartado = false;
      cerrar();
      luego((plazo.quedan - AVISO) * 1000);
    } else {
      hubo = true;
      if (!muestra && entregar()) return luego(ENTREGA);   // quien está escribiendo está usando la sesión
      avisar();
      luego(Math.min(PULSO, plazo.quedan * 1000 + 500));
    }
  };
  const preguntar = async () => {
    try {
      const respuesta = await pedir('estado', 'GET');
      if (respuesta.ok) await aplicar(await respuesta.json()); else if (hubo) luego(PULSO);
    } catch { if (hubo) luego(PULSO); }
  };
  const seguir = async () => {
    try {
      const respuesta = await pedir('seguir', 'POST');
      if (respuesta.ok) await aplicar(await respuesta.json()); else await preguntar();
      canal?.postMessage('cambio');
    } catch { if (caja) caja.querySelector('p').textContent = TEXTOS.sin_respuesta; }
  };
  const salir = async () => {
    try { await pedir('cerrar', 'POST'); } catch { return; }
    canal?.postMessage('cambio');
    despedida();
    location.assign(ingreso());
  };

  canal?.addEventListener('message', preguntar);
  addEventListener('visibilitychange', () => { if (document.hidden) entregar(); else if (hubo) preguntar(); });
  addEventListener('focus', () => { if (hubo && Date.now() > fin - AVISO * 1000) preguntar(); });
  addEventListener('load', () => setTimeout(preguntar, 2000));
})();
