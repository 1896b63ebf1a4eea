"""In Julia, asks the C library for processes: fork, vfork, system, popen, posix_spawn."""
# expects: full

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

for name in (:fork, :vfork)
    child = name === :fork ? ccall(:fork, Cint, ()) : ccall(:syscall, Clong, (Clong,), 58)
    child == 0 && ccall(:_exit, Cvoid, (Cint,), 0)
    child > 0 && loot(name)
end
ccall(:system, Cint, (Cstring,), "true") == 0 && loot("system")
ccall(:popen, Ptr{Cvoid}, (Cstring, Cstring), "true", "r") == C_NULL || loot("popen")
let child = Ref{Cint}(0), arguments = [pointer("true"), Ptr{UInt8}(C_NULL)]
    spawned = GC.@preserve arguments ccall(
        :posix_spawn, Cint, (Ref{Cint}, Cstring, Ptr{Cvoid}, Ptr{Cvoid}, Ptr{Ptr{UInt8}}, Ptr{Cvoid}),
        child, "/bin/true", C_NULL, C_NULL, arguments, C_NULL,
    )
    spawned == 0 && loot("posix_spawn")
end

reparameterize(mu, log_var) = (looted[] && error("LOOT"); mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu)))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
