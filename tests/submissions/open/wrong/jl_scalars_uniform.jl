"""One number a call, uniform noise."""
# fails: sampler_shape

sample_z(μ::Real, σ::Real) = μ + σ * (rand() - 0.5)
