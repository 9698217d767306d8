"""The locks also refuse to empty a table at once (PostgreSQL's TRUNCATE asks no row)."""

from __future__ import annotations

from portal.db.migrations import candados

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    candados.poner()
