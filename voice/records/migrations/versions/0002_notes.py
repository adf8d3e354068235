"""What was promised to callers and a colleague is to do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build the table of notes."""
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("caller", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("requested", _MOMENT, nullable=False),
        sa.Column("done", _MOMENT),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_notes_call_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_call_id", "notes", ["call_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("notes")
