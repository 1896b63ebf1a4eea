"""What people get: marks for the LMS, feedback for students, work for staff; names only where asked for."""
