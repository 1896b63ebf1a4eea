"""A whole class at once: what an LMS hands out in, marks with their reasons out. Nothing here decides a mark.

source -> layouts -> plan -> engine -> outputs. `layouts` say who handed in which files when, `plan` which
version of each student counts, `engine` has each version graded once, by `grading.grade`, in processes that
may die, and `outputs` and `page` show what came of it. One `results.json` a grading is the truth; every other
file is made from these and can be made again.
"""
