"""Create guilds, users, jobs, images and moderation_flags.

Locks: nothing; the tables are new.
Old code on the new schema: there is none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import Json, RowId, Snowflake, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATES = "'queued', 'running', 'rendered', 'delivered', 'failed', 'cancelled', 'withheld'"
ENDS = "'delivered', 'failed', 'cancelled', 'withheld'"
UNTOLD = "told_at IS NULL AND ended_at IS NOT NULL"


def upgrade() -> None:
    create_guilds()
    create_users()
    create_jobs()
    create_images()
    create_moderation_flags()


def downgrade() -> None:
    for table in ("moderation_flags", "images", "jobs", "users", "guilds"):
        op.drop_table(table)


def create_guilds() -> None:
    op.create_table(
        "guilds",
        sa.Column("id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("max_num_images", sa.Integer()),
        sa.Column("daily_images", sa.Integer()),
        sa.Column("locale", sa.String(16)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guilds"),
        sa.CheckConstraint("max_num_images >= 1", name=op.f("ck_guilds_max_num_images")),
    )


def create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("locale", sa.String(16)),
        sa.Column("usage_day", sa.Date()),
        sa.Column("usage_images", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.CheckConstraint("usage_images >= 0", name=op.f("ck_users_usage_images")),
    )


def create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", RowId, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("channel_id", Snowflake(), nullable=False),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("message_id", Snowflake()),
        sa.Column("interaction_id", Snowflake(), nullable=False),
        sa.Column("parent_image_id", RowId),
        sa.Column("params", Json, nullable=False),
        sa.Column("num_images", sa.Integer(), nullable=False),
        sa.Column("model_hash", sa.String(128)),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_owner", sa.String(128)),
        sa.Column("lease_expires_at", UtcDateTime()),
        sa.Column("error_code", sa.String(64)),
        sa.Column("error_facts", Json),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime()),
        sa.Column("rendered_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("told_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("interaction_id", name="uq_jobs_interaction_id"),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_jobs_state")),
        sa.CheckConstraint("num_images >= 1", name=op.f("ck_jobs_num_images")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_jobs_attempts")),
        sa.CheckConstraint(
            "state <> 'running' OR lease_expires_at IS NOT NULL", name=op.f("ck_jobs_lease")
        ),
        sa.CheckConstraint(
            f"(ended_at IS NOT NULL) = (state IN ({ENDS}))", name=op.f("ck_jobs_end")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_state_id", "jobs", ["state", "id"])
    op.create_index("ix_jobs_user_id_state", "jobs", ["user_id", "state"])
    op.create_index("ix_jobs_message_id", "jobs", ["message_id"])
    op.create_index("ix_jobs_lease_owner", "jobs", ["lease_owner"])
    op.create_index(
        "ix_jobs_untold",
        "jobs",
        ["id"],
        sqlite_where=sa.text(UNTOLD),
        postgresql_where=sa.text(UNTOLD),
    )


def create_images() -> None:
    op.create_table(
        "images",
        sa.Column("id", RowId, nullable=False),
        sa.Column("job_id", RowId, nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("seed", Snowflake(), nullable=False),
        sa.Column("params", Json, nullable=False),
        sa.Column("file", sa.String(255)),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("watermark_id", Snowflake()),
        sa.Column("is_clean", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(64)),
        sa.Column("scores", Json, nullable=False),
        sa.Column("recipe", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_images"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_images_job_id_jobs"),
        sa.UniqueConstraint("job_id", "index", name="uq_images_job_id_index"),
        sa.UniqueConstraint("watermark_id", name="uq_images_watermark_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_images_sha256", "images", ["sha256"])


def create_moderation_flags() -> None:
    op.create_table(
        "moderation_flags",
        sa.Column("id", RowId, nullable=False),
        sa.Column("image_id", RowId),
        sa.Column("job_id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake()),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("classifier", sa.String(128), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_flags"),
        sa.UniqueConstraint("image_id", name="uq_moderation_flags_image_id"),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["images.id"],
            name="fk_moderation_flags_image_id_images",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_moderation_flags_job_id_jobs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moderation_flags_job_id", "moderation_flags", ["job_id"])
    op.create_index("ix_moderation_flags_guild_id", "moderation_flags", ["guild_id"])
