"""A file at an address comes when it has changed, and only if it is a table."""

import pytest

from bot.errors import BotError
from bot.sources.pulls import Place, PullError, address, asker
from bot.sources.pulls import asking as asking_module
from bot.sources.pulls.products import FILES
from bot.workspace.helpdesks import Faults, answering
from bot.workspace.helpdesks.published import File, published

TABLE = b"Ticket ID,Created time\n1,2026-05-02 09:00\n"
MONDAY = "Mon, 04 May 2026 09:00:00 GMT"


class Asking:
    """A published file, and what asks for it."""

    def __init__(self, ask, origin, file, faults, folder):
        self.ask, self.origin, self.shown, self.faults = ask, origin, file, faults
        self.folder, self.cursor = folder, {}

    async def get(self, path=None):
        """Return what came, and keep the cursor as whoever takes it in does."""
        place = Place(self.origin, secret={"url": self.origin + (path or self.shown.path)})
        found = await FILES["address"].file(self.ask, place, self.cursor, self.folder)
        if found is None:
            return None
        self.cursor = found.cursor
        body = found.path.read_bytes()
        found.path.unlink()
        return body

    async def refused(self, path=None):
        with pytest.raises(PullError) as caught:
            await self.get(path)
        assert self.shown.token not in str(caught.value)
        return caught.value

    def left(self):
        return list(self.folder.iterdir())


@pytest.fixture
async def asking(tmp_path):
    async def sleep(_seconds):
        return None

    file, faults = File(TABLE), Faults()
    async with (
        answering(published(file), faults) as origin,
        asker(private=True, sleep=sleep, seconds=5) as ask,
    ):
        made = Asking(ask, origin, file, faults, tmp_path)
        yield made
        assert not made.left()


@pytest.mark.parametrize(
    ("marks", "later"),
    [
        ({"etag": '"1"'}, {"etag": '"2"'}),
        ({"modified": MONDAY}, {"modified": MONDAY.replace("09", "10")}),
        ({"etag": 'W/"1"', "modified": MONDAY}, {"etag": 'W/"2"'}),
    ],
)
async def test_a_file_comes_when_it_has_changed(asking, marks, later):
    vars(asking.shown).update(marks)
    assert await asking.get() == TABLE
    assert await asking.get() is None
    vars(asking.shown).update(later, body=TABLE + b"2,2026-05-02 10:00\n")
    assert await asking.get() == asking.shown.body
    assert await asking.get() is None


async def test_a_file_without_marks_comes_each_time(asking):
    assert [await asking.get() for _ in range(2)] == [TABLE, TABLE]
    assert asking.cursor == {}


async def test_json_lines_and_workbooks_come_too(asking):
    for body in (b'{"id": 1, "created_at": "2026-05-02T09:00:00Z"}\n', b"PK\x03\x04..."):
        asking.shown.body = body
        assert await asking.get() == body


@pytest.mark.parametrize(
    "body", [b"", b" \n", b"<!DOCTYPE html><p>Sign in</p>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"]
)
async def test_what_is_no_table_is_no_answer(asking, body):
    asking.shown.body = body
    assert (await asking.refused()).reason == "answer"


async def test_a_file_that_is_too_large_is_not_kept(asking, monkeypatch):
    monkeypatch.setattr(address, "MOST_BYTES", 1000)
    asking.shown.body = TABLE + b"x" * 958
    assert len(await asking.get()) == 1000
    asking.shown.body += b"x"
    assert (await asking.refused()).reason == "answer"


@pytest.mark.parametrize("fault", ["torn", "error"])
async def test_a_file_that_breaks_off_is_asked_for_again(asking, fault):
    asking.faults.add(fault)
    assert await asking.get() == TABLE
    asking.faults.add(fault, times=0)
    assert (await asking.refused()).reason == "unreachable"


async def test_a_page_in_place_of_the_file_changes_no_cursor(asking):
    asking.shown.etag = '"1"'
    await asking.get()
    asking.faults.add("html")
    assert (await asking.refused()).reason == "answer"
    assert asking.cursor == {"ETag": '"1"'}


async def test_a_file_is_looked_for_where_it_was_moved_to(asking):
    assert await asking.get("/moved") == TABLE


async def test_where_it_was_moved_to_is_held_to_what_may_be_reached(asking, monkeypatch):
    def reach(url, *, private):
        assert private
        if "export" in url:
            raise PullError("private", "here")

    monkeypatch.setattr(asking_module, "check_reach", reach)
    assert (await asking.refused("/moved")).reason == "private"
    assert "/export" not in asking.faults.requests


@pytest.mark.parametrize(
    ("location", "reason"),
    [("/moved", "address"), ("ftp://example.com/", "address"), ("file:///etc/passwd", "address")],
)
async def test_a_move_that_leads_nowhere_ends(asking, location, reason):
    asking.faults.add("redirect", path="/moved", times=0, location=location)
    assert (await asking.refused("/moved")).reason == reason
    assert asking.faults.requests["/moved"] <= 5


async def test_a_file_that_is_gone(asking):
    path, asking.shown.token = asking.shown.path, "an0ther-t0ken-of-a-file"
    error = await asking.refused(path)
    assert error.reason == "address"
    assert "t0p-secret" not in str(error)


def test_what_may_be_shown_of_an_address():
    told = " https://docs.example.com/pub?output=csv&key=s3cret#gid=0 "
    assert FILES["address"].url(told) == "https://docs.example.com/pub?output=csv&key=s3cret"
    assert FILES["address"].address(told) == "https://docs.example.com"


@pytest.mark.parametrize(
    "told",
    ["", "export.csv", "ftp://example.com/s3cret", "https://", "https://u:s3cret@example.com/"],
)
def test_what_is_no_address_is_refused_without_what_is_secret(told):
    with pytest.raises(BotError) as caught:
        FILES["address"].url(told)
    assert caught.value.key == "feeds.error.address"
    assert "s3cret" not in str(caught.value)
