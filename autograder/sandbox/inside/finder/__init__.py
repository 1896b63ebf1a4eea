"""Finding a sampler of any name and form in student code: proposals, which the grader judges by numbers."""
