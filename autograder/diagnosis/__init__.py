"""Which wrong idea explains what was seen: a hint beside a verdict, which it never changes."""
