"""What the process needs to start: environment -> frozen ``Settings``. What the institution decides is in the database.

The only reader of the environment (``MPV_*``) and of the project's ``.env``.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROYECTO = Path(__file__).resolve().parent.parent
LARGO_SECRETO = 32
LOCALES = ("localhost", "127.0.0.1", "::1")
COMODINES = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 -- recognised here, never bound here
MOTORES = ("sqlite:///", "postgresql+psycopg://")


def _absoluta(ruta: Path) -> Path:
    """A relative folder counts from the project, never from where somebody stood when starting the server."""
    return (PROYECTO / ruta.expanduser()).resolve()


def _partes(valor: object) -> object:
    """``"a, b"`` -> ``("a", "b")``: lists in the environment are written with commas."""
    return tuple(parte.strip() for parte in valor.split(",") if parte.strip()) if isinstance(valor, str) else valor


def _url_base(valor: str) -> str:
    partes = urlsplit(valor.strip())
    if partes.scheme not in {"http", "https"} or not partes.hostname or partes.query or partes.fragment:
        raise ValueError("debe ser una dirección http:// o https:// sin ? ni #")
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*/?", partes.path):
        raise ValueError("la ruta solo admite letras, números y . _ ~ -")
    return f"{partes.scheme}://{partes.netloc}{partes.path.rstrip('/')}"


def _url_base_de_datos(valor: str) -> str:
    if not valor.startswith(MOTORES):
        raise ValueError(f"debe empezar con {' o '.join(MOTORES)}")
    return valor


def _url_archivos(valor: str) -> str:
    if not valor.startswith("file:///"):
        raise ValueError("debe empezar con file:///")
    return valor


def _url_smtp(valor: str | None) -> str | None:
    if valor and urlsplit(valor).scheme not in {"smtp", "smtps"}:
        raise ValueError("debe empezar con smtp:// o smtps://")
    return valor or None


def _remitente(valor: str | None, info: ValidationInfo) -> str | None:
    """Mail needs a From: this one, or the user of ``smtp_url`` when that is an e-mail."""
    servidor = info.data.get("smtp_url")
    if not valor and servidor and "@" not in unquote(urlsplit(servidor).username or ""):
        raise ValueError("hace falta: la dirección con la que sale el correo")
    return valor or None


def _clamd(valor: str | None) -> str | None:
    if valor and not re.fullmatch(r"/.+|\[?[^/\s]+\]?:\d{1,5}", valor):
        raise ValueError("debe ser host:puerto o la ruta de su socket")
    return valor or None


def _sin_vacios(datos: dict[str, Any]) -> dict[str, Any]:
    """``MPV_HOME=`` is as if it were not there; of a list, nothing is an answer."""
    listas = {nombre for nombre, campo in Settings.model_fields.items() if campo.annotation == tuple[str, ...]}
    return {nombre: valor for nombre, valor in datos.items() if valor != "" or nombre in listas}


Lista = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_partes)]


class Settings(BaseSettings):
    """One process: where it listens, where it keeps things, whom it trusts. Every field is ``MPV_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix="MPV_", env_file=PROYECTO / ".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    address: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    home: Annotated[Path, AfterValidator(_absoluta)] = Field(default=Path("var"), validate_default=True)
    base_url: Annotated[str, AfterValidator(_url_base)] = Field(
        default_factory=lambda datos: f"http://localhost:{datos['port']}"
    )
    database_url: Annotated[str, AfterValidator(_url_base_de_datos)] = Field(
        default_factory=lambda datos: f"sqlite:///{datos['home'] / 'mpv.db'}", repr=False
    )
    storage_url: Annotated[str, AfterValidator(_url_archivos)] = Field(
        default_factory=lambda datos: (datos["home"] / "archivos").as_uri(), repr=False
    )
    smtp_url: Annotated[str | None, AfterValidator(_url_smtp)] = Field(default=None, repr=False)
    smtp_from: Annotated[str | None, AfterValidator(_remitente)] = Field(default=None, validate_default=True)
    drafts_mb: int = Field(default=2048, ge=1)
    open_uploads: int = Field(default=100, ge=1)
    disk_reserve_mb: int = Field(default=512, ge=0)
    address_uploads: int = Field(default=300, ge=1)
    address_mb: int = Field(default=8192, ge=1)
    upload_idle_days: int = Field(default=7, ge=1)
    upload_total_days: int = Field(default=30, ge=1)
    clamd: Annotated[str | None, AfterValidator(_clamd)] = None
    clamd_mb: int = Field(default=25, ge=1)
    demo: bool = False
    worker: Literal["interno", "externo"] = "interno"
    allowed_hosts: Lista = ()
    trusted_proxies: Lista = ("127.0.0.1", "::1")
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    sin_vacios = model_validator(mode="before")(_sin_vacios)

    @property
    def base_path(self) -> str:
        """The path of ``base_url`` without a trailing slash: ``""`` or ``"/servicios/mpv"``."""
        return urlsplit(self.base_url).path

    @property
    def origen(self) -> str:
        """Scheme, host and port of ``base_url``: the only foreign-looking Origin that is ours."""
        partes = urlsplit(self.base_url)
        return f"{partes.scheme}://{partes.netloc}"

    @property
    def cookies_seguras(self) -> bool:
        """Whether cookies carry ``Secure``: only when people reach us by https."""
        return self.base_url.startswith("https://")

    @property
    def hosts_permitidos(self) -> frozenset[str]:
        """Host names (lower case, without port) that requests may name; ``*.dominio`` admits its subdomains."""
        propios = {urlsplit(self.base_url).hostname or "", *LOCALES, *self.allowed_hosts, self.address}
        return frozenset(host.lower().strip("[]") for host in propios) - COMODINES


