"""One submission under judgement: its worker, its seeds, and the translation of the course's convention."""
