"""How two designs of studies differ, told where a folder is refused because it holds another study."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crosspark.governance import units
from crosspark.governance.errors import Text

#: So many differences are told.
_MOST = 3

_NUMBERS = {
    "method": Text("method", "抽樣方法"),
    "points": Text("points", "取值點數"),
    "replicates": Text("replicates", "重複次數"),
    "seed": Text("seed", "種子"),
    "years": Text("years", "年數"),
}
_OWN = Text("the scenario's own", "情景所定")
_FIXED = Text("as it stands", "不變")


def differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> Text:
    """Return how a stored design differs from the one that is asked for: the first few differences.

    Parameters
    ----------
    there, here : mapping
        As `crosspark.studies.design.Design.to_data` writes it, with different digests.
    """
    found = list(_differences(there, here)) or [Text("its points set other values", "各取值點的值不同")]
    more = "; …" if len(found) > _MOST else ""
    told = found[:_MOST]
    return Text("; ".join(told) + more, ";".join(one.zh for one in told) + more.replace("; ", ";"))


def _differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[Text]:
    for key, kind in {"scenarios": Text("scenario", "情景"), "modes": Text("mode", "模式")}.items():
        if list(there[key]) != list(here[key]):
            yield _apart(kind, _listed(there[key]), _listed(here[key]))
        for name in (name for name in there[key] if name in here[key]):
            if there[key][name]["sha256"] != here[key][name]["sha256"]:
                yield Text(f"{kind} {name} has other figures there", f"{kind.zh} {name} 的數字不同")
    for key, kind in _NUMBERS.items():
        if there[key] != here[key]:
            yield _apart(kind, *(_OWN if of[key] is None else _said(of[key]) for of in (there, here)))
    varied, wanted = ({factor["path"]: factor for factor in of["factors"]} for of in (there, here))
    for path in dict.fromkeys([*varied, *wanted]):
        if varied.get(path) != wanted.get(path):
            yield _apart(_said(path), _range(varied.get(path)), _range(wanted.get(path)))
    if not varied and not wanted and there["paths"] != here["paths"]:
        yield _apart(Text("what is set", "所設參數"), _listed(there["paths"]), _listed(here["paths"]))
    if there.get("measures") != here["measures"]:
        yield Text("other things are read of its runs", "每次模擬所讀取者不同")


def _apart(what: Text, there: Text, here: Text) -> Text:
    return Text(f"{what}: {there} there, {here} here", f"{what.zh}:原為{there.zh},現為{here.zh}")


def _said(value: object) -> Text:
    en = zh = str(value)
    return Text(en, zh)


def _listed(names: Iterable[str]) -> Text:
    return Text(" + ".join(names) or "nothing", "、".join(names) or "無")


def _range(factor: Mapping[str, Any] | None) -> Text:
    """Return over what a parameter varies, in the unit in which people read it."""
    if factor is None:
        return _FIXED
    ends = factor["values"] or [factor["low"], factor["high"]]
    en, zh = (
        ", ".join(
            one if isinstance(one, str) else units.show(one, factor["unit"], lang, exact=True) for one in ends
        )
        for lang in ("en", "zh")
    )
    return Text(f"{{{en}}}", f"{{{zh}}}") if factor["values"] else Text(f"[{en}]", f"[{zh}]")
