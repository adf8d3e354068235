"""What people say about calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build the table of labels."""
    op.create_table(
        "labels",
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("rater", sa.Text, nullable=False),
        sa.Column("transfer", sa.Boolean),
        sa.Column("turn", sa.Integer),
        sa.Column("mood", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("labelled", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_labels_call_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "rater", name="pk_labels"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("labels")
