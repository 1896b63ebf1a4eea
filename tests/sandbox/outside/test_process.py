"""Student code that does not come back: stopped from outside, told to the student, nothing left of it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest

from autograder.course.assignment import Limits
from autograder.sandbox.outside import ours
from autograder.sandbox.outside import zygote as zygotes
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import GraderFault, StudentError
from autograder.sandbox.outside.process import Child
from autograder.sandbox.outside.refusals import Refusals
from autograder.sandbox.outside.watch import Watch
from autograder.sandbox.outside.worker import Worker
from autograder.sandbox.outside.zygote import Zygote
from autograder.sandbox.walls.prctl import PR_SET_CHILD_SUBREAPER, prctl, set_oom_score
from tests.support.throwaway import in_throwaway, tried
from tests.support.workers import SOON, Start, handed_in, source

FAULTS = "probe/faults.py"
MU = {"mu": np.zeros((3, 2)), "log_var": np.zeros((3, 2))}
LOOP = "Look for a loop that never ends."
IMPORT_LOOP = (
    "Look for a loop that never ends, or training that runs when the file is imported: "
    'put it under `if __name__ == "__main__":`.'
)


def fault(act: Callable[..., object], *arguments: object, **keywords: object) -> StudentError:
    """Return the StudentError that an act ends in, which must come soon."""
    started = time.monotonic()
    with pytest.raises(StudentError) as caught:
        act(*arguments, **keywords)
    assert time.monotonic() - started < SOON
    return caught.value


def told(error: StudentError) -> tuple[str, str]:
    """Return an error's kind and text."""
    return error.kind, str(error)


def count(worker: Worker) -> int:
    """Return how often `count` was called in the worker's present process."""
    output = worker.call(Call("count", {})).output
    assert isinstance(output, np.ndarray)
    return int(output)


def left_over(marker: str) -> list[int]:
    """Return the processes that have a marker on their command line."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if marker in (process.info["cmdline"] or []):
            found.append(process.pid)
    return found


def children() -> set[int]:
    """Return the grader's child processes, the ended ones that nobody waited for included."""
    return {process.pid for process in psutil.Process().children()}


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("loop", f"Stopped after 0.4 s while calling loop.\n{LOOP}"),
        ("stubborn_loop", f"Stopped after 0.4 s while calling stubborn_loop.\n{LOOP}"),
        ("stop", f"Stopped after 0.4 s while calling stop.\n{LOOP}"),
        ("endless_message", f"Stopped after 0.4 s while calling endless_message.\n{LOOP}"),
        ("hung_frame", f"Stopped after 0.4 s while calling hung_frame.\n{LOOP}"),
    ],
)
def test_deadline_of_a_call(start: Start, function: str, text: str) -> None:
    """A call that does not end is stopped at its limit, whatever it catches, and the next one is answered."""
    worker = start(FAULTS, call_seconds=0.4)
    assert told(fault(worker.call, Call(function, {}))) == ("timeout", text)
    assert count(worker) == 1


@pytest.mark.parametrize("name", ["infinite_loop_import", "trains_forever"])
def test_deadline_of_the_import(start: Start, name: str) -> None:
    """An import that does not end is stopped at its limit, and the advice is about top-level code."""
    worker = start(f"odd/{name}", import_seconds=0.4)
    expected = ("timeout", f"Stopped after 0.4 s while importing vae.py.\n{IMPORT_LOOP}")
    assert told(fault(worker.load)) == expected


def test_deadline_of_the_submission(start: Start) -> None:
    """All calls share one deadline: the call that reaches it is stopped, and so is every one after it."""
    worker = start(FAULTS, submission_seconds=1)
    text = (
        "Stopped while {}: all calls of your code together took more than 1 s.\n"
        "Make it faster, or look for a loop that never ends."
    )
    assert told(fault(worker.call, Call("loop", {}))) == ("timeout", text.format("calling loop"))
    for _ in range(2):
        assert told(fault(worker.call, Call("count", {}))) == ("timeout", text.format("importing vae.py"))


