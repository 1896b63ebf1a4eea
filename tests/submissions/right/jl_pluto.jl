"""A Pluto notebook, whose packages are not there."""
### A Pluto.jl notebook ###
# v0.19.40

using Markdown
using InteractiveUtils

# ╔═╡ 3ce4d2a0-0002-11ee-0001-0000aaaabbbb
begin
    using PlutoUI
    using Random
    TableOfContents()
end

# ╔═╡ 3ce4d2a0-0003-11ee-0001-0000aaaabbbb
md"# Question 2.2"

# ╔═╡ 3ce4d2a0-0004-11ee-0001-0000aaaabbbb
@bind width Slider(1:10)

# ╔═╡ 3ce4d2a0-0005-11ee-0001-0000aaaabbbb
begin
    reparameterize(mu, log_var) = mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu))
    
    kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2
    
    softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))
    
    function elbo(x, x_logits, mu, log_var, beta=1.0)
        log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
        return log_px .- beta .* kl_divergence(mu, log_var)
    end
end

# ╔═╡ 3ce4d2a0-0006-11ee-0001-0000aaaabbbb
reparameterize(zeros(1, width), zeros(1, width))

# ╔═╡ Cell order:
# ╟─3ce4d2a0-0003-11ee-0001-0000aaaabbbb
# ╠═3ce4d2a0-0005-11ee-0001-0000aaaabbbb
