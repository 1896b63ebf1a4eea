"""Everything that touches student code: `outside` is the trusted side, `inside` runs beside student code.

Theory of operation. Three processes, from the one that is trusted to the one that is believed in nothing:

    grader    decides, and never runs student code (outside/worker.py, outside/process.py)
    zygote    imports the framework once, holds no secret, computes nothing, forks children that are the
              grader's own, and zygotes that import more (inside/forkserver.py)
    child     reads its order, confines itself (walls/), then imports and calls student code
              (inside/service.py, inside/service.jl)

A host opens channels (outside/channel.py): a zygote forks for each, a student's own computer starts a plain
process for each (outside/portable.py). A worker holds one channel at a time and has it opened anew after a
fault that is no exception. What is asked is one frozen record from the check to the child (outside/call.py).

Descriptors 3 and 4 of the child carry frames (protocol.py): a JSON header and raw arrays, capped, never
pickled. The first frame is the order: what to load, and within which walls. The control socket between grader
and zygote carries nothing but descriptors and process ids, so that no child inherits another's order.

The grader is the subreaper of all of them and sweeps what is left when a child ends, but for what is listed
as its own (outside/ours.py). One grading at a time in a process: two threads on one zygote would swap its
replies, and without root the sweep would take the other's child for an orphan. A lock makes the second one a
grader fault.
"""
