"""The verbs of the command line: one module each, with a command of the module's name."""
