"""The migrations make what the models say, and no plaintext column exists for words."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models import Base
from models.database import Database, alembic_config, newest, open_database


async def test_models_match_the_migrations(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path}/a.db", tmp_path / "keys" / "master.keys")
    try:
        async with database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await database.close()


def differences(connection: Connection) -> list:
    return compare_metadata(MigrationContext.configure(connection), Base.metadata)


async def test_opening_twice_changes_nothing(tmp_path):
    for _ in range(2):
        database: Database = await open_database(f"sqlite:///{tmp_path}/a.db", tmp_path / "keys" / "master.keys")
        await database.close()


def test_a_migration_is_called_by_its_number():
    """So that a start can tell without Alembic whether there is anything to do."""
    assert newest() == ScriptDirectory.from_config(alembic_config()).get_current_head()
