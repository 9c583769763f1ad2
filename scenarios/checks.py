"""What must hold between the records of a scenario: names that exist, hinterlands, an order that ends."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crosspark.governance.errors import BadInput, suggestion
from crosspark.model.case import Place, Scenario, Step

#: What the day loop has room for: reviews of a procedure (held equal to it by a test), and bits of a mask.
MOST_REVIEWS = 3
MOST_PROCEDURES = 60


class Problem(NamedTuple):
    """Something wrong: where, what stands there, and what would be right."""

    path: tuple[Step, ...]
    value: object
    hint: str


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
            yield Problem((group,), getattr(scenario, group), "a district needs at least one")
    yield from _present(scenario)
    yield from _hinterlands(scenario)
    yield from _segment_names(scenario)
    yield from _server_names(scenario)
    yield from _procedure_names(scenario)
    yield from _order(scenario)


def _present(scenario: Scenario) -> Iterator[Problem]:
    from crosspark.governance.mode import mode_names

    if scenario.present not in mode_names():
        yield Problem(("present",), scenario.present, suggestion(scenario.present, mode_names(), "mode"))


def _hinterlands(scenario: Scenario) -> Iterator[Problem]:
    park_of: dict[str, str] = {}
    for park, facts in scenario.parks.items():
        where = ("parks", park, "subdistricts")
        if not facts.subdistricts:
            yield Problem(where, [], "every park needs a sub-district that serves it")
        for index, name in enumerate(facts.subdistricts):
            if name not in scenario.subdistricts:
                yield Problem((*where, index), name, suggestion(name, scenario.subdistricts, "sub-district"))
            elif name in park_of:
                hint = f"it serves {park_of[name]} already; a sub-district serves one park"
                yield Problem((*where, index), name, hint)
            park_of[name] = park
    for name in scenario.subdistricts:
        if name not in park_of:
            yield Problem(("subdistricts", name), name, "it serves no park; name it under one park")


def _segment_names(scenario: Scenario) -> Iterator[Problem]:
    known = scenario.segments
    for park, facts in scenario.parks.items():
        for field, names in (("fit", facts.fit), ("enterprises", facts.enterprises)):
            where = ("parks", park, field)
            yield from _unknown(where, names, known, "segment")
            for missing in [name for name in known if name not in names]:
                yield Problem((*where, missing), None, "every segment of the district needs a figure here")
    for segment, needs in known.items():
        yield from _unknown(("segments", segment, "buys"), needs.buys, known, "segment")


def _server_names(scenario: Scenario) -> Iterator[Problem]:
    for per in ("park", "subdistrict"):
        for name in [name for name, server in scenario.servers.items() if server.per == per][1:]:
            yield Problem(("servers", name, "per"), per, "there is room for one kind of server of that place")
    community = any(procedure.community for procedure in scenario.procedures)
    if community and all(server.per != "subdistrict" for server in scenario.servers.values()):
        yield Problem(
            ("servers",), "none per subdistrict", "communities consent to the crews of a sub-district"
        )
    for flag in ("community", "quota"):
        marked = [i for i, procedure in enumerate(scenario.procedures) if getattr(procedure, flag)]
        for index in marked[1:]:
            hint = (
                "one procedure takes the fund (community) and one the quota; a second would take them again"
            )
            yield Problem(("procedures", index, flag), True, hint)
    for name in scenario.servers:
        if name in scenario.departments:
            yield Problem(("servers", name), name, "a department has this name; who serves must be plain")


def _procedure_names(scenario: Scenario) -> Iterator[Problem]:
    ids = [procedure.id for procedure in scenario.procedures]
    servers = [*scenario.departments, *scenario.servers]
    if len(ids) > MOST_PROCEDURES:
        yield Problem(("procedures",), f"{len(ids)} procedures", f"there is room for {MOST_PROCEDURES}")
    for index, procedure in enumerate(scenario.procedures):
        here = ("procedures", index)
        if ids.index(procedure.id) != index:
            yield Problem((*here, "id"), procedure.id, "another procedure has this id")
        if len(procedure.reviews) > MOST_REVIEWS:
            hint = f"a procedure has at most {MOST_REVIEWS}; make two procedures of it"
            yield Problem((*here, "reviews"), f"{len(procedure.reviews)} reviews", hint)
        if procedure.community and procedure.quota:
            hint = "communities consent before quota is used; make two procedures of it"
            yield Problem((*here, "quota"), procedure.quota, hint)
        times = Counter(review.server for review in procedure.reviews)
        for place, review in enumerate(procedure.reviews):
            where = (*here, "reviews", place, "server")
            if review.server not in servers:
                yield Problem(where, review.server, suggestion(review.server, servers, "server"))
            elif times[review.server] > 1:
                yield Problem(where, review.server, "it reviews this procedure twice; add up its hours")
        for field in ("after", "assumes"):
            for place, name in enumerate(getattr(procedure, field)):
                if name not in ids:
                    yield Problem((*here, field, place), name, suggestion(name, ids, "procedure"))
                elif field == "assumes" and name == procedure.id:
                    yield Problem((*here, field, place), name, "a procedure cannot assume its own result")
        pair = procedure.closes_after
        if pair is not None and pair not in ids:
            yield Problem((*here, "closes_after"), pair, suggestion(pair, ids, "procedure"))


def _order(scenario: Scenario) -> Iterator[Problem]:
    """Yield cycles of waiting, and procedures that stand in the chain before what they wait for."""
    import networkx as nx  # here alone: listing scenarios must not pay for it

    index = {procedure.id: place for place, procedure in enumerate(scenario.procedures)}
    waits = [(p.id, other, "after") for p in scenario.procedures for other in p.after]
    waits += [(p.id, p.closes_after, "closes_after") for p in scenario.procedures if p.closes_after]
    graph = nx.DiGraph([(procedure, other) for procedure, other, _ in waits])
    for cycle in nx.simple_cycles(graph):
        start = cycle.index(min(cycle, key=index.__getitem__))
        ring = [*cycle[start:], *cycle[:start], cycle[start]]
        field = next(field for procedure, other, field in waits if (procedure, other) == (ring[0], ring[1]))
        hint = f"it waits for itself: {' waits for '.join(ring)}"
        yield Problem(("procedures", index[ring[0]], field), ring[1], hint)
    for procedure, other, field in waits:
        if index[other] > index[procedure]:
            hint = f"the chain runs in the order of this list, so {other} must stand before {procedure}"
            yield Problem(("procedures", index[procedure], field), other, hint)


def _unknown(
    where: tuple[Step, ...], names: Iterable[str], known: Iterable[str], kind: str
) -> Iterator[Problem]:
    known = list(known)
    for name in names:
        if name not in known:
            yield Problem((*where, name), name, suggestion(name, known, kind))
