"""The written part: TeX in, a verdict for every line out. No TeX engine runs, and no student code."""
