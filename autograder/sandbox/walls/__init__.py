"""The layers that confine the process of student code, and which of them each place requires."""
