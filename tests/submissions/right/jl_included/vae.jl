"""A helper file that is included, and its module used."""

include("losses.jl")
using .Losses

function reparameterize(mu, log_var)
    sigma = exp.(log_var ./ 2)
    return mu .+ sigma .* randn(eltype(mu), size(mu)...)
end
