"""The clauses of the source, one file per family."""
