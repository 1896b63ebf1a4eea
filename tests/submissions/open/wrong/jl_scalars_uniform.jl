"""One number a call, uniform noise."""

sample_z(μ::Real, σ::Real) = μ + σ * (rand() - 0.5)
