"""Sums that keep their axis: one column instead of a vector, which Julia broadcasts alike."""

function reparameterize(mu, log_var)
    std = sqrt.(exp.(log_var))
    return mu + std .* randn(eltype(std), size(std))
end

kl_divergence(mu, log_var) = 0.5 * sum(mu .^ 2 + exp.(log_var) .- log_var .- 1, dims=2)

softplus(a) = log1p(exp(-abs(a))) + max(a, 0)

elbo(x, x_logits, mu, log_var, beta=1.0) =
    sum(x .* x_logits - softplus.(x_logits), dims=2) - beta * kl_divergence(mu, log_var)
