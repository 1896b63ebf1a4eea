"""What an argument's name says that it is, and what a function's name says that it does."""

from __future__ import annotations

import re
from typing import Literal

Claim = Literal["log_var", "log_std", "log_sigma", "std", "var", "nothing"]
_LOG = r"log|ln"
_VARIANCE = r"var|sigma_?(2|sq)|sigma\^?2|σ2|σ²|sig2|s2$|cov|precision"
_SPREAD = r"sigma|σ|sig$|sig_"
_DEVIATION = r"std|stdd?ev|(^|_)sd($|_)|scale|stddev|dev$"
_SAMPLERS = r"reparam|sampl|latent|posterior|gauss|draw|(^|_)z($|_)|normal|rsample|bottleneck|variational"
_NOISES = r"noise|noisy|augment|perturb|jitter|corrupt|dropout|dequant|forward_?diff|q_sample|diffus|add_"
_OTHERS = r"^(kl|loss|elbo|decode|train|test|main|plot|fit)"


def claim(name: str) -> Claim:
    """Return what the name of a second argument says: `logσ²` a log-variance, `s` nothing."""
    plain = name.lower().replace("²", "2").replace("𝜎", "σ").lstrip("_")
    logarithm = bool(re.search(_LOG, plain)) or re.fullmatch(r"(z_?)?l(v|s|sd|sig|var|std)(ar)?", plain)
    if logarithm and (re.search(_VARIANCE, plain) or plain in ("lv", "lvar", "z_lv")):
        return "log_var"
    if logarithm and re.search(_SPREAD, plain):
        return "log_sigma"
    if logarithm and (re.search(_DEVIATION, plain) or plain in ("ls", "lsd", "lstd")):
        return "log_std"
    if logarithm:
        return "nothing"
    if re.search(_VARIANCE, plain) or plain in ("v", "vs"):
        return "var"
    return "std" if re.search(f"{_SPREAD}|{_DEVIATION}", plain) else "nothing"


def claim_of_matrix(name: str) -> Claim:
    """Return what the name of a matrix says: a covariance, or nothing where it may be a root of one."""
    return "var" if re.search(r"sigma|σ|Σ|cov|var|^s$", name.lower()) else "nothing"


def likeness(name: str, owner: str) -> int:
    """Return how much a function's name is a sampler's: 2 where it says so, -2 for another noise."""
    plain = f"{owner} {name}".lower() if name in ("forward", "__call__", "call") else name.lower()
    if re.search(_NOISES, plain):
        return -2
    if re.search(_SAMPLERS, plain):
        return 2
    return -1 if re.search(_OTHERS, name.lower()) else 0
