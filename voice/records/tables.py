"""The tables of the store, as SQLAlchemy Core sees them; migrations/ builds the same."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A date with time zone, kept and returned in UTC; in SQLite it is stored without the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, and without zone for SQLite. Raises ValueError for a date without zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a date without time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With zone, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

CALLS = sa.Table(
    "calls",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("started", Moment, index=True),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("plan_sha", sa.Text, nullable=False),
    sa.Column("plan_version", sa.Text, nullable=False, server_default=""),
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
    sa.Index("ix_calls_caller", "caller", "started"),
)
"""One row a call; everything but the recording follows from its events."""

EVENTS = sa.Table(
    "events",
    METADATA,
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
"""The journal of each call; `number` counts from 0, `body` is the event as JSON."""

HANDOFFS = sa.Table(
    "handoffs",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("call_id", sa.Text, nullable=False, index=True),
    sa.Column("created", Moment, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)
"""Written summaries as JSON. No foreign key: a summary may arrive before the call's events."""

CALLBACKS = sa.Table(
    "callbacks",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("requested", Moment, nullable=False),
    sa.Column("done", Moment),
    sa.Column("state", sa.Text, nullable=False, server_default="open"),
    sa.Column("rung", sa.Integer, nullable=False, server_default="0"),
    sa.Column("outcome", sa.Text, nullable=False, server_default=""),
    sa.Column("due", Moment),
    sa.Column("leased", Moment),
    sa.Column("agreed_start", Moment),
    sa.Column("agreed_end", Moment),
)
"""Callers who want to be called back."""

NOTES = sa.Table(
    "notes",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("title", sa.JSON, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("caller", sa.Text, nullable=False),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("requested", Moment, nullable=False),
    sa.Column("done", Moment),
)
"""What was promised to callers and a colleague is to do."""

OUTCOMES = sa.Table(
    "outcomes",
    METADATA,
    sa.Column("handoff_id", sa.Text, primary_key=True),
    sa.Column("agent", sa.Text, primary_key=True),
    sa.Column("call_id", sa.Text, nullable=False, index=True),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("understood", sa.JSON, nullable=False),
    sa.Column("given", Moment, nullable=False),
)
"""What agents say became of the calls they had; `understood` is what the bot took them to be about."""

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due", Moment, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
)
"""Summaries for the webhook; `state` is waiting, sent or given_up."""

FILES = sa.Table(
    "files",
    METADATA,
    sa.Column("sha", sa.Text, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""Contents of published files, each once, by its SHA-256."""

VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("file", sa.Text, sa.ForeignKey("files.sha"), nullable=False),
)
"""Which files a version of the dialplans is made of."""

PUBLICATIONS = sa.Table(
    "publications",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("published", Moment, nullable=False),
)
"""What was published when, counted from 1; the highest number is in use. `kind` is publish or rollback."""

LABELS = sa.Table(
    "labels",
    METADATA,
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("rater", sa.Text, primary_key=True),
    sa.Column("transfer", sa.Boolean),
    sa.Column("turn", sa.Integer),
    sa.Column("mood", sa.Text),
    sa.Column("outcome", sa.Text),
    sa.Column("labelled", Moment, nullable=False),
)
"""What a person says about a call, one judgement a rater."""

COMMENTS = sa.Table(
    "comments",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("rater", sa.Text, nullable=False),
    sa.Column("at", sa.Double),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("written", Moment, nullable=False),
)
"""What people remark on a call; `at` is seconds since it was answered, where a remark has a place."""

CRITERIA = sa.Table(
    "criteria",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("scale", sa.Text, nullable=False),
    sa.Column("weight", sa.Integer, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
)
"""What calls are marked for; a retired one is kept for the marks that it has."""

MARKS = sa.Table(
    "marks",
    METADATA,
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("rater", sa.Text, primary_key=True),
    sa.Column("criterion", sa.Integer, sa.ForeignKey("criteria.id"), primary_key=True),
    sa.Column("mark", sa.Integer, nullable=False),
    sa.Column("given", Moment, nullable=False),
)
"""How a person marks a call for a criterion."""
