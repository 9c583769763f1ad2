"""How busy servers are under the present mode, against the target that their speed was set by."""

import numpy as np

from crosspark.model.case import Scenario
from crosspark.model.district import simulate


def utilisation_against_target(case: Scenario, seed: int, years: int = 10) -> dict[str, tuple[float, float]]:
    """Return target and realised utilisation of each department and kind of server.

    Parameters
    ----------
    case : Scenario
    seed, years : int

    Returns
    -------
    dict of str to (float, float)
        Servers of parks and sub-districts are averaged over their places.
    """
    run = simulate(case, case.present, seed=seed, years=years)
    found = {name: (d.target_utilisation, run.utilisation[name]) for name, d in case.departments.items()}
    for name, server in case.servers.items():
        prefix = {"park": "park_desk:", "subdistrict": "resettlement:"}.get(server.per)
        mine = [
            busy
            for key, busy in run.utilisation.items()
            if key == name or (prefix and key.startswith(prefix))
        ]
        found[name] = (server.target_utilisation, float(np.mean(mine)))
    return found
