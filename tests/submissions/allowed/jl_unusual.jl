"""In Julia, does much that is unusual and nothing that is wrong: files, threads, tasks, generated code."""
# expects: full

using Random, Statistics, LinearAlgebra, Printf, Dates, SparseArrays

write("notes.txt", "written while loading")
const NOTE = read("notes.txt", String)
const TABLE = fetch(@async Dict(i => i^2 for i in 1:100))
@printf("%d entries, %s\n", length(TABLE), NOTE)
atexit(() -> println("the end"))

for name in (:sampler, :other)
    @eval $(Symbol(name, :_scale))(log_var) = exp.(log_var ./ 2)
end

@generated noise(like::T) where {T} = :(randn(eltype(like), size(like)))

function reparameterize(mu, log_var)
    z = Matrix{eltype(mu)}(undef, size(mu))
    eps = noise(mu)
    Threads.@threads for j in axes(mu, 2)
        z[:, j] .= view(mu, :, j) .+ sampler_scale(view(log_var, :, j)) .* view(eps, :, j)
    end
    return z
end

function kl_divergence(mu, log_var)
    cov = [Diagonal(exp.(row)) for row in eachrow(log_var)]
    return [(tr(c) + dot(m, m) - length(m) - logdet(c)) / 2 for (c, m) in zip(cov, eachrow(mu))]
end

function elbo(x, x_logits, mu, log_var, beta=1.0)
    ll = mapslices(sum, x .* x_logits .- log1p.(exp.(-abs.(x_logits))) .- max.(x_logits, 0); dims=2)
    return vec(ll) .- beta .* kl_divergence(mu, log_var)
end
