"""Julia: the loss counts half of the KL."""
# person: elbo_values, elbo_bound, beta_scaling

kl(μ, σ) = sum(0.5 .* (μ .^ 2 .+ σ .^ 2 .- 1) .- log.(σ))

loss(x, x̂, μ, σ; β=1.0) = -sum(x .* log.(x̂) .+ (1 .- x) .* log.(1 .- x̂)) + β / 2 * kl(μ, σ)
