ANSWER = 42
DIGITS = {"zero": 0, "one": 1}


def digit(name):
    if name not in DIGITS:
        raise ValueError(f"no digit {name!r}")
    return DIGITS[name]
