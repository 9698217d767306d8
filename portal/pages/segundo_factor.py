"""The second factor. It stands at every private address until the code is given; at its own, it also enrols.

An application is enrolled at this one address, because the recovery codes that follow are shown here and nowhere else.
"""

from __future__ import annotations

from typing import Never
from urllib.parse import urlsplit

import streamlit as st

from portal.services import factor
from portal.ui import auth, paginas, segundo_factor, state

ctx = state.ctx()
falta = ctx.actor.por_probar
aqui = urlsplit(state.destino()).path == state.url("/segundo-factor")


def seguir() -> Never:
    """On to where the person was going, or to where they begin."""
    auth.seguir_a(st.query_params.get("volver", ""))
    st.switch_page(paginas.pagina(paginas.primera(ctx.actor)))


with st.container(width=640, gap="small"):
    if aqui and segundo_factor.CODIGOS in st.session_state:
        if segundo_factor.codigos(ctx, st.session_state[segundo_factor.CODIGOS]):
            del st.session_state[segundo_factor.CODIGOS]
            seguir()
    elif falta == factor.CODIGO:
        segundo_factor.pedir(ctx)
    elif falta and not aqui:
        st.switch_page(paginas.pagina("segundo_factor"), query_params={"volver": state.destino()})
    elif falta or segundo_factor.ALTA in st.query_params:
        segundo_factor.alta(ctx, cancelar=seguir)
    else:
        seguir()
