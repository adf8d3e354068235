"""Calls, their events, hand-overs, callbacks and the webhook's outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build all tables."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("started", _MOMENT),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("plan_sha", sa.Text, nullable=False),
        sa.Column("caller", sa.Text, nullable=False),
        sa.Column("dialled", sa.Text, nullable=False),
        sa.Column("door", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Double),
        sa.Column("ended", sa.Text),
        sa.Column("handoff", sa.Text),
        sa.Column("handoff_id", sa.Text),
        sa.Column("recording", sa.Text),
        sa.Column("events", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
    )
    op.create_index("ix_calls_started", "calls", ["started"])
    op.create_table(
        "events",
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_events_call_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "number", name="pk_events"),
    )
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
    )
    op.create_index("ix_handoffs_call_id", "handoffs", ["call_id"])
    op.create_index("ix_handoffs_created", "handoffs", ["created"])
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("requested", _MOMENT, nullable=False),
        sa.Column("done", _MOMENT),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_callbacks_call_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
    )
    op.create_index("ix_callbacks_call_id", "callbacks", ["call_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", _MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_due", "outbox", ["due"])


def downgrade() -> None:
    """Drop all tables."""
    for table in ("outbox", "callbacks", "handoffs", "events", "calls"):
        op.drop_table(table)
