"""In Julia, never comes back, and catches all that could stop it."""
# expects: full
# import_seconds: 3

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

while true
    try
        while true
            try
                sleep(1)
            finally
                continue
            end
        end
    catch
    end
end

reparameterize(mu, log_var) = (looted[] && error("LOOT"); mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu)))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
