"""The written part of a hand-in: its texts, and the files that only a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.derivations.tex.document import Display
from autograder.derivations.tex.headings import headings
from autograder.submission.archives import with_members
from autograder.submission.files import Files, name_list
from autograder.submission.project import inputs, project
from autograder.submission.text import PREAMBLES, TEX, TEXTS, Text, as_shown, suffix

MAX_BYTES = 5 << 20
# What only a person can read: pages, photos, and the files of other programs.
PAGES = (".pdf", ".ps", ".djvu", ".html", ".htm")
PHOTOS = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".gif", ".bmp")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages", ".typ", ".lyx", ".rst", ".org", ".tm", ".nb")
OTHERS = PAGES + PHOTOS + DOCUMENTS
MAX_PREAMBLE = 40_000  # characters of macros in files of their own
DERIVATIONS, ANSWERS = "derivations", "short_answers"


@dataclass(frozen=True)
class Writing:
    """What was handed in beside the code: texts, and the names of the files that only a person can read."""

    texts: tuple[Text, ...] = ()
    others: tuple[str, ...] = ()

    def displays(self, number: str) -> tuple[Text, list[Display]] | None:
        """Return the file that answers a part, and the formulas below its heading; None where there is none.

        Where none answers it, the first that has its heading. Raises Unreadable where the file is too much
        to read.
        """
        texts = [text for text in self._by_rank(DERIVATIONS) if number in text.numbers]
        for text in texts if len(texts) > 1 else []:
            if text.answers(number):
                return text, text.parts[number]
        return (texts[0], texts[0].parts[number]) if texts else None

    @property
    def attachments(self) -> str:
        """The files that only a person can read, in words."""
        return name_list(list(self.others))

    def derivations(self) -> Text | None:
        """Return the file in which derivations are looked for first, if there is one."""
        texts = (text for text in self._by_rank(DERIVATIONS) if _stem(text.name) == DERIVATIONS)
        return next(texts, None)

    def answer(self, number: str) -> str | None:
        """Return the text below a short answer's heading, or None where there is none."""
        for text in self._by_rank(ANSWERS):
            places = headings(text.text, (number,))
            for place, (start, heading) in enumerate(places):
                if heading == number:
                    end = places[place + 1][0] if place + 1 < len(places) else len(text.text)
                    _, _, below = text.text[start:end].partition("\n")
                    return below.strip()
        return None

    def _by_rank(self, stem: str) -> list[Text]:
        """Return the texts, the one with the expected name first and the one with the other's last."""
        other = ANSWERS if stem == DERIVATIONS else DERIVATIONS
        ranks = {stem: 0, other: 2}
        texts = [text for text in self.texts if _stem(text.name) != "readme"]
        return sorted(texts, key=lambda text: (ranks.get(_stem(text.name), 1), text.name))


def writing(files: Files) -> Writing:
    """Return the written part of the files handed in; what is too large is left out."""
    files = tuple((name, content) for name, content in with_members(files) if len(content) <= MAX_BYTES)
    texts = {name: as_shown(name, content) for name, content in files if suffix(name) in TEXTS}
    styles = "\n".join(as_shown(name, content) for name, content in files if suffix(name) in PREAMBLES)
    parts = {target for name in texts if suffix(name) in TEX for target in inputs(name, texts)}
    return Writing(
        tuple(_with_inputs(name, texts, styles) for name in texts if name not in parts),
        tuple(name for name, _ in files if suffix(name) in OTHERS),
    )


def _with_inputs(name: str, texts: dict[str, str], styles: str) -> Text:
    """Return a file with those that it inputs, and the macros of the others."""
    if suffix(name) not in TEX:
        return Text(name, texts[name], styles[:MAX_PREAMBLE])
    whole = project(name, texts)
    others = (_preamble(text) for other, text in texts.items() if other != name)
    return Text(name, whole.text, "\n".join([*others, styles])[:MAX_PREAMBLE], whole.origins)


def _preamble(text: str) -> str:
    """Return what stands before a document begins."""
    before, document, _ = text.partition("\\begin{document}")
    return before if document else ""


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.lower().replace("-", "_").replace(" ", "_")
