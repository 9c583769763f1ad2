"""What a clause is: a sentence of the source, the fields it changes, and what it is paid with."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crosspark.governance import units, yamlfile
from crosspark.governance.fields import FIELDS, PARAMETERS, Quantity, read_quantity
from crosspark.governance.institution import Effects

#: The families, in the order of the source.
FAMILIES = "URHPCDAOSMF"


@dataclass(frozen=True)
class Parameter(Quantity):
    """How strongly a clause acts at full intensity, or what it takes.

    Attributes
    ----------
    no_effect : float
        The value at which the clause changes nothing through this parameter.
    """

    no_effect: float


@dataclass(frozen=True)
class Clause:
    """One clause of the source.

    Attributes
    ----------
    pieces : tuple of str
        The source's own characters; several pieces where the sentence is scattered.
    pieces_en : tuple of str
        Our English of each piece; the Chinese is the authority.
    changes : tuple of str
        The institution fields that it writes.
    cost : tuple of str
        The fields with which it is paid, written by it or not.
    indicators : tuple of str
        The indicators that show it most directly.
    paid_in : tuple of str
        The indicators in which its cost shows, moved by definition or not.
    parameters : dict of str to Parameter
        By the name that its function uses.
    """

    id: str
    title_en: str
    title_zh: str
    pieces: tuple[str, ...]
    pieces_en: tuple[str, ...]
    changes: tuple[str, ...]
    cost: tuple[str, ...]
    indicators: tuple[str, ...]
    paid_in: tuple[str, ...]
    mechanism_en: str
    mechanism_zh: str
    parameters: dict[str, Parameter]
    function: Callable[..., Effects] = field(repr=False, compare=False)

    @property
    def family(self) -> str:
        """Return the letter of the family."""
        return self.id[0]

    @property
    def quote(self) -> str:
        """Return the source's words, with …… where something between them is left out."""
        return "……".join(self.pieces)

    @property
    def quote_en(self) -> str:
        """Return the source's words in English, with … where something between them is left out."""
        return " … ".join(self.pieces_en)

    def effects(self, intensity: float, overrides: Mapping[str, float] | None = None) -> Effects:
        """Return the amount for each field at `intensity`, with some parameters overridden by name."""
        values = {name: parameter.value for name, parameter in self.parameters.items()}
        return self.function(intensity, **{**values, **(overrides or {})})


#: Every clause by its id. The package `crosspark.governance.clauses` fills it, in the order of the source.
CLAUSES: dict[str, Clause] = {}


def _parameters() -> dict[str, dict[str, Parameter]]:
    found: dict[str, dict[str, Parameter]] = {}
    for owner, members in yamlfile.load(PARAMETERS / "clauses.yaml").data.items():
        for name, entry in members.items():
            quantity = read_quantity(f"clauses.{owner}.{name}", entry, frozenset({"no_effect"}))
            no_effect = units.parse(f"{entry['no_effect']} {entry['unit']}", quantity["unit"])
            parameter = Parameter(**quantity, no_effect=no_effect)
            parameter.check(parameter.value)
            parameter.check(parameter.no_effect)
            found.setdefault(owner, {})[name] = parameter
    return found


_PARAMETERS = _parameters()


def clause(
    id: str,  # noqa: A002 - the word that files, tables and reports use
    *,
    quote: str | tuple[str, ...],
    quote_en: str | tuple[str, ...],
    title_en: str,
    title_zh: str,
    mechanism_en: str,
    mechanism_zh: str,
    changes: tuple[str, ...] = (),
    cost: tuple[str, ...] = (),
    indicators: tuple[str, ...] = (),
    paid_in: tuple[str, ...] = (),
    parameters: tuple[str, ...] = (),
) -> Callable[[Callable[..., Effects]], Callable[..., Effects]]:
    """Register a function from an intensity and parameters to effects as a clause.

    Parameters
    ----------
    id : str
        The clause's id in the reading of the source.
    quote : str or tuple of str
        The source's own characters.
    quote_en : str or tuple of str
        The same in English, piece by piece.
    parameters : tuple of str
        Names in parameters/clauses.yaml, the same as the function's arguments after the intensity.

    Raises
    ------
    ValueError
        If the id is taken, a field is unknown, or the names of parameters disagree.
    """
    unknown = [path for path in (*changes, *cost) if path not in FIELDS]
    known = _PARAMETERS.get(id, {})
    if id in CLAUSES or unknown or set(known) != set(parameters):
        raise ValueError(
            f"clause {id}: the id is taken, or fields or parameters disagree: {unknown}, {known}"
        )

    def register(function: Callable[..., Effects]) -> Callable[..., Effects]:
        arguments = tuple(inspect.signature(function).parameters)
        if arguments != ("intensity", *parameters):
            raise ValueError(f"clause {id}: its function takes {arguments}, not {parameters}")
        CLAUSES[id] = Clause(
            id=id,
            title_en=title_en,
            title_zh=title_zh,
            pieces=(quote,) if isinstance(quote, str) else quote,
            pieces_en=(quote_en,) if isinstance(quote_en, str) else quote_en,
            changes=changes,
            cost=cost,
            indicators=indicators,
            paid_in=paid_in,
            mechanism_en=mechanism_en,
            mechanism_zh=mechanism_zh,
            parameters={name: known[name] for name in parameters},
            function=function,
        )
        return function

    return register


def scaled(intensity: float, factor: float) -> float:
    """Return the factor at `intensity`: 1 where the clause is off, `factor` at full intensity.

    Examples
    --------
    >>> scaled(0.5, 0.4)
    0.7
    """
    return 1 - intensity * (1 - factor)
