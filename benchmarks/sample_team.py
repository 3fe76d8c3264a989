"""Fill the database of the settings with the demo's teams: `python -m benchmarks.sample_team`."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.db import Database, migrate
from bot.services.samples.teams import add_sample_teams
from bot.settings import Settings


def main() -> None:
    """Migrate, then add both teams with their tickets up to now."""
    url = Settings().database_url
    migrate(url)

    async def add() -> None:
        database = Database(url)
        with tempfile.TemporaryDirectory() as folder:
            await add_sample_teams(database, url, Path(folder), datetime.now(UTC))
        await database.close()

    asyncio.run(add())


if __name__ == "__main__":
    main()
