"""What runs beside student code, in its process. It is believed in nothing, and imports nothing trusted."""
