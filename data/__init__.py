"""The store: every version of every fact, with where it came from."""
