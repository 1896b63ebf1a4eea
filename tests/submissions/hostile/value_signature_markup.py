"""Functions that take other arguments, and have markup and secrets in their signatures."""
# expects: none

import os



class Default:
    def __repr__(self):
        return f"<script>alert(1)</script>[bold]10/10[/]\x1b[2J{dict(os.environ)}" + "x" * 10_000_000


def reparameterize(a, b, c, d=Default(), *, e):
    return a


def kl_divergence(a, *, b: Default() = Default()):
    return a


def elbo():
    return None
