"""Index of uploads by SHA-256: whether anybody still names a file is asked each time one is taken out."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index."""
    op.create_index("ix_carga_sha256", "carga", ["sha256"])
