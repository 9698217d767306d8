"""Is a file chosen again the one that was left half way? A checksum of what arrived tells, before more is sent.

Against mistakes, not against attackers: whoever sends other bytes spoils only their own file.
"""

from __future__ import annotations

import zlib

from portal.domain.permisos import Permiso
from portal.services import borrador_propio
from portal.services.contexto import Contexto, requiere

TRAMO = 1024 * 1024


@requiere(Permiso.CUENTA_PROPIA)
def muestra(ctx: Contexto, carga_id: str) -> str:
    """CRC-32, in eight hexadecimal digits, of the first and the last MiB of what is safe; "" when nothing is.

    Raises NoEncontrado, BorradorEnviado.
    """
    with ctx.db.lectura() as session:
        carga = borrador_propio.carga_propia(session, ctx, carga_id)
    hay = min(carga.recibido, ctx.almacen.tamano_parcial(carga_id))
    if carga.estado != "subiendo" or not hay:
        return ""
    with ctx.almacen.parcial(carga_id) as ruta, ruta.open("rb") as archivo:
        suma = zlib.crc32(archivo.read(min(TRAMO, hay)))
        archivo.seek(hay - min(TRAMO, hay))
        return f"{zlib.crc32(archivo.read(min(TRAMO, hay)), suma):08x}"
