"""A log-variance used as a standard deviation."""

sample_z(μ, logσ²) = μ .+ logσ² .* randn(size(μ))
