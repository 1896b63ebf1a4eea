"""The student's report: what was observed of a submission, drawn, in one HTML file of its own.

Data walks on: graded session -> `observed` (numbers) -> `plots` (pictures and words) -> `page`.
Nothing here changes a verdict, and nothing drawn comes from a hidden case.
"""
