"""The rules as data: the institution, the clauses that change it, parameters and modes."""
