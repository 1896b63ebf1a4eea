"""One vector a call."""

function sample_z(μ::Vector, σ::Vector)
    return μ + σ .* randn(length(μ))
end
