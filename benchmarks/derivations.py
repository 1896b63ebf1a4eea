"""What a part of the derivations costs as its rows grow: processor time and the numbers computed.

Run from the project's root: `python -m benchmarks.derivations`. Each row of the worst part is a bound over
five variables that stays open, so that every later row is compared with it.
"""

from __future__ import annotations

import time
from itertools import pairwise

from autograder.derivations.judging import work
from autograder.derivations.judging.judge import judge
from autograder.submission.writing import writing

TERM = r"\frac{q(y) p(x)^{%d} p(h)}{p(v) p(k)^{%d}}"


def part(rows: int) -> bytes:
    """Return a part with bounds and as many sums of two of them."""
    terms = [TERM % (n % 7 + 1, n // 7 + 1) for n in range(rows + 1)]
    bounds = [rf"\log E_{{p(y)}}[{t}] &\ge E_{{p(y)}}[\log {t}]" for t in terms[:rows]]
    sums = [
        rf"\log E_{{p(y)}}[{a}] + \log E_{{p(y)}}[{b}] &\ge E_{{p(y)}}[\log {a}] + E_{{p(y)}}[\log {b}]"
        for a, b in pairwise(terms)
    ]
    return ("\\section{1.3}\n\\begin{align}\n" + "\\\\\n".join(bounds + sums) + "\n\\end{align}").encode()


def main() -> None:
    """Print a line for each number of rows."""
    print(f"limit: {work.MOST:,} numbers computed, {work.MOST_MEMORY:,} kept")
    for rows in (5, 10, 20, 35):
        found = writing((("derivations.tex", part(rows)),)).displays("1.3")
        assert found is not None
        started = time.process_time()
        judgement = judge("1.3", found[1])
        seconds = time.process_time() - started
        left = judgement.count("unread")
        print(f"{2 * rows:3} rows: {seconds:5.2f} s, {len(judgement.lines)} lines, {left} left to a person")


if __name__ == "__main__":
    main()
