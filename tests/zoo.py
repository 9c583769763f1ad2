"""Broken districts, each with one fault that a change of the model could bring in unseen.

tests/test_planted_faults.py holds that each is caught, by the check that is meant for it.
"""

from multiprocessing import current_process

import numpy as np

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.institution import BASE
from crosspark.model.district import DistrictModel
from crosspark.model.ledger import MAY_OWE, Ledger
from crosspark.model.randomness import key_of, stream_of
from crosspark.model.rulebook import Rulebook


def key_of_mode(model):
    """Return a key of what a model's parks will be ruled by."""
    return key_of("".join(sorted(mode.digest for mode in model.modes.values())))


class LuckOfTheMode(DistrictModel):
    """Common random numbers broken: each mode has a seed of its own."""

    def _found(self):
        self.seed ^= key_of_mode(self)
        super()._found()


class TasteOfTheMode(DistrictModel):
    """Common random numbers broken in one place: the same leads come, with other tastes under each mode."""

    def _draw_streams(self):
        super()._draw_streams()
        self.lead_streams[1] ^= np.uint64(key_of_mode(self))


class IgnoredClause(DistrictModel):
    """A clause ignored: the fields that it changes keep their base value."""

    clause = "H1"

    def set_modes(self, mode, overrides):
        super().set_modes(mode, overrides)
        kept = {path: BASE.get(path) for path in CLAUSES[self.clause].changes}
        rules = self.target_rules
        self.target_rules = Rulebook([i.replace(kept) for i in rules.institutions], rules.present)


class PlaceForKey(DistrictModel):
    """Order dependence: draws and ties of a park go by its place in the file."""

    def _found(self):
        super()._found()
        self.key_list = self.key_order = list(range(self.n_parks))
        self.park_keys = np.arange(self.n_parks, dtype=np.uint64)


class FixedSeed(DistrictModel):
    """Seed ignored: every run has the same."""

    def _found(self):
        self.seed = 7
        super()._found()


class LeakyLedger(Ledger):
    """Books from which one yuan vanishes each month, out of what the world outside the parks receives."""

    leaked = -1

    def move(self, resource, giver, receiver, amounts, reason, **more):
        super().move(resource, giver, receiver, amounts, reason, **more)
        if self.leaked < self.month and resource == "capital" and receiver in MAY_OWE:
            self.leaked = self.month
            self.of(resource, receiver)[0] -= 1


class LeakingYuan(DistrictModel):
    """A resource leaks one unit a month."""

    def _found(self):
        super()._found()
        self.ledger.__class__ = LeakyLedger


class SharedCounter(DistrictModel):
    """A counter of draws shared by mechanisms: each lead that might come moves on the luck of all people."""

    drawn = 0

    def processes(self):
        self.drawn += len(self.arrivals[self.month])
        self.people_stream = stream_of(self.seed, f"people {self.drawn}")
        return super().processes()


class LuckOfTheProcess(DistrictModel):
    """Luck that hangs on the process that runs the model, and so on how many there are."""

    def _found(self):
        self.seed ^= key_of(current_process().name)
        super()._found()
