"""A name or ID taken out of texts: where it stands as a whole, and nothing else of them."""

import json
import re
from collections.abc import Collection, Mapping

_SCRIPTS = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
"""Scripts that are written without spaces: what stands beside a name does not make it longer."""

_LETTER = rf"[^\W_{_SCRIPTS}]"
_JOINT = "[-\u2010\u2011._@+]"
_ESCAPED = {"&": "&(?:amp;)?", "<": "(?:<|&lt;)", ">": "(?:>|&gt;)"}
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")


class Removal:
    """Puts `placeholder` where `name` stands, whatever the case of its letters.

    A name that is part of a longer one stays: `C-10` in `C-100`, `XC-10`, `C-10-2` or
    `c-10@example.com`. Where a name begins or ends with a character of a script without spaces, or
    with a sign, nothing beside it there makes it longer. What is a placeholder already stays one.
    """

    def __init__(self, name: str, placeholder: str) -> None:
        words = (
            "".join(_ESCAPED.get(one, re.escape(one)) for one in word) for word in name.split()
        )
        whole = r"\s+".join(words)
        found = f"(?i:{_before(name)}{whole}{_after(name)})"
        self._pattern = re.compile(f"{re.escape(placeholder)}|{found}")
        self._placeholder = placeholder

    def of(self, text: str) -> str:
        """Return a text without the name."""
        return self._pattern.sub(lambda _: self._placeholder, text)

    def of_json(self, text: str, fields: Collection[str]) -> str:
        """Return JSON without the name in these fields, and in those called after a person.

        JSON in which it does not stand is returned as it was.
        """
        held = json.loads(text)
        left = self._of_value(held, fields, is_text=False)
        return text if left == held else json.dumps(left, ensure_ascii=False)

    def _of_value(self, value: object, fields: Collection[str], *, is_text: bool) -> object:
        if isinstance(value, Mapping):
            return {
                key: self._of_value(
                    one, fields, is_text=key in fields or bool(_USER_ID.fullmatch(key))
                )
                for key, one in value.items()
            }
        if isinstance(value, list):
            return [self._of_value(one, fields, is_text=is_text) for one in value]
        return self.of(value) if is_text and isinstance(value, str) else value


def like(name: str) -> str:
    """Return a LIKE pattern, escaped by `/`, that finds at least every text the name stands in.

    A sign that may be written in several ways, and a letter whose case databases do not know,
    stands for anything.
    """
    found = "".join(map(_as_pattern, name.strip()))
    return f"%{found}%"


def _as_pattern(one: str) -> str:
    if one in '&<>"\\' or one.isspace() or not one.isprintable():
        return "%"
    if not one.isascii() and one.lower() != one.upper():
        return "%"
    return f"/{one}" if one in "%_/" else one


def _before(name: str) -> str:
    return f"(?<!{_LETTER})(?<!{_LETTER}{_JOINT})" if re.match(_LETTER, name) else ""


def _after(name: str) -> str:
    return f"(?!{_LETTER})(?!{_JOINT}{_LETTER})" if re.match(_LETTER, name[-1:]) else ""
