"""What was handed in, read once and by one decoder. No student code runs here."""
