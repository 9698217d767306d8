"""Growing delays after failures, counted per key in the database, before the slow check they protect.

Never a hard lock. An account under attack from many places only tightens what each further address may try: a correct
password from an address without failures is never refused. Keys are digests: nobody's e-mail is kept for having failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.models import IntentoRow
from portal.domain.errors import DemasiadosIntentos
from portal.domain.permisos import Permiso
from portal.services.claves import huella
from portal.services.contexto import Contexto, requiere


@dataclass(frozen=True, slots=True)
class Politica:
    """``libres`` tries without a wait; then ``base`` doubled each time up to ``tope``; all is forgotten after ``olvido``."""

    libres: int
    base: timedelta
    tope: timedelta
    olvido: timedelta

    def espera(self, fallos: int) -> timedelta:
        """The wait after that many failures."""
        if fallos < self.libres:
            return timedelta(0)
        return min(self.tope, self.base * (1 << min(fallos - self.libres, 20)))


_CUARTO = timedelta(minutes=15)
CUENTA_IP = Politica(5, timedelta(seconds=5), _CUARTO, timedelta(hours=24))
CUENTA_IP_BAJO_ATAQUE = Politica(1, timedelta(seconds=5), _CUARTO, timedelta(hours=24))
CUENTA = Politica(20, timedelta(0), timedelta(0), timedelta(hours=24))  # never waits: it tightens CUENTA_IP
IP = Politica(30, timedelta(seconds=5), timedelta(minutes=5), timedelta(hours=1))
SEGUNDO_IP = Politica(5, timedelta(seconds=5), _CUARTO, timedelta(hours=24))
SEGUNDO = Politica(30, timedelta(seconds=30), _CUARTO, timedelta(hours=24))  # it waits: who fails here has the password
SEGUNDO_AVISO = 10
CORREO_PEDIDO = Politica(5, timedelta(minutes=1), _CUARTO, timedelta(hours=6))
IP_PEDIDO = Politica(40, timedelta(seconds=30), _CUARTO, timedelta(hours=1))
SEGUIMIENTO = Politica(5, timedelta(seconds=5), _CUARTO, timedelta(hours=1))
VERIFICACION = Politica(10, timedelta(seconds=5), _CUARTO, timedelta(hours=1))  # a paper may be hard to read
COTEJO = Politica(20, timedelta(seconds=30), _CUARTO, timedelta(hours=1))
OLVIDO = Politica(10, timedelta(seconds=30), _CUARTO, timedelta(hours=1))
REENVIO = Politica(3, timedelta(hours=1), timedelta(hours=1), timedelta(hours=24))  # the screen says so in words
INVITACION = Politica(30, timedelta(minutes=1), _CUARTO, timedelta(hours=6))  # of one account, to whomever
INVITADO = Politica(5, timedelta(minutes=30), timedelta(hours=12), timedelta(hours=24))  # to one mailbox, by whomever
PRUEBA = Politica(10, timedelta(seconds=30), _CUARTO, timedelta(hours=1))  # of a mail server: a network is not searched
MEMORIA = max(
    p.olvido for p in (CUENTA_IP, CUENTA, IP, CORREO_PEDIDO, IP_PEDIDO, SEGUIMIENTO, OLVIDO, REENVIO, INVITADO)
)
POR_DIRECCION = frozenset({"ip", "pedido", "seguimiento", "olvido", "verificacion", "cotejo"})


def contar_ingreso(session: Session, ctx: Contexto, *, correo: str, ip: str) -> None:
    """Count a try to sign in, before it is checked. Raises DemasiadosIntentos(segundos=) and counts nothing then.

    ``absolver`` takes it back when the password was right.
    """
    propia, cuenta, direccion = _clave_cuenta_ip(correo, ip), _clave_cuenta(correo), _clave("ip", ip)
    filas = _bloquear(session, ctx, propia, cuenta, *([direccion] if ip else []))
    ahora = ctx.reloj()
    bajo_ataque = _fallos(filas[cuenta], CUENTA, ahora) >= CUENTA.libres
    politicas = {propia: CUENTA_IP_BAJO_ATAQUE if bajo_ataque else CUENTA_IP, cuenta: CUENTA, direccion: IP}
    _contar(filas, politicas, ahora)


def absolver(session: Session, ctx: Contexto, *, correo: str, ip: str) -> None:
    """The password was right: forget this account at this address, and take back what the try counted elsewhere."""
    filas = _bloquear(
        session, ctx, _clave_cuenta_ip(correo, ip), _clave_cuenta(correo), *([_clave("ip", ip)] if ip else [])
    )
    for clave, fila in filas.items():
        fila.fallos = 0 if clave.startswith("ci:") else max(0, fila.fallos - 1)
        fila.espera_hasta = None


def contar_segundo(session: Session, ctx: Contexto, *, correo: str, ip: str) -> int:
    """Count a code of the second factor, before it is checked; how many have failed in a row, this one too.

    Six digits are few, and who is asked for them gave the password: here the account waits too, wherever the codes come
    from. Raises DemasiadosIntentos(segundos=) and counts nothing then.
    """
    propia, cuenta = _claves_del_segundo(correo, ip)
    filas = _bloquear(session, ctx, propia, cuenta)
    _contar(filas, {propia: SEGUNDO_IP, cuenta: SEGUNDO}, ctx.reloj())
    return filas[cuenta].fallos


def absolver_segundo(session: Session, ctx: Contexto, *, correo: str, ip: str) -> None:
    """The code was right: nothing failed, here or elsewhere."""
    for fila in _bloquear(session, ctx, *_claves_del_segundo(correo, ip)).values():
        fila.fallos, fila.espera_hasta = 0, None


def contar_pedido(session: Session, ctx: Contexto, *, correo: str, ip: str) -> None:
    """Count a request that sends mail to ``correo``, whether an account has it or not: the answer tells nothing.

    Raises DemasiadosIntentos(segundos=).
    """
    politicas = {_clave("correo", correo): CORREO_PEDIDO} | ({_clave("pedido", ip): IP_PEDIDO} if ip else {})
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def contar_invitacion(session: Session, ctx: Contexto, *, correo: str) -> None:
    """Count an invitation that the actor mails to ``correo``, whether an account has it or not.

    Raises DemasiadosIntentos(segundos=).
    """
    politicas = {_clave("invita", str(ctx.actor.cuenta_id)): INVITACION, _clave("invitado", correo): INVITADO}
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def contar_seguimiento(session: Session, ctx: Contexto, *, ip: str) -> None:
    """Count a wrong tracking password from ``ip``. Raises DemasiadosIntentos(segundos=) while it must wait."""
    politicas = {_clave("seguimiento", ip): SEGUIMIENTO}
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def contar_olvido(session: Session, ctx: Contexto, *, ip: str) -> None:
    """Count a request for a forgotten tracking password, right or wrong. Raises DemasiadosIntentos(segundos=)."""
    politicas = {_clave("olvido", ip): OLVIDO}
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def contar_reenvio(session: Session, ctx: Contexto, que: str, sujeto: int) -> None:
    """Count a mail that an owner asks for on purpose (``que``: which one; ``sujeto``: about what).

    Raises DemasiadosIntentos(segundos=).
    """
    politicas = {_clave(que, str(sujeto)): REENVIO}
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def contar_prueba(session: Session, ctx: Contexto) -> None:
    """Count a try of some mail server by the actor, who is told what answers there. Raises DemasiadosIntentos(segundos=)."""
    politicas = {_clave("prueba", str(ctx.actor.cuenta_id)): PRUEBA}
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def contar_verificacion(session: Session, ctx: Contexto, *, ip: str) -> None:
    """Count a code that no cargo has, from ``ip``. Raises DemasiadosIntentos(segundos=) while it must wait."""
    politicas = {_clave("verificacion", ip): VERIFICACION}
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def contar_cotejo(session: Session, ctx: Contexto, *, ip: str) -> None:
    """Count a file sent from ``ip`` only to be compared. Raises DemasiadosIntentos(segundos=) while it must wait."""
    politicas = {_clave("cotejo", ip): COTEJO}
    _contar(_bloquear(session, ctx, *politicas), politicas, ctx.reloj())


def olvidar_cuenta(session: Session, *, correo: str) -> None:
    """The mailbox's owner set a new password: every count against the account ends, at all addresses."""
    for clase in ("ci", "si"):
        propias = IntentoRow.clave.startswith(f"{clase}:{_digesto(correo)}:", autoescape=True)
        session.execute(delete(IntentoRow).where(propias))
    session.execute(delete(IntentoRow).where(IntentoRow.clave.in_([_clave_cuenta(correo), _clave("segundo", correo)])))


