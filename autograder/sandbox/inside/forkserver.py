"""A warm Python process that forks one confined child for each submission.

Importing torch takes seconds, forking a process that has done so takes milliseconds. The zygote
imports and never computes: a parallel operation before the fork would hang in the children. It
holds no secrets, because its children inherit its memory: over its socket come only a child's four
descriptors, and the child reads its order from the first of them. For hand-ins that import what takes
long it forks another zygote, which imports that and goes on like this one.
"""

from __future__ import annotations

import gc
import importlib
import itertools
import os
import socket
import tempfile
import traceback
from contextlib import suppress
from typing import Any

from autograder.sandbox import julia
from autograder.sandbox.inside import huge_pages, service, sibling
from autograder.sandbox.protocol import CHILD, GO, REPLY_FD, REQUEST_FD, decode, encode, reader, send
from autograder.sandbox.walls.allowance import Allowance
from autograder.sandbox.walls.confine import confine, prepare
from autograder.sandbox.walls.selftest import WallDown

MAX_MESSAGE = 256  # names of libraries


def main(control: int, framework: str) -> None:
    """Warm up, say so, and fork on request until the grader closes the socket; never return."""
    gc.disable()  # what is imported stays
    service.preload(framework)
    prepare(executes=framework == "julia")
    if framework != "julia":  # whose children become another program
        service.forget_grader()
    attend(control)


def attend(control: int) -> None:
    """Say that all is imported, and fork on request until the grader closes the socket; never return."""
    tempfile.tempdir = None  # an import has asked for it, and a child's is another
    gc.freeze()
    with socket.socket(fileno=control) as grader:
        grader.sendall(b"warm")
        for forks in itertools.count(1):
            message, descriptors, _, _ = socket.recv_fds(grader, MAX_MESSAGE, 4)
            if not message:
                os._exit(0)  # PyTorch's own way out takes longer than some gradings
            grader.sendall(str(fork(message, descriptors)).encode())
            for descriptor in descriptors:
                os.close(descriptor)
            if forks == huge_pages.MANY:
                huge_pages.collapse()


def fork(message: bytes, descriptors: list[int]) -> int:
    """Fork a child, or a zygote that imports more, which is the grader's own, and return its process id."""
    process = sibling.fork()
    if process == 0:
        run(descriptors) if message == CHILD else branch(message.decode().split(), *descriptors)
    return process


def branch(libraries: list[str], control: int) -> None:
    """Be a zygote that has imported some libraries too, those of them that are here; never return."""
    os.closerange(control + 1, os.sysconf("SC_OPEN_MAX"))
    for name in libraries:
        with suppress(Exception):  # the hand-in that imports it finds out, and is told
            importlib.import_module(name)
    attend(control)


def run(descriptors: list[int]) -> None:
    """Be the child: read the order, confine, then serve calls until told to stop; never return."""
    status = 1
    try:
        request, reply, output, refusals = descriptors
        order: dict[str, Any] = decode(reader(request)).header
        walls = Allowance(**order["walls"])
        layers = confine(
            walls,
            request=request,
            reply=reply,
            output=output,
            refusals=refusals,
            environment=order["environment"],
        )
        if order["framework"] == "julia":
            only = order["definitions_only"]
            julia.become(order["file"], order["seed"], layers, definitions_only=only)
        gc.enable()
        send(REPLY_FD, encode({"id": 0, "layers": layers}))
        reader(REQUEST_FD)(len(GO))
        service.serve(order, order["framework"])
        status = 0
    except WallDown as down:
        send(REPLY_FD, encode({"id": 0, "unsafe": str(down)}))
    except BaseException:
        traceback.print_exc()  # read by the grader when the child did not get as far as being confined
    finally:
        os._exit(status)
