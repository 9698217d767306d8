"""The non-business days of Peru with their legal basis, as a preset would carry them."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from portal.domain.calendario import Calendario, ReglaFeriado, feriados

LIMA = ZoneInfo("America/Lima")

DL_713 = "Decreto Legislativo 713, art. 6"
DS_042_2025 = "Decreto Supremo 042-2025-PCM"

NACIONALES = (
    ReglaFeriado("Año Nuevo", DL_713, mes=1, dia=1),
    ReglaFeriado("Jueves Santo", DL_713, pascua=-3),
    ReglaFeriado("Viernes Santo", DL_713, pascua=-2),
    ReglaFeriado("Día del Trabajo", DL_713, mes=5, dia=1),
    ReglaFeriado("Batalla de Arica y Día de la Bandera", "Ley 31788", mes=6, dia=7, desde=2024),
    ReglaFeriado("San Pedro y San Pablo", DL_713, mes=6, dia=29),
    ReglaFeriado("Día de la Fuerza Aérea del Perú", "Ley 31822", mes=7, dia=23, desde=2023),
    ReglaFeriado("Fiestas Patrias", DL_713, mes=7, dia=28),
    ReglaFeriado("Fiestas Patrias", DL_713, mes=7, dia=29),
    ReglaFeriado("Batalla de Junín", "Ley 31530", mes=8, dia=6, desde=2022),
    ReglaFeriado("Santa Rosa de Lima", DL_713, mes=8, dia=30),
    ReglaFeriado("Combate de Angamos", DL_713, mes=10, dia=8),
    ReglaFeriado("Todos los Santos", DL_713, mes=11, dia=1),
    ReglaFeriado("Inmaculada Concepción", DL_713, mes=12, dia=8),
    ReglaFeriado("Batalla de Ayacucho", "Ley 31381", mes=12, dia=9, desde=2022),
    ReglaFeriado("Navidad", DL_713, mes=12, dia=25),
)

NO_LABORABLES = (
    ReglaFeriado("Día no laborable del sector público", DS_042_2025, mes=5, dia=2, desde=2025, hasta=2025),
    ReglaFeriado("Día no laborable del sector público", DS_042_2025, mes=12, dia=26, desde=2025, hasta=2025),
    ReglaFeriado("Día no laborable del sector público", DS_042_2025, mes=1, dia=2, desde=2026, hasta=2026),
)

DIAS = feriados(NACIONALES + NO_LABORABLES, range(2025, 2028))

DIA_ENTERO = Calendario(zona=LIMA, dias=DIAS)
CON_CIERRE = Calendario(zona=LIMA, dias=DIAS, cierre=time(16, 30))
