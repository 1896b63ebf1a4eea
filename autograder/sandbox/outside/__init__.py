"""The trusted side of the walls: start student code, call it, watch it, stop it, and word what went wrong."""
