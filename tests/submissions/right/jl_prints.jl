"""Prints on every call, and a banner when it is loaded."""

println("exercise 2.2, Julia ", VERSION >= v"1.5")

function reparameterize(mu, log_var)
    println("sampling ", size(mu))
    @show eltype(mu)
    @info "drawing"
    return mu .+ exp.(log_var ./ 2) .* randn(size(mu))
end

function kl_divergence(mu, log_var)
    kl = vec(sum(mu .^ 2 .+ exp.(log_var) .- log_var .- 1; dims=2)) ./ 2
    print(stderr, "kl of ", length(kl), " examples\n")
    return kl
end

function elbo(x, x_logits, mu, log_var, beta=1.0)
    @debug "elbo" beta
    ll = vec(sum(x .* x_logits .- max.(x_logits, 0) .- log1p.(exp.(-abs.(x_logits))); dims=2))
    println("log-likelihood done")
    return ll .- beta .* kl_divergence(mu, log_var)
end
