"""Everything in a module that exports one of the functions."""

module VAE

using Random, Statistics

export reparameterize

reparameterize(mu, log_var) = mu .+ exp.(log_var ./ 2) .* randn(size(mu)...)

function kl_divergence(mu, log_var)
    terms = @. (abs2(mu) + exp(log_var) - log_var - 1) / 2
    return [sum(row) for row in eachrow(terms)]
end

logsigmoid(a) = a < 0 ? a - log1p(exp(a)) : -log1p(exp(-a))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_p = @. x * logsigmoid(x_logits) + (1 - x) * logsigmoid(-x_logits)
    return [sum(row) for row in eachrow(log_p)] .- beta .* kl_divergence(mu, log_var)
end

end
