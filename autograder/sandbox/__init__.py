"""Everything that touches student code: `outside` is the trusted side, `inside` runs beside student code.

Theory of operation. Four processes, from the one that is trusted to the one that is believed in nothing:

    grader    decides, and never runs student code (outside/worker.py, outside/process.py)
    zygote    imports the framework once, holds no secret, computes nothing, forks (inside/forkserver.py)
    middle    is forked by the zygote, forks the child, exits at once: the child becomes the grader's own
    child     confines itself (walls/), then imports and calls student code (inside/service.py, service.jl)

Descriptors 3 and 4 of the child carry frames (protocol.py): a JSON header and raw arrays, capped, never
pickled. Orders to fork go over the control socket between grader and zygote. The grader is the subreaper of
all of them and sweeps what is left when a child ends. After a fault that is no exception the child is
replaced before the next call.

One grading at a time in a process: two threads on one zygote would swap its replies, and without root the
sweep would take the other's child for an orphan.
"""
