"""In Julia, adds 1e-5 to the standard deviation, in the sampler and in the KL: harmless."""

sigma(log_var) = exp.(log_var ./ 2) .+ 1e-5

reparameterize(mu, log_var) = mu .+ sigma(log_var) .* randn(size(mu))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ sigma(log_var) .^ 2 .- 1 .- 2 .* log.(sigma(log_var)); dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
