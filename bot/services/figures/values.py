"""What words say of tickets: which values they name, among those that the team's tickets have."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from bot.errors import BotError
from bot.metrics.figures import BREAKDOWNS, FILTERS, Filter
from bot.text import Named
from bot.text.words import NIGHT, NIGHT_WORDS, NOISE, SAME, joins, normalised

HOURS = "hours"
"""What stands for a column in what is asked of the hours of opening."""
NOT_UNDERSTOOD = "error.not_understood"
OF_WORDS = {word: name for name in FILTERS for word in BREAKDOWNS[name].words}
_BETWEEN = frozenset(" ,;，；、。+&/:：=")
_NAMED = 8
"""So many values are named to whoever asks for one that is not there."""
_LONGEST = 100


class NotUnderstoodError(BotError):
    """Words that say nothing; `values` are those of the team, to find what was meant."""

    def __init__(self, text: str, values: "Values") -> None:
        super().__init__(NOT_UNDERSTOOD, text=text)
        self.values = values


class Word(NamedTuple):
    """A word that is understood, where it ends, and what it may stand for: values by column."""

    text: str
    end: int
    means: Mapping[str, tuple[str, ...]]


class Values:
    """The values that a team's tickets have, by the words for them.

    Letter case does not matter, nor how wide a character is; what is called the same in another
    language is found by that name too, unless it could be two values.
    """

    def __init__(self, by_column: Mapping[str, Iterable[str]]) -> None:
        self._means: dict[str, dict[str, list[str]]] = {}
        for column, values in by_column.items():
            for value in values:
                self._put(folded(value), column, value)
        for column, groups in SAME.items():
            for group in groups:
                self._put_same(column, group)
        for word in NIGHT_WORDS:
            self._put(word, HOURS, NIGHT)
        self._longest = max(map(len, self._means))

    def _put(self, word: str, column: str, value: str) -> None:
        if word and len(word) <= _LONGEST:
            self._means.setdefault(word, {}).setdefault(column, []).append(value)

    def _put_same(self, column: str, group: tuple[str, ...]) -> None:
        there = [word for word in group if column in self._means.get(word, {})]
        if len(there) == 1:
            for word in set(group) - {*there}:
                for value in self._means[there[0]][column]:
                    self._put(word, column, value)

    @property
    def words(self) -> Iterable[str]:
        """Return the values that there are, and the words for hours, as they are compared."""
        return (
            word
            for word, means in self._means.items()
            if any(column == HOURS or folded(found[0]) == word for column, found in means.items())
        )

    def at(self, text: str, start: int, of: str = "") -> Word | None:
        """Return the longest word at a place of a text that stands for a value, in `of` if given.

        It does not begin or end within a word of Latin letters.
        """
        for end in range(min(len(text), start + self._longest), start, -1):
            means = self._means.get(text[start:end])
            is_one = means is not None and (not of or of in means)
            if is_one and means is not None and _is_cut(text, start, end):
                found = {column: tuple(values) for column, values in means.items()}
                return Word(text[start:end], end, {of: found[of]} if of else found)
        return None

    def named(self, column: str) -> list[str]:
        """Return the values of a column in order."""
        found = {values[column][0] for values in self._means.values() if column in values}
        return sorted(found)

    def near(self, column: str, word: str) -> list[str]:
        """Return the values of a column that may be meant by a word: the nearest, else some."""
        by_word = {
            known: means[column][0] for known, means in self._means.items() if column in means
        }
        close = get_close_matches(word, by_word, n=2, cutoff=0.6)
        return list(dict.fromkeys(by_word[one] for one in close)) or self.named(column)[:_NAMED]


NOTHING = Values({})
"""What is known without a team: when tickets are opened, and nothing of their values."""


def folded(text: str) -> str:
    """Return text as it is compared."""
    return normalised(text).casefold()


def meant(where: Iterable[Filter], values: Values) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what is asked of tickets: (column, the first of its values, those as stored) each.

    Raises BotError for what is not there, may be two things, or is asked twice of one column.
    """
    found: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for one in where:
        for word in _words(one, values):
            column = _column(word)
            if column in found:
                raise BotError("error.filter.twice", name=_name(column))
            stored = word.means[column]
            found[column] = column, stored[0], stored
    return [found[column] for column in (*FILTERS, HOURS) if column in found]


