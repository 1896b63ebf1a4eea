"""results.json: its rows, and the file that always exists and is valid."""
