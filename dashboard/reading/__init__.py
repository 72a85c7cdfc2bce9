"""Reading files that nobody vouches for: in child processes, with limits on time and memory, several at once."""
