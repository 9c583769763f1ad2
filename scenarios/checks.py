"""What must hold between the records of a scenario: names that exist, hinterlands, an order that ends."""

from collections import Counter
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from crosspark.governance import modefile
from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.model.case import Place, Scenario, Step

#: What the day loop has room for: reviews of a procedure (held equal to it by a test), and bits of a mask.
MOST_REVIEWS = 3
MOST_PROCEDURES = 60


class Problem(NamedTuple):
    """Something wrong: where, what stands there, and what would be right."""

    path: tuple[Step, ...]
    value: object
    hint: Text


def check(scenario: Scenario, place: Place) -> None:
    """Raise BadInput for the first thing that does not fit together."""
    for path, value, hint in _problems(scenario):
        names = [str(step) for step in path]
        if len(path) > 1 and path[0] == "procedures" and isinstance(path[1], int):
            names[1] = scenario.procedures[path[1]].id
        file, line = place(path)
        raise BadInput(file, line, ".".join(names), value, hint)


def _problems(scenario: Scenario) -> Iterator[Problem]:
    for group in ("parks", "subdistricts", "segments", "procedures"):
        if not getattr(scenario, group):
            yield Problem(
                (group,),
                getattr(scenario, group),
                Text("a district needs at least one", "一個區至少須有一項"),
            )
    yield from _present(scenario)
    yield from _hinterlands(scenario)
    yield from _segment_names(scenario)
    yield from _server_names(scenario)
    yield from _procedure_names(scenario)
    yield from _order(scenario)


def _present(scenario: Scenario) -> Iterator[Problem]:
    from crosspark.governance.mode import mode_names

    if scenario.present not in mode_names():
        yield Problem(
            ("present",), scenario.present, suggestion(scenario.present, modefile.titles(), "mode", "模式")
        )


def _hinterlands(scenario: Scenario) -> Iterator[Problem]:
    park_of: dict[str, str] = {}
    for park, facts in scenario.parks.items():
        where = ("parks", park, "subdistricts")
        if not facts.subdistricts:
            hint = Text("every park needs a sub-district that serves it", "每個園區須有鎮街為其服務")
            yield Problem(where, [], hint)
        for index, name in enumerate(facts.subdistricts):
            if name not in scenario.subdistricts:
                hint = suggestion(name, scenario.subdistricts, "sub-district", "鎮街")
                yield Problem((*where, index), name, hint)
            elif name in park_of:
                hint = Text(
                    f"it serves {park_of[name]} already; a sub-district serves one park",
                    f"它已為 {park_of[name]} 服務;一個鎮街只服務一個園區",
                )
                yield Problem((*where, index), name, hint)
            park_of[name] = park
    for name in scenario.subdistricts:
        if name not in park_of:
            hint = Text("it serves no park; name it under one park", "它未服務任何園區;請在一個園區下寫上它")
            yield Problem(("subdistricts", name), name, hint)


def _segment_names(scenario: Scenario) -> Iterator[Problem]:
    known = scenario.segments
    for park, facts in scenario.parks.items():
        for field, names in (("fit", facts.fit), ("enterprises", facts.enterprises)):
            where = ("parks", park, field)
            yield from _unknown(where, names, known)
            for missing in [name for name in known if name not in names]:
                hint = Text("every segment of the district needs a figure here", "每個產業在此須有一個數")
                yield Problem((*where, missing), None, hint)
    for segment, needs in known.items():
        yield from _unknown(("segments", segment, "buys"), needs.buys, known)


def _server_names(scenario: Scenario) -> Iterator[Problem]:
    for per in ("park", "subdistrict"):
        for name in [name for name, server in scenario.servers.items() if server.per == per][1:]:
            hint = Text("there is room for one kind of server of that place", "每類地點只能有一種服務機構")
            yield Problem(("servers", name, "per"), per, hint)
    community = any(procedure.community for procedure in scenario.procedures)
    if community and all(server.per != "subdistrict" for server in scenario.servers.values()):
        given = Text("none per subdistrict", "沒有 per: subdistrict 的機構")
        hint = Text("communities consent to the crews of a sub-district", "徵求社區同意須由鎮街的人員承擔")
        yield Problem(("servers",), given, hint)
    for flag in ("community", "quota"):
        marked = [i for i, procedure in enumerate(scenario.procedures) if getattr(procedure, flag)]
        for index in marked[1:]:
            hint = Text(
                "one procedure takes the fund (community) and one the quota; a second would take them again",
                "資金(community)與用地指標(quota)各由一道手續使用;第二道會重複佔用",
            )
            yield Problem(("procedures", index, flag), True, hint)
    for name in scenario.servers:
        if name in scenario.departments:
            hint = Text(
                "a department has this name; who serves must be plain", "已有部門用此名;須分清由誰辦理"
            )
            yield Problem(("servers", name), name, hint)


