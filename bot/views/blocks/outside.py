"""Text from tickets and people, made harmless for a message.

Slack reads `<!channel>` and `<@U…>` in `mrkdwn` and in a message's `text` as mentions; reading
direction and zero-width characters can make a line say something else than it does.
"""

import re
import unicodedata

_BREAKS = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_BROADCAST = re.compile(r"@(?=here|channel|everyone|group)", re.IGNORECASE)
_MARKUP_START = re.compile("<(?=[!@#])")
_ESCAPE = re.compile("&(?=#|[a-zA-Z]+;)")
_STYLES = str.maketrans({"*": "\u2217", "`": "\u02cb", "~": "\u223c"})
_EDGE_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")
_MOST = 80
_NOTHING = "–"


def literal(text: str, most: int = _MOST) -> str:
    """Return text for where Slack reads no markup: plain_text, rich_text, cells of tables.

    Line breaks become a space, unseen characters go, more than `most` characters end in …, and
    what would open a mention or an escape if it were ever read as markup is replaced by a
    look-alike. Text of which nothing is left is –.
    """
    text = _MARKUP_START.sub("\u2039", _BROADCAST.sub("\uff20", _tidy(text)))
    return _shortened(_ESCAPE.sub("\uff06", text), most)


def markup(text: str, most: int = _MOST) -> str:
    """Return text for `mrkdwn` and a message's `text`, where it reads as it was written.

    As `literal`, with `&`, `<`, `>` escaped and what would make bold, code or strikethrough
    replaced by look-alikes. Escaped text that is escaped again stays visible as it came.
    """
    text = _BROADCAST.sub("\uff20", _shortened(_tidy(text), most)).translate(_STYLES)
    text = _EDGE_UNDERSCORE.sub("\uff3f", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tidy(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    return " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", text)).split())


def _shortened(text: str, most: int) -> str:
    return (text if len(text) <= most else _cut(text, most)) or _NOTHING


def _cut(text: str, most: int) -> str:
    end = most - 1
    while end > 0 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip() + "…"
