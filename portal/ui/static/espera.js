/* Quita el aviso de espera de la página cuando ya hay una pantalla, o un diálogo que dice por qué no. */
(() => {
  const HAY = '[data-testid="stMain"] h1, .st-key-mp-pie, [data-testid="stException"], [role="dialog"]';
  const mirar = () => {
    if (!document.querySelector(HAY)) return;
    vigia.disconnect();
    document.getElementById('mp-espera')?.remove();
  };
  const vigia = new MutationObserver(mirar);
  vigia.observe(document.documentElement, { subtree: true, childList: true });
})();
