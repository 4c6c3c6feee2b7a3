"""What of a mail is there is known: the files of one that was not fetched whole stand beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; there is no way back."""
    op.add_column("places", sa.Column("parts", sa.JSON(), nullable=True))