@pytest.mark.parametrize(
    ("function", "kind", "text"),
    [
        ("leave_at_once", "crash", "Python ended while calling leave_at_once: it left with exit status 3."),
        (
            "segfault",
            "crash",
            "Python ended while calling segfault: it was ended by signal SIGSEGV (a crash in compiled code).",
        ),
        (
            "real_time_signal",
            "crash",
            "Python ended while calling real_time_signal: it was ended by signal 40.",
        ),
        (
            "close_channel",
            "crash",
            "Python ended while calling close_channel: it closed the grader's channel.",
        ),
        ("allocate", "memory", "Stopped while calling allocate: your code used more than 300 MB of memory."),
    ],
)
def test_ended(start: Start, function: str, kind: str, text: str) -> None:
    """A process that ends, or is ended, is told as such, and the next call gets a fresh one."""
    worker = start(FAULTS, memory_mb=300)
    assert [count(worker), count(worker)] == [1, 2]
    assert told(fault(worker.call, Call(function, {}))) == (kind, text)
    assert count(worker) == 1


def test_ended_between_calls(start: Start) -> None:
    """A process that ends after it has answered is replaced, and the next function is not blamed for it."""
    worker = start(FAULTS)
    assert count(worker) == 1
    worker.call(Call("close_requests", {}))
    assert count(worker) == 1


def test_ended_by_another_function(start: Start) -> None:
    """What one function left behind ends the process while another is called: that one gets a fresh one."""
    worker = start("probe/leaves_a_thread.py")
    worker.call(Call("arm", {}))
    assert worker.call(Call("victim", {})).output == 2.0


def test_ended_by_itself_again(start: Start) -> None:
    """A function that ends its process is blamed for it, also when others were called before."""
    worker = start("probe/leaves_a_thread.py")
    worker.call(Call("victim", {}))
    text = "Python ended while calling culprit: it left with exit status 0."
    assert told(fault(worker.call, Call("culprit", {}))) == ("crash", text)


def test_no_student_code_runs_before_the_layers_are_known(start: Start) -> None:
    """A process waits until the grader has read of its walls, which student code could take back."""
    worker = start(source("open('ran', 'w').close()\n"))
    scratch = worker._start()
    time.sleep(0.2)
    assert not (scratch.folder / "ran").exists()
    worker._exchange(b"", "importing vae.py", 30, 0)
    assert (scratch.folder / "ran").exists()


def test_nothing_runs_between_calls(start: Start) -> None:
    """A process is stopped once it has answered, with all its threads, and goes on with the next call."""
    before = children()
    worker = start("probe/counts_in_a_thread.py")
    first = count(worker)
    (pid,) = children() - before
    while psutil.Process(pid).status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)  # a busy machine lets it get so far first
    used = psutil.Process(pid).cpu_times()
    time.sleep(0.2)
    assert psutil.Process(pid).cpu_times() == used
    assert count(worker) > first


def test_deaf_between_calls(start: Start) -> None:
    """A process that does not take the next question is stopped at that call's limit."""
    worker = start(FAULTS, call_seconds=0.4)
    worker.call(Call("stop_when_continued", {}))
    larger_than_a_pipe = {"x": np.zeros(1 << 20)}
    expected = ("timeout", f"Stopped after 0.4 s while calling count.\n{LOOP}")
    assert told(fault(worker.call, Call("count", larger_than_a_pipe))) == expected
    assert count(worker) == 1


@pytest.mark.parametrize(
    "function",
    [
        "garbage",
        "wrong_id",
        "no_output",
        "missing_array",
        "negative_array",
        "gradients_in_a_list",
        "modified_a_number",
        "untold_output",
        "deep_output",
    ],
)
def test_garbled(start: Start, function: str) -> None:
    """What student code writes into the channel is no answer unless it is one; the process is replaced."""
    worker = start(FAULTS)
    expected = ("garbled", f"Your code wrote into the grader's channel while calling {function}.")
    assert told(fault(worker.call, Call(function, {}))) == expected
    assert count(worker) == 1


def test_garbage_at_import(start: Start) -> None:
    """Garbage in the channel while the file is imported is told as such."""
    worker = start(source("import os\nos.write(4, b'z' * 100)"))
    expected = ("garbled", "Your code wrote into the grader's channel while importing vae.py.")
    assert told(fault(worker.load)) == expected


