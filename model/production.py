"""Production, hiring, expansion and exit of operating enterprises: one pass over the rows a month.

Output is productivity × fit × (1 + η × chain completeness) × demand × a CES of land and of capital with
talent. Everything paid is an integer, and what a row pays or gets is summed in its park and segment, so
that the ledger can book the other side to the yuan.

References
----------
.. [1] Zhao et al. (2022): the elasticity of substitution between land and the rest is near 0.03.
.. [2] Clauses C2 (operation), F1 and F4 (chain and talent across parks), S4 (inspections).
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.enterprise import BUILDING, CLOSED, EXPANDING, OPERATING
from crosspark.model.kernel import kernel
from crosspark.model.randomness import normal, round_by, uniform

Table = NDArray[Any]

MOST_EXPANSIONS = 4

#: What enterprises of one segment in one park meet this month (first lines), and what they did (the rest).
CELL = np.dtype(
    [
        ("yield_", "f8"),  # yuan per m² and month of an enterprise of mean quality with all its talent
        ("buys", "f8"),  # purchases along the chain as a share of output
        ("inputs", "f8"),  # other inputs as a share of output
        ("capital", "f8"),  # yuan per m² at the norm of the segment
        ("exit", "f8"),  # hazard a month of a sound enterprise
        ("defect", "f8"),  # hazard a month added by a hidden defect
        ("found", "f8"),  # chance a month that inspections find a hidden defect
        ("expand", "f8"),  # hazard a month
        ("quit", "f8"),  # share of staff that leaves a month
        ("wage", "f8", (3,)),  # yuan a month
        ("per_m2", "f8", (3,)),  # persons wanted per m²
        ("firms", "i8"),
        ("area", "i8"),
        ("output", "i8"),
        ("purchases", "i8"),
        ("inputs_paid", "i8"),
        ("wages", "i8"),
        ("tax", "i8"),
        ("dividends", "i8"),
        ("credit", "i8"),
        ("estate", "i8"),  # cash of enterprises that closed
        ("freed", "i8"),  # m² of enterprises that closed
        ("grown", "i8"),  # m² taken by enterprises that expanded
        ("opened", "i8"),
        ("closed", "i8"),
        ("closed_defects", "i8"),
        ("expanded", "i8"),
        ("invested", "i8"),
        ("staff", "i8", (3,)),
        ("vacant", "i8", (3,)),
        ("hired", "i8", (3,)),
        ("quits", "i8", (3,)),
    ],
    align=True,
)
#: Where the whole numbers of a cell begin, in words of eight bytes: what `park_totals` adds up.
_FIRST_WHOLE = CELL.fields["firms"][1] // 8 if CELL.fields is not None else 0


def park_totals(cells: NDArray[Any]) -> tuple[dict[str, NDArray[np.int64]], dict[str, int]]:
    """Return the whole numbers of the cells by name, summed over segments and over the district.

    Parameters
    ----------
    cells : ndarray of CELL, shape (n_parks, n_segments)

    Returns
    -------
    dict of str to ndarray of int64, shape (n_parks,) or (n_parks, 3)
        By park, and by class of talent where a cell counts people.
    dict of str to int
        Of the district.
    """
    parks, segments = cells.shape
    words = cells.view(np.int64).reshape(parks, segments, -1)[:, :, _FIRST_WHOLE:].sum(axis=1)
    district = words.sum(axis=0).tolist()
    found, whole = {}, {}
    for name, (kind, offset, *_) in (CELL.fields or {}).items():
        first = offset // 8 - _FIRST_WHOLE
        if first >= 0:
            by_class = kind.shape != ()
            found[name] = words[:, first : first + 3] if by_class else words[:, first]
            whole[name] = sum(district[first : first + 3]) if by_class else district[first]
    return found, whole


#: Hiring in one park: people found by class of talent, and the vacancies that they are found for.
HIRING = np.dtype(
    [
        ("found", "i8", (3,)),
        ("vacant", "i8", (3,)),
        ("passed", "i8", (3,)),  # vacancies met so far in this pass
        ("room", "i8"),  # m² that expanding enterprises may still take this month
    ],
    align=True,
)


@kernel
def ces(land: float, rest: float, sigma: float) -> float:
    """Return the CES of land and the rest (each 1 at the norm), the Leontief limit at ``sigma`` 0.

    ``sigma`` 1 is the Cobb–Douglas limit.
    """
    if sigma < 1e-6:
        return min(land, rest)
    if rest <= 0.0 or land <= 0.0:
        return 0.0
    if abs(sigma - 1.0) < 1e-9:
        return math.sqrt(land * rest)
    rho = (sigma - 1.0) / sigma
    # Scaled by the smaller, or a power of -30 overflows.
    low = min(land, rest)
    high = max(land, rest)
    if low == high:
        return low
    mixed: float = (0.5 + 0.5 * (high / low) ** rho) ** (1.0 / rho)
    return low * mixed


@kernel
def produce(rows: Table, cells: Table, hiring: Table, stream: Any, month: int, terms: Table) -> None:
    """Let every operating enterprise live through a month.

    Parameters
    ----------
    rows : ndarray of ENTERPRISE, shape (n_rows,)
    cells : ndarray of CELL, shape (n_parks, n_segments)
        Its results are zero on entry.
    hiring : ndarray of HIRING, shape (n_parks,)
    stream : uint64
    month : int
    terms : ndarray of float64, shape (6,)
        Substitution between land and the rest, taxes as a share of value added, s.d. of quality, share by
        which an enterprise expands, factor on the exit hazard of one without cash, months of output that
        it keeps as cash.
    """
    sigma, tax_rate, quality_sd = terms[0], terms[1], terms[2]
    growth, broke, kept_months = terms[3], terms[4], terms[5]
    for e in range(rows.shape[0]):
        row = rows[e]
        if row["stage"] < BUILDING or row["stage"] > EXPANDING:
            continue
        cell = cells[row["park"], row["segment"]]
        place = hiring[row["park"]]
        if row["stage"] == BUILDING:
            if month < row["opened"]:
                continue
            row["stage"] = OPERATING
            cell["opened"] += 1
            for c in range(3):
                row["need"][c] = round_by(row["area"] * cell["per_m2"][c], uniform(stream, row["key"], 1 + c))
        elif row["stage"] == EXPANDING:
            row["stage"] = OPERATING
        occ = (month - row["opened"]) << 5
        sound = cell["exit"]
        hazard = sound + cell["defect"] * (row["defect"] == 1)
        if row["cash"] <= 0:
            sound *= broke
            hazard *= broke
        fate = uniform(stream, row["key"], occ)
        if fate < hazard:
            row["stage"] = CLOSED
            row["closed"] = month
            cell["closed"] += 1
            cell["closed_defects"] += fate >= sound
            cell["freed"] += row["area"]
            cell["estate"] += row["cash"]
            row["cash"] = 0
            row["output"] = 0
            for c in range(3):
                cell["quits"][c] += row["staff"][c]
                row["staff"][c] = 0
            continue
        if row["defect"] == 1 and uniform(stream, row["key"], occ + 2) < cell["found"]:
            row["defect"] = 2
        extra = int(row["area"] * growth)
        grows = uniform(stream, row["key"], occ + 1) < cell["expand"]
        if grows and row["expansions"] < MOST_EXPANSIONS and extra <= place["room"]:
            row["expansions"] += 1
            row["stage"] = EXPANDING
            added = row["invest"] * extra // row["area"]
            row["invest"] += added
            row["area"] += extra
            place["room"] -= extra
            cell["grown"] += extra
            cell["expanded"] += 1
            cell["invested"] += added
            for c in range(3):
                row["need"][c] = round_by(row["area"] * cell["per_m2"][c], uniform(stream, row["key"], 1 + c))
        wanted = 0.0
        have = 0.0
        wages = 0.0
        for c in range(3):
            # Hires are handed out over vacancies in proportion, to the person.
            vacant = row["need"][c] - row["staff"][c]
            if vacant > 0 and place["vacant"][c] > 0:
                # Vacancies that opened only now were not counted: nobody was found for them.
                before = place["passed"][c]
                passed = min(before + vacant, place["vacant"][c])
                place["passed"][c] = passed
                hired = passed * place["found"][c] // place["vacant"][c]
                hired -= before * place["found"][c] // place["vacant"][c]
                row["staff"][c] += hired
                cell["hired"][c] += hired
            leaves = round_by(row["staff"][c] * cell["quit"], uniform(stream, row["key"], occ + 4 + c))
            row["staff"][c] -= leaves
            cell["quits"][c] += leaves
            cell["staff"][c] += row["staff"][c]
            cell["vacant"][c] += max(row["need"][c] - row["staff"][c], 0)
            wanted += row["need"][c] * cell["wage"][c]
            have += row["staff"][c] * cell["wage"][c]
            wages += row["staff"][c] * cell["wage"][c]
        talent = have / wanted if wanted > 0.0 else 1.0
        capital = row["invest"] / (row["area"] * cell["capital"])
        luck = math.exp(float(row["quality"]) - 0.5 * quality_sd * quality_sd)
        output = int(row["area"] * cell["yield_"] * luck * ces(1.0, math.sqrt(capital * talent), sigma))
        row["output"] = output
        paid = int(wages)
        bought = int(cell["buys"] * output)
        inputs = int(cell["inputs"] * output)
        tax = int(tax_rate * (output - bought - inputs))
        row["cash"] += output - bought - inputs - paid - tax
        if row["cash"] < 0:
            cell["credit"] -= row["cash"]
            row["cash"] = 0
        kept = int(kept_months * output)
        if row["cash"] > kept:
            cell["dividends"] += row["cash"] - kept
            row["cash"] = kept
        cell["firms"] += 1
        cell["area"] += row["area"]
        cell["output"] += output
        cell["purchases"] += bought
        cell["inputs_paid"] += inputs
        cell["wages"] += paid
        cell["tax"] += tax


@kernel
def demand_path(stream: Any, key: Any, months: int, terms: Table, path: Table) -> None:
    """Fill `path` with demand by month: the exponential of a mean-reverting walk times a cycle.

    The walk's mean is about one; the cycle's is one over whole periods.

    Parameters
    ----------
    stream, key : uint64
    months : int
    terms : ndarray of float64, shape (4,)
        Reversion and volatility of the walk, amplitude and period (months) of the cycle.
    path : ndarray of float64, shape (months,)
    """
    reversion, volatility, amplitude, period = terms[0], terms[1], terms[2], terms[3]
    x = 0.0
    for t in range(months):
        x += -reversion * x + volatility * normal(stream, key, t)
        level = math.exp(x - 0.5 * volatility * volatility / max(reversion * (2.0 - reversion), 1e-9))
        path[t] = level * (1.0 + amplitude * math.sin(2.0 * math.pi * t / period))
