"""The commands as people type them."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Frt, clean_environment
from tests.sources.test_calendar_file import calendar, day, event


@pytest.mark.usefixtures("no_tables")
async def test_a_team_from_the_shell(frt: Frt) -> None:
    added = await frt(
        *("team", "add", "客服一组", "--channel", "C0123", "--tz", "Asia/Shanghai"),
        *("--hours", "Mon-Fri 09:00-12:00,13:00-18:00", "--calendar", "CN", "--locale", "zh"),
        *("--frt-limit", "15m", "--report-at", "09:00", "--limit", "tier=gold:3m"),
    )
    assert (added.code, added.err) == (0, "The database was empty; its tables are made.\n")
    shown = await frt("team", "show", "客服一组")
    assert shown.code == 0
    assert "Mon-Fri 09:00-12:00,13:00-18:00" in shown.out
    assert "tier=gold: 3 min" in shown.out
    person = await frt("member", "add", "U01", "--team", "客服一组", "--role", "lead", "--admin")
    assert person.out.splitlines() == [
        "U01 is in team 客服一组 as lead.",
        "U01 is admin of the bot.",
    ]
    assert "C0123    Asia/Shanghai" in (await frt("team", "list")).out
    assert (await frt("db", "check")).code == 0


async def test_days_off_come_from_a_calendar_file(frt: Frt, tmp_path: Path) -> None:
    path = tmp_path / "Holidays.ICS"
    lunch = event("DTSTART:20261201T120000", "DTEND:20261201T130000")
    path.write_bytes(calendar(day("20301224", "DTEND;VALUE=DATE:20301227"), lunch))
    done = await frt("team", "add", "A", "--days-off", str(path))
    assert done.code == 0
    assert "2030-12-24..2030-12-26" in done.out
    assert "One more event is no day off" in done.out
    path.write_bytes(b"Ticket ID,Created")
    done = await frt("team", "set", "A", "--days-off", str(path))
    assert (done.code, "no calendar" in done.err) == (1, True)
    done = await frt("team", "set", "A", "--days-off", str(tmp_path / "none.ics"))
    assert (done.code, "none.ics cannot be read" in done.err) == (1, True)
    assert "2030-12-24..2030-12-26" in (await frt("team", "show", "A")).out


async def test_how_many_replies_each_phrase_was_is_shown(frt: Frt, tmp_path: Path) -> None:
    phrases = ("--not-a-reply", "One moment", "--not-a-reply", "ok")
    assert "“ok”: no reply so far" in (await frt("team", "add", "A", *phrases)).out
    said = [
        {"at": "2026-11-02T10:00:00Z", "kind": "customer", "text": "help"},
        {"at": "2026-11-02T10:01:00Z", "kind": "agent", "author": "Ann", "text": "OK!"},
        {"at": "2026-11-02T10:02:00Z", "kind": "agent", "author": "Ann", "text": "ok"},
    ]
    path = tmp_path / "talk.jsonl"
    path.write_text(json.dumps({"id": 1, "created_at": said[0]["at"], "messages": said}) + "\n")
    assert (await frt("import", str(path), "--team", "A")).code == 0
    shown = (await frt("team", "show", "A")).out
    assert "“ok”: 2 replies since 20" in shown
    assert "“One moment”: no reply so far" in shown


WORKSPACE = "workspace --app-token a --bot-token b --signing-secret c"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("team add A --tz Asia/Shanghia", 1, "Did you mean: Asia/Shanghai?"),
        ("team show A", 1, "There is no team yet."),
        ("team add A --locale fr", 2, "--locale fr is not possible. Choose one of: en, zh."),
        ("team set A", 2, "Nothing to change is given."),
        ("team show", 2, "NAME is missing. See frt team show --help."),
        ("team show A B", 2, "B: more than this command takes."),
        ("team ad A", 2, "There is no command frt team ad. Did you mean add?"),
        ("team list --foo", 2, "There is no option --foo."),
        ("member add U01", 2, "Say which team: --team NAME."),
        (f"{WORKSPACE} --port x", 2, "--port x"),
        (f"{WORKSPACE} --manifest none.json", 1, "none.json cannot be read"),
        (f"{WORKSPACE} --manifest /dev/null", 1, "not a manifest that Slack would take"),
        ("manifest --url http://frt.example.com", 1, "not a public https address"),
        ("run", 1, "FRT_SLACK_BOT_TOKEN is not set."),
    ],
)
async def test_a_mistake_is_one_clear_line(frt: Frt, words: str, code: int, said: str) -> None:
    ended = await frt(*words.split())
    told = [line for line in ended.err.splitlines() if "tables are made" not in line]
    assert (ended.code, ended.out, len(told)) == (code, "", 1)
    assert said in told[0]


async def test_settings_that_do_not_fit_are_named_without_their_values(frt: Frt) -> None:
    ended = await frt("db", "status", FRT_PORT="99999", FRT_LOG_FORMAT="s3cret")
    assert ended.code == 1
    assert "FRT_PORT: 0–65535; FRT_LOG_FORMAT: console, json" in ended.err
    assert "s3cret" not in ended.err


async def test_a_silent_database_is_named_without_its_password(frt: Frt) -> None:
    url = "postgresql://frt:s3cret@127.0.0.1:1/frt"
    ended = await frt("team", "list", FRT_DATABASE_URL=url)
    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert "postgresql://frt:***@127.0.0.1:1/frt" in ended.err
    assert "s3cret" not in ended.err


async def test_the_unexpected_is_one_line_unless_details_are_wanted(
    frt: Frt, tmp_path: Path
) -> None:
    (tmp_path / "frt.sqlite3").write_text("this is no database, however long it may become" * 9)
    ended = await frt("team", "list")
    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert "--debug" in ended.err
    for details in (await frt("team", "list", "--debug"), await frt("team", "list", FRT_DEBUG="1")):
        assert details.code == 1
        assert "Traceback" in details.err


async def test_the_shell_speaks_chinese_where_its_user_does(frt: Frt) -> None:
    assert "还没有团队" in (await frt("team", "list", LC_ALL="zh_CN.UTF-8")).out
    page = await frt("team", "add", "--help", LC_ALL="", LC_MESSAGES="", LANG="zh_CN.UTF-8")
    assert (page.code, page.out.splitlines()[0]) == (0, "用法：frt team add [OPTIONS] NAME")
    assert "显示本页并退出。" in page.out
    mistake = await frt("team", "show", LC_ALL="zh_CN.UTF-8")
    assert (mistake.code, mistake.err) == (2, "缺少 NAME。用法见 frt team show --help。\n")


@pytest.mark.usefixtures("no_tables")
async def test_older_and_newer_tables_are_refused(frt: Frt, tmp_path: Path) -> None:
    assert (await frt("db", "check")).code == 1
    assert (await frt("db", "migrate")).code == 0
    with sqlite3.connect(tmp_path / "frt.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for words in ("team list", "db migrate", "run"):
        ended = await frt(*words.split())
        assert ended.code == 1
        assert "made by a newer program" in ended.err


@pytest.mark.usefixtures("no_tables")
async def test_tables_that_differ_are_told(frt: Frt, tmp_path: Path) -> None:
    assert (await frt("db", "migrate")).code == 0
    with sqlite3.connect(tmp_path / "frt.sqlite3") as connection:
        connection.execute("ALTER TABLE teams DROP COLUMN statistic")
    connection.close()
    ended = await frt("db", "check")
    assert ended.code == 1
    assert "statistic" in ended.err


LIBRARIES = {
    *("alembic", "charset_normalizer", "holidays", "polars", "prometheus_client"),
    *("python_calamine", "rich", "slack_bolt", "sqlalchemy", "uvicorn", "xlsxwriter", "yaml"),
}
OF_THE_WEB = {"uvicorn"}
OF_THE_BOT = {"prometheus_client", "rich", "slack_bolt", "sqlalchemy", "uvicorn"}


@pytest.mark.parametrize(
    ("words", "needed", "code"),
    [
        ("--help", set(), 0),
        (f"{WORKSPACE} --manifest none.json", OF_THE_WEB, 1),
        ("team list", {"sqlalchemy"}, 0),
        (None, OF_THE_BOT, 0),
    ],
)
def test_nothing_heavy_is_loaded_but_what_is_needed(
    words: str | None, needed: set[str], code: int, sqlite_template: Path
) -> None:
    """Without words: the bot itself, as `frt run` loads it."""
    run = "import bot.app; code = 0" if words is None else "code = main()"
    script = (
        "import sys; from bot.__main__ import main;"
        f"sys.argv = ['frt', *{(words or '').split()}]; {run};"
        f"print('LOADED', *sorted({LIBRARIES} & set(sys.modules))); sys.exit(code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=clean_environment(FRT_DATABASE_URL=f"sqlite:///{sqlite_template}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code, ended.stderr
    assert set(ended.stdout.splitlines()[-1].split()[1:]) <= needed


def test_a_start_reads_no_sentences_but_those_it_says() -> None:
    """Both languages are 72 files; those of the shell's help and of what figures are called."""
    script = (
        "import sys; opened = [];"
        "sys.addaudithook(lambda event, of: event == 'open' and opened.append(str(of[0])));"
        "import bot.__main__, bot.app; print(*(one for one in opened if one.endswith('.po')))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    read = {Path(one).stem for one in ended.stdout.split()}
    assert read == {"cli", "demo", "figure"}, ended.stderr
