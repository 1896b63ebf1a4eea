"""Exceptions that make it hard to tell what was wrong."""

import sys


class Unreadable(Exception):
    def __str__(self):
        raise ValueError("unreadable")


class Leaving(Exception):
    def __str__(self):
        sys.exit(0)


class NoText(Exception):
    def __str__(self):
        return 3


class Long(Exception):
    def __str__(self):
        return "z" * 10_000_000


class Coloured(Exception):
    def __str__(self):
        return "\x1b[2J\x1b[31mpassed\x07 \u202e10/10\ud800"


def unreadable():
    raise Unreadable


def leaving():
    raise Leaving


def no_text():
    raise NoText


def long():
    raise Long


def coloured():
    raise Coloured


def tells_inputs(mu, log_var):
    raise ValueError(f"mu is {mu}")


def syntax_tells_inputs(mu, log_var):
    raise SyntaxError(f"mu is {mu}", (__file__, 1, 1, ""))


def interrupt():
    raise KeyboardInterrupt
