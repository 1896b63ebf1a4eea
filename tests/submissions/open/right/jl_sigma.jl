"""A standard deviation."""

function reparam(μ, σ)
    ϵ = randn(size(μ)...)
    return @. μ + σ * ϵ
end
