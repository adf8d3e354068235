"""Finding the calls of one number."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the calls by their caller, then by time."""
    op.create_index("ix_calls_caller", "calls", ["caller", "started"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_calls_caller", "calls")
