"""One number a call, or one noise for all: it may be either."""

sample_z(μ, σ) = μ + σ * randn()
