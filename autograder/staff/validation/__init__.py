"""The grader graded: every known submission under many seeds, and whether each was marked as it must be."""
