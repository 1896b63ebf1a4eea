"""A log-variance, in one line."""

sample_z(μ, logσ²) = μ .+ exp.(logσ² ./ 2) .* randn(size(μ))
