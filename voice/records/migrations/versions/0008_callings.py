"""How far the gateway has come with calling back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("state", "rung", "outcome", "due", "leased")


def upgrade() -> None:
    """Add what is known of the attempts."""
    op.add_column("callbacks", sa.Column("state", sa.Text, nullable=False, server_default="open"))
    op.add_column("callbacks", sa.Column("rung", sa.Integer, nullable=False, server_default="0"))
    op.add_column("callbacks", sa.Column("outcome", sa.Text, nullable=False, server_default=""))
    op.add_column("callbacks", sa.Column("due", sa.DateTime(timezone=True)))
    op.add_column("callbacks", sa.Column("leased", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("callbacks") as table:
        for name in COLUMNS:
            table.drop_column(name)
