"""Create the tables of credits and of the fair order; jobs get a lane, tags and a price.

Waiting jobs keep their order and cost nothing; going back forgets every balance.

Locks: jobs, while columns and an index are added: under a second for 100 000 jobs.
Old code on the new schema: it runs; what it queues is drawn first and free of charge.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import RowId, Snowflake, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW_TABLES = (
    "credit_entries",
    "credit_accounts",
    "guild_credits",
    "role_allowances",
    "lanes",
    "lane_marks",
    "flows",
)
TAG_COLUMNS = ("start_tag", "finish_tag", "cost", "price", "work")
IS_HOLD = sa.text("kind = 'hold'")
IS_END = sa.text("kind IN ('settle', 'refund')")


def upgrade() -> None:
    extend_jobs()
    create_accounts()
    create_entries()
    create_settings()
    create_order()


def downgrade() -> None:
    for table in NEW_TABLES:
        op.drop_table(table)
    op.drop_index("ix_jobs_state_lane_start_tag_id_cost", "jobs")
    for column in ("lane", *TAG_COLUMNS, "paid"):
        op.drop_column("jobs", column)


def amount(name: str, *, default: bool = False) -> sa.Column[int]:
    """Return a column of thousandths, or of anything that is counted like them."""
    zero = sa.text("0") if default else None
    return sa.Column(name, sa.BigInteger(), server_default=zero, nullable=False)


def extend_jobs() -> None:
    lane = sa.Column("lane", sa.String(16), server_default=sa.text("'fast'"), nullable=False)
    op.add_column("jobs", lane)
    for name in TAG_COLUMNS:
        op.add_column("jobs", amount(name, default=True))
    op.add_column("jobs", sa.Column("paid", sa.BigInteger()))
    columns = ["state", "lane", "start_tag", "id", "cost"]
    op.create_index("ix_jobs_state_lane_start_tag_id_cost", "jobs", columns)


def create_accounts() -> None:
    op.create_table(
        "credit_accounts",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake(), nullable=False),
        sa.Column("user_id", Snowflake(), nullable=False),
        amount("balance"),
        amount("held", default=True),
        amount("refilled"),
        amount("refilled_ms"),
        amount("capacity"),
        amount("per_day"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_credit_accounts"),
        sa.UniqueConstraint("guild_id", "user_id", name="uq_credit_accounts_guild_id_user_id"),
        sa.CheckConstraint("held >= 0", name=op.f("ck_credit_accounts_held")),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_credit_accounts_balance")),
        sqlite_autoincrement=True,
    )


def create_entries() -> None:
    kinds = "('hold', 'settle', 'refund', 'grant', 'adjust')"
    op.create_table(
        "credit_entries",
        sa.Column("id", RowId, nullable=False),
        sa.Column("account_id", RowId, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        amount("amount"),
        sa.Column("job_id", RowId),
        sa.Column("actor_id", Snowflake()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_credit_entries"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["credit_accounts.id"],
            name="fk_credit_entries_account_id_credit_accounts",
        ),
        sa.CheckConstraint(f"kind IN {kinds}", name=op.f("ck_credit_entries_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_credit_entries_account_id_id", "credit_entries", ["account_id", "id"])
    for name, condition in (("hold", IS_HOLD), ("end", IS_END)):
        op.create_index(
            f"uq_credit_entries_{name}",
            "credit_entries",
            ["job_id", "account_id"],
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def create_settings() -> None:
    op.create_table(
        "guild_credits",
        sa.Column("guild_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("capacity", sa.BigInteger()),
        sa.Column("per_day", sa.BigInteger()),
        sa.Column("pool_capacity", sa.BigInteger()),
        sa.Column("pool_per_day", sa.BigInteger()),
        sa.Column("has_relaxed", sa.Boolean()),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_credits"),
    )
    op.create_table(
        "role_allowances",
        sa.Column("guild_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("role_id", Snowflake(), autoincrement=False, nullable=False),
        amount("capacity"),
        amount("per_day"),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "role_id", name="pk_role_allowances"),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_role_allowances_weight")),
    )


def create_order() -> None:
    op.create_table(
        "lanes",
        sa.Column("name", sa.String(16), nullable=False),
        amount("start_tag", default=True),
        sa.Column("job_id", RowId, server_default=sa.text("0"), nullable=False),
        amount("finish", default=True),
        amount("debt", default=True),
        amount("marked_ms", default=True),
        sa.PrimaryKeyConstraint("name", name="pk_lanes"),
    )
    op.create_table(
        "lane_marks",
        sa.Column("lane", sa.String(16), nullable=False),
        sa.Column("start_tag", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("job_id", RowId, autoincrement=False, nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        amount("work"),
        sa.PrimaryKeyConstraint("lane", "start_tag", "job_id", name="pk_lane_marks"),
    )
    op.create_table(
        "flows",
        sa.Column("guild_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("user_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.String(16), nullable=False),
        amount("finish"),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "lane", name="pk_flows"),
    )
