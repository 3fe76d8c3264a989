"""A file of tickets at an address: a CSV or JSON Lines, from a sheet or a report that is published.

The address itself is often its only secret, so it is kept and hidden like one: what stands behind
the host is not part of a place's address.
"""

from pathlib import Path
from uuid import uuid4

from yarl import URL

from bot.errors import BotError
from bot.redaction import hide
from bot.sources.files.kinds import tell_kind
from bot.sources.pulls.answer import PullError
from bot.sources.pulls.asking import Asker
from bot.sources.pulls.places import address_of
from bot.sources.pulls.protocol import Ask, Cursor, Download, Place, wrong_address

MOST_BYTES = 100 * 1024 * 1024
_LOOKED_AT = 4096
_TOKEN = 16
"""What is shorter may be an ordinary word."""
_MARKS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
"""By which header it is asked whether a file has still the mark that it came with."""
_ANSWERS = frozenset({200, 304})


class FileAddress:
    """Asks for a file whenever it has changed."""

    key = "address"
    title = "CSV"
    asks: tuple[Ask, ...] = (Ask("url", is_secret=True),)

    def address(self, told: str) -> str:
        """Return the part of an address that may be shown."""
        return address_of(str(URL(self.url(told)).origin()))

    def url(self, told: str) -> str:
        """Return the address as it is asked. Raises BotError (`feeds.error.address`) for none.

        The refusal does not repeat more than the host.
        """
        try:
            url = URL(told.strip())
        except ValueError as error:
            raise wrong_address("…") from error
        if url.scheme not in {"https", "http"} or not url.host or url.user or url.password:
            raise wrong_address(f"{url.scheme}://{url.host}" if url.host else "…")
        return str(url.with_fragment(None))

    async def file(
        self, asker: Asker, place: Place, cursor: Cursor, folder: Path
    ) -> Download | None:
        """Return the file, written into a folder, None where it is still that of the cursor.

        Raises PullError, for a page and whatever else is no table too; then nothing is left there.
        """
        _hide_parts(place.secret["url"])
        path = folder / f"{uuid4().hex}.download"
        asked = {_MARKS[name]: str(cursor[name]) for name in _MARKS if cursor.get(name)}
        try:
            answer = await asker.download(
                place.secret["url"], path, asked, most=MOST_BYTES, fine=_ANSWERS
            )
            if answer.status == 304:
                path.unlink(missing_ok=True)
                return None
            _check(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        marks = {name: answer.headers[name] for name in _MARKS if name in answer.headers}
        return Download(path, marks)


def _hide_parts(url: str) -> None:
    """Have hidden what a page may repeat of an address: all that is asked with, and long parts."""
    parts = URL(url)
    long = (one for one in (*parts.parts, *parts.query.values()) if len(one) >= _TOKEN)
    hide(parts.raw_query_string, *long)


def _check(path: Path) -> None:
    """Raise PullError for what no reader of files takes."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if not start.strip():
        raise PullError("answer", "an empty file")
    try:
        tell_kind(start, "utf-8", path)
    except BotError as error:
        raise PullError("answer", error.key) from error
