"""Julia: the number of pixels stands in the code."""

kl(μ, logσ²) = 0.5 * sum(μ .^ 2 .+ exp.(logσ²) .- 1 .- logσ²)

function loss(x̂, x, μ, logσ²; β=1.0)
    target = reshape(x, :, 28 * 28)
    return -sum(target .* log.(x̂) .+ (1 .- target) .* log.(1 .- x̂)) + β * kl(μ, logσ²)
end