def _procedure_names(scenario: Scenario) -> Iterator[Problem]:
    ids = [procedure.id for procedure in scenario.procedures]
    servers = [*scenario.departments, *scenario.servers]
    if len(ids) > MOST_PROCEDURES:
        given = Text(f"{len(ids)} procedures", f"{len(ids)}道手續")
        hint = Text(f"there is room for {MOST_PROCEDURES}", f"至多{MOST_PROCEDURES}道")
        yield Problem(("procedures",), given, hint)
    for index, procedure in enumerate(scenario.procedures):
        here = ("procedures", index)
        if ids.index(procedure.id) != index:
            hint = Text("another procedure has this id", "另一道手續已用此標識")
            yield Problem((*here, "id"), procedure.id, hint)
        if len(procedure.reviews) > MOST_REVIEWS:
            count = len(procedure.reviews)
            hint = Text(
                f"a procedure has at most {MOST_REVIEWS}; make two procedures of it",
                f"一道手續至多{MOST_REVIEWS}項審查;請拆成兩道手續",
            )
            yield Problem((*here, "reviews"), Text(f"{count} reviews", f"{count}項審查"), hint)
        if procedure.community and procedure.quota:
            hint = Text(
                "communities consent before quota is used; make two procedures of it",
                "社區同意在前,使用用地指標在後;請拆成兩道手續",
            )
            yield Problem((*here, "quota"), procedure.quota, hint)
        times = Counter(review.server for review in procedure.reviews)
        for place, review in enumerate(procedure.reviews):
            where = (*here, "reviews", place, "server")
            if review.server not in servers:
                yield Problem(
                    where, review.server, suggestion(review.server, servers, "server", "部門或服務機構")
                )
            elif times[review.server] > 1:
                hint = Text(
                    "it reviews this procedure twice; add up its hours", "它兩次審查此手續;請合計工時"
                )
                yield Problem(where, review.server, hint)
        for field in ("after", "assumes"):
            for place, name in enumerate(getattr(procedure, field)):
                if name not in ids:
                    yield Problem((*here, field, place), name, suggestion(name, ids, "procedure", "手續"))
                elif field == "assumes" and name == procedure.id:
                    hint = Text("a procedure cannot assume its own result", "手續不能假定自身的結果")
                    yield Problem((*here, field, place), name, hint)
        pair = procedure.closes_after
        if pair is not None and pair not in ids:
            yield Problem((*here, "closes_after"), pair, suggestion(pair, ids, "procedure", "手續"))


def _order(scenario: Scenario) -> Iterator[Problem]:
    """Yield a cycle of waiting, and procedures that stand in the chain before what they wait for."""
    index = {procedure.id: place for place, procedure in enumerate(scenario.procedures)}
    waits = [(p.id, other, "after") for p in scenario.procedures for other in p.after]
    waits += [(p.id, p.closes_after, "closes_after") for p in scenario.procedures if p.closes_after]
    graph: dict[str, list[str]] = {}
    for procedure, other, _ in waits:
        graph.setdefault(procedure, []).append(other)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = error.args[1][:0:-1]  # each waits for the next, and the last for the first
        start = cycle.index(min(cycle, key=index.__getitem__))
        ring = [*cycle[start:], *cycle[:start], cycle[start]]
        field = next(field for procedure, other, field in waits if (procedure, other) == (ring[0], ring[1]))
        hint = Text(f"it waits for itself: {' waits for '.join(ring)}", f"它在等自己:{' 等 '.join(ring)}")
        yield Problem(("procedures", index[ring[0]], field), ring[1], hint)
    for procedure, other, field in waits:
        if index[other] > index[procedure]:
            hint = Text(
                f"the chain runs in the order of this list, so {other} must stand before {procedure}",
                f"手續按此列表的順序進行,故 {other} 須排在 {procedure} 之前",
            )
            yield Problem(("procedures", index[procedure], field), other, hint)


def _unknown(where: tuple[Step, ...], names: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    known = list(known)
    for name in names:
        if name not in known:
            yield Problem((*where, name), name, suggestion(name, known, "segment", "產業"))
