"""The textbook's formulas with dots."""

function reparameterize(mu, log_var)
    eps = randn(eltype(mu), size(mu))
    mu .+ exp.(0.5 .* log_var) .* eps
end

kl_divergence(mu, log_var) = vec(-0.5 .* sum(1 .+ log_var .- mu .^ 2 .- exp.(log_var), dims=2))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    nll = max.(x_logits, 0) .- x .* x_logits .+ log1p.(exp.(-abs.(x_logits)))
    return vec(-sum(nll, dims=2)) .- beta .* kl_divergence(mu, log_var)
end
