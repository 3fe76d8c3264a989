"""Files that are written for people: each is there whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BotError, is_full


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield an empty file, its owner's alone, that takes the place of `path` once it is written.

    It lies beside `path` meanwhile and is gone after an error, which leaves `path` as it was; only
    a process that is killed leaves `.frt-…` behind. Raises BotError for any OSError.
    """
    try:
        real = path.resolve()
        descriptor, name = tempfile.mkstemp(prefix=".frt-", dir=real.parent)
        os.close(descriptor)
        fresh = Path(name)
        try:
            yield fresh
            with fresh.open("rb") as written:
                os.fsync(written.fileno())
            fresh.replace(real)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        if is_full(error):
            raise BotError("cli.disk_full") from error
        raise BotError("cli.unwritable", path=path, why=error.strerror) from error
