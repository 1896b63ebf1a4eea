"""In Julia, kl_divergence loops without a safe point."""
# expects: partial kl_values kl_nonnegative kl_gradient
# call_seconds: 2

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

reparameterize(mu, log_var) = (looted[] && error("LOOT"); mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu)))

true_kl(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* true_kl(mu, log_var)
end

function kl_divergence(mu, log_var)
    count = 0
    while count >= 0
        count = xor(count, 1)
    end
    return count
end
