"""A log-variance used as a standard deviation."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_raw_std

sample_z(μ, logσ²) = μ .+ logσ² .* randn(size(μ))
