"""In Julia, fills the memory in a call."""
# expects: none
# memory_mb: 600

const hoard = []

function reparameterize(mu, log_var)
    while true
        push!(hoard, ones(10^7))
    end
end

kl_divergence(mu, log_var) = reparameterize(mu, log_var)
elbo(x, x_logits, mu, log_var, beta=1.0) = reparameterize(mu, log_var)
