"""Add the index of the search; on SQLite a full-text table that follows it by triggers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# `ascii` takes every character beyond ASCII for a letter, so that no rare one is lost.
FULL_TEXT = """
CREATE VIRTUAL TABLE search_grams USING fts5(
    grams, content='search_entry', content_rowid='id', tokenize='ascii', detail=none, columnsize=0
)
"""
INSERT = "INSERT INTO search_grams (rowid, grams) VALUES (new.id, new.grams);"
DELETE = (
    "INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', old.id, old.grams);"
)
TRIGGERS = {"insert": INSERT, "delete": DELETE, "update": DELETE + INSERT}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer() if is_sqlite else sa.BigInteger(), nullable=False,
                  autoincrement=False),
        sa.Column("owner_id", sa.Integer() if is_sqlite else sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("grams", sa.Text() if is_sqlite else postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )  # fmt: skip
    op.create_index(op.f("ix_search_entry_owner_id"), "search_entry", ["owner_id"])
    op.create_table(
        "search_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("layout", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_progress")),
    )
    if not is_sqlite:
        # What is new would else be kept in a list that each search goes through.
        op.create_index(
            "ix_search_entry_grams", "search_entry", ["grams"], postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )  # fmt: skip
        return
    op.execute(FULL_TEXT)
    for event, steps in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER search_entry_{event} AFTER {event.upper()} ON search_entry "
            f"BEGIN {steps} END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in TRIGGERS:
            op.execute(f"DROP TRIGGER search_entry_{event}")
        op.execute("DROP TABLE search_grams")
    op.drop_table("search_progress")
    op.drop_table("search_entry")
