"""The migrations make what the models say, and no plaintext column exists for words."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models import Base
from models.database import alembic_config, newest
from tests.stage import copy_house, open_house


async def test_models_match_the_migrations(house, tmp_path):
    """A new house is what they have made; to open it again changes nothing."""
    copy_house(house, tmp_path / "house")
    for _ in range(2):
        database = await open_house(tmp_path / "house")
        try:
            async with database.engine.connect() as connection:
                assert await connection.run_sync(differences) == []
        finally:
            await database.close()


def differences(connection: Connection) -> list:
    return compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_a_migration_is_called_by_its_number():
    """So that a start can tell without Alembic whether there is anything to do."""
    assert newest() == ScriptDirectory.from_config(alembic_config()).get_current_head()
