"""Pure functions, frames in, frames out. No clock, no database, no drawing: the same facts give the same findings."""
