/* Lo que Streamlit no ofrece desde Python: la página actual en el menú, el comienzo de cada pantalla, el foco en el resumen de errores
   y la unión entre un campo y su mensaje de error. Sin dependencias, sin contexto seguro. */
(() => {
  /* Dónde vive el portal, sabido por la dirección de este guion: así Streamlit no lo busca a tientas (dos pedidos
     fallidos por cada enlace profundo) y abre su conexión sin esperar la respuesta de dos consultas previas. */
  const raiz = new URL('..', document.currentScript.src);
  window.__streamlit = {
    BACKEND_BASE_URL: raiz.href,
    HOST_CONFIG: { allowedOrigins: [raiz.origin], useExternalAuthToken: false, enableCustomParentMessages: false },
  };

  const campo = clave => document.querySelector(`.st-key-${CSS.escape(clave)} :is(input, textarea, select, [role="combobox"], [role="radio"], [role="spinbutton"], button)`);

  const limpio = ruta => ruta.replace(/\/+$/, '') || '/';
  const menu = () => {
    for (const enlace of document.querySelectorAll('.st-key-mp-menu a[href]')) {
      if (enlace.getAttribute('href') === '') enlace.setAttribute('href', raiz.pathname);   // la página principal
      const actual = limpio(new URL(enlace.href).pathname) === limpio(location.pathname);
      if (actual && enlace.getAttribute('aria-current') !== 'page') enlace.setAttribute('aria-current', 'page');
      if (!actual && enlace.hasAttribute('aria-current')) enlace.removeAttribute('aria-current');
    }
  };

  const errores = () => {
    const vigentes = new Set();
    for (const mensaje of document.querySelectorAll('.mp-error[data-para]')) {
      const control = campo(mensaje.dataset.para);
      if (!control) continue;
      vigentes.add(control);
      if (control.getAttribute('aria-describedby') !== mensaje.id) control.setAttribute('aria-describedby', mensaje.id);
      if (control.getAttribute('aria-invalid') !== 'true') control.setAttribute('aria-invalid', 'true');
      control.dataset.mpError = '';
    }
    for (const control of document.querySelectorAll('[data-mp-error]')) {
      if (vigentes.has(control)) continue;
      for (const atributo of ['aria-describedby', 'aria-invalid', 'data-mp-error']) control.removeAttribute(atributo);
    }
  };

  /* Otra pantalla u otro paso (otro título) empieza arriba y se anuncia: Streamlit deja la vista donde quedó el botón. */
  let mostrado = '';
  const pantalla = () => {
    const titulo = document.querySelector('[data-testid="stMain"] h1');
    if (!titulo || titulo.closest('[data-stale="true"]') || titulo.textContent === mostrado) return;
    const primera = !mostrado;
    mostrado = titulo.textContent;
    if (primera || titulo.closest('[role="dialog"]')) return;
    document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
    titulo.tabIndex = -1;
    titulo.focus({ preventScroll: true });
  };

  let enfocado = '';
  const resumen = () => {
    const caja = document.querySelector('.mp-errores');
    const huella = caja ? caja.textContent + (caja.dataset.vez || '') : '';
    if (caja && huella !== enfocado) { caja.tabIndex = -1; caja.focus(); }
    enfocado = huella;
  };

  document.addEventListener('click', evento => {
    const enlace = evento.target.closest && evento.target.closest('.mp-errores a[data-para]');
    const control = enlace && campo(enlace.dataset.para);
    if (!control) return;
    evento.preventDefault();
    control.scrollIntoView({ block: 'center' });
    control.focus({ preventScroll: true });
  });

  /* Un párrafo se entrega al servidor al dejar de escribir, sin perder el foco: una recarga no se lleva lo escrito. */
  let pausa;
  const entregar = parrafo => { clearTimeout(pausa); parrafo.dispatchEvent(new FocusEvent('focusout', { bubbles: true })); };
  document.addEventListener('input', evento => {
    if (evento.target.tagName !== 'TEXTAREA') return;
    clearTimeout(pausa);
    pausa = setTimeout(entregar, 700, evento.target);
  });
  addEventListener('visibilitychange', () => {
    if (document.hidden && document.activeElement && document.activeElement.tagName === 'TEXTAREA') entregar(document.activeElement);
  });

  /* Quien sale de una contraseña con el teclado pasa por el botón «Mostrar»: Streamlit no se entera de que dejó el
     campo y pierde lo escrito. Se lo decimos. */
  document.addEventListener('focusout', evento => {
    const caja = evento.target.closest && evento.target.closest('[data-testid="stTextInput"]');
    const destino = evento.relatedTarget;
    if (!caja || evento.target.tagName !== 'BUTTON' || caja.contains(destino)) return;
    caja.querySelector('input').dispatchEvent(new FocusEvent('focusout', { bubbles: true, relatedTarget: destino }));
  });

  /* La búsqueda de una tabla (Ctrl+F) llega sin nombre. */
  const busquedas = () => {
    for (const caja of document.querySelectorAll('[data-testid="search-input"]:not([aria-label])')) caja.setAttribute('aria-label', 'Buscar en la tabla');
  };

  let pendiente = false;
  const revisar = () => { pendiente = false; busquedas(); menu(); errores(); pantalla(); resumen(); };
  new MutationObserver(() => { if (!pendiente) { pendiente = true; requestAnimationFrame(revisar); } })
    .observe(document.documentElement, { subtree: true, childList: true });
})();
