"""What was chosen in confidence is sealed. What stood in clear of it goes, and is chosen again: no key is at hand here."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CLEAR = {"couples": ("phase", "phase_yes", "rules"), "people": ("disclosure", "detail")}


def upgrade() -> None:
    for table, names in CLEAR.items():
        op.add_column(table, sa.Column("confidences_sealed", sa.LargeBinary(), nullable=True))
        rows = sa.table(table, sa.column("id", sa.String), sa.column("settings", sa.JSON))
        for row_id, settings in op.get_bind().execute(sa.select(rows.c.id, rows.c.settings)).all():
            settings = json.loads(settings) if isinstance(settings, str) else settings
            left = {name: value for name, value in settings.items() if name not in names}
            if left != settings:
                op.execute(rows.update().where(rows.c.id == row_id).values(settings=left))


def downgrade() -> None:
    for table in CLEAR:
        op.drop_column(table, "confidences_sealed")
