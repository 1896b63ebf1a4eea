"""assignment.toml: what it says is what is graded, and what it cannot say is told with its remedy."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import msgspec
import pytest

from autograder.checks.course import all_checks
from autograder.course.assignment import Assignment, AssignmentError, load, unknown_checks
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes
from tests.support.results_schema import statuses, total, valid

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DEFAULT = ROOT / "assignment.toml"
SUBMISSIONS = ROOT / "tests" / "submissions"
NAMES = '[functions]\nreparameterize = "reparameterize"\n'
TABLE = "Write [{}] on a line of its own and its keys below."


def loaded(folder: Path, text: str) -> Assignment:
    """Load an assignment's text."""
    path = folder / "assignment.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Keys that do not exist: the near one, or all there are.
        (NAMES + "[limit]\nx = 3", "limit = {'x': 3}: no such key. Did you mean limits?"),
        (
            NAMES + "[colour]",
            "colour = {}: no such key. Use one of: functions, points, submission, written, visibility, "
            "limits, statistics, conventions.",
        ),
        (NAMES + "[limits]\nmemory = 3", "limits.memory = 3: no such key. Did you mean memory_mb?"),
        (NAMES + '[submission]\nfiles = "vae.py"', "submission.files = 'vae.py': no such key. Did you mean"),
        (NAMES + "[statistics]\nalfa = 1e-9", "statistics.alfa = 1e-09: no such key. Did you mean alpha?"),
        (
            '[functions]\nreparametrise = "f"',
            "functions.reparametrise = 'f': no such key. Did you mean reparameterize?",
        ),
        (
            NAMES + "limits = 3",
            "functions.limits = 3: no such key. Use one of: reparameterize, kl_divergence, elbo.",
        ),
        # Tables.
        ("", "functions: this table is missing. Add [functions], as in the original file."),
        ("[functions]", "functions = {}: expected a table of length >= 1. " + TABLE.format("functions")),
        (
            "functions = 3",
            "functions = 3: expected a table, got a whole number. " + TABLE.format("functions"),
        ),
        ("points = [1]\n" + NAMES, "points = [1]: expected a table, got a list. " + TABLE.format("points")),
        (
            'visibility = "hidden"\n' + NAMES,
            "visibility = 'hidden': expected a table, got text in quotes. " + TABLE.format("visibility"),
        ),
        (
            "limits = 3\n" + NAMES,
            "limits = 3: expected a table, got a whole number. " + TABLE.format("limits"),
        ),
        # Functions.
        (
            '[functions]\nelbo = "a b"',
            "functions.elbo = 'a b': must be the name of a Python function, in quotes, or a list of names. "
            "Change the value.",
        ),
        (
            '[functions]\nelbo = ""',
            "functions.elbo = '': must be the name of a Python function, in quotes",
        ),
        ('[functions]\nelbo = "f\\n"', "functions.elbo = 'f\\n': must be the name of a Python function"),
        ("[functions]\nelbo = 3", "functions.elbo = 3: must be the name of a Python function, in quotes, or"),
        (
            "[functions]\nelbo = []",
            "functions.elbo = []: must be the name of a Python function, in quotes",
        ),
        ('[functions]\nelbo = ["a", "b c"]', "functions.elbo = ['a', 'b c']: must be the name of a Python"),
        ('[functions]\nelbo = ["a", 3]', "functions.elbo = ['a', 3]: must be the name of a Python function"),
        (
            '[functions]\nelbo = "lambda"',
            "functions.elbo = 'lambda': must be the name of a Python function, in quotes",
        ),
        (
            '[functions]\nelbo = "f"\nkl_divergence = ["kl", "f"]',
            "[functions]: functions: one name stands for two of",
        ),
        (
            NAMES + '[conventions.names]\nbeta = "lambda"',
            "conventions.names.beta = 'lambda': must be the name of an argument, in quotes. Change",
        ),
        (
            NAMES + '[conventions]\nreduction = "all"',
            "conventions.reduction = 'all': no such choice. Use one of: none, sum, mean.",
        ),
        (
            NAMES + '[conventions.order]\nelbo = ["x", "mu"]',
            "conventions = {'order': {'elbo': ['x', 'mu']}}: order.elbo must name each of x, x_logits, mu,",
        ),
        (
            NAMES + '[written.rubric."2.2"]\n"idea" = ["word"]',
            "written.rubric.2.2 = {'idea': ['word']}: no such key. Did you mean",
        ),
        (
            NAMES + "[written.credit]\nstart = 0\ntarget = 0\ntruth = 0\nno_leaps = 0",
            "[written.credit]: one share at least must be more than 0. Change the value.",
        ),
        # Files.
        (
            NAMES + '[submission]\nfile = "a/vae.py"',
            "submission.file = 'a/vae.py': expected text in quotes, the name of a Python file such as "
            '"vae.py". Change the value.',
        ),
        (
            NAMES + '[submission]\ndefinitions_only = "no"',
            "submission.definitions_only = 'no': no such choice. Use one of: accept, refuse.",
        ),
        (NAMES + '[submission]\nfile = "vae.jl"', "submission.file = 'vae.jl': expected text in quotes"),
        (
            NAMES + "[submission]\nfile = 3",
            "submission.file = 3: expected text in quotes, got a whole number.",
        ),
        # Points.
        (
            NAMES + "[points]\nsampler_mean = -1",
            "points.sampler_mean = -1: must be a number from 0 to 1000000. Change the value.",
        ),
        (
            NAMES + "[points]\nsampler_mean = nan",
            "points.sampler_mean = nan: must be a number from 0 to 1000000.",
        ),
        (
            NAMES + "[points]\nsampler_mean = inf",
            "points.sampler_mean = inf: must be a number from 0 to 1000000.",
        ),
        (
            NAMES + '[points]\nsampler_mean = "4"',
            "points.sampler_mean = '4': must be a number from 0 to 1000000.",
        ),
        (
            NAMES + "[points]\nsampler_mean = true",
            "points.sampler_mean = True: must be a number from 0 to 1000000.",
        ),
        # Visibility.
        (
            NAMES + '[visibility]\ndefault = "hidden"',
            'visibility.default = \'hidden\': must be "visible", "after_due_date" or "after_published". '
            "Change the value.",
        ),
        (NAMES + "[visibility]\nsampler_mean = 1", 'visibility.sampler_mean = 1: must be "visible", '),
        # Limits.
        (NAMES + "[limits]\ncall_seconds = 0", "limits.call_seconds = 0: expected a number > 0.0. Change"),
        (NAMES + "[limits]\ncall_seconds = nan", "limits.call_seconds = nan: expected a number > 0.0."),
        (
            NAMES + "[limits]\ncall_seconds = inf",
            "limits.call_seconds = inf: expected a number <= 1000000.0.",
        ),
        (
            NAMES + "[limits]\nimport_seconds = true",
            "limits.import_seconds = True: expected a number, got true or false. Change the value.",
        ),
        (
            NAMES + "[limits]\nsubmission_seconds = -1",
            "limits.submission_seconds = -1: expected a number > 0",
        ),
        (NAMES + "[limits]\nmemory_mb = 0", "limits.memory_mb = 0: expected a whole number >= 1. Change"),
        (
            NAMES + "[limits]\nmemory_mb = 0.5",
            "limits.memory_mb = 0.5: expected a whole number, got a number. Change the value.",
        ),
        (NAMES + '[limits]\nfile_mb = "64"', "limits.file_mb = '64': expected a whole number, got text in"),
        # Statistics.
        (NAMES + "[statistics]\nalpha = 0", "statistics.alpha = 0: expected a number > 0.0. Change"),
        (NAMES + "[statistics]\nalpha = 0.5", "statistics.alpha = 0.5: expected a number <= 0.001. Change"),
        (NAMES + "[statistics]\nalpha = nan", "statistics.alpha = nan: expected a number > 0.0. Change"),
        (
            NAMES + "[statistics]\nsalt = 3",
            "statistics.salt = 3: expected text in quotes, got a whole number.",
        ),
        # Not TOML.
        ("functions = ", "not valid TOML: "),
        (NAMES + NAMES, "not valid TOML: "),
    ],
)
def test_a_mistake_is_told_with_file_key_value_and_remedy(text: str, told: str, tmp_path: Path) -> None:
    """Whoever wrote the line can mend it without reading the code."""
    with pytest.raises(AssignmentError) as raised:
        loaded(tmp_path, text)
    assert str(raised.value).startswith(f"{tmp_path / 'assignment.toml'}: {told}")


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    """A whole table in the wrong place does not fill the screen."""
    with pytest.raises(AssignmentError) as raised:
        loaded(tmp_path, f'{NAMES}[limits]\nmemory = "{"x" * 10_000}"')
    assert len(str(raised.value)) < len(str(tmp_path)) + 300


