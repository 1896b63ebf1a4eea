"""The open form: a sampler of any name, form and convention, found by what it does and judged by its numbers.

candidates   what the confined process proposes, read into types; which of them is the sampler (proposal.py)
roles        what the name of the second argument says that it is (names.py)
law          how wide the noise is, measured by the grader (width.py)
evidence     what else of the file says what the argument is (evidence.py)
table        both together: accept, reject, or a person (table.py)
opening      the way through: the assignment by which the submission is judged (opening.py)

Nothing here believes what the confined process says: it can only propose, and what it proposes is then judged
by the same laws as any other submission.
"""
