"""The two archives of a course, made from this folder: the same content and salt give the same bytes."""
