"""Quantities as people write them, and the one unit in which the program holds each.

Inside are m², yuan, persons, posts, hours of work, working days, months, years and shares; people
write and read mu, 万元 and 亿元. A month has 21 working days, a year 252; a bare "day" is refused
because it may mean a working or a calendar day.
"""

import math
import re
from fractions import Fraction
from functools import lru_cache

from crosspark.governance.errors import Text

_WORKING_DAYS_IN_MONTH = 21
_WORKING_DAYS_IN_YEAR = 252

# unit: (its size in the base unit, the base unit); exact fractions, because 667 m² is not a mu
_SIZES: dict[str, tuple[Fraction, str]] = {
    "m2": (Fraction(1), "m2"),
    "mu": (Fraction(2000, 3), "m2"),
    "ha": (Fraction(10_000), "m2"),
    "km2": (Fraction(1_000_000), "m2"),
    "yuan": (Fraction(1), "yuan"),
    "万元": (Fraction(10_000), "yuan"),
    "亿元": (Fraction(100_000_000), "yuan"),
    "working day": (Fraction(1), "working day"),
    "calendar day": (Fraction(_WORKING_DAYS_IN_YEAR * 4, 1461), "working day"),
    "month": (Fraction(_WORKING_DAYS_IN_MONTH), "working day"),
    "year": (Fraction(_WORKING_DAYS_IN_YEAR), "working day"),
    "hour": (Fraction(1), "hour"),
    "km": (Fraction(1), "km"),
    "share": (Fraction(1), ""),
    "number": (Fraction(1), ""),
    "%": (Fraction(1, 100), ""),
}
#: Things that are counted: a bare number is enough for them.
COUNTED = (
    *("person", "post", "home", "community", "enterprise", "lead", "project", "matter", "party"),
    *("candidate", "visit", "transfer"),
)
_SIZES.update({noun: (Fraction(1), noun) for noun in COUNTED})
# Candidates are persons, and in Chinese both are counted as 人.
_SIZES["candidate"] = (Fraction(1), "person")

_SPELLINGS = {
    "m2": "m², sqm, 平方米",
    "mu": "亩, 畝",
    "ha": "hectare, 公顷, 公頃",
    "km2": "km², 平方公里",
    "km": "公里",
    "yuan": "元, CNY, RMB",
    "万元": "wan yuan, 萬元, 万, 萬",
    "亿元": "yi yuan, 億元, 亿, 億",
    "working day": "wd, 工作日, 个工作日, 個工作日",
    "calendar day": "日历日, 日曆日, 个日历日, 個日曆日",
    "month": "月, 个月, 個月",
    "year": "年",
    "hour": "h, 小时, 小時, 个小时, 個小時",
    "person": "people, 人, 名, 位, 个人, 個人",
    "post": "岗位, 崗位, 个岗位, 個崗位",
    "home": "户, 戶",
    "community": "communities, 社区, 社區, 个社区, 個社區",
    "enterprise": "企业, 企業, 家企业, 家企業, 家",
    "lead": "线索, 線索, 条线索, 條線索",
    "project": "项目, 項目, 个项目, 個項目",
    "matter": "项, 項, 事项, 事項, 项事项, 項事項",
    "party": "parties, 方",
    "visit": "次",
    "transfer": "笔, 筆",
    "%": "％, percent",
}
_ALIASES = {spelling: name for name, all_ in _SPELLINGS.items() for spelling in all_.split(", ")}

_QUANTITY = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.\d*)?(?:[eE][+-]?\d{1,3})?)\s*(.*)", re.DOTALL
)
_DAYS = ("day", "days", "天", "日")
_SYMBOLS = ("m2", "mu", "km", "yuan", "万元", "亿元", "%")
_PLURALS = {"person": "people", "community": "communities", "party": "parties"}
_CHINESE = {
    **{"m2": "平方米", "mu": "畝", "yuan": "元", "万元": "萬元", "亿元": "億元", "working day": "個工作日"},
    **{"month": "個月", "year": "年", "hour": "小時", "person": "人", "post": "個崗位", "km": "公里"},
    **{"home": "戶", "community": "個社區", "enterprise": "家企業", "lead": "條線索", "project": "個項目"},
    **{"matter": "項", "party": "方", "candidate": "人", "visit": "次", "transfer": "筆"},
    "calendar day": "個日曆日",
}
_CHINESE_BELOW = {
    "working day": "工作日",
    "month": "月",
    "project": "項目",
    "post": "崗位",
    "enterprise": "企業",
}


