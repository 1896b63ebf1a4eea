"""In a module without exports."""

module Sampling

sample_z(μ, σ²) = μ .+ sqrt.(σ²) .* randn(size(μ))

end
