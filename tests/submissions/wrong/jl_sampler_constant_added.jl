"""In Julia, a constant is added to the sample: the centre is wrong, z moves as it should."""
# fails: sampler_mean

reparameterize(mu, log_var) = mu .+ exp.(log_var ./ 2) .* randn(size(mu)) .+ 0.5

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
