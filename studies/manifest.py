"""What one needs to run a study again: versions, hashes of what went in, and the plan of seeds."""

from typing import TYPE_CHECKING, Any

from crosspark.model.provenance import git_commit, versions
from crosspark.studies import precision
from crosspark.studies.jobs import seed_of

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison
    from crosspark.studies.layers import Layer


def manifest_of(comparison: "Comparison") -> dict[str, Any]:
    """Return the manifest of a comparison. It holds no clock: the same study writes the same bytes."""
    replicates = comparison.replicates
    return {
        "study": "compare",
        "versions": versions(),
        "git": git_commit(),
        "scenario": {"id": comparison.scenario.id, "sha256": comparison.scenario.digest},
        "modes": {
            label: {park: {"id": mode.id, "sha256": mode.digest} for park, mode in entry.by_park.items()}
            for label, entry in comparison.entries.items()
        },
        "baseline": comparison.baseline,
        "fair": comparison.fair,
        "objective": comparison.objective,
        "tuned": comparison.tuned,
        "years": comparison.years,
        "overrides": {path: str(value) for path, value in comparison.overrides.items()},
        "seeds": {
            "seed": comparison.seed,
            "replicates": replicates,
            "rule": "upper 53 bits of blake2b('seed:replicate', 8 bytes, little endian); one for all modes",
            "by_replicate": [seed_of(comparison.seed, replicate) for replicate in range(replicates)],
        },
        "precision": precision.rows(comparison),
        "futures": _futures(comparison.futures),
        "besides": [manifest_of(other) for other in comparison.besides],
        "runs": {"finished": len(comparison.outcomes), "failed": len(comparison.failed)},
    }


def _futures(layer: "Layer | None") -> dict[str, Any] | None:
    """Return how many futures there were, and what was drawn over which range; None without any."""
    if layer is None:
        return None
    return {
        "number": len(layer),
        "replicates": layer.replicates,
        "sets": len(layer.plan.sets),
        "stored_sets": layer.plan.sets.stored,
        "drawn_by": "latin hypercube",
        "seed": layer.seed,
        "ranges": {one.path: [one.low, one.high, one.unit] for one in layer.plan.factors},
        "readings": [*layer.plan.read[0]],
        "failed": layer.failed,
    }