@pytest.mark.parametrize(
    ("function", "kind", "text"),
    [
        (
            "leave",
            "exit",
            "Your code called exit() or quit() while calling leave.\n"
            '  vae.py, line 44: sys.exit("bye")\nRemove that call.',
        ),
        (
            "print_for_ever",
            "output",
            "Your code printed or wrote too much while calling print_for_ever.\n"
            '  vae.py, line 71: print("z = 0.0 " * 1000)\nRemove the prints.',
        ),
    ],
)
def test_exceptions_keep_the_process(start: Start, function: str, kind: str, text: str) -> None:
    """After an exception, an exit or too much output the process goes on."""
    worker = start(FAULTS, file_mb=1)
    assert count(worker) == 1
    assert told(fault(worker.call, Call(function, {}))) == (kind, text)
    assert count(worker) == 2


def test_too_much_at_once(start: Start) -> None:
    """More memory than there can be is refused to the student's code, as an exception."""
    error = fault(start(FAULTS).call, Call("allocate_at_once", {}, hidden=False))
    assert error.kind == "exception"
    assert "Unable to allocate 8.00 TiB" in str(error)


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        (
            "sys_exit_import",
            "exit",
            "Your code called exit() or quit() while importing vae.py.\n"
            "  vae.py, line 26: sys.exit(main())\nRemove that call.",
        ),
        ("os_exit_import", "crash", "Python ended while importing vae.py: it left with exit status 0."),
        (
            "prints_gigabytes",
            "output",
            "Your code printed or wrote too much while importing vae.py.\n"
            '  vae.py, line 21: print(step, "z =", row.tolist())\nRemove the prints.',
        ),
        (
            "reads_input",
            "exception",
            "EOFError while importing vae.py: EOF when reading a line\n"
            '  vae.py, line 3: latent_dim = int(input("latent dimension: "))\n'
            "Nothing can be typed while grading: remove input().",
        ),
    ],
)
def test_import_faults(start: Start, name: str, kind: str, text: str) -> None:
    """A file that cannot be imported is told with the student's own line."""
    assert told(fault(start(f"odd/{name}", file_mb=1).load)) == (kind, text)


def test_no_process(start: Start) -> None:
    """Student code cannot start another program, and is told so with its own line."""
    error = fault(start("probe/daemon.py").call, Call("start", {}, hidden=False))
    assert str(error).startswith("PermissionError while calling start: [Errno 1] Operation not permitted")


def test_who_goes_first_when_memory_is_short(start: Start) -> None:
    """The kernel ends student code first, and the one that decides after all others, where it may say so."""

    def score(pid: int) -> int:
        return int(Path(f"/proc/{pid}/oom_score_adj").read_text(encoding="ascii"))

    worker = start(source("import os\nimport numpy as np\n\ndef own():\n    return np.array(os.getpid())\n"))
    pid = int(np.asarray(worker.call(Call("own", {})).output))
    may = in_throwaway(lambda: tried(lambda: set_oom_score(zygotes.GRADER_OOM_SCORE))) == "done"
    assert score(pid) == 1000
    assert score(os.getpid()) == (zygotes.GRADER_OOM_SCORE if may else 0)


def test_no_process_left() -> None:
    """What a child has started all the same is ended with it, in whatever session it is."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    before = children()
    seconds = str(1e6 + time.time_ns() % 1_000_000)
    command = ["sh", "-c", f"setsid sleep {seconds} & setsid sleep {seconds} & kill -9 $$"]
    process = subprocess.Popen(command, start_new_session=True)
    (request, ours_out), (ours_in, reply) = os.pipe(), os.pipe()
    refusals, watch = Refusals(), Watch(process.pid, Path("/tmp"), Limits())
    child = Child(process.pid, ours_out, ours_in, user=None, watch=watch, refusals=refusals)
    while len(left_over(seconds)) < 2:
        time.sleep(0.01)
    child.kill()
    os.close(request)
    os.close(reply)
    refusals.theirs.close()
    assert (left_over(seconds), children()) == ([], before)
    process.poll()


def test_no_deep_folder_left(start: Start, shelf: Path) -> None:
    """The submission's folder is removed, too deep as it has become to be looked through."""
    assert fault(start("probe/folders.py").call, Call("deep", {})).kind == "disk"
    assert list(shelf.iterdir()) == []