@requiere(Permiso.SISTEMA)
def limpiar(ctx: Contexto) -> int:
    """Delete counts that no longer matter; how many."""
    with ctx.db.transaction() as session:
        viejos = session.execute(
            delete(IntentoRow).where(IntentoRow.ultimo_at < ctx.reloj() - MEMORIA).returning(IntentoRow.clave)
        )
        return len(viejos.all())


def red(ip: str) -> str:
    """What counts as one address: an IPv4, or the /64 that every home with IPv6 has whole. Other text stays as it is."""
    try:
        direccion = ip_address(ip)
    except ValueError:
        return ip[:45]
    if direccion.version == 4:  # noqa: PLR2004 -- IP version
        return str(direccion)
    return str(direccion.ipv4_mapped or ip_network((int(direccion), 64), strict=False).network_address)


def _contar(filas: dict[str, IntentoRow], politicas: dict[str, Politica], ahora: datetime) -> None:
    """Refuse if any row still waits; else add one to each and set its next wait."""
    pendientes = [
        f.espera_hasta - ahora for f in filas.values() if f.espera_hasta is not None and f.espera_hasta > ahora
    ]
    if pendientes:
        raise DemasiadosIntentos(segundos=ceil(max(pendientes).total_seconds()))
    for clave, fila in filas.items():
        politica = politicas[clave]
        fila.fallos = _fallos(fila, politica, ahora) + 1
        fila.ultimo_at = ahora
        fila.espera_hasta = ahora + politica.espera(fila.fallos)


