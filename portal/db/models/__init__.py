"""All tables, so that one import registers them."""

from __future__ import annotations

from portal.db.models.cuentas import (
    AceptacionRow,
    AdministradoRow,
    BoletoRow,
    CuentaRow,
    EnlaceRow,
    InstalacionRow,
    InstitucionVersionRow,
    IntentoRow,
    InvitacionRow,
    MiembroRow,
    SesionRow,
)
from portal.db.models.tramites import (
    BorradorRow,
    CargaRow,
    CorrelativoRow,
    CorreoSalienteRow,
    DocumentoRow,
    ExpedienteRow,
    MovimientoRow,
    RegistroPalabraRow,
    RegistroRow,
)

__all__ = [
    "AceptacionRow",
    "AdministradoRow",
    "BoletoRow",
    "BorradorRow",
    "CargaRow",
    "CorrelativoRow",
    "CorreoSalienteRow",
    "CuentaRow",
    "DocumentoRow",
    "EnlaceRow",
    "ExpedienteRow",
    "InstalacionRow",
    "InstitucionVersionRow",
    "IntentoRow",
    "InvitacionRow",
    "MiembroRow",
    "MovimientoRow",
    "RegistroPalabraRow",
    "RegistroRow",
    "SesionRow",
]
