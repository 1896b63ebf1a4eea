"""One number a call, to be broadcast."""

sample_z(μ::Real, σ::Real) = μ + σ * randn()
