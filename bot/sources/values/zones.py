"""Zones as they stand in a cell behind a time: offsets, and abbreviations that may mean several."""

import polars as pl

_MINUTE = 60_000_000
# Hours east of UTC. Several: which of them is meant, only the zone of the file can tell.
_HOURS: dict[str, tuple[float, ...]] = {
    **dict.fromkeys(("z", "utc", "gmt", "wet"), (0,)),
    **dict.fromkeys(("cet", "mez", "west", "wat"), (1,)),
    **dict.fromkeys(("cest", "mesz", "eet", "cat", "sast"), (2,)),
    **dict.fromkeys(("eest", "msk", "eat", "trt", "idt"), (3,)),
    **dict.fromkeys(("ict", "wib"), (7,)),
    **dict.fromkeys(("hkt", "sgt", "myt", "wita", "awst"), (8,)),
    **dict.fromkeys(("jst", "kst", "wit"), (9,)),
    **dict.fromkeys(("brt", "art", "adt", "clst"), (-3,)),
    **dict.fromkeys(("cot", "pet"), (-5,)),
    "acst": (9.5,),
    "aest": (10,),
    "acdt": (10.5,),
    "aedt": (11,),
    "nzst": (12,),
    "nzdt": (13,),
    "npt": (5.75,),
    "pkt": (5,),
    "clt": (-4,),
    "mdt": (-6,),
    "pdt": (-7,),
    "akdt": (-8,),
    "akst": (-9,),
    "hst": (-10,),
    "cst": (-6, 8, -5),
    "cdt": (-5, -4),
    "ist": (5.5, 1, 2),
    "bst": (1, 6),
    "est": (-5, 10),
    "edt": (-4, 11),
    "pst": (-8, 8),
    "mst": (-7, 8),
    "ast": (-4, 3),
    "gst": (4, -2),
}
_ONE = {name: round(hours[0] * 60) for name, hours in _HOURS.items() if len(hours) == 1}
_SEVERAL = {
    name: [round(each * 60) for each in hours] for name, hours in _HOURS.items() if len(hours) > 1
}
_NUMBER = r"(?:utc|gmt)?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?"
ZONE = rf"{_NUMBER}|{'|'.join(sorted(_HOURS, key=len, reverse=True))}"
"""The pattern of an offset or an abbreviation, in lower case."""
_UNCLEAR = rf"(?i)\d[ap. m]*[(\[ ]*\b(?:{'|'.join(_SEVERAL)})\b"


def east_of(zones: pl.Series, walls: pl.Series, zone: str) -> pl.Series:
    """Return the minutes east of UTC that texts like `ZONE` mean, null where that is unclear.

    Of an abbreviation that stands for several offsets the one counts that `zone` has at the
    time of `walls`, its wall clock.
    """
    sign = zones.str.extract(r"([+-])").replace_strict({"+": 1, "-": -1}, default=None)
    digits = zones.str.extract_groups(r"[+-](\d{1,2}?):?(\d\d)?$")
    hours = digits.struct.field("1").cast(pl.Int64)
    minutes = digits.struct.field("2").cast(pl.Int64).fill_null(0)
    named = zones.replace_strict(_ONE, default=None, return_dtype=pl.Int64)
    east = named.zip_with(named.is_not_null(), sign * (hours * 60 + minutes))
    for name in set(zones.drop_nulls().unique()) & _SEVERAL.keys():
        for size in _SEVERAL[name]:
            shown, called = _shown(walls, size, zone)
            agrees = (zones == name) & (shown == walls) & _may_be(called, name)
            east = east.set(agrees.fill_null(value=False), size)
    return east


def has_unclear_zone(text: pl.Series) -> pl.Series:
    """Tell which texts carry an abbreviation that stands for several zones."""
    return text.str.contains(_UNCLEAR).fill_null(value=False)


def _shown(walls: pl.Series, east: int, zone: str) -> tuple[pl.Series, pl.Series]:
    """Return what a zone's clocks show when those of an offset show `walls`, and its names then."""
    at = (walls.dt.epoch("us") - east * _MINUTE).cast(pl.Datetime("us", "UTC"))
    if zone[0] in "+-":
        hours, minutes = zone[1:].split(":")
        shift = int(zone[0] + "1") * (int(hours) * 60 + int(minutes)) * _MINUTE
        local = (at.dt.epoch("us") + shift).cast(pl.Datetime("us"))
        return local, pl.Series([zone], dtype=pl.String).new_from_index(0, len(at))
    moved = at.dt.convert_time_zone(zone)
    return moved.dt.replace_time_zone(None), moved.dt.strftime("%Z")


def _may_be(called: pl.Series, name: str) -> pl.Series:
    """Tell which names of a zone are the abbreviation, or an offset because the zone has none."""
    return called.str.ends_with(name.upper()) | called.str.contains(r"^[+-]")
