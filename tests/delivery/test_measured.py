"""What Prometheus is told of answers and tickets, and that every name keeps to its conventions."""

import re
from datetime import timedelta

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.models import Import
from tests.delivery.floor import Floor, asking
from tests.scenarios.office import Office, office

UNITS = ("seconds", "bytes")
OTHER_UNITS = re.compile(r"_(ms|milliseconds|minutes|hours|days|kb|mb|percent)(_|$)")


async def scraped(desk: Office) -> list[Metric]:
    async with asking(desk.bot) as client:
        text = (await client.get("/metrics")).text
    return [one for one in text_string_to_metric_families(text) if one.name.startswith("frt_")]


def samples(families: list[Metric], name: str) -> dict[tuple[str, ...], float]:
    return {
        tuple(one.labels.values()): one.value
        for family in families
        for one in family.samples
        if one.name == name
    }


async def test_answers_are_counted_by_what_was_asked_and_how_it_ended(database_url: str):
    async with office(database_url, by="socket") as desk:
        before = samples(await scraped(desk), "frt_answers_total")
        await desk.type("emma", "help")
        await desk.type("emma", "帮助")
        await desk.type("emma", "warnings nobody")
        await desk.slack.client.fault("views.open", "server_error")
        await desk.slack.client.command("emma", "support-global", "/frt setup")
        await desk.settle()
        families = await scraped(desk)
    after = samples(families, "frt_answers_total")
    grown = {key: n - before.get(key, 0) for key, n in after.items() if n != before.get(key)}
    assert grown == {
        ("help", "answered"): 2,
        ("warnings", "refused"): 1,
        ("setup", "answered"): 1,
        ("setup", "failed"): 1,
    }
    assert samples(families, "frt_answer_seconds_count")[("help",)] >= 2


async def test_what_people_type_never_becomes_a_label(database_url: str):
    async with office(database_url, by="socket") as desk:
        for words in ("geheimnis", "C01SECRET 2026-11-11", "x" * 500):
            await desk.type("emma", words)
        asked = {key[0] for key in samples(await scraped(desk), "frt_answers_total")}
    assert not {one for one in asked if not re.fullmatch(r"[a-z][a-z_. ]{0,40}", one)}
    assert not {one for one in asked if "geheimnis" in one or "xxx" in one}
    assert "other" in asked


async def test_when_tickets_last_came_in_is_told_by_the_teams_number(floor: Floor):
    now = floor.office.clock.now
    seen = samples(await scraped(floor.office), "frt_team_tickets_last_import_timestamp_seconds")
    assert set(seen) <= {("1",), ("2",)}
    async with floor.office.database.write() as session:
        for number, status, rows in ((801, "done", 5), (802, "done", 0), (803, "applying", 5)):
            at = now + timedelta(minutes=number)
            session.add(
                Import(
                    team_id=1,
                    number=number,
                    source="x",
                    file_name="x.csv",
                    file_size=1,
                    sha256=str(number),
                    reading="{}",
                    imported_by="x",
                    status=status,
                    started_at=at,
                    finished_at=at if status == "done" else None,
                    applied_rows=rows,
                )
            )
    told = samples(await scraped(floor.office), "frt_team_tickets_last_import_timestamp_seconds")
    assert told["1",] == (now + timedelta(minutes=801)).timestamp()
    assert told.get(("2",)) == seen.get(("2",))


async def test_names_keep_to_the_conventions_of_prometheus(floor: Floor):
    """https://prometheus.io/docs/practices/naming/, what promtool's check of metrics looks for."""
    families = await scraped(floor.office)
    assert len({one.name for one in families}) == len(families) > 8
    for one in families:
        assert re.fullmatch(r"frt_[a-z][a-z_]*[a-z]", one.name), one.name
        assert one.documentation
        assert not OTHER_UNITS.search(one.name), one.name
        assert not one.name.endswith(("_total", "_count", "_sum", "_bucket", "_info")), one.name
        assert one.type in {"counter", "gauge", "histogram"}, one.name
        if "timestamp" in one.name:
            assert one.name.endswith("_timestamp_seconds"), one.name
        if any(unit in one.name for unit in UNITS):
            assert one.name.endswith(UNITS), one.name
        if one.type == "histogram":
            assert one.name.endswith(UNITS), one.name
