"""Types and macros from packages that the grader lacks, in declarations alone."""

using CUDA
using Lux: AbstractLuxLayer
using Parameters

@with_kw struct Settings
    latent::Int = 20
    device::CuDevice = CuDevice(0)
end

struct Encoder{T<:AbstractLuxLayer} <: AbstractLuxLayer
    layers::Chain{T}
end

@inbounds_everywhere function reparameterize(mu::AnyCuArray, log_var::Union{CuArray,Array})::AnyCuArray
    return mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu))
end

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
