"""Two runs side by side: whose mark changed, at which check, and why; and what chance alone changes."""
