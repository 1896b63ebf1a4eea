"""Signatures that take Matrix{Float32} and nothing else."""

function reparameterize(mu::Matrix{Float32}, log_var::Matrix{Float32})
    sigma = exp.(log_var .* 0.5f0)
    return mu .+ sigma .* randn(Float32, size(mu))
end

function kl_divergence(mu::Matrix{Float32}, log_var::Matrix{Float32})::Vector{Float32}
    return 0.5f0 .* dropdims(sum(mu .^ 2 .+ exp.(log_var) .- 1.0f0 .- log_var, dims=2), dims=2)
end

function elbo(
    x::Matrix{Float32}, x_logits::Matrix{Float32}, mu::Matrix{Float32}, log_var::Matrix{Float32}, beta::Float32=1.0f0
)
    softplus(a) = max(a, 0.0f0) + log1p(exp(-abs(a)))
    recon = dropdims(sum(x .* x_logits .- softplus.(x_logits), dims=2), dims=2)
    return recon .- beta .* kl_divergence(mu, log_var)
end
