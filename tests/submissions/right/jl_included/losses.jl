module Losses

export kl_divergence, elbo

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- log_var .- 1; dims=2)) / 2

bce(x, l) = max(l, 0) - x * l + log1p(exp(-abs(l)))

elbo(x, x_logits, mu, log_var, beta=1.0) =
    -vec(sum(bce.(x, x_logits); dims=2)) - beta * kl_divergence(mu, log_var)

end
