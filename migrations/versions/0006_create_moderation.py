"""Create the tables of moderation; images and flags get what policy decided.

Locks: images and moderation_flags for the moment that adding columns takes.
Old code on the new schema: works; what it records counts as posted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import Json, RowId, Snowflake, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQLITE_GUARD = """
CREATE TRIGGER moderation_actions_{verb} BEFORE {verb} ON moderation_actions
BEGIN SELECT RAISE(ABORT, 'moderation_actions is append-only'); END
"""
POSTGRES_GUARD = (
    """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'moderation_actions is append-only'; END $$
""",
    """
CREATE TRIGGER moderation_actions_guard BEFORE UPDATE OR DELETE ON moderation_actions
FOR EACH ROW EXECUTE FUNCTION refuse_change()
""",
)


TABLES = (
    "moderation_settings",
    "channels",
    "prompt_rules",
    "bans",
    "strikes",
    "moderation_actions",
    "refusals",
    "terms_acceptances",
    "reports",
    "appeals",
)


def upgrade() -> None:
    create_moderation_settings()
    create_channels()
    create_prompt_rules()
    create_bans()
    create_strikes()
    create_moderation_actions()
    create_refusals()
    create_terms_acceptances()
    create_reports()
    create_appeals()
    extend_images()
    extend_moderation_flags()
    guard_moderation_actions()


def downgrade() -> None:
    op.drop_index("ix_moderation_flags_guild_id_review", "moderation_flags")
    for column in ("review_message_id", "review_channel_id", "review", "policy_version", "reason"):
        op.drop_column("moderation_flags", column)
    op.drop_column("images", "action")
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def guard_moderation_actions() -> None:
    """The log of decisions is only ever added to, also by hand."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES_GUARD:
            op.execute(statement)
    else:
        for verb in ("update", "delete"):
            op.execute(SQLITE_GUARD.format(verb=verb))


def extend_images() -> None:
    op.add_column(
        "images",
        sa.Column("action", sa.String(16), server_default=sa.text("'post'"), nullable=False),
    )


def extend_moderation_flags() -> None:
    for name, length, default in (
        ("reason", 64, "''"),
        ("policy_version", 32, "''"),
        ("review", 16, "'closed'"),
    ):
        column = sa.Column(name, sa.String(length), server_default=sa.text(default), nullable=False)
        op.add_column("moderation_flags", column)
    for name in ("review_channel_id", "review_message_id"):
        op.add_column("moderation_flags", sa.Column(name, Snowflake()))
    op.create_index(
        "ix_moderation_flags_guild_id_review", "moderation_flags", ["guild_id", "review"]
    )


def create_moderation_settings() -> None:
    op.create_table(
        "moderation_settings",
        sa.Column("guild_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("general_offset", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("restricted_offset", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("thresholds", Json, nullable=False),
        sa.Column(
            "restricted_action", sa.String(16), server_default=sa.text("'withhold'"), nullable=False
        ),
        sa.Column("review_channel_id", Snowflake()),
        sa.Column("moderator_role_ids", Json, nullable=False),
        sa.Column("drawing_role_ids", Json, nullable=False),
        sa.Column("pause_reason", sa.String(300)),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_moderation_settings"),
    )


def create_channels() -> None:
    op.create_table(
        "channels",
        sa.Column("id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("guild_id", Snowflake(), nullable=False),
        sa.Column("is_allowed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("lock_reason", sa.String(300)),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
    )
    op.create_index("ix_channels_guild_id", "channels", ["guild_id"])


def create_prompt_rules() -> None:
    op.create_table(
        "prompt_rules",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("pattern", sa.String(200), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("exceptions", Json, nullable=False),
        sa.Column("negative_prompt", sa.String(300), server_default=sa.text("''"), nullable=False),
        sa.Column("created_by", Snowflake()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prompt_rules"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_prompt_rules_guild_id", "prompt_rules", ["guild_id"])


def create_bans() -> None:
    op.create_table(
        "bans",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("created_by", Snowflake()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime()),
        sa.Column("lifted_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_bans"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bans_user_id", "bans", ["user_id"])


def create_strikes() -> None:
    op.create_table(
        "strikes",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("job_id", RowId),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("created_by", Snowflake()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("forgiven_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_strikes"),
        sa.CheckConstraint("weight > 0", name=op.f("ck_strikes_weight")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_strikes_created_at", "strikes", ["created_at"])
    op.create_index("ix_strikes_user_id", "strikes", ["user_id"])
    op.create_index("uq_strikes_job_id", "strikes", ["job_id"], unique=True)


def create_moderation_actions() -> None:
    op.create_table(
        "moderation_actions",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("actor_id", Snowflake()),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("user_id", Snowflake()),
        sa.Column("job_id", RowId),
        sa.Column("image_id", RowId),
        sa.Column("details", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_actions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moderation_actions_guild_id_id", "moderation_actions", ["guild_id", "id"])
    op.create_index("ix_moderation_actions_user_id", "moderation_actions", ["user_id"])


def create_refusals() -> None:
    op.create_table(
        "refusals",
        sa.Column("interaction_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("rule_id", RowId),
        sa.Column("prompt", sa.String(4000)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("interaction_id", name="pk_refusals"),
    )
    op.create_index("ix_refusals_created_at", "refusals", ["created_at"])
    op.create_index("ix_refusals_user_id", "refusals", ["user_id"])


def create_terms_acceptances() -> None:
    op.create_table(
        "terms_acceptances",
        sa.Column("user_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "version", name="pk_terms_acceptances"),
    )


def create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("job_id", RowId, nullable=False),
        sa.Column("image_id", RowId, nullable=False),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(16), server_default=sa.text("'open'"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_reports_job_id_jobs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reports_guild_id", "reports", ["guild_id"])
    op.create_index("ix_reports_job_id", "reports", ["job_id"])
    op.create_index("uq_reports_image_id_user_id", "reports", ["image_id", "user_id"], unique=True)


def create_appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("subject_id", Snowflake(), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(16), server_default=sa.text("'open'"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_appeals_guild_id", "appeals", ["guild_id"])
    op.create_index(
        "uq_appeals_subject_subject_id_user_id",
        "appeals",
        ["subject", "subject_id", "user_id"],
        unique=True,
    )
