"""Keep lists quick: what tabs count stands in their indexes; a mark of what processes keep."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LISTED_BY = ("state", "due_on", "year", "number", "closed_on", "assigned_on")
INDEXES = {"ix_follow_up_unit_list": ("lead_unit_id",), "ix_follow_up_list": ()}


def _rebuild(*more: str) -> None:
    for name, first in INDEXES.items():
        op.drop_index(name, table_name="follow_up")
        op.create_index(name, "follow_up", [*first, *LISTED_BY, *more], unique=False)


def upgrade() -> None:
    _rebuild("is_long_term")
    renewal = op.create_table(
        "renewal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
    )
    op.bulk_insert(renewal, [{"id": 1, "nonce": secrets.token_hex(16)}])


def downgrade() -> None:
    _rebuild()
    op.drop_table("renewal")
