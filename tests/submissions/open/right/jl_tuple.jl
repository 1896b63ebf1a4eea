"""Returns the noise as well."""

function sample(μ, σ)
    ϵ = randn(size(μ))
    return μ .+ σ .* ϵ, ϵ
end