def _fallos(fila: IntentoRow, politica: Politica, ahora: datetime) -> int:
    return fila.fallos if ahora - fila.ultimo_at < politica.olvido else 0


def _bloquear(session: Session, ctx: Contexto, *claves: str) -> dict[str, IntentoRow]:
    """The rows of these keys, made where missing and locked in one order, so that parallel tries count one by one."""
    insertar = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    nuevas = [{"clave": clave, "fallos": 0, "ultimo_at": ctx.reloj()} for clave in sorted(claves)]
    session.execute(insertar(IntentoRow).values(nuevas).on_conflict_do_nothing(index_elements=["clave"]))
    filas = select(IntentoRow).where(IntentoRow.clave.in_(claves)).order_by(IntentoRow.clave).with_for_update()
    return {fila.clave: fila for fila in session.scalars(filas)}


def _digesto(texto: str) -> str:
    return huella(texto)[:32]


def _clave(clase: str, texto: str) -> str:
    return f"{clase}:{_digesto(red(texto) if clase in POR_DIRECCION else texto)}"


def _clave_cuenta(correo: str) -> str:
    return _clave("cuenta", correo)


def _claves_del_segundo(correo: str, ip: str) -> tuple[str, str]:
    return f"si:{_digesto(correo)}:{_digesto(red(ip))}", _clave("segundo", correo)


def _clave_cuenta_ip(correo: str, ip: str) -> str:
    return f"ci:{_digesto(correo)}:{_digesto(red(ip))}"
