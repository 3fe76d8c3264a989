"""The migrations' files are named after their revisions, which is how a process reads them."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.db import schema

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def test_the_files_names_say_what_alembic_says(tmp_path):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    by_name = {Path(one.path).name.partition("_")[0] for one in scripts.walk_revisions()}
    assert by_name == {one.revision for one in scripts.walk_revisions()}
    assert schema(f"sqlite:///{tmp_path}/none.sqlite3").head == scripts.get_current_head()


def test_a_database_says_where_it_stands(sqlite_template, tmp_path):
    migrated = schema(f"sqlite:///{sqlite_template}")
    assert (migrated.at_head, migrated.known) == (True, True)
    empty = schema(f"sqlite:///{tmp_path}/none.sqlite3")
    assert (empty.current, empty.at_head, empty.known) == (None, False, True)
