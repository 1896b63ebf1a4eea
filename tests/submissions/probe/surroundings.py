"""Tells what a submission sees around it, as JSON in an array of bytes."""

import ctypes
import importlib
import json
import os
import resource
import sys

import numpy as np

LIMITS = ("AS", "CPU", "FSIZE", "NOFILE", "CORE", "MEMLOCK", "MSGQUEUE")
PR_GET_PDEATHSIG = 2


def told(value):
    return np.frombuffer(json.dumps(value).encode(), np.uint8)


def environment():
    return told(dict(os.environ))


def folder():
    return told({"cwd": os.getcwd(), "files": sorted(os.listdir()), "argv": sys.argv, "path": sys.path[0]})


def descriptors():
    opened = []
    for fd in range(4096):
        try:
            os.fstat(fd)
        except OSError:
            continue
        opened.append(fd)
    return told(opened)


def standard_input():
    return told(sys.stdin.read())


def process():
    signal = ctypes.c_int()
    ctypes.CDLL(None).prctl(PR_GET_PDEATHSIG, ctypes.byref(signal))
    with open("/proc/self/status") as status:
        lines = dict(line.rstrip().split(":", 1) for line in status)
    return told(
        {
            "session": os.getsid(0) == os.getpid(),
            "group": os.getpgid(0) == os.getpid(),
            "users": os.getresuid(),
            "groups": [*os.getresgid(), *os.getgroups()],
            "parent": os.getppid(),
            "killed_with_parent": signal.value,
            "no_new_privileges": int(lines["NoNewPrivs"]),
            "threads": int(lines["Threads"]),
        }
    )


def limits():
    return told({name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in LIMITS})


def modules():
    return told(sorted(sys.modules))


def grader():
    try:
        importlib.import_module("autograder")
    except ModuleNotFoundError as error:
        return told(str(error))
    return told("imported")


def name():
    return told(__name__)
