"""Noise shared by the dimensions."""
# fails: sampler_independence
# diagnosis: sampler_noise_shared_by_dimensions

sample_z(μ, σ) = μ .+ σ .* randn(size(μ, 1))
