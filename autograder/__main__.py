"""`python -m autograder` is the command line, under the interpreter of the project's own environment."""

try:
    from autograder.cli import main
except ModuleNotFoundError as missing:
    raise SystemExit(
        f"{missing.name} is not installed for this Python. Use ./run_autograder, which sets up what it needs."
    ) from None

main(prog_name="run_autograder")
