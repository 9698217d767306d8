"""A whole institution in one file: a ZIP with its JSON and its images, equal byte for byte each time it is made.

Nothing in it depends on the clock, on the machine or on who made it: it is stored, not compressed, since libraries
compress differently. What is read is bounded: its size, its entries, their names, and every byte that comes out.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from portal.adapters.imagen_pillow import Imagen
from portal.db.models import ImagenRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import PortalError
from portal.domain.permisos import Permiso
from portal.services import configuracion, imagenes, propuestas
from portal.services.contexto import Contexto, requiere
from portal.services.propuestas import Propuesta

FORMATO = 1
"""Grows when a package can no longer be read by an older portal."""
FICHA, INSTITUCION, CARPETA = "paquete.json", "institucion.json", "imagenes/"
MAXIMO = 16 * 1024 * 1024
ENTRADAS_MAXIMO = 40
_NOMBRE = re.compile(rf"{re.escape(FICHA)}|{re.escape(INSTITUCION)}|{CARPETA}[0-9a-f]{{64}}\.(?:png|jpg)")
_CUANDO = (1980, 1, 1, 0, 0, 0)
_UNIX, _MODO = 3, 0o100644 << 16
_CIFRADA = 0x1
_MODOS = {ZIP_STORED, ZIP_DEFLATED}


class PaqueteInvalido(PortalError):
    """The file is not a package, or not a whole one. ``motivo``: no_es_zip, grande, entradas, falta, formato, cambiado, imagen."""

    code = "paquete_invalido"

    @property
    def clave(self) -> str:
        """One sentence for each motivo."""
        return f"error.{self.code}.{self.facts['motivo']}"


@dataclass(frozen=True)
class Paquete:
    """What a package holds: the institution, and its images by SHA-256."""

    institucion: Institucion
    imagenes: Mapping[str, Imagen]


def armar(institucion: Institucion, pinturas: Mapping[str, Imagen]) -> bytes:
    """The package. Equal institutions with equal images give equal bytes."""
    texto = configuracion.canonico(institucion).encode()
    ficha = {"formato": FORMATO, "institucion": hashlib.sha256(texto).hexdigest()}
    entradas = {FICHA: json.dumps(ficha, sort_keys=True).encode(), INSTITUCION: texto}
    for huella, imagen in sorted(pinturas.items()):
        entradas[f"{CARPETA}{huella}.{imagen.tipo}"] = imagen.contenido
    salida = BytesIO()
    with ZipFile(salida, "w", ZIP_STORED) as archivo:
        for nombre, contenido in entradas.items():
            entrada = ZipInfo(nombre, _CUANDO)
            entrada.create_system, entrada.external_attr = _UNIX, _MODO
            archivo.writestr(entrada, contenido)
    return salida.getvalue()


def abrir(contenido: bytes, nombre: str = "") -> Paquete:
    """Read a package made anywhere. Raises PaqueteInvalido, ConfiguracionInvalida (``nombre``: how people call the file)."""
    entradas = _entradas(contenido)
    texto = entradas[INSTITUCION]
    ficha = _ficha(entradas[FICHA])
    if ficha["formato"] != FORMATO:
        raise PaqueteInvalido(motivo="formato", formato=ficha["formato"], conocido=FORMATO)
    if ficha["institucion"] != hashlib.sha256(texto).hexdigest():
        raise PaqueteInvalido(motivo="cambiado")
    leida = configuracion.leer_json(texto, nombre)
    pinturas: dict[str, Imagen] = {}
    for ruta, bytes_ in entradas.items():
        if ruta.startswith(CARPETA):
            huella, _, tipo = ruta.removeprefix(CARPETA).partition(".")
            pinturas[huella] = _imagen(bytes_, huella, tipo)
    if leida.identidad.logo and leida.identidad.logo not in pinturas:
        raise PaqueteInvalido(motivo="imagen")
    return Paquete(leida, pinturas)


@requiere(Permiso.CONFIGURAR)
def exportar(ctx: Contexto, *, version: int | None = None) -> tuple[str, bytes]:
    """Name and bytes of the package of one version, or of the one in force. Raises NoEncontrado."""
    return _exportar(ctx, version)


@requiere(Permiso.SISTEMA)
def sacar(ctx: Contexto) -> bytes:
    """The package of what is in force, for the command line."""
    return _exportar(ctx, None)[1]


@requiere(Permiso.CONFIGURAR)
def proponer(ctx: Contexto, contenido: bytes, *, visto: int) -> Propuesta:
    """Put what a package says in the propuesta: nothing of it is in force until it is published.

    Raises PaqueteInvalido, ConfiguracionInvalida, PropuestaAjena.
    """
    paquete = abrir(contenido)
    _guardar_imagenes(ctx, paquete)
    return propuestas.cargar(ctx, paquete.institucion, visto=visto)


@requiere(Permiso.SISTEMA)
def aplicar(ctx: Contexto, paquete: Paquete, *, autor: str, nota: str = "") -> int:
    """Publish what a package says; the number of its version."""
    _guardar_imagenes(ctx, paquete)
    return configuracion.publicar(ctx, paquete.institucion, autor=autor, nota=nota)


def _exportar(ctx: Contexto, version: int | None) -> tuple[str, bytes]:
    with ctx.db.lectura() as session:
        if version is None:
            numero, suya = configuracion.vigente(session)
        else:
            numero, suya = version, configuracion.publicada(session, version)
        pinturas = _imagenes(session, suya)
    sigla = re.sub(r"[^a-z0-9]+", "-", suya.identidad.sigla.lower()).strip("-")
    return f"{sigla or 'institucion'}-v{numero}.zip", armar(suya, pinturas)


def _imagenes(session: Session, institucion: Institucion) -> dict[str, Imagen]:
    """Those that it names and that are here."""
    filas = [session.get(ImagenRow, institucion.identidad.logo)] if institucion.identidad.logo else []
    return {fila.huella: Imagen(fila.tipo, fila.contenido, 0, 0) for fila in filas if fila is not None}


def _guardar_imagenes(ctx: Contexto, paquete: Paquete) -> None:
    with ctx.db.transaction() as session:
        for imagen in paquete.imagenes.values():
            imagenes.agregar(session, ctx, imagen)


def _entradas(contenido: bytes) -> dict[str, bytes]:
    """What is inside, by name: only what a package has, each once, and never more bytes than ``MAXIMO`` in all."""
    if len(contenido) > MAXIMO:
        raise PaqueteInvalido(motivo="grande", maximo=MAXIMO // 1024 // 1024)
    leidas: dict[str, bytes] = {}
    try:
        with ZipFile(BytesIO(contenido)) as archivo:
            todas = archivo.infolist()
            nombres = [entrada.filename for entrada in todas]
            ajenos = any(not _NOMBRE.fullmatch(nombre) for nombre in nombres) or len(set(nombres)) != len(nombres)
            rara = any(entrada.flag_bits & _CIFRADA or entrada.compress_type not in _MODOS for entrada in todas)
            if ajenos or rara or len(todas) > ENTRADAS_MAXIMO:
                raise PaqueteInvalido(motivo="entradas")
            queda = MAXIMO
            for entrada in todas:
                with archivo.open(entrada) as abierta:
                    leidas[entrada.filename] = abierta.read(queda + 1)
                queda -= len(leidas[entrada.filename])
                if queda < 0:
                    raise PaqueteInvalido(motivo="grande", maximo=MAXIMO // 1024 // 1024)
    except (BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise PaqueteInvalido(motivo="no_es_zip") from error
    if not {FICHA, INSTITUCION} <= leidas.keys():
        raise PaqueteInvalido(motivo="falta")
    return leidas


def _ficha(contenido: bytes) -> dict[str, object]:
    try:
        ficha = json.loads(contenido)
        return {"formato": int(ficha["formato"]), "institucion": str(ficha["institucion"])}
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise PaqueteInvalido(motivo="falta") from error


def _imagen(contenido: bytes, huella: str, tipo: str) -> Imagen:
    if hashlib.sha256(contenido).hexdigest() != huella:
        raise PaqueteInvalido(motivo="cambiado")
    try:
        imagen = imagenes.examinar(contenido)
    except PortalError as error:
        raise PaqueteInvalido(motivo="imagen") from error
    if imagen.tipo != tipo:
        raise PaqueteInvalido(motivo="imagen")
    return imagen
