"""JSON however long, one value or several after each other, read element by element."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

_CHUNK = 1 << 20
_LONGEST = 8 << 20
_SHOWN = 400
_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_STRUCTURE = re.compile(r'[{}\[\]]|"[^"\\]*(?:\\.[^"\\]*)*("?)', re.DOTALL)
_MARK = re.compile(r'["\\{}\[\]]')
_NESTED = frozenset(("data", "payload", "result"))
_ARRAYS = _NESTED | {"tickets", "conversations", "results", "issues", "value", "items", "records"}
_DECODER = json.JSONDecoder()


class UnreadableJsonError(Exception):
    """An element that is no JSON or longer than 8 million characters; `args` has its start.

    The second of `args` is a reason code where a page holds no tickets.
    """


class JsonStream:
    """A place in JSON text that moves on; at most some megabytes of the text are in memory."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._entered: list[str] = []

    def first(self) -> object:
        """Return the first value, or the first element of an array; None for what is no JSON."""
        self._pass("[")
        return self._take_any()

    def enter_first(self) -> bool:
        """Move into the tickets of the first value, or of the first element of an array."""
        self._pass("[")
        return self._enter()

    def tickets(self, *, in_pages: bool) -> Iterator[object]:
        """Yield what the values hold, one after the other; arrays at the top are looked through.

        That is each of them, or the tickets of each where they are pages. An UnreadableJsonError
        stands for what is no JSON, and for a page without tickets.
        """
        while self.peek():
            is_array = self.peek() == "["
            self._pass("[")
            while self.peek() not in {"", "]"}:
                yield from self._page() if in_pages else self._one()
                if not is_array:
                    break
            self._pass("]")
            self._pass(",")

    def _page(self) -> Iterator[object]:
        start = self._text[self._at : self._at + _SHOWN]
        if self._enter():
            yield from self.elements()
            self._leave()
        else:
            yield UnreadableJsonError(start, "no_tickets")
        self._pass_between()

    def _enter(self, deepest: int = 3) -> bool:
        """Move into the array of tickets: the whole, or what an object holds under a usual name.

        Returns whether there is one; else the value is passed.
        """
        start = self.peek()
        if start not in {"{", "["}:
            self._take_any()
            return False
        self._pass(start)
        self._entered.append("}" if start == "{" else "]")
        if start == "[" and self.peek() in {"{", "]"}:
            return True
        if start == "{" and deepest and self._enter_member(deepest):
            return True
        self._leave(to=len(self._entered) - 1)
        return False

    def _enter_member(self, deepest: int) -> bool:
        while self.peek() == '"':
            name = self._take_any()
            self._pass(":")
            is_wanted = name in {"{": _NESTED, "[": _ARRAYS}.get(self.peek(), ())
            if is_wanted and self._enter(deepest - 1):
                return True
            if not is_wanted:
                self._take_any()
            self._pass(",")
        return False

    def _take_any(self) -> object:
        try:
            return self.take()
        except UnreadableJsonError:
            return None

    def _leave(self, to: int = 0) -> None:
        """Move behind what was entered, all but the outermost `to`."""
        while len(self._entered) > to:
            closing = self._entered.pop()
            while self.peek() not in {"", closing}:
                self._take_any()
                self._pass_between()
                self._pass(":")
            self._pass(closing)

    def elements(self) -> Iterator[object]:
        """Yield the elements of the array; an UnreadableJsonError stands for one that is none."""
        while self.peek() not in {"", "]"}:
            yield from self._one()

    def _one(self) -> Iterator[object]:
        try:
            yield self.take()
        except UnreadableJsonError as error:
            yield error
        self._pass_between()

    def _pass_between(self) -> None:
        if self.peek() not in {",", "]", "}", "{", "[", ":", '"', ""}:
            self._at += 1
        self._pass(",")

    def peek(self) -> str:
        """Return the next character that is no space, empty at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def take(self) -> object:
        """Return the next value and move behind it. Raises UnreadableJsonError behind a bad one."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                spoilt_to = self._end()
                if spoilt_to is None and len(self._text) - self._at < _LONGEST and self._more():
                    continue
                raise self._spoilt(spoilt_to) from None
            if end == len(self._text) and self._more():
                continue
            self._at = end
            return value

    def _pass(self, letter: str) -> None:
        if self.peek() == letter:
            self._at += 1

    def _more(self) -> bool:
        chunk = self._file.read(max(_CHUNK, len(self._text) - self._at))
        self._text, self._at = self._text[self._at :] + chunk, 0
        return bool(chunk)

    def _end(self) -> int | None:
        """Return where the value ends by its brackets, None when that is not in sight."""
        depth = 0
        for found in _STRUCTURE.finditer(self._text, self._at):
            if found[0] in "{[":
                depth += 1
            elif found[0] in "}]":
                depth -= 1
            elif not found[1]:
                return None
            if depth <= 0:
                return found.end()
        return None

    def _spoilt(self, end: int | None) -> UnreadableJsonError:
        """Move behind what cannot be read, to its end or to that of the text."""
        error = UnreadableJsonError(self._text[self._at : self._at + _SHOWN])
        if end is None:
            self._skip()
        else:
            self._at = end
        return error

    def _skip(self) -> None:
        """Move behind a value longer than what is kept in memory."""
        brackets = _Brackets()
        while True:
            end = brackets.end(self._text, self._at)
            self._at = len(self._text) if end is None else end
            if end is not None or not self._more():
                return


class _Brackets:
    """What is open at a place in JSON text that is looked at piece by piece."""

    def __init__(self) -> None:
        self._depth = 0
        self._is_text = False
        self._ignored = -1

    def end(self, text: str, start: int) -> int | None:
        """Return where the value ends, None when it goes on behind this piece."""
        for found in _MARK.finditer(text, start):
            if found.start() == self._ignored:
                continue
            if found[0] == "\\":
                self._ignored = found.end()
            elif found[0] == '"':
                self._is_text = not self._is_text
            elif not self._is_text:
                self._depth += 1 if found[0] in "{[" else -1
            if self._depth <= 0 and not self._is_text:
                return found.end()
        self._ignored = 0 if self._ignored == len(text) else -1
        return None
