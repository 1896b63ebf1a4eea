# Assignment 3, exercise 2.2
#
# def reparameterize(mu, log_var):
#     eps = torch.randn_like(mu)
#     return mu + torch.exp(log_var / 2) * eps
#
# still to do: kl_divergence, elbo
