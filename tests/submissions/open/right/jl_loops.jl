"""Loops over rows and columns."""

function draw_latent(mu, log_var)
    z = similar(mu)
    for i in axes(mu, 1), j in axes(mu, 2)
        z[i, j] = mu[i, j] + exp(log_var[i, j] / 2) * randn()
    end
    return z
end
