"""Uniform noise."""
# fails: sampler_shape
# diagnosis: sampler_uniform

sample_z(μ, σ) = μ .+ σ .* rand(size(μ)...)
