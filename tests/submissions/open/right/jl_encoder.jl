"""The input and an encoder."""

function sample_posterior(x, encoder)
    μ, logσ² = encoder(x)
    return μ .+ exp.(logσ² ./ 2) .* randn(size(μ))
end
