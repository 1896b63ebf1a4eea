"""Has each hand-in graded once, in processes that may die at any time; nothing here looks at a mark."""
