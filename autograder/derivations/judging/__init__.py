"""Whether each claim of a chain is true, how large its step is, and what it earns."""
