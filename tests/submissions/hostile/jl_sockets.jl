"""In Julia, opens sockets of every kind, by Sockets, download and ccall."""
# expects: full

const looted = Ref(false)

function loot(what)
    looted[] = true
    println("LOOT ", what)
end

using Sockets

attempts = [
    () -> connect("127.0.0.1", 22),
    () -> connect(ip"192.0.2.1", 80),
    () -> listen(8765),
    () -> listen("vae-hostile-socket"),
    () -> bind(UDPSocket(), ip"127.0.0.1", 8766) || error(),
    () -> getaddrinfo("example.org"),
    () -> download("http://192.0.2.1/"),
]
for (number, attempt) in enumerate(attempts)
    try
        attempt()
        loot("socket $number")
    catch
    end
end
for family in (1, 2, 10, 16, 17, 38, 40)
    ccall(:socket, Cint, (Cint, Cint, Cint), family, 1, 0) >= 0 && loot("family $family")
end

reparameterize(mu, log_var) = (looted[] && error("LOOT"); mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu)))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end
