"""Everything that touches student code."""
