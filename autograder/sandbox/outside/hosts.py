"""Where student code runs, for each framework: on a server in confined processes, forked from warm ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Protocol, TypeVar

from autograder.sandbox import julia
from autograder.sandbox.outside.libraries import imports_torch, slow_imports
from autograder.sandbox.outside.zygote import Zygote
from autograder.sandbox.walls.places import MACHINE, Place
from autograder.submission.files import Files
from autograder.submission.framework import Framework

if TYPE_CHECKING:
    from autograder.sandbox.outside.channel import Host

T = TypeVar("T")


class Hosts(Protocol):
    """Where student code runs, for each framework."""

    @property
    def has_julia(self) -> bool:
        """Whether Julia can be started there."""
        ...

    @property
    def without_julia(self) -> str:
        """What to tell a student whose code is in Julia, where it cannot; nothing where that is a fault."""
        ...

    def of(self, framework: Framework, files: Files = ()) -> Host:
        """Return what starts a framework's processes, for files that may import more."""
        ...

    def expect(self, files: Files) -> None:
        """Start what files seem to need, before they are read."""
        ...

    def read(self, parse: Callable[[], T], kind: type[T], /) -> T:
        """Return what parses student bytes, as this machine has it parsed."""
        ...

    def reading(self, parse: Callable[[], T], kind: type[T], /) -> AbstractContextManager[Callable[[], T]]:
        """Have it parsed beside what follows; what is entered waits for the result."""
        ...


class Zygotes(ExitStack):
    """Warm processes, one for each framework, started when first needed, and the place they are in."""

    def __init__(self, place: Place = MACHINE) -> None:
        super().__init__()
        self._place = place
        self._warm: dict[tuple[str, ...], Zygote] = {}

    @property
    def has_julia(self) -> bool:
        """Whether setup.sh has installed Julia."""
        return julia.installed()

    without_julia = ""

    def of(self, framework: Framework, files: Files = ()) -> Zygote:
        """Return the warm process for a framework and what files import, which may still be warming up."""
        if (framework,) not in self._warm:
            self._warm[framework,] = self.enter_context(Zygote(framework, self._place))
        base = self._warm[framework,]
        kind = (framework, *(slow_imports(files, framework) if framework != "julia" else ()))
        if kind not in self._warm:
            from autograder.sandbox.outside.offshoot import Offshoot

            self._warm[kind] = self.enter_context(Offshoot(base, kind[1:]))
        return self._warm[kind]

    def expect(self, files: Files) -> None:
        """Warm PyTorch up where some file seems to import it: nothing else takes as long."""
        if imports_torch(files):
            self.of("torch")

    def read(self, parse: Callable[[], T], kind: type[T], /) -> T:
        """Return what parses student bytes, from a confined process of its own."""
        with self.reading(parse, kind) as result:
            return result()

    def reading(self, parse: Callable[[], T], kind: type[T], /) -> AbstractContextManager[Callable[[], T]]:
        """Have it parsed in a confined process of its own, beside this one."""
        from autograder.sandbox.outside import reader  # which only Linux can import

        return reader.reading(parse, kind)
