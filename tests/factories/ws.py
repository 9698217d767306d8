"""A browser's half of Streamlit's conversation, without the browser: for measuring what many people at once cost.

Speaks the protocol of the installed package (its own protobuf). Only what a load needs is understood: who is a field,
when a script ended, and which large messages the other side need not repeat.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

CORTO = 200  # bytes; the messages that tell that a script ended, or the new address, are shorter; most others longer
PLAZO = 60.0
FINES = frozenset({ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY})


@dataclass
class Pestana:
    """One tab at ``url``: its fields and buttons by label, what they hold, and how much came down the line."""

    url: str  # as the server changes it
    galleta: str
    pagina: str = ""  # Streamlit's name for the screen, once it was seen; without it the address tells
    conexion: ClientConnection | None = None
    campos: dict[str, str] = field(default_factory=dict)
    valores: dict[str, str] = field(default_factory=dict)
    botones: dict[str, str] = field(default_factory=dict)
    conocidos: set[str] = field(default_factory=set)
    octetos: int = 0
    mensajes: int = 0
    vista: bool = False

    async def abrir(self) -> float:
        """Connect and see the screen whole; the seconds it took."""
        partes = urlsplit(self.url)
        self.conexion = await connect(
            f"ws://{partes.netloc}/_stcore/stream",
            origin=f"{partes.scheme}://{partes.netloc}",
            subprotocols=["streamlit"],
            additional_headers={"Cookie": self.galleta},
            compression=None,
            max_size=None,
            open_timeout=PLAZO,
            ping_interval=None,
            proxy=None,
        )
        segundos = await self._correr()
        self.vista = True
        return segundos

    async def escribir(self, etiqueta: str, texto: str, *, pulsar: str = "") -> float:
        """Leave ``texto`` in the field of that label; the seconds until its script ended.

        ``pulsar``: the button that is pressed in the same message, as when the server was slow to take the first.
        """
        self.valores[self.campos[etiqueta]] = texto
        return await self._correr(self.botones[pulsar] if pulsar else "")

    async def cerrar(self) -> None:
        """Leave."""
        if self.conexion is not None:
            await self.conexion.close()

    async def _correr(self, boton: str = "") -> float:
        assert self.conexion is not None
        pedido = BackMsg()
        estado = pedido.rerun_script
        estado.page_script_hash = self.pagina
        estado.page_name = "" if self.pagina else urlsplit(self.url).path.strip("/")
        estado.query_string = urlsplit(self.url).query
        estado.context_info.url = self.url
        estado.context_info.locale = "es-PE"
        estado.context_info.timezone = "America/Lima"
        estado.cached_message_hashes.extend(self.conocidos)
        estado.widget_states.widgets.extend(WidgetState(id=i, string_value=v) for i, v in self.valores.items())
        if boton:
            estado.widget_states.widgets.add(id=boton, trigger_value=True)
        comienzo = perf_counter()
        await self.conexion.send(pedido.SerializeToString())
        await asyncio.wait_for(self._hasta_el_fin(), PLAZO)
        return perf_counter() - comienzo

    async def _hasta_el_fin(self) -> None:
        assert self.conexion is not None
        self.octetos = self.mensajes = 0
        while True:
            crudo = await self.conexion.recv()
            self.octetos += len(crudo)
            self.mensajes += 1
            if len(crudo) > CORTO and self.vista:  # cheap: a screen already known is not read again
                continue
            mensaje = ForwardMsg.FromString(crudo)
            if mensaje.WhichOneof("type") == "script_finished":
                if mensaje.script_finished in FINES:
                    return
            else:
                self._leer(mensaje)

    def _leer(self, mensaje: ForwardMsg) -> None:
        if mensaje.metadata.cacheable:
            self.conocidos.add(mensaje.hash)
        if mensaje.WhichOneof("type") == "page_info_changed":
            self.url = urlsplit(self.url)._replace(query=mensaje.page_info_changed.query_string).geturl()
        if mensaje.WhichOneof("type") == "navigation":
            self.pagina = mensaje.navigation.page_script_hash
        if self.vista:  # what the fields hold is known here better than there
            return
        elemento = mensaje.delta.new_element
        clase = elemento.WhichOneof("type")
        if clase in {"text_input", "text_area"}:
            dado = getattr(elemento, clase)
            self.campos[dado.label] = dado.id
            self.valores[dado.id] = dado.value if dado.set_value else dado.default
        elif clase == "button":
            self.botones[elemento.button.label] = elemento.button.id
