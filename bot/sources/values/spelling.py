"""Dates and times in the words of ten languages, spelled in the few forms that are parsed."""

import re
import unicodedata
from functools import lru_cache

import polars as pl
from babel import Locale

_LANGUAGES = ("en", "zh", "ja", "ko", "de", "fr", "es", "pt", "it", "nl")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NON_ASCII = r"[^\x00-\x7f]"
PARTS = "am|pm|noon|evening|morning|night"
"""The parts of the day that `spelled` and `translated` leave."""
# Noon is around 12, an evening begins at 5 and its 12 o'clock is the end of the day. Of a night and
# of a morning in western words 12 o'clock may be either end.
_IN_BRACKETS = (r"((?:gmt|utc)[+-]\d{4}) ?\(.*\)$", "$1")
_EAST_ASIAN = (
    _IN_BRACKETS,
    (r"[(（]\s*(?:[月火水木金土日월화수목금토일]|(?:星期|周|週).)\s*[)）]", " "),
    (r"(?:星期|周|週)[一二三四五六日天]|[月火水木金土日]曜日|[월화수목금토일]요일", " "),
    (r"(\d)\s*[年月년월]\s*", "$1-"),
    (r"(\d)\s*[日일号號]\s*", "$1 "),
    (r"(\d)\s*[时時点點시]\s*", "$1:"),
    (r"(\d)\s*[分분]\s*(\d)", "$1:$2"),
    (r"(\d)\s*[分秒분초]\s*$", "$1"),
    (r"上午|早上|早晨|早间|清早|清晨|凌晨|黎明|午前|朝|오전|새벽|아침", "am"),
    (r"下午|傍晚|午后|午後|夕方|오후|저녁", "pm"),
    (r"中午|正午|午间|昼|낮|정오", "noon"),
    (r"半夜|午夜|深夜|夜里|夜间|真夜中|夜中|심야|한밤|밤", "night"),
    (r"晚上|夜晚|晚间|夜", "evening"),
    (r":半$", ":30"),
    (r"^(.*?)[\s(]*(?:北京时间|中国标准时间)[):\s]*(.*)$", "$1 $2 +08:00"),
)
_ANY = (
    (r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", ""),
    (r"a\. ?m\b\.?", "am"),
    (r"p\. ?m\b\.?", "pm"),
    (r":\s*$", ":00"),
    (r"\s+", " "),
    (r"([ ,t])(\d\d?) ?([ap]m)$", "$1$2:00$3"),
)
_DIGITS = (
    (r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:[ t]+|$)", "$1-$2-$3 "),
    (r"^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$", "$1-$2-$3 $4:$5:$6"),
    (r"^(\d\d)(\d\d)(\d\d) (\d{1,2}:.*)$", "$1-$2-$3 $4"),
    (r"^(\S+ \d\d)(\d\d)(\d\d)?(z|[+-]\d\d:?\d\d)?$", "$1:$2:$3$4"),
    (r":([z+-]|$)", ":00$1"),
)
_SIX = r"^(\d\d)(\d\d)(\d\d)$"
_END = rf"((?: ?(?:{PARTS}))?(?: (?:mes?z|ces?t))?)$"
_DATE = r"^(\d+[-/. ]+[\p{L}\d]+\.?[-/. ]+\d+\.?,?)"
_DAY_PARTS = (
    (r"\s*(?:\bde l['’]|\bl['’])?après-midi\b", " pm"),
    (r"\s*(?:\bam )?\b(?:nachmittags?\b|nachm\.)", " pm"),
    (r"\s*\b(?:d[ea] |por )?(?:la |à )?tarde\b|\s*\b(?:d[ei]l? )?pomeriggio\b", " pm"),
    (r"\s*['’]s middags\b|\s*\bin the afternoon\b", " pm"),
    (r"\s*\b(?:morgens|am morgen|früh|vormittags|am vormittag\b|vorm\.)", " morning"),
    (r"\s*\b(?:du )?matin\b|\s*\b(?:d[ea] |por )?(?:la )?(?:mañana|manhã)\b", " morning"),
    (r"\s*\b(?:d[ei]l? )?mattin[ao]\b|\s*['’]s (?:ochtends|morgens)\b", " morning"),
    (r"\s*\bin the morning\b", " morning"),
    (r"\s*\bd[ea] (?:la )?madrugada\b", " am"),
    (r"\s*\b(?:mittags|(?:d[eo]l? |du )?(?:mediodía|midi|mezzogiorno|meio-dia))\b", " noon"),
    (
        r"\s*\b(?:abends|am abend|(?:du )?soir|di sera|in the evening)\b|\s*['’]s avonds\b",
        " evening",
    ),
    (r"\s*\b(?:d[ea] |por )?(?:la |à )?no(?:ch|it)e\b", " evening"),
    (r"\s*\b(?:nachts|in der nacht|di notte|at night)\b|\s*['’]s nachts\b", " night"),
)
_ZONES = (
    _IN_BRACKETS,
    (r"(z|[+-]\d\d:?\d\d)\[[a-z]+/[a-z_/+-]+\]$", "$1"),
    (r"\s*[(\[]([a-z]{1,4}(?:[+-][\d:]+)?)[)\]]$", " $1"),
    (r"^(\p{L}{3,} \d\d?) (\d\d?:\d\d:\d\d) ([a-z]{3,4}|[+-]\d{4}) (\d{4})$", "$1 $4 $2 $3"),
)
_WESTERN = (
    *_ZONES,
    *_DAY_PARTS,
    (r"\s+", " "),
    (r"^(?:le|el|den|am|il|op|em)\s+", ""),
    (r"(\d)(?:er|º|°|ª|re|ème|e)\s", "$1 "),
    (r"\s(?:de|del|d')\s*", " "),
    (r"[\s,]+(?:à|um|a las?|às|alle(?: ore)?|ore|om|kl\.?)\s+(\d)", " $1"),
    (r"(\d)[.:](\d\d) ?(?:uhr|uur)" + _END, "$1:$2$3"),
    (r"(\d) ?(?:uhr|uur)" + _END, "$1:00$2"),
    (r"(\d) ?uhr ?(\d\d)" + _END, "$1:$2$3"),
    (r"\b(\d\d?) ?h ?(\d\d)(?: ?m(?:in)?)?(?: ?(\d\d) ?s)?" + _END, "$1:$2:$3$4"),
    (r"\b(\d\d?) ?h(?:eures?)?" + _END, "$1:00$2"),
    (_DATE + r" +(\d\d?)\.([0-5]\d)\.([0-5]\d(?:\.\d+)?)" + _END, "$1 $2:$3:$4$5"),
    (_DATE + r" +(\d\d?)\.([0-5]\d)" + _END, "$1 $2:$3$4"),
    (r"^(\p{L}{3,} \d\d?) (\d\d?:\d\d:\d\d) (\d{4})$", "$1 $3 $2"),
    (rf"([ ,t])(\d\d?) ({PARTS})$", "$1$2:00 $3"),
    (r":( |$)", ":00$1"),
)


def spelled(text: pl.Series, *, six_digits: bool) -> pl.Series:
    """Return the texts in lower case, with East Asian marks and day parts spelled in ASCII.

    Dates in digits alone are parted: eight of them and more, and six before a time or where
    `six_digits` says that six are a date.
    """
    plain = text.str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    if plain.str.contains(_NON_ASCII).any():
        plain = _rewritten(plain, _EAST_ASIAN)
    plain = _rewritten(plain, _ANY)
    if six_digits:
        plain = plain.str.replace(_SIX, "$1-$2-$3")
    if plain.str.contains(r"^\d{6}(?:\d\d|[ t]|\d{6})").any():
        plain = _rewritten(plain, _DIGITS)
    return plain.str.strip_chars()


def translated(plain: pl.Series) -> pl.Series:
    """Return spelled texts with months in English and without weekdays and words before a time."""
    only, either = _weekdays()
    plain = plain.str.replace(only, "").str.replace(either, "$1")
    plain = _rewritten(plain, _WESTERN)
    around = plain.str.extract_groups(r"^(?P<before>.*?)(?P<month>\p{L}{3,})(?P<after>.*)$")
    parts = around.struct.unnest().with_columns(
        pl.col("month").replace_strict(_months(), default=None, return_dtype=pl.String)
    )
    renamed = parts.select(pl.concat_str("before", "month", "after")).to_series()
    return renamed.zip_with(renamed.is_not_null(), plain)


def _rewritten(plain: pl.Series, rewrites: tuple[tuple[str, str], ...]) -> pl.Series:
    for pattern, written in rewrites:
        plain = plain.str.replace_all(pattern, written)
    return plain


@lru_cache(maxsize=1)
def _months() -> dict[str, str]:
    """Return the English month for each name and abbreviation of the languages."""
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        months = Locale.parse(language).months
        for form in (months["format"], months["stand-alone"]):
            for width in ("wide", "abbreviated"):
                for number, name in form[width].items():
                    word = name.lower().rstrip(".")
                    found[word] = found[_without_accents(word)] = _ENGLISH[number - 1]
    return {name: month for name, month in found.items() if name.isalpha()}


def _without_accents(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if each.isalpha())


@lru_cache(maxsize=1)
def _weekdays() -> tuple[str, str]:
    """Return the patterns of a weekday in front, and of one whose name is a month's as well."""
    names = {
        form(name.lower().rstrip("."))
        for form in (str, _without_accents)
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for name in Locale.parse(language).days["format"][width].values()
    }
    either = "|".join(sorted(names & set(_months())))
    only = "|".join(map(re.escape, sorted(names - set(_months()), key=len, reverse=True)))
    return (
        rf"^(?:{only})(?:\.,|[,.])?\s+",
        rf"^(?:{either})(?:\.,|[,.])?\s+(\d\d?\.?[ -]\p{{L}}|\d+[-/.]\d)",
    )
