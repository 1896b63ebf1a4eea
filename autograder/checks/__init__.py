"""The graded checks. To add one, write a method `test_<id>` in a group, or list a new group here."""

from autograder.checks.answers import AnswerChecks
from autograder.checks.base import Check
from autograder.checks.beta import BetaChecks
from autograder.checks.derivations import DerivationChecks
from autograder.checks.elbo import ElboChecks
from autograder.checks.kl import KLChecks
from autograder.checks.sampler import SamplerChecks

GROUPS: tuple[type[Check], ...] = (
    DerivationChecks,
    AnswerChecks,
    SamplerChecks,
    KLChecks,
    ElboChecks,
    BetaChecks,
)
