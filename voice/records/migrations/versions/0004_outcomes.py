"""What agents say became of the calls they had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build the table of outcomes."""
    op.create_table(
        "outcomes",
        sa.Column("handoff_id", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("understood", sa.JSON, nullable=False),
        sa.Column("given", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("handoff_id", "agent", name="pk_outcomes"),
    )
    op.create_index("ix_outcomes_call_id", "outcomes", ["call_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("outcomes")
