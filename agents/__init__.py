"""Who acts: parks, sub-districts, departments, enterprises and the bodies of the "1+2"."""