@pytest.mark.parametrize(
    ("content", "told"), [(b"\xff\xfe", "line 1 is not in UTF-8"), (None, "cannot be read (Is a directory)")]
)
def test_a_file_that_cannot_be_read_is_told(content: bytes | None, told: str, tmp_path: Path) -> None:
    """No text, or no file at all."""
    path = tmp_path / "assignment.toml"
    path.write_bytes(content) if content is not None else path.mkdir()
    with pytest.raises(AssignmentError, match=re.escape(f"{path}: {told}")):
        load(path)


@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        (
            {"points": {"kl_valus": 6}},
            "points.kl_valus = 6.0: no such check is graded. Did you mean kl_values?",
        ),
        (
            {"points": {"zzz": 6}},
            "points.zzz = 6.0: no such check is graded. Use one of: kl_values, kl_gradient.",
        ),
        (
            {"visibility": {"kl_grad": "visible"}},
            "visibility.kl_grad = 'visible': no such check is graded. Did you mean kl_gradient?",
        ),
        (
            {"points": {"default": 6}},
            "points.default = 6.0: no such check is graded. Use one of: kl_values, kl_gradient.",
        ),
        ({"visibility": {"default": "visible"}, "points": {"kl_values": 6}}, ""),
    ],
)
def test_checks_that_do_not_exist_are_found(assignment: dict[str, dict[str, float]], told: str) -> None:
    """In points and visibility, where "default" stands for all checks."""
    configured = msgspec.convert({"functions": {"elbo": "elbo"}} | assignment, Assignment)
    assert unknown_checks(configured, ["kl_values", "kl_gradient"], {}) == told


