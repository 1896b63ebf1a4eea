"""An autograder for variational autoencoders: submission -> worker -> checks -> results."""

__version__ = "0.1.0"
