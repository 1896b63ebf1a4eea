"""Reads the data beside the package."""

from importlib.resources import files


def half():
    return float(files("helpers").joinpath("half.txt").read_text())
