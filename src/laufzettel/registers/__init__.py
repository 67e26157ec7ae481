"""A tenant's own registers: typed entries that a package declares, with every version of them."""
