"""The untrusted end on a student's own machine: a plain process whose standard streams are the channel."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

from autograder.sandbox import julia
from autograder.sandbox.inside import service
from autograder.sandbox.protocol import REPLY_FD, REQUEST_FD, decode, reader


def main(framework: str) -> None:
    """Take the standard streams for the channel, warm up, then serve the submission that is ordered."""
    request, reply = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (request, reply):
            msvcrt.setmode(descriptor, os.O_BINARY)
    redirect(os.devnull)
    service.preload(framework)
    order = decode(reader(request)).header
    os.chdir(order["folder"])
    redirect(order["output"])
    if framework == "julia":
        serve_julia(order, request, reply)
    service.forget_grader()
    service.serve(order, framework, request=request, reply=reply)
    os._exit(0)


def serve_julia(order: dict[str, Any], request: int, reply: int) -> NoReturn:
    """Turn into Julia, with the packages of its own installation alone."""
    program = julia.program()
    assert program is not None, "asked for only where there is one"
    for source, target in ((request, REQUEST_FD), (reply, REPLY_FD)):
        os.dup2(source, target)
    os.environ |= {"JULIA_DEPOT_PATH": f"{order['folder']}:"} | julia.environment()
    only = bool(order["definitions_only"])
    julia.turn_into(program, order["file"], order["seed"], (), definitions_only=only)


def redirect(output: str) -> None:
    """Let student code read nothing, and print into a file."""
    null = os.open(os.devnull, os.O_RDONLY)
    sink = os.open(output, os.O_WRONLY | os.O_APPEND)
    for source, target in ((null, 0), (sink, 1), (sink, 2)):
        os.dup2(source, target)
    os.close(null)
    os.close(sink)
