"""A log-variance whose exponential is the width."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_log_std

reparam(μ, logvar) = μ .+ exp.(logvar) .* randn(size(μ))
