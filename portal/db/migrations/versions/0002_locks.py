"""History, filed documents, numbers and instants are locked by the engine."""

from __future__ import annotations

from portal.db.migrations import candados

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    candados.poner()
