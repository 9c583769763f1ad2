"""A model with a known front, for those who search it.

With H1 at h, S1 at 1 and S2 at 1 jobs are 1,010 − 20h and days 195 − 20h: one mode for each h, none of which
is ahead of another. The start, H1 at ½ alone, has 990 jobs and 190 days: of the front h = ½ and h = ¾ are
better in both, h = ¼ and h = 1 tie in one, h = 0 is worse in days. S2 lowers the service level.
"""

import fake_runs

from crosspark.governance.mode import load_mode
from crosspark.studies.jobs import seed_of
from crosspark.views.optimisation import Optimisation

START = load_mode("present").with_clauses(H1=0.5)
SEARCHED = ["S1", "S2", "H1"]
QUICK = {
    "generations": 8,
    "population": 16,
    "replicates": 2,
    "fresh": 4,
    "years": 1,
    "jobs": 1,
    "quiet": True,
}


def planted(scenario, mode, *, seed, years, overrides=None):
    run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
    s1, s2, h1 = (mode.clauses.get(id_, 0.0) for id_ in SEARCHED)
    chance = 10 * fake_runs.luck(seed)
    run.values["jobs"] = 1000 + 10 * s1 - 20 * h1 + chance
    run.values["days_to_start"] = 200 - 20 * h1 - 5 * s2 + chance
    run.values["service_level"] = 1 - s2 / 4
    run.values["admin_cost"] = 1e8 * (1 + s1 / 1000)
    return run


def searched(simulate=planted, **options):
    """Return the search of the planted front, or of another model."""
    how = {"objectives": ["days_to_start", "jobs"], "start": START, "clauses": SEARCHED, **QUICK, **options}
    return Optimisation.of("two_parks", simulate=simulate, **how)


#: Four sets: S1 brings 5 jobs less for each day of handover beyond the first, which sets alone change.
SETS = [{"handover.days": days} for days in (1.0, 2.0, 3.0, 4.0)]


def planted_in_sets(scenario, mode, *, seed, years, overrides=None):
    run = planted(scenario, mode, seed=seed, years=years)
    days = (overrides or {}).get("handover.days", 1.0)
    run.values["jobs"] -= 5 * (days - 1) * mode.clauses.get("S1", 0.0)
    return run


def fresh_replicate(seed):
    """Return which of the four fresh replicates a seed is of; None for one of the search."""
    seeds = [seed_of(1, replicate) for replicate in range(QUICK["fresh"])]
    return seeds.index(seed) if seed in seeds else None


def uncertain(scenario, mode, *, seed, years, overrides=None):
    """Return a planted run in which S1 moves the hours of leaders either way, in the fresh ones."""
    run = planted(scenario, mode, seed=seed, years=years)
    run.values.update(service_level=0.85, leaders_hours=1.0, admin_cost=1e8, value_added=1e9)
    replicate = fresh_replicate(seed)
    if replicate is not None:
        run.values["leaders_hours"] += mode.clauses.get("S1", 0.0) * (0.1, -0.1, 0.1, -0.1)[replicate]
        run.values["service_level"] = (0.85, 0.75, 0.85, 0.85)[replicate]
    return run


def dearer(scenario, mode, *, seed, years, overrides=None):
    """Return a run in which M3, the promotion network, brings jobs and takes days: a front of intensities."""
    run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
    network = mode.clauses.get("M3", 0.0)
    cost = float(mode.institution.attraction.network_cost)
    run.values.update(jobs=1000 + 100 * network, days_to_start=100 + 100 * network, admin_cost=1e9 + cost)
    return run
