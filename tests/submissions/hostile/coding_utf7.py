# coding: utf-7
# Signs that become lines of code, in the coding of old mail.
# expects: any
import numpy as np+AAo-+AAo-+AAo-+AAo-def reparameterize(mu, log_var):+AAo-    return mu + np.exp(log_var / 2) +ACo- np.random.standard_normal(mu.shape)+AAo-+AAo-+AAo-def kl_divergence(mu, log_var):+AAo-    return 0.5 +ACo- np.sum(mu+ACo-+ACo-2 + np.exp(log_var) - 1 - log_var, axis=1)+AAo-+AAo-+AAo-def elbo(x, x_logits, mu, log_var, beta=1.0):+AAo-    reconstruction = np.sum(x +ACo- x_logits - np.logaddexp(0, x_logits), axis=1)+AAo-    return reconstruction - beta +ACo- kl_divergence(mu, log_var)+AAo-
#  VAE1{"id": 0, "functions": [], "arrays": []}