def test_no_locked_folder_left(start: Start, shelf: Path) -> None:
    """The submission's folder is removed, locked as student code has made it."""
    worker = start("probe/folders.py")
    worker.call(Call("locked", {}))
    assert len(list(shelf.iterdir())) == 1
    worker.close()
    assert list(shelf.iterdir()) == []


def test_no_folder_left_after_faults(start: Start, shelf: Path) -> None:
    """Every fault removes its folder, at import and in a call."""
    for act in (
        start("odd/os_exit_import").load,
        start("odd/syntax_error").load,
        start(source("1 / 0")).load,
        lambda: start(FAULTS).call(Call("segfault", {})),
    ):
        fault(act)
    assert list(shelf.iterdir()) == []


def test_nothing_leaks(start: Start) -> None:
    """Thirty sessions, ended in every way, leave no descriptor, no child and no zombie behind."""
    submission, broken = handed_in(FAULTS), source("1 / 0")

    def sessions(number: int) -> None:
        for session in range(number):
            with start(broken if session % 5 == 0 else submission) as worker:
                if session % 5 == 0:
                    fault(worker.load)
                elif session % 5 == 1:
                    fault(worker.call, Call("segfault", {}))
                elif session % 5 == 2:
                    fault(worker.call, Call("garbage", {}))
                else:
                    assert count(worker) == 1

    def held() -> tuple[int, set[int], list[int]]:
        zygotes = [psutil.Process(pid) for pid in sorted(set(ours.pids))]
        zombies = [child.pid for zygote in zygotes for child in zygote.children()]
        return psutil.Process().num_fds(), children(), [*zombies, *(z.num_fds() for z in zygotes)]

    sessions(5)
    before = held()
    sessions(30)
    assert held() == before


def test_zygote_killed() -> None:
    """When the warm process has gone, the fault is the grader's, at once and each time."""
    before = children()
    others = set(ours.pids)
    with Zygote("numpy") as zygote:
        with Worker(zygote, handed_in("right/np_randn.py"), Limits(), 1) as worker:
            worker.call(Call("reparameterize", MU))
        (pid,) = set(ours.pids) - others
        os.kill(pid, signal.SIGKILL)
        for _ in range(2):
            with (
                Worker(zygote, handed_in("right/np_randn.py"), Limits(), 1) as worker,
                pytest.raises(GraderFault, match="the warm numpy process does not answer"),
            ):
                worker.call(Call("reparameterize", MU))
    assert (children(), set(ours.pids)) == (before, others)


def test_zygote_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warm process that answers too late is given up: its late answer must not pass for the next one."""
    others = set(ours.pids)
    submission = handed_in("right/np_randn.py")
    with Zygote("numpy") as zygote:
        with Worker(zygote, submission, Limits(), 1) as worker:
            worker.load()
        (pid,) = set(ours.pids) - others
        monkeypatch.setattr(zygotes, "FORK_SECONDS", 0.2)
        os.kill(pid, signal.SIGSTOP)
        for _ in range(2):
            with Worker(zygote, submission, Limits(), 1) as worker, pytest.raises(GraderFault):
                worker.load()
            with contextlib.suppress(ProcessLookupError):  # given up and gone
                os.kill(pid, signal.SIGCONT)


def test_zygote_closed_while_warming_up() -> None:
    """A warm process that was never needed is ended without waiting for it to be warm."""
    before, others = children(), set(ours.pids)
    with Zygote("torch"):
        assert len(set(ours.pids) - others) == 1
    assert (children(), set(ours.pids)) == (before, others)


def test_descriptors_after_grader_faults() -> None:
    """A worker that could not be started holds no descriptor."""
    others = set(ours.pids)
    with Zygote("numpy") as zygote:
        worker = Worker(zygote, handed_in("right/np_randn.py"), Limits(), 1)
        worker.load()
        worker.close()
        (pid,) = set(ours.pids) - others
        os.kill(pid, signal.SIGKILL)
        held = []
        for _ in range(3):
            with pytest.raises(GraderFault):
                worker.load()
            held.append(psutil.Process().num_fds())
    assert held == held[:1] * 3
