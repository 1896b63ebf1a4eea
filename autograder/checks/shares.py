"""The names of the laws of noise, and every law's share of alpha."""

from __future__ import annotations

from autograder.checks import occasions

INDEPENDENCE = ("calls", "batch", "dimensions", "serial")
MEAN = ("mean", "mean against mu", "mean against log_var")
VARIANCE = ("variance",)
SHAPE = ("Kolmogorov-Smirnov", "tails", "extreme")
LAWS = (*INDEPENDENCE, *MEAN, *VARIANCE, *SHAPE)
# Laws of single elements, rows and dimensions.
SINGLE = tuple(occasions.SINGLE)
# The laws that decide the gradient points where noise cannot be repeated.
GRADIENT = ("mean at several parameters", "variance at several parameters")
# Every law's part of alpha, all that is ever spent; what is left is for checks that a course adds. Laws of
# elements and of occasions, of which there are many and which see gross mistakes, take a PART of a share.
SHARE, PART = 1 / 20, 1 / 4
SHARES = dict.fromkeys((*LAWS, *GRADIENT), SHARE) | dict.fromkeys((*SINGLE, *occasions.LAWS), PART * SHARE)
