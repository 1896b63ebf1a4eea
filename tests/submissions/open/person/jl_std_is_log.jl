"""Called σ, exponentiated."""

sample_z(μ, σ) = μ .+ exp.(σ) .* randn(size(μ))
