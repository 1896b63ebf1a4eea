"""Loops over every element, as in C."""

function reparameterize(mu::AbstractMatrix{T}, log_var::AbstractMatrix{T}) where {T<:AbstractFloat}
    z = similar(mu)
    for j in axes(mu, 2), i in axes(mu, 1)
        z[i, j] = mu[i, j] + exp(log_var[i, j] / 2) * randn(T)
    end
    return z
end

function kl_divergence(mu::AbstractMatrix{T}, log_var::AbstractMatrix{T}) where {T<:AbstractFloat}
    kl = zeros(T, size(mu, 1))
    for i in 1:size(mu, 1)
        for j in 1:size(mu, 2)
            kl[i] += (mu[i, j]^2 + exp(log_var[i, j]) - 1 - log_var[i, j]) / 2
        end
    end
    return kl
end

function elbo(x, x_logits, mu, log_var, beta::Real=1.0)
    out = -beta * kl_divergence(mu, log_var)
    for i in 1:size(x, 1), k in 1:size(x, 2)
        l = x_logits[i, k]
        out[i] += x[i, k] * l - (l > 0 ? l + log1p(exp(-l)) : log1p(exp(l)))
    end
    return out
end