_fijados: dict[str, Any] = {}


@cache
def settings(**cambios: Any) -> Settings:  # noqa: ANN401 -- pydantic validates every value
    """The settings of this process, read once."""
    return Settings(**_fijados, **cambios)


def usar_demo() -> Settings:
    """Make this process the demonstration: on loopback, in a folder of its own, calling nothing outside.

    Only the port and the folder around its own (``HOME/demo``) come from the environment: what is set there for the
    real installation must not be touched.
    """
    dados = settings()
    home = dados.home if dados.demo else dados.home / "demo"
    _fijados.update(
        demo=True,
        address="127.0.0.1",
        base_url=f"http://localhost:{dados.port}",
        home=home,
        database_url=f"sqlite:///{home / 'mpv.db'}",
        storage_url=(home / "archivos").as_uri(),
        smtp_url=None,
        clamd=None,
        worker="interno",
    )
    settings.cache_clear()
    return settings()


def secreto(nombre: str, *, home: Path | None = None) -> bytes:
    """32 random bytes under ``HOME/secretos/<nombre>``, made the first time and the same ever after.

    Safe when several processes start at once: the file appears complete (hard link of a finished one) or not at all.
    Raises ValueError when the name is not a plain word or the file was cut.
    """
    if not re.fullmatch(r"[a-z0-9_-]+", nombre):
        raise ValueError(f"nombre de secreto no válido: {nombre!r}")
    carpeta = (home or settings().home) / "secretos"
    carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
    archivo = carpeta / nombre
    if not archivo.exists():
        _crear_secreto(archivo)
    valor = archivo.read_bytes()
    if len(valor) != LARGO_SECRETO:
        raise ValueError(f"el secreto {archivo} está dañado: tiene {len(valor)} bytes y deben ser {LARGO_SECRETO}")
    return valor


def _crear_secreto(archivo: Path) -> None:
    descriptor, temporal = tempfile.mkstemp(dir=archivo.parent)  # mkstemp: O_EXCL and 0600
    try:
        with os.fdopen(descriptor, "wb") as salida:
            salida.write(secrets.token_bytes(LARGO_SECRETO))
            salida.flush()
            os.fsync(salida.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its bytes win
            os.link(temporal, archivo)
    finally:
        Path(temporal).unlink()
