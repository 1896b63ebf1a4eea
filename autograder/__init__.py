"""An autograder for variational autoencoders: submission -> worker -> checks -> results."""
