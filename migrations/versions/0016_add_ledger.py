"""Add the ledger of risks and follow-ups, and the closing of its quarters.

What stood there before is posted from the days that its steps have left on it: a risk as new on
the day found, an item on the day handed out, either as closed or cancelled on that day. Moves
between units and levels were kept nowhere but in the trail, so each stands in the unit and at the
level that it has now.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

POSTED = ("kind", "unit_id", "happened_on", "year", "quarter")


def upgrade() -> None:
    _create_postings("risk_posting", "risk", sa.Column("level", sa.String(20), nullable=False))
    _create_postings("follow_up_posting", "follow_up")
    op.create_table(
        "quarter_closing",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=300), nullable=False),
        sa.Column("recorder_name", sa.String(length=100), nullable=False),
        sa.Column("paper_act_id", sa.Integer(), nullable=True),
        sa.Column("stood", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_quarter_closing_actor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["paper_act_id"],
            ["paper_act.id"],
            name=op.f("fk_quarter_closing_paper_act_id_paper_act"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_closing")),
        sa.UniqueConstraint("year", "quarter", name=op.f("uq_quarter_closing_year_quarter")),
    )
    _post_risks()
    _post_follow_ups()


def _create_postings(name: str, record: str, *more: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column(f"{record}_id", sa.Integer(), nullable=False),
        *more,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            [f"{record}_id"], [f"{record}.id"], name=op.f(f"fk_{name}_{record}_id_{record}")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f(f"fk_{name}_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        for column in (f"{record}_id", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_{name}_{column}"), [column], unique=False)
        batch_op.create_index(f"ix_{name}_counted", ["year", "quarter"], unique=False)


def _post_risks() -> None:
    risk = sa.table("risk", *_columns("id", "unit_id"), sa.column("level", sa.String),
                    *_days("found_on", "closed_on", "cancelled_on"))  # fmt: skip
    ends = {"closed": risk.c.closed_on, "cancelled": risk.c.cancelled_on}
    for kind, day in {"new": risk.c.found_on, **ends}.items():
        rows = _rows(kind, risk.c.unit_id, day, since=risk.c.found_on)
        query = sa.select(risk.c.id, risk.c.level, *rows).where(day.is_not(None))
        _insert("risk_posting", ("risk_id", "level"), query.order_by(risk.c.id))


def _post_follow_ups() -> None:
    item = sa.table("follow_up", *_columns("id", "lead_unit_id"),
                    *_days("assigned_on", "closed_on", "cancelled_on"))  # fmt: skip
    ends = {"closed": item.c.closed_on, "cancelled": item.c.cancelled_on}
    for kind, day in {"new": item.c.assigned_on, **ends}.items():
        rows = _rows(kind, item.c.lead_unit_id, day, since=item.c.assigned_on)
        was_there = sa.and_(day.is_not(None), item.c.assigned_on.is_not(None))
        query = sa.select(item.c.id, *rows).where(was_there).order_by(item.c.id)
        _insert("follow_up_posting", ("follow_up_id",), query)


def _columns(*names: str) -> list[sa.ColumnClause]:
    return [sa.column(name, sa.Integer) for name in names]


def _days(*names: str) -> list[sa.ColumnClause]:
    return [sa.column(name, sa.Date) for name in names]


def _rows(
    kind: str, unit: sa.ColumnElement, day: sa.ColumnElement, *, since: sa.ColumnElement
) -> list[sa.ColumnElement]:
    """Return what POSTED names; nothing is counted in a quarter before that of its beginning."""
    counted = sa.case((day < since, since), else_=day)
    year = sa.cast(sa.extract("year", counted), sa.Integer)
    month = sa.cast(sa.extract("month", counted), sa.Integer)
    quarter = sa.case((month <= 3, 1), (month <= 6, 2), (month <= 9, 3), else_=4)
    return [sa.literal(kind), unit, day, year, quarter]


def _insert(name: str, first: Sequence[str], query: sa.Select) -> None:
    columns = [*first, *POSTED]
    target = sa.table(name, *(sa.column(column) for column in columns))
    op.execute(sa.insert(target).from_select(columns, query))


def downgrade() -> None:
    op.drop_table("quarter_closing")
    op.drop_table("follow_up_posting")
    op.drop_table("risk_posting")
