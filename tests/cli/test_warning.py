"""`frt warning`, in a shell of its own."""

from bot.services.team.settings import Choices
from tests.cli.conftest import Frt, set_up


async def test_what_a_team_watches(frt: Frt, database_url: str) -> None:
    await set_up(database_url, Desk=Choices())
    watched = (await frt("warning", "list", "--team", "Desk")).out.splitlines()
    assert [line.split()[0] for line in watched] == ["metric", "frt_median"]
    assert watched[1].endswith("12 min         15 min")

    chosen = await frt(
        *("warning", "set", "attainment", "--team", "Desk"),
        *("--limit", "80%", "--warning", "85%", "--target", "90%"),
    )
    assert chosen.code == 0
    assert chosen.out.splitlines()[1].split()[-3:] == ["90%", "85%", "80%"]
    assert "frt_median" not in chosen.out

    refused = await frt("warning", "set", "foo", "--team", "Desk", "--limit", "3")
    assert refused.code == 1
    assert "frt_median, frt_mean" in refused.err

    left = await frt("warning", "remove", "attainment", "--team", "Desk")
    assert "frt_median" in left.out
    assert "attainment" not in left.out
