"""In Julia, starts programs with run, pipeline, open and @async."""
# expects: full

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

attempts = [
    () -> run(`true`),
    () -> read(`id`, String),
    () -> run(pipeline(`echo vae-hostile`, stdout=devnull); wait=false),
    () -> open(`cat`, "w") do io; println(io, "vae-hostile") end,
    () -> fetch(@async success(`true`)),
]
for (number, attempt) in enumerate(attempts)
    try
        attempt()
        loot("program $number")
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
