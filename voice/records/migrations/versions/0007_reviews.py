"""Comments on calls, and scorecards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build the tables."""
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("rater", sa.Text, nullable=False),
        sa.Column("at", sa.Double),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_comments_call_id", ondelete="CASCADE"),
    )
    op.create_index("ix_comments_call_id", "comments", ["call_id"])
    op.create_table(
        "criteria",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("scale", sa.Text, nullable=False),
        sa.Column("weight", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
    )
    op.create_table(
        "marks",
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("rater", sa.Text, nullable=False),
        sa.Column("criterion", sa.Integer, nullable=False),
        sa.Column("mark", sa.Integer, nullable=False),
        sa.Column("given", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_marks_call_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["criterion"], ["criteria.id"], name="fk_marks_criterion"),
        sa.PrimaryKeyConstraint("call_id", "rater", "criterion", name="pk_marks"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("marks")
    op.drop_table("criteria")
    op.drop_table("comments")