def parse(text: str | int | float, unit: str) -> float:
    """Return the quantity that `text` says, in `unit`.

    Parameters
    ----------
    text : str, int or float
        Such as ``"1200 mu"``, ``"5 亿元"``, ``"10 working days"``, ``"40 %"``. A bare number is enough
        only where `unit` is a share, a pure number or a count.
    unit : str
        The unit of the field, such as ``"m2"``, ``"yuan"``, ``"hour/month"``.

    Raises
    ------
    ValueError
        If it is no quantity or has another dimension; the message says what would be right.

    Examples
    --------
    >>> parse("3 mu", "m2")
    2000.0
    >>> parse("40 万元/mu", "yuan/m2")
    600.0
    >>> parse("half a year", "month")
    Traceback (most recent call last):
        ...
    ValueError: write a number of months, such as "12 months"
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise ValueError(_wanted(unit))
    if not isinstance(text, str) and not math.isfinite(text):
        raise ValueError(_wanted(unit))
    found = _QUANTITY.fullmatch(str(text).strip())
    if found is None:
        raise ValueError(_wanted(unit))
    number, written = Fraction(found[1].replace(",", "")), found[2]
    if re.match(r",\d", written) or found[1].lstrip("+-").startswith("0,"):
        point = str(text).strip().replace(",", ".", 1)
        raise ValueError(Text(f'write a decimal point: "{point}"', f"小數請用小數點:「{point}」"))
    written = re.sub("^[個个](?=/|$)", "", written.replace("／", "/"))
    if written.startswith(("/", "per ")):
        # "6 /year" says what is counted no less clearly than "6 visits/year".
        counted = "·".join(name for name in _parts(unit)[0] if name in COUNTED)
        written = f"{counted}/{written.removeprefix('/').removeprefix('per ')}"
    wanted_size, wanted = _measure(unit)
    if not written and not _bare(unit):
        wanted_text = _wanted(unit)
        raise ValueError(Text(f"the unit is missing, {wanted_text}", f"缺少單位,{wanted_text.zh}"))
    try:
        size, dimension = _measure(written) if written else (wanted_size, wanted)
    except ValueError as error:
        what, wanted_text = Text.of(error), _wanted(unit)
        raise ValueError(Text(f"{what}, {wanted_text}", f"{what.zh},{wanted_text.zh}")) from None
    if dimension != wanted:
        wanted_text = _wanted(unit)
        raise ValueError(
            Text(
                f'"{written}" measures something else, {wanted_text}',
                f"「{written}」量度不符,{wanted_text.zh}",
            )
        )
    try:
        return float(number * size / wanted_size)
    except OverflowError:
        raise ValueError(_wanted(unit)) from None


def canonical(unit: str) -> tuple[str, Fraction]:
    """Return the unit in which the program holds what is written in `unit`, and the factor to it.

    Examples
    --------
    >>> canonical("万元/mu")
    ('yuan/m2', Fraction(15, 1))
    """
    above, below = _parts(unit)
    name = "/".join(["·".join(map(_inside, above)) or "1", *map(_inside, below)])
    return name, _measure(unit)[0] / _measure(name)[0]


def show(value: float, unit: str, lang: str = "en", *, exact: bool = False) -> str:
    """Return the quantity as people read it: land in mu, money in 万元 and 亿元, shares in per cent.

    It is rounded unless `exact`: what ends a range must not read like the value that lies beyond it.

    Examples
    --------
    >>> show(30_000_000, "yuan")
    '3,000 万元'
    >>> show(600, "yuan/m2", "zh")
    '40 萬元/畝'
    >>> show(0.35, "share")
    '35 %'
    """
    above, below = _parts(unit)
    reading_below = ["mu" if name == "m2" else name for name in below]
    value = value * float(_size(reading_below) / _size(below))
    reading_above = [_reading(name, value, alone=not below) for name in above]
    value = value * float(_size(above) / _size(reading_above))
    number = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    if exact:
        number = f"{value:,.10g}"
    words = "·".join(_word(name, lang, several=number != "1") for name in reading_above if name != "number")
    under = "".join("/" + _word(name, lang, several=False, below=True) for name in reading_below)
    return f"{number} {words}{under}".strip()


def _bare(unit: str) -> bool:
    above, below = _parts(unit)
    return not below and all(name in ("share", "number", "%", *COUNTED) for name in above)


def _wanted(unit: str) -> Text:
    if _bare(unit) and _measure(unit)[1] == ():
        if unit in ("share", "%"):
            return Text('write a share such as 0.35 or "35 %"', "請寫份額,如 0.35 或「35 %」")
        return Text("write a number", "請寫一個數")
    above, below = ([("mu" if name == "m2" else name) for name in names] for names in _parts(unit))
    named = "·".join(_word(name, "en", several=True) for name in above) or "cases"
    under = "".join(f" per {name}" for name in below)
    stroke = "".join(f"/{name}" for name in below)
    example = f"12 {'·'.join(_word(name, 'en', several=True) for name in above)}{stroke}"
    words = ["·".join(_word(name, "zh", several=True) for name in above)]
    words += [_word(name, "zh", several=False, below=True) for name in below]
    return Text(
        f'write a number of {named}{under}, such as "{example}"',
        f"請寫數量及單位,如「12 {'/'.join(words)}」",
    )


def _reading(name: str, value: float, alone: bool) -> str:
    """Return the unit in which people read `value` of the unit `name`."""
    if name == "m2":
        return "mu" if value == 0 or not alone or abs(value) >= _SIZES["mu"][0] else "m2"
    if name == "yuan" and abs(value) >= 10_000:
        return "亿元" if abs(value) >= 100_000_000 else "万元"
    return "%" if name == "share" else name


def _word(name: str, lang: str, several: bool, below: bool = False) -> str:
    if lang == "zh":
        return _CHINESE_BELOW.get(name, _CHINESE.get(name, name)) if below else _CHINESE.get(name, name)
    if name in _SYMBOLS or not several:
        return name
    return _PLURALS.get(name, name + "s")


def _inside(name: str) -> str:
    if name in ("%", "calendar day"):
        return "share" if name == "%" else "working day"
    base = _SIZES[name][1]
    return base if base in ("m2", "yuan") else name


def _size(names: list[str]) -> Fraction:
    return math.prod((_SIZES[name][0] for name in names), start=Fraction(1))


@lru_cache(maxsize=512)
def _measure(unit: str) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    """Return the size of `unit` in base units, and the power of each base unit in it."""
    above, below = _parts(unit)
    powers: dict[str, int] = {}
    for names, step in ((above, 1), (below, -1)):
        for name in names:
            base = _SIZES[name][1]
            powers[base] = powers.get(base, 0) + step
    dimension = tuple(sorted((base, power) for base, power in powers.items() if base and power))
    return _size(above) / _size(below), dimension


def _parts(unit: str) -> tuple[list[str], list[str]]:
    """Return the units above and below the stroke of `unit`, by their own names."""
    first, *rest = unit.replace(" per ", "/").split("/")
    above = [_name(part) for part in first.split("·") if part.strip() not in ("", "1")]
    below = [_name(part, below=True) for group in rest for part in group.split("·")]
    return above, below


def _name(part: str, below: bool = False) -> str:
    word = " ".join(part.split())
    if word in _DAYS:
        if below:
            return "working day"  # a hazard per day is per working day, the step of preparation
        raise ValueError(Text("a day may be a working or a calendar day", "「日」可指工作日或日曆日"))
    for candidate in (word, word.lower(), word.removesuffix("s"), word.lower().removesuffix("s")):
        name = _ALIASES.get(candidate, candidate)
        if candidate and name in _SIZES:
            return name
    raise ValueError(Text(f'no such unit "{word}"', f"沒有單位「{word}」"))