def test_a_key_that_is_left_out_has_the_value_of_the_original_file() -> None:
    """The defaults in the code are those that assignment.toml shows, but for the course's salt."""
    original = load(DEFAULT)
    bare = Assignment(functions=original.functions)
    assert bare.submission == original.submission
    assert bare.limits == original.limits
    assert bare.statistics.alpha == original.statistics.alpha
    assert bare.visibility.get("default", "visible") == original.visibility["default"]


def test_the_original_file_shows_every_key() -> None:
    """A course finds what it can change by reading one file."""
    shown = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))
    whole = {
        key: value for key, value in msgspec.to_builtins(load(DEFAULT)).items() if key != "course_checks"
    }
    assert {table: set(keys) for table, keys in shown.items()} == {t: set(k) for t, k in whole.items()}


def test_the_default_grades_fifteen_checks_for_ninety_points() -> None:
    """The points that are graded automatically: three derivations and part 2.2."""
    points = load(DEFAULT).points
    assert (len(points), sum(points.values())) == (15, 90)


def test_the_sheet_as_first_given_grades_the_sampler_alone(zygotes: Zygotes) -> None:
    """original.toml has 36 points, and asks nothing of the functions that it does not list."""
    assignment = load(ROOT / "original.toml")
    for submission in ("right/randn_like.py", "odd/missing_function", "wrong/kl_missing_half.py"):
        results = valid(grade(SUBMISSIONS / submission, assignment, zygotes).results)
        assert (results["score"], total(results)) == (36, 36)
        assert all(check.startswith("sampler_") for check in statuses(results))


