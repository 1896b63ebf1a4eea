"""Box-Muller from rand, which is never one."""

function normal(dims...)
    u = 1 .- rand(dims...)  # in (0, 1]
    v = rand(dims...)
    return sqrt.(-2 .* log.(u)) .* cos.(2pi .* v)
end

reparameterize(mu, log_var) = mu .+ exp.(log_var ./ 2) .* normal(size(mu)...)

function kl_divergence(mu, log_var)
    var = exp.(log_var)
    return vec(sum((mu .^ 2 .+ var .- log_var .- 1) ./ 2, dims=2))
end

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_p(l) = -(max(-l, zero(l)) + log1p(exp(-abs(l))))
    recon = sum(x .* log_p.(x_logits) .+ (1 .- x) .* log_p.(.-x_logits), dims=2)
    return vec(recon) .- beta .* kl_divergence(mu, log_var)
end
