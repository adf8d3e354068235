"""The time at which a caller wants to be called back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("agreed_start", "agreed_end")


def upgrade() -> None:
    """Add when it begins and ends."""
    for name in COLUMNS:
        op.add_column("callbacks", sa.Column(name, sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("callbacks") as table:
        for name in COLUMNS:
            table.drop_column(name)
