"""A file as the evidence of an item: given, shared, shown, replaced, taken away, refused."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from bot.errors import BotError
from bot.metrics.files import SlackFile
from bot.services.history import export as history_export
from bot.services.plans import files as plan_files
from bot.services.typed.files import Workplace, read
from tests.plans.floor import Floor
from tests.scenarios.office import FAILING, Json, words_of

NAME = "report.csv"


async def upload(floor: Floor, user: str = "emma", name: str = NAME) -> Json:
    return await floor.office.slack.client.upload(user, name, b"a,b\n")


async def form_of(floor: Floor, item: int = 5, user: str = "emma") -> Json:
    return await floor.open(user, await floor.checklist(user), item)


async def given(floor: Floor, item: int = 5, user: str = "emma", name: str = NAME) -> Json:
    """Give a file as evidence through the form; return it as Slack knows it."""
    file = await upload(floor, user, name)
    done = await floor.fill(user, await form_of(floor, item, user), file=[file])
    assert not done["errors"], done
    return file


async def test_a_file_is_kept_by_id_name_and_permalink_and_shown_everywhere(either: Floor):
    await either.start()
    shown = await either.checklist()
    posted = await either.post("emma", shown)
    form = await either.choose("emma", shown, 5, "met")
    file = await upload(either)
    await either.fill("emma", form, file=[file], evidence="https://wiki.example/5")
    item = await either.item(5)
    assert (item.status, item.evidence) == ("met", "https://wiki.example/5")
    assert (item.file_id, item.file_name) == (file["id"], NAME)
    assert item.file_link == file["permalink"]
    link = f"<https://wiki.example/5|Evidence> · <{file['permalink']}|{NAME}>"
    for one in (shown, posted):
        assert link in words_of(await either.seen("emma", one))
    (_, step) = await either.history("item", "1.5")
    assert (step.event, step.who) == ("status", "U01EMMA")
    assert json.loads(step.before)["file"] == ""
    assert json.loads(step.after)["file"] == f"{file['id']} {file['permalink']} {NAME}"


async def test_the_file_is_shared_in_the_team_s_channel(floor: Floor):
    await floor.start()
    assert (await upload(floor))["channels"] == []
    file = await given(floor)
    (told,) = [one for one in await floor.said("noah") if not one["ephemeral"]]
    assert "<@U01EMMA> gave evidence for *5 · " in told["text"]
    assert [one["id"] for one in told["files"]] == [file["id"]]
    assert floor.office.slack.workspace.files[file["id"]].channels == ["C01SUPPORT"]


async def test_whoever_gives_a_file_that_can_not_be_shared_is_told(floor: Floor):
    await floor.start()
    form = await form_of(floor)
    await floor.office.slack.client.archive("C01SUPPORT")
    await floor.fill("emma", form, file=[await upload(floor)])
    assert (await floor.item(5)).file_name == NAME
    said = words_of(await floor.office.modal("emma"))
    assert "only you can open it" in said
    assert "archived" in said


async def test_an_owner_gives_evidence_for_their_own_item(floor: Floor):
    await floor.start()
    await floor.fill("emma", await form_of(floor, 3), owner="U01NOAH")
    file = await given(floor, 3, "noah")
    assert (await floor.item(3)).file_id == file["id"]


async def test_an_owner_no_more_gives_none(floor: Floor):
    await floor.start()
    await floor.fill("emma", await form_of(floor, 3), owner="U01NOAH")
    form = await form_of(floor, 3, "noah")
    await floor.fill("emma", await form_of(floor, 3), owner="U01EMMA")
    await floor.fill("noah", form, file=[await upload(floor, "noah")])
    assert "Ask <@U01EMMA>" in words_of(await floor.office.modal("noah"))
    assert (await floor.item(3)).file_id is None


async def test_a_file_is_replaced_and_taken_away_with_history(floor: Floor):
    await floor.start()
    old = await given(floor)
    await floor.fill("emma", await form_of(floor), remark="Nothing chosen, nothing lost")
    assert (await floor.item(5)).file_id == old["id"]
    new = await given(floor, name="better.csv")
    assert (await floor.item(5)).file_name == "better.csv"
    form = await form_of(floor)
    assert "Remove better.csv" in words_of(form)
    await floor.fill("emma", form, no_file=["yes"])
    item = await floor.item(5)
    assert (item.file_id, item.file_name, item.file_link) == (None, None, None)
    steps = (await floor.history("item", "1.5"))[-2:]
    files = [(json.loads(one.before)["file"], json.loads(one.after)["file"]) for one in steps]
    texts = [f"{one['id']} {one['permalink']} {one['name']}" for one in (old, new)]
    assert files == [(texts[0], texts[1]), (texts[1], "")]
    shown = await floor.press("emma", await form_of(floor), ids.HISTORY_OPEN)
    assert f"Evidence (file): – → <{old['permalink']}|{NAME}>" in words_of(shown)
    assert "better.csv" not in words_of(await floor.checklist())


async def test_the_second_of_two_sees_the_other_s_file_and_chooses_again(floor: Floor):
    await floor.start(lead="U01NOAH")
    mine = await form_of(floor)
    theirs = await given(floor, user="noah", name="theirs.csv")
    file = await upload(floor, name="mine.csv")
    await floor.fill("emma", mine, file=[file], remark="Mine")
    again = await floor.office.modal("emma")
    assert "Somebody changed this meanwhile" in words_of(again)
    assert f"Evidence (file): – → <{theirs['permalink']}|theirs.csv>" in words_of(again)
    assert "mine.csv, is no longer in this form" in words_of(again)
    assert (await floor.item(5)).file_name == "theirs.csv"
    await floor.fill("emma", again, **{"file.1": [file]})
    item = await floor.item(5)
    assert (item.file_name, item.remark) == ("mine.csv", "Mine")


async def test_a_tick_at_remove_does_not_take_away_a_newer_file_unseen(floor: Floor):
    await floor.start(lead="U01NOAH")
    await given(floor)
    stale = await form_of(floor)
    newer = await given(floor, user="noah", name="newer.csv")
    await floor.fill("emma", stale, no_file=["yes"])
    again = await floor.office.modal("emma")
    assert "Remove newer.csv" in words_of(again)
    assert (await floor.item(5)).file_id == newer["id"]


def changed(**values: Any) -> Any:
    return lambda file: [file | values]


def without(key: str) -> Any:
    return lambda file: [{name: value for name, value in file.items() if name != key}]


HOSTILE = {
    "missing id": (without("id"), "choose it again"),
    "id of a wrong type": (changed(id=7), "choose it again"),
    "id with more in it": (changed(id="F1 https://evil.example x"), "choose it again"),
    "no name": (changed(name=None), "choose it again"),
    "name of a wrong type": (changed(name=["a"]), "choose it again"),
    "ids for files": (lambda file: [file["id"]], "choose it again"),
    "nothing for a file": (lambda _: [None], "choose it again"),
    "a string for the list": (lambda file: file["id"], "choose it again"),
    "an object for the list": (lambda file: {"0": file}, "choose it again"),
    "50 files": (lambda file: [file] * 50, "this is 50"),
    "a file of somebody else": (changed(user="U01NOAH"), "Somebody else"),
    "a file of nobody": (without("user"), "Somebody else"),
    "no permalink": (changed(permalink=None), "Upload it here"),
    "elsewhere": (changed(permalink="https://evil.example/files/U01EMMA/ID/x"), "Upload it here"),
    "a script": (changed(permalink="javascript:alert(1)//ID"), "Upload it here"),
    "no address": (changed(permalink="http://[::1/files/ID"), "Upload it here"),
    "another file": (changed(permalink="HOME/files/F0OTHER"), "Upload it here"),
    "a host behind an @": (changed(permalink="HOME@evil.example/files/ID"), "Upload it here"),
    "a mention": (changed(permalink="HOME/files/ID/a|<!channel>"), "Upload it here"),
    "right to left": (changed(permalink="HOME/files/ID/\u202egpj"), "Upload it here"),
    "too long": (changed(permalink="HOME/files/ID/" + "x" * 600), "Upload it here"),
}


async def test_hostile_files_are_refused_and_change_nothing(floor: Floor):
    await floor.start()
    form = await form_of(floor)
    file = await upload(floor)
    home = file["permalink"].partition("/files/")[0]
    for name, (made, words) in HOSTILE.items():
        sent = json.dumps(made(file)).replace("ID", file["id"]).replace("HOME", home)
        done = await floor.fill("emma", form, file=json.loads(sent), remark="Too")
        assert words in done["errors"]["file"], name
    item = await floor.item(5)
    assert (item.version, item.file_id, item.remark) == (1, None, None)
    assert not [one for one in await floor.said("noah") if not one["ephemeral"]]
    await floor.fill("emma", form, file=[file])
    assert (await floor.item(5)).file_id == file["id"]


SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("link", "workplace", "is_here"),
    [
        ("https://acme.slack.com/files/U1/F1/a.pdf", Workplace(SLACK, "acme"), True),
        ("https://acme.slack-gov.com/files/U1/F1/a.pdf", Workplace(SLACK, "acme"), True),
        ("https://acme.enterprise.slack.com/files/U1/F1/a", Workplace(SLACK, "x", True), True),
        ("https://acme.enterprise.slack.com/files/U1/F1/a", Workplace(SLACK, "x"), False),
        ("https://other.slack.com/files/U1/F1/a.pdf", Workplace(SLACK, "acme"), False),
        ("https://acme.slack.com.evil.example/files/U1/F1/a", Workplace(SLACK, "acme"), False),
        ("https://evil.example/acme.slack.com/F1", Workplace(SLACK, "acme", True), False),
        ("https://acme.slack.com:8443/files/U1/F1/a", Workplace(SLACK, "acme"), False),
        ("https://me@acme.slack.com/files/U1/F1/a", Workplace(SLACK, "acme"), False),
        ("http://acme.slack.com/files/U1/F1/a.pdf", Workplace(SLACK, "acme"), False),
        ("https://.slack.com/files/U1/F1/a.pdf", Workplace(SLACK, ""), False),
        ("http://127.0.0.1:8765/files/F1", Workplace("http://127.0.0.1:8765/api/", "x"), True),
        ("http://127.0.0.1:9000/files/F1", Workplace("http://127.0.0.1:8765/api/", "x"), False),
        ("http://127.0.0.1:8765/files/F1", Workplace(SLACK, "acme"), False),
    ],
)
def test_a_permalink_opens_in_the_workspace_or_is_refused(
    link: str, workplace: Workplace, is_here: bool
):
    held = {"id": "F1", "name": "a.pdf", "user": "U1", "permalink": link, "url_private": "x"}
    if is_here:
        assert read([held], "U1", workplace) == SlackFile("F1", "a.pdf", link)
        return
    with pytest.raises(BotError, match="file_link"):
        read([held], "U1", workplace)


@pytest.mark.parametrize(
    ("name", "kept", "seen"),
    [
        ("<!channel> & <@U01NOAH>.csv", None, "&lt;!channel&gt; &amp; &lt;@U01NOAH&gt;.csv"),
        ("\u202egpj.exe\u200b", None, "|gpj.exe>"),
        ("a\x00b\r\n.csv", "ab .csv", "|ab .csv>"),
        ("长" * 300, "长" * 255, "长长…>"),
    ],
)
async def test_a_name_from_outside_is_shown_as_text(
    floor: Floor, name: str, kept: str | None, seen: str
):
    await floor.start()
    await given(floor, name=name)
    assert (await floor.item(5)).file_name == (kept or name)
    shared = (await floor.said("noah"))[-1]["text"]
    for said in (words_of(await floor.checklist()), shared):
        assert seen in said
        assert "<!" not in said
        assert "<@U01NOAH>" not in said


async def test_exports_name_the_file(floor: Floor, tmp_path: Path):
    await floor.start()
    file = await given(floor, name="=cmd.csv")
    path = tmp_path / "plan.csv"
    await plan_files.export(floor.office.database, "Global support", path, "en")
    with path.open(encoding="utf-8-sig", newline="") as opened:
        row = list(csv.DictReader(opened))[4]
    assert (row["file"], row["file link"]) == ("'=cmd.csv", file["permalink"])
    changes = await history_export.changes(floor.office.database, "Global support", None)
    after = [one.after["file"] for one in changes if "file" in one.after]
    assert after == [f"{file['id']} {file['permalink']} =cmd.csv"]


@pytest.mark.parametrize(("kind", "options", "says"), FAILING)
async def test_whoever_gives_a_file_is_told_what_slack_made_of_it(
    floor: Floor, kind: str, options: dict[str, str], says: str
):
    await floor.start()
    form = await form_of(floor)
    await floor.office.slack.client.fault("chat.postMessage", kind, **options)
    await floor.fill("emma", form, file=[await upload(floor)])
    assert says in words_of(await floor.office.modal("emma"))
