"""A .tex or .md file as displays, tokens and lexemes."""
