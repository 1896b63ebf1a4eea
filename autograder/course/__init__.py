"""What a course chooses: assignment.toml and its conventions. Nothing here has seen a submission."""
