"""`frt import` as a process."""

import json
import subprocess
import sys
from pathlib import Path

from bot.services.team.settings import Choices
from bot.services.team.values import Limit
from tests.cli.conftest import Frt, clean_environment, set_up

CSV = """Ticket ID,Created time,First response time,Source,Agent Name
1,2026-11-18 09:00:00,2026-11-18 09:05:00,Chat,Ana
2,2026-11-18 10:00:00,2026-11-18 10:30:00,Email,Ana
3,2026-11-18 11:00:00,,Chat,Bo
,2026-11-18 12:00:00,,Chat,Bo
"""
STATS = ("stats", "--team", "A", "--period", "2026-11-18", "--json")
NOW = "fixed:2026-11-18T11:05:00+00:00"


async def test_a_file_is_taken_in_once(frt: Frt, tmp_path: Path, database_url: str) -> None:
    (tmp_path / "tickets.csv").write_text(CSV)
    await set_up(database_url, A=Choices())
    take = ("import", "tickets.csv", "--team", "A")
    preview = await frt(*take, "--dry-run")
    assert (preview.code, preview.err) == (0, "")
    assert preview.out.startswith("⚠ 1 of 4 rows were set aside")
    assert "Created time" in preview.out
    assert json.loads((await frt(*STATS, FRT_CLOCK=NOW)).out)["tickets"] == 0
    strict = await frt(*take, "--strict")
    assert (strict.code, len(strict.err.splitlines())) == (1, 1)
    assert json.loads((await frt(*STATS, FRT_CLOCK=NOW)).out)["tickets"] == 0
    first = await frt(*take)
    assert (first.code, first.err) == (0, "")
    assert [line.split()[-1] for line in first.out.splitlines()[2:5]] == ["3", "0", "0"]
    assert "first_response_at  ←  First response time" in first.out
    assert "says nothing of solving" in first.out
    told = json.loads((await frt(*STATS, FRT_CLOCK=NOW)).out)
    assert (told["tickets"], told["met"], told["missed"], told["pending"]) == (3, 1, 1, 1)
    again = await frt(*take)
    assert [line.split()[-1] for line in again.out.splitlines()[2:5]] == ["0", "0", "3"]


async def test_a_file_of_which_nothing_goes_in_is_a_failure(
    frt: Frt, tmp_path: Path, database_url: str
) -> None:
    (tmp_path / "tickets.csv").write_text("id,created\n1,soon\n2,later\n")
    await set_up(database_url, A=Choices())
    for words in (("--dry-run",), ()):
        ended = await frt("import", "tickets.csv", "--team", "A", *words)
        assert ended.code == 1, ended.out
        assert ended.out.startswith("Nothing went in: all 2 rows were set aside.\n")


async def test_what_was_named_once_is_said_and_can_be_dropped(
    frt: Frt, tmp_path: Path, database_url: str
) -> None:
    await set_up(database_url, A=Choices())
    take = ("import", "tickets.csv", "--team", "A")
    row = "{0},2026-11-18 09:00:00,2026-11-17 09:00:00\n"
    said = "These columns are as they were named on"
    for number, (words, remembered) in enumerate(
        ((("--map", "opened_at=Raised"), False), ((), True), (("--forget-mapping",), False))
    ):
        text = "id,created,Raised\n" + "".join(row.format(at) for at in range(number + 1))
        (tmp_path / "tickets.csv").write_text(text)
        ended = await frt(*take, *words)
        assert (ended.code, said in ended.out) == (0, remembered), ended


async def test_what_is_sent_to_the_command_is_a_file(tmp_path: Path, database_url: str) -> None:
    await set_up(database_url, A=Choices())
    taken = _sent(CSV, tmp_path, database_url)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert [line.split()[-1] for line in taken.stdout.splitlines()[2:5]] == ["3", "0", "0"]
    empty = _sent("", tmp_path, database_url)
    assert (empty.returncode, empty.stdout, empty.stderr[:9]) == (1, "", "stdin is ")


def _sent(content: str, folder: Path, database_url: str) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-m", "bot", "import", "-", "--team", "A"]
    environment = clean_environment(FRT_DATABASE_URL=database_url)
    return subprocess.run(
        words,
        input=content,
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_what_cannot_be_read_is_one_line(frt: Frt, tmp_path: Path, database_url: str) -> None:
    (tmp_path / "tickets.csv").write_text(CSV)
    await set_up(database_url, A=Choices())
    for words, code in (
        (("nowhere.csv", "--team", "A"), 1),
        (("tickets.csv", "--team", "B"), 1),
        (("tickets.csv", "--team", "A", "--map", "opened_at=Nothing"), 1),
        (("tickets.csv", "--team", "A", "--date-order", "xyz"), 2),
        (("tickets.csv", "--team", "A", "--tz", "Asia/Shanghia"), 1),
    ):
        ended = await frt("import", *words)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (code, "", 1), words


async def test_a_second_file_that_turns_a_verdict_says_so(
    frt: Frt, tmp_path: Path, database_url: str
) -> None:
    await set_up(database_url, A=Choices(limits=(Limit(600),)))
    take = ("import", "tickets.csv", "--team", "A")
    row = "1,2026-11-18 09:05:00,2026-11-18 {0}:00,Chat,Ana\n2,2026-11-18 09:05:00,{1},Chat,{2}\n"
    head = CSV.splitlines(keepends=True)[0]
    outs, dry = [], []
    for reply, other, agent, words in (
        ("09:40", "", "Ana", ()),
        ("09:12", "", "Bo", ()),
        ("09:12", "", "Bo", ("--source", "other")),
        ("09:13", "", "Ana", ()),
        ("09:13", "", "Ana", ()),
    ):
        (tmp_path / "tickets.csv").write_text(head + row.format(reply, other, agent))
        clock = {"FRT_CLOCK": "fixed:2026-11-18T11:05:00+00:00"}
        dry.append((await frt(*take, *words, "--dry-run", **clock)).out)
        ended = await frt(*take, *words, **clock)
        assert (ended.code, ended.err) == (0, "")
        outs.append(ended.out)
    assert ["verdict" in out for out in outs] == [False, True, False, False, False]
    assert ["verdict" in out for out in dry] == ["verdict" in out for out in outs]
    assert all("2 updated, of which 1 changes a verdict.\n" in out for out in (outs[1], dry[1]))
