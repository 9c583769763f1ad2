"""The rule cases that ship with the program, one file per family of clauses."""
