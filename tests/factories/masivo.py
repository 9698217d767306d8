"""A great many expedientes, written in bulk and not through the services: what is measured is how they are found.

Four years of an institution of thirteen offices: words as frequent as in real asuntos, three days of work at the counter,
some weeks of it in the offices, the rest answered and filed away. The same rows each time.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from portal.db.session import Database
from portal.domain import terminos

DIAS = 1460
TANDA = 20_000
FRASES = 6_000
PERSONAS = 20_000
OFICINAS = {
    "sismologia": 20, "vulcanologia": 14, "redes": 9, "ciencia": 8, "administracion": 12, "logistica": 9,
    "recursos_humanos": 9, "oti": 6, "asesoria_juridica": 5, "gerencia_general": 4, "presidencia": 3, "archivo_central": 1,
}  # fmt: skip
TIPOS = {"Carta": 30, "Oficio": 30, "Solicitud": 28, "Informe": 8, "Memorial": 2, "Recurso administrativo": 2}
HABITUALES = {
    "solicito": 55, "de": 90, "la": 70, "información": 27, "sobre": 25, "del": 40, "sísmica": 9, "en": 45, "distrito": 14,
    "provincia": 11, "remite": 12, "informe": 13, "técnico": 10, "copia": 8, "certificada": 5, "pago": 6, "servicio": 7,
    "convenio": 4, "respuesta": 6, "expediente": 9, "registro": 7, "estación": 4, "volcán": 1.2, "volcánica": 0.6,
    "volcánico": 0.5, "volcanes": 0.3, "vulcanología": 0.8,
}  # fmt: skip
SILABAS = "ca lo mi ta ra qui sa pu no ve lla ri co ma tu chi pa na yu hua".split()  # noqa: SIM905 -- legible
NOMBRES = "Rosa Julia Teodoro Carmen Luis Elena Óscar Nélida Iván Sofía Raúl Íngrid".split()  # noqa: SIM905 -- legible
APELLIDOS = "Quispe Huamán Mamani Flores Ñaupari Rojas Soto Yupanqui Coila Salas Vega Ccori".split()  # noqa: SIM905 -- legible
EXPEDIENTE = [
    "id",
    "numero",
    "serie",
    "anio",
    "correlativo",
    "administrado_id",
    "institucion_version",
    "asunto",
    "estado",
    "fase",
    "movimientos",
    "clave_version",
    "abierto_at",
    "canal",
    "presentado_el",
    "dependencia",
    "por_recibir",
    "responsable_id",
    "vence_el",
    "palabras",
]
REGISTRO = [
    "id",
    "numero",
    "expediente_id",
    "canal",
    "cuenta_id",
    "administrado_id",
    "remitente",
    "por",
    "tipo_documento",
    "numero_documento",
    "numero_plegado",
    "asunto",
    "valores",
    "antecedente",
    "enviado_at",
    "presentado_el",
    "plazo_desde",
    "saltados",
    "paginas",
    "clave_envio",
    "codigo_verificacion",
]
DESTINO = [
    "expediente_id",
    "origen",
    "dependencia",
    "tipo",
    "pedido",
    "proveido",
    "vence_el",
    "creado_at",
    "recibido_at",
    "respuesta",
    "cerrado_at",
    "cierre",
]
MOVIMIENTO = [
    "expediente_id",
    "orden",
    "accion",
    "desde",
    "hasta",
    "fase",
    "nota",
    "actor",
    "ocurrido_at",
    "huella_anterior",
    "huella",
    "dependencia",
]


class Mundo:
    """What the rows are made of."""

    def __init__(self, cuantos: int, ahora: datetime, azar: random.Random) -> None:
        self.cuantos, self.ahora, self.azar = cuantos, ahora, azar
        self.paso = timedelta(days=DIAS) / cuantos
        raras = ["".join(azar.choices(SILABAS, k=azar.choice((2, 3, 3, 4)))) for _ in range(8_000)]
        pesos = [1 / (n + 8) for n in range(len(raras))]
        self.frases = [self._frase(raras, pesos) for _ in range(FRASES)]
        self.personas = [
            (f"{azar.choice(NOMBRES)} {azar.choice(APELLIDOS)} {azar.choice(raras).capitalize()}", f"{40_000_000 + n}")
            for n in range(PERSONAS)
        ]
        self.de_frase = [terminos.de_asunto(frase) for frase in self.frases]
        self.de_persona = [(*terminos.de_remitente(n), *terminos.de_remitente(d)) for n, d in self.personas]

    def _frase(self, raras: list[str], pesos: list[float]) -> str:
        comunes = [palabra for palabra, por_ciento in HABITUALES.items() if self.azar.random() * 100 < por_ciento]
        return " ".join([*comunes, *self.azar.choices(raras, pesos, k=3)]).capitalize()

    def tandas(self) -> Iterator[dict[str, list[tuple[object, ...]]]]:
        """The rows of every table, some expedientes at a time."""
        for desde in range(1, self.cuantos + 1, TANDA):
            tablas: dict[str, list[tuple[object, ...]]] = {
                "expediente": [], "registro": [], "destino": [], "movimiento": [], "expediente_palabra": []
            }  # fmt: skip
            for i in range(desde, min(desde + TANDA, self.cuantos + 1)):
                self._uno(i, tablas)
            tablas["expediente_palabra"].sort()
            yield tablas

    def _uno(self, i: int, tablas: dict[str, list[tuple[object, ...]]]) -> None:
        azar, momento = self.azar, self.ahora - self.paso * (self.cuantos - i)
        f, p = int(azar.random() ** 2 * FRASES), azar.randrange(PERSONAS)
        (nombre, dni), tipo = self.personas[p], azar.choices(list(TIPOS), list(TIPOS.values()))[0]
        dias, dia = (self.ahora - momento).total_seconds() / 86_400, momento.date()
        fase, estado, oficina, por_recibir = self._donde(dias)
        vence = dia + timedelta(days=42) if fase in {"registrado", "en_tramite"} else None
        a_cargo = azar.randrange(2, 60) if fase == "en_tramite" and not por_recibir and azar.random() < 0.6 else None
        numero = f"{tipo.upper()} N° {azar.randrange(1, 3000):04}-{dia.year}/{azar.choice('ABCDEFGH')}XM"
        suyas = dict.fromkeys(
            (*self.de_frase[f], *self.de_persona[p], *terminos.de_numero(numero), *terminos.de_tipo(tipo))
        )
        tablas["expediente"].append(
            (i, f"{i:05}-{dia.year}", "", dia.year, i, 1 + p, 1, self.frases[f], estado, fase, 3, 1, momento, "web", dia,
             oficina, por_recibir, a_cargo, vence, terminos.en_linea(suyas))
        )  # fmt: skip
        remitente = {
            "clase": "natural",
            "nombre": nombre,
            "numero_doc": dni,
            "persona": nombre,
            "correo": "x@ejemplo.pe",
        }
        tablas["registro"].append(
            (i, f"R-{i:06}-{dia.year}", i, "web", 1, 1 + p, json.dumps(remitente), nombre, tipo, numero, numero.lower(),
             self.frases[f], json.dumps({"asunto": self.frases[f], "numero": numero}), "", momento, dia, dia, "[]", 3,
             f"k{i}", f"c{i}")
        )  # fmt: skip
        tablas["expediente_palabra"].extend((palabra, i) for palabra in suyas)
        tablas["destino"].extend(self._destinos(i, momento, fase, oficina, por_recibir=por_recibir))
        if dias < 60:  # what is measured of the history is that of the last weeks
            tablas["movimiento"].extend(self._movimientos(i, momento, fase))

    def _donde(self, dias: float) -> tuple[str, str, str, bool]:
        """Fase, estado, office and whether it waits to be received, of what was filed so many days ago."""
        azar = self.azar
        if dias < 1:
            return "registrado", "registrada", "mesa_de_partes", True
        oficina = azar.choices(list(OFICINAS), list(OFICINAS.values()))[0]
        vivo = 1.0 if dias < 5 else 0.55 if dias < 45 else 0.06 if dias < 120 else 0.0
        if azar.random() < vivo:
            if azar.random() < 0.03:
                return "observado", "observada", "mesa_de_partes", False
            return "en_tramite", "en_proceso", oficina, dias < 3
        suerte = azar.random()
        if suerte < 0.70:
            return "archivado", "archivada", oficina, False
        return ("atendido", "atendida", oficina, False) if suerte < 0.95 else ("rechazado", "rechazada", oficina, False)

    def _destinos(
        self, i: int, momento: datetime, fase: str, oficina: str, *, por_recibir: bool
    ) -> Iterator[tuple[object, ...]]:
        luego, fin = momento + timedelta(hours=3), momento + timedelta(days=20)
        final = fase not in {"registrado", "en_tramite", "observado"}
        if oficina == "mesa_de_partes":
            recibido = None if por_recibir else luego
            yield (i, "", oficina, "responsable", "", "", None, momento, recibido, "", None, "")
            return
        yield (i, "", "mesa_de_partes", "responsable", "", "", None, momento, luego, "", luego, "derivado")
        recibido, cerrado = (None if por_recibir else luego), (fin if final else None)
        yield (i, "mesa_de_partes", oficina, "responsable", "", "", None, luego, recibido, "", cerrado, "")
        if self.azar.random() < 0.15:
            otra = self.azar.choice(list(OFICINAS))
            tipo = self.azar.choice(("copia", "copia", "atencion"))
            vence = luego.date() + timedelta(days=9) if tipo == "atencion" else None
            yield (i, oficina, otra, tipo, "", "", vence, luego, recibido, "", cerrado, "")

    def _movimientos(self, i: int, momento: datetime, fase: str) -> Iterator[tuple[object, ...]]:
        def uno(orden: int, accion: str, fase: str, cuando: datetime) -> tuple[object, ...]:
            return (
                i,
                orden,
                accion,
                None,
                "x",
                fase,
                "",
                "Julia Paredes",
                cuando,
                "0" * 64,
                "1" * 64,
                "mesa_de_partes",
            )

        yield uno(1, "registrar", "registrado", momento)
        if fase != "registrado":
            yield uno(2, "derivar", "en_tramite", momento + timedelta(hours=self.azar.choice((2, 3, 5, 20, 40))))
        if fase == "atendido":
            yield uno(3, "atender", "atendido", min(momento + timedelta(days=self.azar.randrange(3, 40)), self.ahora))


def cargar(db: Database, cuantos: int, ahora: datetime) -> None:
    """Fill an empty database, where an institution was published, with ``cuantos`` expedientes."""
    mundo = Mundo(cuantos, ahora, random.Random(7))  # noqa: S311 -- the same rows each time
    escritor = _Sqlite(db) if db.es_sqlite else _Postgresql(db)
    escritor.abrir()
    escritor.poner("cuenta", _CUENTA, _cuentas(ahora))
    escritor.poner("administrado", _ADMINISTRADO, _administrados(mundo))
    columnas = {
        "expediente": EXPEDIENTE, "registro": REGISTRO, "destino": DESTINO, "movimiento": MOVIMIENTO,
        "expediente_palabra": ["palabra", "expediente_id"],
    }  # fmt: skip
    for tablas in mundo.tandas():
        for tabla, filas in tablas.items():
            escritor.poner(tabla, columnas[tabla], filas)
    escritor.cerrar()


_CUENTA = [
    "id",
    "correo",
    "clave",
    "rol",
    "nombres",
    "apellidos",
    "tipo_doc",
    "numero_doc",
    "telefono",
    "version",
    "creada_at",
]
_ADMINISTRADO = ["id", "clase", "tipo_doc", "numero_doc", "nombre", "direccion", "creado_at"]


def _cuentas(ahora: datetime) -> Iterator[tuple[object, ...]]:
    for i in range(1, 61):
        yield (i, f"p{i}@ejemplo.pe", "x", "personal", "Julia", f"Paredes {i}", "dni", f"{i:08}", "987654321", 1, ahora)


def _administrados(mundo: Mundo) -> Iterator[tuple[object, ...]]:
    for i, (nombre, dni) in enumerate(mundo.personas, 1):
        yield (i, "natural", "dni", dni, nombre, "", mundo.ahora)


class _Sqlite:
    """Rows by the driver alone, in one transaction that need not outlive a power cut."""

    def __init__(self, db: Database) -> None:
        self.conexion = db.engine.raw_connection()
        self.cruda = self.conexion.driver_connection

    def abrir(self) -> None:
        self.indices = self.cruda.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('expediente', 'destino', 'registro')"
        ).fetchall()
        for orden in ("synchronous = OFF", "cache_size = -200000", "foreign_keys = OFF"):
            self.cruda.execute(f"PRAGMA {orden}")
        self.cruda.execute("BEGIN")
        for nombre, _ in self.indices:
            self.cruda.execute(f"DROP INDEX {nombre}")
        self.cruda.execute("CREATE TEMP TABLE palabras (palabra, expediente_id)")

    def poner(self, tabla: str, columnas: Sequence[str], filas: Iterable[tuple[object, ...]]) -> None:
        destino = "palabras" if tabla == "expediente_palabra" else tabla
        orden = f"INSERT INTO {destino} ({', '.join(columnas)}) VALUES ({', '.join('?' * len(columnas))})"  # noqa: S608 -- of this file
        self.cruda.executemany(orden, ([_de_sqlite(valor) for valor in fila] for fila in filas))

    def cerrar(self) -> None:
        self.cruda.execute("INSERT INTO expediente_palabra SELECT palabra, expediente_id FROM palabras ORDER BY 1, 2")
        self.cruda.execute("DROP TABLE palabras")
        for _, sql in self.indices:
            self.cruda.execute(sql)
        self.cruda.execute("COMMIT")
        self.cruda.execute("ANALYZE")
        self.cruda.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.conexion.invalidate()


class _Postgresql:
    """Rows by COPY."""

    def __init__(self, db: Database) -> None:
        self.engine = db.engine
        self.conexion = db.engine.raw_connection()
        self.cruda = self.conexion.driver_connection

    def abrir(self) -> None:
        self.cruda.execute("SET session_replication_role = replica")
        self.cruda.execute("ALTER TABLE expediente_palabra DROP CONSTRAINT pk_expediente_palabra")

    def poner(self, tabla: str, columnas: Sequence[str], filas: Iterable[tuple[object, ...]]) -> None:
        with self.cruda.cursor().copy(f"COPY {tabla} ({', '.join(columnas)}) FROM STDIN") as copia:
            for fila in filas:
                copia.write_row(fila)

    def cerrar(self) -> None:
        self.cruda.execute(
            "ALTER TABLE expediente_palabra ADD CONSTRAINT pk_expediente_palabra PRIMARY KEY (palabra, expediente_id)"
        )
        self.cruda.commit()
        self.conexion.close()
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as suelta:
            suelta.execute(text("VACUUM ANALYZE"))


def _de_sqlite(valor: object) -> object:
    """As ``Instante`` and the dialect would write it."""
    if isinstance(valor, datetime):
        return f"{valor.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    return valor.isoformat() if isinstance(valor, date) else valor
