"""A TOML file is read as editors save it, and what is no TOML is said with its line, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.toml_text import TomlError, table

TEXT = 'file = "vae.py"\n[points]\nkl_values = 6\n'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=["as it is", "byte order mark", "Windows", "old Mac", "Notepad"],
)
def test_what_an_editor_adds_changes_nothing(content: bytes, tmp_path: Path) -> None:
    """Byte order marks and line ends of all kinds."""
    (tmp_path / "a.toml").write_bytes(content)
    assert table(tmp_path / "a.toml") == {"file": "vae.py", "points": {"kl_values": 6}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (TEXT.encode() + b"# caf\xe9\n", "line 4 is not in UTF-8. Save the file as UTF-8 in your editor."),
        (TEXT.encode("utf-16"), "line 1 is not in UTF-8. Save the file as UTF-8 in your editor."),
        (
            TEXT.encode() + b"kl_values = 7",
            "line 4, 'kl_values = 7': this key is written twice. Keep one of the",
        ),
        (
            TEXT.encode() + b"[points]",
            "line 4, '[points]': this table is written twice. Put the lines of both",
        ),
        (b'file = "vae.py\nx = 1', "line 1, 'file = \"vae.py': a quote is missing at the end of the line."),
        ("file = “vae.py”".encode(), "line 1, 'file = “vae.py”': a value is text in straight double quotes"),
        (
            b"julia = False",
            "line 1, 'julia = False': a value is text in straight double quotes, a number, true,",
        ),
        (b"julia: false", "line 1, 'julia: false': write key = value."),
        (b"points = " + b"9" * 5000, "a number has thousands of digits."),
    ],
)
def test_what_is_no_toml_is_said_with_its_line(content: bytes, told: str, tmp_path: Path) -> None:
    """And with what to do."""
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(TomlError) as caught:
        table(tmp_path / "a.toml")
    assert told in str(caught.value)
