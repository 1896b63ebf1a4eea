"""A log-standard-deviation, in single precision."""

function sample_latent(mu::AbstractMatrix, logsigma::AbstractMatrix)
    return mu .+ exp.(logsigma) .* randn(Float32, size(mu))
end
