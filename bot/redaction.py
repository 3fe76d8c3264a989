"""Secrets by their value, taken out of everything that is written down or said."""

import re
from urllib.parse import quote, quote_plus, unquote, urlsplit

SHORTEST = 6
_HIDDEN = "[secret]"
_SHAPES = re.compile(
    r"\bx(?:ox[a-z]|app)-[\w-]{8,}|(?<=://)[^\s/:@'\"]*:(?!\*{3}@)[^\s/@'\"]+(?=@)"
)
_values: set[str] = set()


def hide(*values: str) -> None:
    """Let these never be seen again, as they are or as a URL or JSON writes them.

    What is shorter than 6 characters is left: it would take ordinary words out of sentences.
    """
    for value in values:
        forms = {value, quote(value, safe=""), quote_plus(value), value.replace("\\", "\\\\")}
        forms.add(value.replace("\\", "\\\\").replace('"', '\\"'))
        _values.update(form for form in forms if len(form) >= SHORTEST)


def hide_password(url: str) -> None:
    """Hide the password of a database URL, and passwords among its parameters."""
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        hide(url)
        return
    inside = re.findall(r"(?i)[^&]*pass[^&=]*=([^&]+)", parts.query)
    for secret in [*inside, password or ""]:
        hide(secret, unquote(secret))


def redacted(text: str) -> str:
    """Return text without any hidden value, without Slack tokens and passwords in URLs."""
    for value in sorted(_values, key=len, reverse=True):
        text = text.replace(value, _HIDDEN)
    return _SHAPES.sub(_HIDDEN, text)
