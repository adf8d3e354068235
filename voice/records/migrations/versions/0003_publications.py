"""Published versions of the dialplans, and which of them a call was answered with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build their tables."""
    op.add_column("calls", sa.Column("plan_version", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "files",
        sa.Column("sha", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha", name="pk_files"),
    )
    op.create_table(
        "versions",
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["file"], ["files.sha"], name="fk_versions_file"),
        sa.PrimaryKeyConstraint("version", "path", name="pk_versions"),
    )
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_publications"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("publications", "versions", "files"):
        op.drop_table(table)
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("plan_version")
