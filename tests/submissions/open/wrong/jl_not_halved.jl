"""A log-variance whose exponential is the width."""

reparam(μ, logvar) = μ .+ exp.(logvar) .* randn(size(μ))
