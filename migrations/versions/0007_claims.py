"""Who plays an alarm that is due is written down before it is played."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alarms", sa.Column("claimed_by", sa.String(32), nullable=True))
    op.add_column("alarms", sa.Column("claimed_for", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("alarms", "claimed_for")
    op.drop_column("alarms", "claimed_by")
