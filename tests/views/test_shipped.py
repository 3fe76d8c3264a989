"""What `frt doctor --online` asks Slack about is what the bot draws, and all of it.

`FRT_UPDATE_GOLDEN=1 pytest tests/views` writes the file anew.
"""

import gzip
import os
from pathlib import Path

import pytest

from bot.services import doctor
from bot.services.doctor.views import FILE, packed, shipped
from tests.golden import LANGUAGES
from tests.views.shipped import chosen, views


@pytest.fixture(scope="module", autouse=True)
def _anew() -> None:
    if os.environ.get("FRT_UPDATE_GOLDEN"):
        made = gzip.compress(chosen().encode(), mtime=0)
        (Path(doctor.__file__).parent / FILE).write_bytes(made)


def test_it_is_what_is_drawn_now() -> None:
    assert packed() == chosen(), "write it anew, as the docstring says"


def test_no_view_is_missing_in_either_language() -> None:
    asked = {name.partition(" (")[0] for name in shipped()}
    assert asked == set(views().values())
    assert all(list(both) == list(LANGUAGES) for both in shipped().values())
