"""Greek names, both code points of mu, and beta as a keyword."""

reparameterize(μ, logσ²) = μ .+ exp.(logσ² ./ 2) .* randn(size(μ))

function kl_divergence(µ, logσ²)
    return vec(sum(@.(µ^2 + exp(logσ²) - 1 - logσ²); dims=2)) ./ 2
end

function elbo(x, x̂, μ, logσ²; β=1.0)
    ln_p = x .* x̂ .- (max.(x̂, 0) .+ log1p.(exp.(.-abs.(x̂))))
    vec(sum(ln_p; dims=2)) .- β .* kl_divergence(μ, logσ²)
end