@pytest.mark.parametrize(
    "names",
    [
        ["reparameterize"],
        ["kl_divergence"],
        ["elbo"],
        ["kl_divergence", "elbo"],
    ],
)
def test_a_function_that_is_not_listed_has_no_tests(names: list[str], zygotes: Zygotes) -> None:
    """And the others keep all of theirs: the ELBO is graded without a KL to lean on."""
    functions = {name: name for name in names}
    assignment = msgspec.convert({"functions": functions}, Assignment)
    results = valid(grade(SUBMISSIONS / "right" / "np_randn.py", assignment, zygotes).results)
    prefixes = {"reparameterize": ("sampler",), "kl_divergence": ("kl",), "elbo": ("elbo", "beta")}
    due = {check for n in names for check in load(DEFAULT).points if check.split("_")[0] in prefixes[n]}
    assert statuses(results) == dict.fromkeys(statuses(results), "passed")
    assert set(statuses(results)) == due


@pytest.mark.parametrize("framework", ["torch", "numpy"])
def test_renamed_functions_and_another_file_work_end_to_end(
    framework: str, tmp_path: Path, zygotes: Zygotes
) -> None:
    """The grader's names are its own; the course's file and functions may have others."""
    source = SUBMISSIONS / "right" / ("randn_like.py" if framework == "torch" else "np_randn.py")
    text = source.read_text(encoding="utf-8")
    renamed = {"reparameterize": "sample_z", "kl_divergence": "kl", "elbo": "objective"}
    for name, other in renamed.items():
        text = re.sub(rf"\b{name}\b", other, text)
    handed_in = tmp_path / "handed in"
    handed_in.mkdir()
    (handed_in / "model.py").write_text(text, encoding="utf-8")
    assignment = msgspec.structs.replace(
        load(DEFAULT),
        functions=renamed,
        submission=msgspec.convert({"file": "model.py"}, type(load(DEFAULT).submission)),
    )
    results = valid(grade(handed_in, assignment, zygotes).results)
    assert (results["score"], total(results)) == (60, 90)


def test_messages_use_the_courses_own_names(tmp_path: Path, zygotes: Zygotes) -> None:
    """A student is told of the name that the sheet asks for."""
    assignment = loaded(tmp_path, '[functions]\nkl_divergence = "gaussian_kl"')
    results = grade(SUBMISSIONS / "right" / "np_randn.py", assignment, zygotes).results
    said = [row["output"] for row in results["tests"]]
    assert all("gaussian_kl" in text for text in said)
    assert results["score"] == 0


@pytest.mark.parametrize(
    ("line", "instead", "told"),
    [
        (
            'elbo = "elbo"\n',
            "",
            "elbo is not graded: drop points.elbo_values, points.elbo_bound, points.beta_scaling, or name it "
            "under [functions].",
        ),
        (
            'beta = "keyword"',
            'beta = "absent"',
            "The course's [conventions] leave nothing of elbo to be graded there: drop points.beta_scaling.",
        ),
        (
            "elbo_bound = 2",
            "elbow_bound = 2",
            "points.elbow_bound = 2.0: no such check is graded. Did you mean",
        ),
    ],
)
def test_what_is_not_graded_is_told_at_once_with_all_its_lines(
    line: str, instead: str, told: str, tmp_path: Path
) -> None:
    """A course that leaves a function out learns in one go what else to drop."""
    text = DEFAULT.read_text(encoding="utf-8")
    assert line in text
    with pytest.raises(AssignmentError, match=re.escape(told)):
        all_checks(loaded(tmp_path, text.replace(line, instead)))
