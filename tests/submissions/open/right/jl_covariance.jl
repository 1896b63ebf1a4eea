"""A mean and a full covariance."""

using LinearAlgebra

function sample_z(μ, Σ)
    L = cholesky(Symmetric(Σ)).L
    return μ + L * randn(length(μ))
end
