"""Why something in a derivation has no verdict."""


class Unreadable(Exception):
    """A line, or a whole text, is beyond the reader; the text says what was met and how to write it."""
