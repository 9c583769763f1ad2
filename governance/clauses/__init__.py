"""The clauses of the source, one file per family."""

from importlib import import_module

from crosspark.governance.clauses.registry import CLAUSES, FAMILIES, Clause, Parameter

__all__ = ["CLAUSES", "FAMILIES", "Clause", "Parameter"]

# In the order of the source, which is the order in which tables list them.
for _family in FAMILIES:
    import_module(f"{__name__}.{_family.lower()}")
