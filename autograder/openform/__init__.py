"""The open form: functions of any name, form and convention, found by what they do, judged by their numbers.

search       the way through: each function that the course lists (search.py)
sampler      found by the confined process (proposal.py), its width measured by the grader (spread.py)
divergence   the KL, and bound the ELBO: each way to call a function (parameters.py) is tried at a few points
             (points.py), and its numbers are read (fit.py)
names        what the name of an argument says that it is (names.py), and the rest of the file (witness.py)
table        what is done and what is said together: accept, reject, or a person (table.py)
opening      what came of it: how the function is called, and by which convention it is judged (opening.py)

Nothing here believes what the confined process says: it can only propose, and what it proposes is then judged
by the same laws as any other submission. But for evidence.py, which reads formulas, nothing here knows one.
"""
