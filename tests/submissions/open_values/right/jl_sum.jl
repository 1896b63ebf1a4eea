"""Julia, a loss summed over the batch, from probabilities and deviations, beta by position."""

kld(σ, μ) = sum(0.5 .* (μ .^ 2 .+ σ .^ 2 .- 1) .- log.(σ))

function loss(x̂, x, μ, σ, beta)
    bce = -sum(x .* log.(x̂) .+ (1 .- x) .* log.(1 .- x̂))
    return bce + beta * kld(σ, μ), bce
end
