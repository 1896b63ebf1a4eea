"""Julia, one value for each example, beta a keyword."""

kl(μ, logσ²) = 0.5 .* vec(sum(μ .^ 2 .+ exp.(logσ²) .- 1 .- logσ²; dims=2))

function elbo(x, x_logits, μ, logσ²; β=1.0)
    likelihood = vec(sum(x .* x_logits .- log1p.(exp.(-abs.(x_logits))) .- max.(x_logits, 0); dims=2))
    return likelihood .- β .* kl(μ, logσ²)
end
