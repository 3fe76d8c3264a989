"""What was probably meant by words that were not understood: never anything else than they say."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from bot.errors import BotError
from bot.metrics.clocks import MONTHS, PERIOD_WORDS
from bot.services.figures.asking import split
from bot.services.figures.scanning import BREAKDOWN_WORDS, Token, scan
from bot.services.figures.values import NOTHING, OF_WORDS, Values, unknown_in, words_in
from bot.text.words import CLOCKS, WAITING_WORDS, normalised

_PHRASES = (
    *PERIOD_WORDS,
    *MONTHS,
    *CLOCKS,
    *WAITING_WORDS,
    *OF_WORDS,
    *(f"按{word}" for word in BREAKDOWN_WORDS if not word.isascii()),
)
_LATIN_BY = sorted(word for word in BREAKDOWN_WORDS if word.isalpha() and word.isascii())
_LATIN = sorted(
    {word for phrase in _PHRASES if phrase.isascii() for word in phrase.split() if word.isalpha()}
)
_CHINESE = sorted({phrase for phrase in _PHRASES if not re.search("[ -~]", phrase)})
_TURNS = frozenset(
    {
        *("last", "this", "past", "previous", "next", "coming", "tomorrow", "tonight", "now"),
        *("not", "no", "without", "except", "before", "after", "since", "until", "ago"),
        *("year", "half"),
    }
)
"""Words that turn the meaning of others: they are neither left out nor put in beside another."""
_TURNING = re.compile("[上本这那今昨明后前去近过每非未不除年半]|下(?=个?[周月季年星])")
_LIKE, _LIKE_LATIN, _LIKE_CHINESE = 0.6, 0.7, 0.5
_RUN = re.compile(r"[!-~]+|[^ -~]+")


def mended(text: str, values: Values = NOTHING) -> str | None:
    """Return a request with the nearest words in place of those that are not understood, or None.

    None also where two words are as near.
    """
    try:
        rest, kept = split(text)
    except BotError:
        return None
    made, place = "", 0
    for start, end in _unknown(scan(rest), values):
        words = _LATIN_BY if rest[:start].endswith("by ") else _LATIN
        word = _nearest(rest[start:end], words, values)
        if word is None:
            return None
        made, place = made + rest[place:start] + word, end
    if not place:
        return None
    return " ".join(filter(None, (made + rest[place:], kept.text)))


def keeps(text: str, proposed: str, values: Values = NOTHING) -> bool:
    """Tell whether a proposal says all that was understood of a text, and nothing against it.

    Its numbers are the same, and so are the words that turn the meaning, unless there were none.
    """
    typed, offered = (normalised(one).casefold() for one in (text, proposed))
    if Counter(re.findall(r"\d+", typed)) != Counter(re.findall(r"\d+", offered)):
        return False
    turns = _turns(typed)
    if turns and turns != _turns(offered):
        return False
    if not all(word in offered for word in _understood(typed, values)):
        return False
    return _is_alike(typed, offered)


def _is_alike(typed: str, offered: str) -> bool:
    """Tell whether what is put in place of English words is like one of them."""
    before, after = (set(re.findall("[a-z]+", text)) for text in (typed, offered))
    gone, new = before - after, after - before
    return not gone or all(
        any(SequenceMatcher(None, word, one).ratio() >= _LIKE for one in gone) for word in new
    )


def _turns(text: str) -> Counter[str]:
    words = (word for word in re.findall("[a-z]+", text) if word in _TURNS)
    return Counter([*words, *_TURNING.findall(text)])


def _understood(text: str, values: Values) -> Iterator[str]:
    """Return the words of a text that are understood, but for those of courtesy."""
    try:
        rest, _ = split(text)
    except BotError:
        return
    for token in scan(rest):
        if token.kind == "text":
            yield from words_in(token.text, values)
        elif token.kind not in {"bare", "me", "asking"}:
            yield token.text


def _unknown(tokens: Iterable[Token], values: Values) -> Iterator[tuple[int, int]]:
    """Return the spans of what is not understood; `按` goes with what follows it."""
    bare: Token | None = None
    for token in tokens:
        if token.kind == "text":
            spans = [
                (token.start + start, token.start + end)
                for start, end in unknown_in(token.text, values)
            ]
            if spans and bare is not None and not bare.text.isascii():
                spans[0] = bare.start, spans[0][1]
            yield from spans
        bare = token if token.kind == "bare" else None


def _nearest(text: str, latin: list[str], values: Values) -> str | None:
    """Return what is nearest to words that are not understood: all of them, or each by itself."""
    whole = _one_nearest(text, [word for word in values.words if " " in word or " " not in text])
    if whole is not None and " " in text:
        return whole
    made: list[str] = []
    for run in _RUN.findall(text):
        known = latin if run.isascii() else _CHINESE
        is_kept = run in known or any(each.isdigit() for each in run)
        word = run if is_kept else _one_nearest(run, [*known, *values.words])
        if word is None:
            return None
        made.append(word)
    return " ".join(made) if made else None


def _one_nearest(typed: str, words: Iterable[str]) -> str | None:
    """Return the nearest of some words, None where none is near or two are as near."""
    if typed in _TURNS or any(each.isdigit() or each in "<>@" for each in typed):
        return None
    least = _LIKE_LATIN if typed.isascii() else _LIKE_CHINESE
    like = _likeness(typed, least)
    found = sorted({(like(word), word) for word in words}, reverse=True)[:2]
    if not found or found[0][0] < least:
        return None
    is_tie = len(found) > 1 and found[0][0] == found[1][0]
    return None if is_tie and found[0][1] != typed else found[0][1]


def _likeness(typed: str, least: float) -> Callable[[str], float]:
    matcher = SequenceMatcher()
    matcher.set_seq2(typed)

    def like(word: str) -> float:
        matcher.set_seq1(word)
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            return 0.0
        return matcher.ratio()

    return like
