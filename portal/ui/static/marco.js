/* Lo que Streamlit no ofrece desde Python: la página actual en el menú, el comienzo de cada pantalla, el foco en el resumen de errores
   la unión entre un campo y su ayuda y su mensaje de error, y qué pasa cuando se corta la conexión. Sin dependencias,
   sin contexto seguro. Sus palabras vienen del catálogo, en una cabecera de la página. */
(() => {
  /* Dónde vive el portal, sabido por la dirección de este guion: así Streamlit no lo busca a tientas (dos pedidos
     fallidos por cada enlace profundo) y abre su conexión sin esperar la respuesta de dos consultas previas. */
  const raiz = new URL('..', document.currentScript.src);
  window.__streamlit = {
    BACKEND_BASE_URL: raiz.href,
    HOST_CONFIG: { allowedOrigins: [raiz.origin], useExternalAuthToken: false, enableCustomParentMessages: false },
  };

  /* Una dirección donde no hay nada (el servidor respondió 404) lleva a la pantalla que lo dice, con cualquier hondura. */
  if (document.querySelector('meta[name="mp-no-existe"]')) history.replaceState(null, '', `${raiz.pathname}no-encontrada`);
  const TEXTOS = JSON.parse(document.querySelector('meta[name="mp-textos"]')?.content ?? '{}');

  const campo = clave => document.querySelector(`.st-key-${CSS.escape(clave)} :is(input, textarea, select, [role="combobox"], [role="radio"], [role="spinbutton"], button)`);

  const limpio = ruta => ruta.replace(/\/+$/, '') || '/';
  const menu = () => {
    const caja = document.querySelector('.st-key-mp-menu:not([role])');
    if (caja) { caja.setAttribute('role', 'navigation'); caja.setAttribute('aria-label', TEXTOS.menu); }
    for (const enlace of document.querySelectorAll('.st-key-mp-menu a[href]')) {
      if (enlace.getAttribute('href') === '') enlace.setAttribute('href', raiz.pathname);   // la página principal
      const actual = limpio(new URL(enlace.href).pathname) === limpio(location.pathname);
      if (actual && enlace.getAttribute('aria-current') !== 'page') enlace.setAttribute('aria-current', 'page');
      if (!actual && enlace.hasAttribute('aria-current')) enlace.removeAttribute('aria-current');
    }
  };

  /* Cada campo dice también su error y su ayuda (`.mp-error` y `.mp-ayuda`, con `data-para` = la clave del campo). */
  const fijar = (elemento, atributo, valor) => {
    if (valor === null) elemento.removeAttribute(atributo);
    else if (elemento.getAttribute(atributo) !== valor) elemento.setAttribute(atributo, valor);
  };
  const descripciones = () => {
    const dichos = new Map();
    for (const clase of ['error', 'ayuda']) for (const mensaje of document.querySelectorAll(`.mp-${clase}[data-para]`)) {
      const control = campo(mensaje.dataset.para);
      if (!control) continue;
      if (!mensaje.id) mensaje.id = `mp-${clase}-${mensaje.dataset.para}`;
      const suyo = dichos.get(control) ?? { ids: [], errado: false };
      suyo.ids.push(mensaje.id);
      suyo.errado ||= clase === 'error';
      dichos.set(control, suyo);
    }
    for (const [control, { ids, errado }] of dichos) {
      fijar(control, 'aria-describedby', ids.join(' '));
      fijar(control, 'aria-invalid', errado ? 'true' : null);
      control.dataset.mpDicho = '';
    }
    for (const control of document.querySelectorAll('[data-mp-dicho]')) {
      if (!dichos.has(control)) for (const atributo of ['aria-describedby', 'aria-invalid', 'data-mp-dicho']) control.removeAttribute(atributo);
    }
  };

  let pausa;
  const entregar = control => { clearTimeout(pausa); control.dispatchEvent(new FocusEvent('focusout', { bubbles: true })); };

  /* Mientras no hay conexión Streamlit apaga los campos; lo que tenían sigue a la vista. Su diálogo, que tapa la pantalla,
     se cierra: basta una franja. Al volver se entrega lo que estaba a medio escribir y el foco regresa a su sitio. */
  const CORTE_MS = 800;
  let conexion = '', cortado = false, reloj, foco = null, ultimo = null;
  const franja = () => document.querySelector('#mp-conexion') ?? Object.assign(document.body.appendChild(document.createElement('div')), { id: 'mp-conexion' });
  const decirConexion = (clase, frase, detalle, boton) => {
    const caja = franja();
    caja.className = clase;
    caja.setAttribute('role', 'status');
    caja.innerHTML = frase ? '<p><b></b> <span></span></p>' : '';
    if (!frase) return;
    caja.querySelector('b').textContent = frase;
    caja.querySelector('span').textContent = detalle;
    if (!boton) return;
    const recarga = caja.appendChild(document.createElement('button'));
    recarga.textContent = boton;
    recarga.addEventListener('click', () => location.reload());
  };
  /* Lo escrito que quizá no llegó: lo que aún no se sabe enviado un segundo antes de que empezara una pasada que terminó bien.
     Se recuerda con la clave de su campo, porque un servidor que arrancó de nuevo dibuja los campos con lo último que guardó.
     Las pasadas se cuentan en el acto, no en el próximo cuadro: una corta empieza y termina antes, y nadie la habría visto. */
  const ESCRIBIBLE = ':is(input, textarea):not([type="checkbox"], [type="radio"], [type="file"])';
  const ESPERA_MS = 15000, PAUSA_MS = 700, VIAJE_MS = 1000;
  const escrito = new Map();   // el campo, y cuándo lo suyo ya debe de haber llegado
  const enlace = () => document.querySelector('[data-test-connection-state]')?.dataset.testConnectionState ?? '';
  let pasada = 0, guion = '';
  const contarPasadas = () => {
    const estado = document.querySelector('[data-test-script-state]')?.dataset.testScriptState ?? '';
    if (estado === guion) return;
    if (estado === 'running') pasada = Date.now();
    if (estado === 'notRunning' && enlace() === 'CONNECTED') for (const [control, llega] of escrito) if (llega < pasada) escrito.delete(control);
    guion = estado;
  };
  /* Un campo se reconoce por su clave; si la pantalla se armó de nuevo (otro borrador), por su nombre. */
  const llaveDe = control => [...(control.closest('[class*="st-key-"]')?.classList ?? [])].find(clase => clase.startsWith('st-key-') && !clase.startsWith('st-key-mp-'));
  const trasUnaPasada = (desde, hacer) => ((pasada < desde || guion !== 'notRunning') && Date.now() - desde < ESPERA_MS
    ? setTimeout(trasUnaPasada, 100, desde, hacer) : hacer());
  const poner = (control, valor) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value').set.call(control, valor);
    control.dispatchEvent(new Event('input', { bubbles: true }));
    entregar(control);
  };
  /* Dos entregas: Streamlit no dice nada al volver, y lo primero que recibe un servidor que arrancó de nuevo no es para él un
     cambio. La primera, con un espacio al final, despierta la pantalla; la segunda, tras su pasada, deja lo escrito. */
  const alVolver = perdidos => {
    const campos = () => perdidos.map(([llave, nombre, valor]) => [
      (llave && document.querySelector(`.${CSS.escape(llave)} ${ESCRIBIBLE}`)) ||
      (nombre && document.querySelector(`[data-testid="stMain"] ${ESCRIBIBLE}[aria-label="${CSS.escape(nombre)}"]`)), valor]).filter(([control]) => control);
    const desde = Date.now();
    for (const [control, valor] of campos()) poner(control, `${valor} `);
    if (foco && foco.isConnected && document.activeElement === document.body) foco.focus({ preventScroll: true });
    trasUnaPasada(desde, () => {
      for (const [control, valor] of campos()) if (control.value === `${valor} ` || !control.value.startsWith(valor)) poner(control, valor);
    });
  };
  /* La sesión se cerró y hay que iniciarla otra vez: lo escrito en un formulario o en un diálogo, que solo está en esta pantalla,
     espera en la pestaña a que la misma persona vuelva a la misma dirección. Las contraseñas, nunca, aunque estén a la vista. */
  const ESPERA = `mpv-escrito:${raiz.pathname}`;
  const persona = () => document.querySelector('.st-key-mp-cuenta')?.textContent.trim() ?? '';
  let vuelta = null;
  document.addEventListener('mp-despedida', () => {
    const campos = document.querySelectorAll(`:is([data-testid="stForm"], [data-testid="stDialog"]) ${ESCRIBIBLE}:not([autocomplete*="password"], [autocomplete="one-time-code"], [role="combobox"])`);
    const textos = [...campos].filter(control => control.value).map(control => [llaveDe(control), control.getAttribute('aria-label'), control.value]);
    if (textos.length) sessionStorage.setItem(ESPERA, JSON.stringify([location.href, persona(), textos]));
  });
  const reponerEscrito = () => {
    if (guion !== 'notRunning' || !persona()) return;
    const guardado = sessionStorage.getItem(ESPERA);
    if (guardado) { vuelta = JSON.parse(guardado); sessionStorage.removeItem(ESPERA); }
    if (vuelta && (vuelta[0] !== location.href || vuelta[1] !== persona())) vuelta = null;
    if (vuelta) vuelta[2] = vuelta[2].filter(([llave, nombre, valor]) => {
      const control = (llave && document.querySelector(`.${CSS.escape(llave)} ${ESCRIBIBLE}`)) ||
        (nombre && document.querySelector(`[data-testid="stForm"] ${ESCRIBIBLE}[aria-label="${CSS.escape(nombre)}"]`));
      if (control) poner(control, valor);
      return !control;
    });
  };
  const vigilar = () => {
    const estado = enlace();
    if (cortado) for (const dialogo of document.querySelectorAll('[role="dialog"]'))
      if (/No hay respuesta del servidor|Streamlit server|Sin conexión/.test(dialogo.textContent)) dialogo.querySelector('button')?.click();
    if (!estado || estado === conexion) return;
    const antes = conexion;
    conexion = estado;
    if (estado === 'CONNECTED') {
      clearTimeout(reloj);
      if (cortado) {
        decirConexion('bien', TEXTOS.de_vuelta, '');
        reloj = setTimeout(decirConexion, 6000, '');
      }
      if (escrito.size) alVolver([...escrito.keys()].map(control => [llaveDe(control), control.getAttribute('aria-label'), control.value]));
      cortado = false;
    } else if (estado === 'DISCONNECTED_FOREVER') {
      clearTimeout(reloj);
      decirConexion('', TEXTOS.cortada, '', TEXTOS.recargar);
    } else if (antes === 'CONNECTED') {
      foco = ultimo;
      for (const control of escrito.keys()) if (!control.isConnected) escrito.delete(control);   // era de otra pantalla
      clearTimeout(reloj);
      reloj = setTimeout(() => { cortado = true; decirConexion('', TEXTOS.cortada, TEXTOS.cortada_detalle); vigilar(); }, CORTE_MS);
    }
  };
  document.addEventListener('focusin', evento => { if (evento.target.matches(ESCRIBIBLE)) ultimo = evento.target; });
  document.addEventListener('input', evento => { if (evento.isTrusted && evento.target.matches(ESCRIBIBLE)) escrito.set(evento.target, Date.now() + PAUSA_MS + VIAJE_MS); });
  document.addEventListener('focusout', ({ target }) => { if (escrito.has(target)) escrito.set(target, Math.min(escrito.get(target), Date.now() + VIAJE_MS)); });

  /* Otra pantalla u otro paso (otro título) empieza arriba y se anuncia: Streamlit deja la vista donde quedó el botón. */
  let mostrado = '';
  const pantalla = () => {
    const titulo = document.querySelector('[data-testid="stMain"] h1');
    if (!titulo || titulo.closest('[data-stale="true"]') || titulo.textContent === mostrado) return;
    const primera = !mostrado;
    mostrado = titulo.textContent;
    alIngresar(titulo);
    if (primera || titulo.closest('[role="dialog"]')) return;
    document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
    titulo.tabIndex = -1;
    titulo.focus({ preventScroll: true });
  };

  /* Otra hoja de una lista larga empieza por su primera fila, si esta quedó por encima de la vista. */
  let hoja = null;
  const hojas = () => {
    const lugar = document.querySelector('.mp-hoja');
    if (lugar?.closest('[data-stale="true"]')) return;
    const antes = hoja;
    hoja = lugar ? [mostrado, lugar.dataset.hoja] : null;
    if (!antes || !hoja || antes[0] !== hoja[0] || antes[1] === hoja[1]) return;
    const lista = document.querySelector('.st-key-mp-cuenta-filas, .st-key-mp-filtros');
    if (lista?.getBoundingClientRect().top < 0) lista.scrollIntoView({ block: 'start' });
  };

  /* Lo que contesta a un botón se ve sin moverse: si cayó fuera de la vista, la vista va a buscarlo. */
  const respuestas = () => {
    for (const aviso of document.querySelectorAll('.mp-aviso[role="alert"]:not([data-mp-visto])')) {
      aviso.dataset.mpVisto = '';
      if (mostrado) aviso.scrollIntoView({ block: 'nearest' });
    }
  };

  /* Quien viene a iniciar sesión escribe de una vez, donde hay teclado (en el teléfono taparía la pantalla). El campo dice
     también el título: con el foco en él, el lector no se detuvo a leerlo. */
  let ingresa = false;
  const alIngresar = titulo => {
    ingresa = limpio(location.pathname) === `${raiz.pathname}ingresar` && matchMedia('(pointer: fine)').matches;
    titulo.id ||= 'mp-titulo';
  };
  const enfocarCorreo = () => {
    const correo = ingresa && campo('ingresar_correo');
    if (!correo || correo.disabled) return;
    ingresa = false;
    if (document.activeElement !== document.body && document.activeElement.tagName !== 'H1') return;
    correo.setAttribute('aria-describedby', document.querySelector('[data-testid="stMain"] h1').id);
    correo.focus({ preventScroll: true });
  };

  let enfocado = '';
  const resumen = () => {
    const caja = document.querySelector('.mp-errores');
    const huella = caja ? caja.textContent + (caja.dataset.vez || '') : '';
    if (caja && huella !== enfocado) { caja.tabIndex = -1; caja.focus(); }
    enfocado = huella;
  };

  /* Lo que tenía el foco desapareció al redibujar (un diálogo que se cerró, un formulario que se vació): el foco vuelve a ese
     campo, a lo que abrió el diálogo o al título; si no, el teclado empezaría otra vez por la cabecera. */
  let enUso = null, suLlave = '', fuera = null;
  document.addEventListener('focusin', ({ target }) => {
    enUso = target.closest('[role="dialog"], [data-testid="stForm"]') ? target : null;
    suLlave = llaveDe(target) ?? '';
    if (!target.closest('[role="dialog"]')) fuera = target;
  });
  const reponer = () => {
    if (!enUso || enUso.isConnected || guion !== 'notRunning' || document.activeElement !== document.body) return;
    const igual = suLlave && matchMedia('(pointer: fine)').matches && document.querySelector(`.${CSS.escape(suLlave)} :is(input, textarea, button):enabled`);
    const destino = igual || (fuera?.isConnected && fuera) || document.querySelector('[data-testid="stMain"] h1');
    enUso = null;
    if (!destino) return;
    if (destino.tagName === 'H1') destino.tabIndex = -1;
    destino.focus({ preventScroll: true });
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
  document.addEventListener('input', evento => {
    if (evento.target.tagName !== 'TEXTAREA') return;
    clearTimeout(pausa);
    pausa = setTimeout(entregar, PAUSA_MS, evento.target);
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
    for (const caja of document.querySelectorAll('[data-testid="search-input"]:not([aria-label])')) caja.setAttribute('aria-label', TEXTOS.buscar_en_tabla);
  };

  /* Un código de seis dígitos se escribe con el teclado de números. Entre la contraseña y el escritorio es lo único que se
     pide: donde hay teclado se escribe de una vez. */
  const codigos = () => {
    for (const control of document.querySelectorAll('input[autocomplete="one-time-code"]:not([inputmode])')) {
      control.inputMode = 'numeric';
      const libre = document.activeElement === document.body || document.activeElement.tagName === 'H1';
      if (libre && control.closest('.st-key-segundo_aplicacion') && matchMedia('(pointer: fine)').matches) control.focus({ preventScroll: true });
    }
  };

  /* Borrar la elección de una lista no es una parada del teclado: quien sigue llenando caería en ella y la borraría sin
     querer. Con el teclado, la tecla Esc la borra. */
  const listas = () => {
    for (const boton of document.querySelectorAll('[data-testid="stSelectbox"] button:not([tabindex="-1"])')) boton.tabIndex = -1;
  };

  /* La lista de trámites es una tabla también para quien no la ve: Streamlit solo dibuja cajas. */
  const PAPELES = [
    ['.st-key-mp-tabla', 'table'],
    ['.st-key-mp-tabla :is([class*="st-key-mp-encabezado"], [class*="st-key-mp-fila-"])', 'row'],
    ['.st-key-mp-tabla [class*="st-key-mp-opciones-"]', 'cell'],
  ];
  const tabla = () => {
    const dados = new Set();
    for (const [cuales, papel] of PAPELES) for (const caja of document.querySelectorAll(cuales)) {
      fijar(caja, 'role', papel);
      if (papel === 'table') fijar(caja, 'aria-label', document.querySelector('[data-testid="stMain"] h1')?.textContent ?? '');
      caja.dataset.mpPapel = '';
      dados.add(caja);
    }
    for (const caja of document.querySelectorAll('[data-mp-papel]')) {
      if (!dados.has(caja)) for (const atributo of ['role', 'aria-label', 'data-mp-papel']) caja.removeAttribute(atributo);
    }
  };

  /* La cabecera de un calendario no es la de la página. */
  const cabeceras = () => {
    for (const cabecera of document.querySelectorAll('[role="dialog"] header:not([role])')) cabecera.setAttribute('role', 'presentation');
  };

  let pendiente = false;
  const revisar = () => { pendiente = false; vigilar(); contarPasadas(); busquedas(); cabeceras(); listas(); codigos(); menu(); descripciones(); tabla(); pantalla(); hojas(); enfocarCorreo(); respuestas(); resumen(); reponer(); reponerEscrito(); };
  new MutationObserver(() => { contarPasadas(); if (!pendiente) { pendiente = true; requestAnimationFrame(revisar); } })
    .observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-test-connection-state', 'data-test-script-state'] });
})();
