"""The frameworks that a submission may be written in."""

from typing import Literal

Framework = Literal["numpy", "torch", "julia"]