def is_understood(where: Iterable[Filter], values: Values) -> bool:
    """Tell whether every word of what is asked of tickets is understood."""
    try:
        meant((one for one in where if not one.of), values)
    except BotError as error:
        return error.key != NOT_UNDERSTOOD
    return True


def unknown_in(text: str, values: Values) -> list[tuple[int, int]]:
    """Return where words stand in a text that say nothing, each as (start, end)."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(text):
        known = _end_of_known(text, place, values)
        end = known or _end_of_unknown(text, place, values)
        if known is None and found and not text[found[-1][1] : place].strip():
            found[-1] = found[-1][0], end
        elif known is None:
            found.append((place, end))
        place = end
    return found


def words_in(text: str, values: Values) -> Iterator[str]:
    """Return the words of a text that stand for values."""
    place = 0
    while place < len(text):
        word = values.at(text, place)
        if word is not None:
            yield word.text
        place = word.end if word is not None else place + 1


def is_noise(text: str) -> bool:
    """Tell whether a text says nothing."""
    return not unknown_in(text, NOTHING) and not any(words_in(text, NOTHING))


def _words(one: Filter, values: Values) -> list[Word]:
    """Return the words of what is asked of one column, or of any."""
    if one.of not in {*FILTERS, HOURS, ""}:
        raise BotError("error.button")
    text, place = folded(one.value), 0
    found: list[Word] = []
    while place < len(text):
        wanted = one.of if not found else ""
        word = values.at(text, place, wanted)
        if word is not None:
            found.append(word)
            place = word.end
            continue
        suffix = _suffix(text, place, found)
        if suffix is not None:
            found[-1], place = suffix, suffix.end
            continue
        end = _end_of_noise(text, place)
        if end is None and wanted:
            break
        if end is None:
            raise _not_known(text, place, values)
        place = end
    if one.of and not found:
        raise _not_there(one.of, text, values)
    return found


def _not_known(text: str, place: int, values: Values) -> BotError:
    """Return what is wrong with words that name no value; `wechat` is a channel all the same."""
    for column, groups in SAME.items():
        for word in sorted((word for group in groups for word in group), key=len, reverse=True):
            end = place + len(word)
            is_word = text.startswith(word, place) and text[end : end + 1] in {"", *_BETWEEN}
            if is_word and _is_cut(text, place, end):
                return _not_there(column, word, values)
    return NotUnderstoodError(text[place:], values)


def _suffix(text: str, place: int, found: list[Word]) -> Word | None:
    """Return the last word once what follows says of which column it is: `email channel`."""
    if not found:
        return None
    for word, column in OF_WORDS.items():
        end = place + len(word)
        is_one = text.startswith(word, place) and _is_cut(text, place, end)
        if is_one and column in found[-1].means:
            return Word(found[-1].text, end, {column: found[-1].means[column]})
    return None


def _column(word: Word) -> str:
    if len(word.means) == 1:
        return next(iter(word.means))
    one, other = list(word.means)[:2]
    raise BotError("error.filter.either", value=word.text, one=_name(one), other=_name(other))


def _not_there(column: str, text: str, values: Values) -> BotError:
    name, known = _name(column), values.named(column)
    if not known:
        return BotError("error.filter.none", name=name)
    if not text:
        return BotError("error.filter.which", name=name, values=" · ".join(known[:_NAMED]))
    near = " · ".join(values.near(column, text))
    return BotError("error.filter.unknown", name=name, value=text, near=near)


def _name(column: str) -> Named:
    return Named(f"breakdown.name.{column}")


def _end_of_known(text: str, place: int, values: Values) -> int | None:
    word = values.at(text, place)
    return word.end if word else _end_of_noise(text, place)


def _end_of_unknown(text: str, place: int, values: Values) -> int:
    end = place + 1
    while end < len(text):
        if not joins(text[end - 1], text[end]) and _end_of_known(text, end, values) is not None:
            break
        end += 1
    return end


def _end_of_noise(text: str, place: int) -> int | None:
    if text[place] in _BETWEEN:
        return place + 1
    for word in _NOISE:
        if text.startswith(word, place) and _is_cut(text, place, place + len(word)):
            return place + len(word)
    return None


_NOISE = sorted(NOISE, key=len, reverse=True)


def _is_cut(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not joins(before, text[start]) and not joins(text[end - 1], after)
