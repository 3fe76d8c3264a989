"""Whatever the planner posts has a name in both languages."""

from pathlib import Path

import pytest

from bot.app import planner_for
from bot.deps import deps_for
from bot.settings import Settings
from bot.text import LANGUAGES, catalogue


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_kind_of_post_has_a_name(language: str, tmp_path: Path):
    told = {"database_url": f"sqlite:///{tmp_path}/frt.sqlite3", "slack_bot_token": "xoxb-1"}
    settings = Settings(_env_file=None, **told)
    deps = deps_for(settings)
    kinds = planner_for(deps)._rhythms
    await deps.database.close()
    assert [one for one in kinds if f"delivery.kind.{one}" not in catalogue(language)] == []
