"""What course staff run: validate, bundle, replay, doctor."""
