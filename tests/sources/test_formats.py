"""A column in one format is read fast, and exactly as it would be text by text."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.values import instants
from bot.sources.values.formats import find_format
from bot.sources.values.instants import Wall, read_instants
from tests.sources.test_instants import WIDE

FORMS = (
    "{d:02}/{m:02}/{y:04} {h:02}:{n:02}",
    "{m}/{d}/{y:04} {h}:{n:02}",
    "{d:02}.{m:02}.{y:04} {h:02}:{n:02}:{s:02}",
    "{y:04}/{m}/{d} {h}:{n:02}",
    "{y:04}-{m:02}-{d:02} {h:02}:{n:02}",
    "{y:04}年{m}月{d}日 {h}:{n:02}",
    "{y:04}-{m:02}-{d:02}T{h:02}:{n:02}:{s:02}Z",
    "{m}/{d}/{y:04} {h}:{n:02}:{s:02} PM",
    "{m}-{d}-{y:04} {h}:{n:02} am",
)


def mostly(low, high, *odd):
    return st.integers(low, high) | st.sampled_from([low, high, *odd])


def written(form):
    return st.builds(
        form.format,
        d=mostly(1, 28, 0, 12, 29, 30, 31, 32),
        m=mostly(1, 12, 0, 2, 13),
        y=mostly(1990, 2099, 26, 226, 10_000, 2024),
        h=mostly(0, 23, 2, 12, 13, 24),
        n=mostly(0, 59, 30, 60),
        s=mostly(0, 59, 60, 61),
    )


@st.composite
def edited(draw, form):
    """Return a text of the form with something put in, taken out or exchanged."""
    text = draw(written(form))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(start + 2, len(text))))
    put = draw(st.sampled_from(["", " ", "0", "9", "1", "+", "/", ":", ".5", "Z", "年", "M"]))
    return draw(st.sampled_from([text[:start] + put + text[end:], text.translate(WIDE)]))


def column(form):
    cells = st.one_of(written(form), written(form), edited(form), st.none())
    others = st.one_of(*map(edited, FORMS), st.text(max_size=12))
    return st.builds(
        lambda first, *rest: [first, *rest[0], *rest[1]],
        written(form),
        st.lists(cells, max_size=8),
        st.lists(others, max_size=2),
    )


ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "+05:30"])


def read(texts, zone, order):
    wall = Wall(zone, order)
    rows = pl.Series(range(2, len(texts) + 2), dtype=pl.Int64)
    result = read_instants(pl.Series(texts, dtype=pl.String), rows, wall).to_list()
    return result, wall.evidence.dates, wall.evidence.fits, wall.evidence.mixed


@settings(max_examples=300, deadline=None)
@given(
    texts=st.sampled_from(FORMS).flatmap(column),
    zone=ZONES,
    order=st.sampled_from([None, "dmy", "mdy", "ymd"]),
)
def test_what_is_read_fast_is_what_is_read_slowly(texts, zone, order):
    fast = read(texts, zone, order)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(instants, "find_format", lambda _texts, _order: None)
        assert fast == read(texts, zone, order)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("02/03/2026 14:05", "dmy"),
        ("3/2/2026 2:05 PM", "mdy"),
        ("02.03.2026 14:05:09", "dmy"),
        ("2026年3月2日 14:05", None),
        ("2026/3/2 14:05", None),
        ("2026-03-02 14:05", None),
        ("2026-03-02T14:05:00.000Z", None),
    ],
)
def test_a_usual_format_is_known(text, order):
    assert find_format(pl.Series(["?", text]), order)
    assert order is None or find_format(pl.Series([text]), None) is None
