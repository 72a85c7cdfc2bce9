"""Project exports in, records out. One module per family; they look like brothers and do not know each other."""
