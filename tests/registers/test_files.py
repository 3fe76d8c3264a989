"""A register as a file: names and words as people say them, and nothing that a sheet would run."""

import csv

import pytest
from python_calamine import load_workbook

from bot.db import Database
from bot.models import SlackUser
from bot.registers import REGISTERS
from bot.registers.training import Training
from bot.services.team import Choices
from tests.cli.conftest import database_url, frt, set_up
from tests.registers.samples import AT

__all__ = ["database_url", "frt"]


@pytest.fixture
async def kept(database_url):
    """Keep an entry whose course begins as a formula does."""
    await set_up(database_url, Ours=Choices())
    database = Database(database_url)
    common = {"team_id": 1, "created_by": "U01EMMA", "created_at": AT, "person_id": "U01NOAH"}
    person = {"id": "U01NOAH", "name": "Noah W", "locale": "en-GB", "zone": "UTC"}
    async with database.write() as session:
        session.add(SlackUser(**person, refreshed_at=AT))
        session.add(
            Training(number=1, status="failed", course="=1+1", kind="skill", hours=2.5, **common)
        )
    await database.close()


@pytest.mark.usefixtures("kept")
async def test_a_file_says_names_and_words(frt, tmp_path):
    ended = await frt("register", "export", "training", "out.csv", "--team", "Ours")
    assert ended.code == 0, ended.err
    assert ended.out == "1 entry written to out.csv.\n"
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    told = {name: row[name] for name in ("Number", "Course", "Who", "Kind", "Hours", "State")}
    assert told == {
        "Number": "1",
        "Course": "'=1+1",
        "Who": "Noah W",
        "Kind": "skill",
        "Hours": "2.5",
        "State": "not passed",
    }


@pytest.mark.usefixtures("kept")
async def test_a_chinese_workbook_has_text_in_every_cell(frt, tmp_path):
    words = ("register", "export", "training", "out.xlsx", "--team", "Ours")
    assert (await frt(*words, LC_ALL="zh_CN.UTF-8")).code == 0
    header, row = load_workbook(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    told = dict(zip(header, row, strict=True))
    assert (told["课程"], told["参加人"], told["类别"], told["状态"]) == (
        "=1+1",
        "Noah W",
        "技能",
        "未通过",
    )


@pytest.mark.usefixtures("kept")
async def test_what_is_not_there_is_said_and_nothing_is_written(frt, tmp_path):
    (tmp_path / "out.csv").write_text("mine")
    for words, said in (
        (("trainings", "new.csv", "--team", "Ours"), ", ".join(REGISTERS)),
        (("training", "new.csv", "--team", "Theirs"), "Theirs"),
        (("training", "new.pdf", "--team", "Ours"), ".csv"),
        (("training", "out.csv", "--team", "Ours"), "--force"),
    ):
        ended = await frt("register", "export", *words)
        assert ended.code != 0
        assert said in ended.err
    assert [path.name for path in tmp_path.glob("new*")] == []
    assert (tmp_path / "out.csv").read_text() == "mine"


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_CN.UTF-8"])
async def test_what_was_written_is_there_already_and_comes_back_elsewhere(
    frt, database_url, kind, locale
):
    await set_up(database_url, Theirs=Choices())
    name = f"out.{kind}"
    said = {"LC_ALL": locale}
    assert (await frt("register", "export", "training", name, "--team", "Ours", **said)).code == 0
    again = await frt("register", "import", "training", name, "--team", "Ours")
    assert again.out == "0 entries added, 1 there already.\n"
    other = await frt("register", "import", "training", name, "--team", "Theirs")
    assert other.out == "1 entry added, 0 there already.\n", other.err
    database = Database(database_url)
    async with database.read() as session:
        ours, theirs = [await session.get_one(Training, (team, 1)) for team in (1, 2)]
    await database.close()
    left = {"team_id", "created_by", "created_at"}
    assert theirs.model_dump(exclude=left) == ours.model_dump(exclude=left)


@pytest.mark.usefixtures("kept")
async def test_one_bad_cell_and_nothing_is_written(frt, tmp_path, database_url):
    rows = (
        "Course,Who,Kind,Due,Hours,Held on",
        "Parcels,U01SOFIA,process,2025-01-31,1,2025-01-30",
        ",Nobody,magic,tomorrow,-3,2099-01-01",
    )
    (tmp_path / "in.csv").write_text("\n".join(rows))
    ended = await frt("register", "import", "training", "in.csv", "--team", "Ours")
    assert ended.code != 0
    for words in (
        "row 2, Course:",
        "row 2, Who: Nobody whom I know",
        "row 2, Kind:",
        "row 2, Due: “tomorrow” is no date",
        "row 2, Hours:",
        "row 2, Held on:",
        "Nothing was written: 6 cells of in.csv",
    ):
        assert words in ended.err
    (tmp_path / "in.csv").write_text("\n".join(rows[:2]))
    ended = await frt("register", "import", "training", "in.csv", "--team", "Ours")
    assert ended.out == "1 entry added, 0 there already.\n"
    (tmp_path / "in.csv").write_text("Name,Hours\nParcels,1")
    ended = await frt("register", "import", "training", "in.csv", "--team", "Ours")
    assert ended.code != 0
    assert "missing: Course, Who, Kind" in ended.err
