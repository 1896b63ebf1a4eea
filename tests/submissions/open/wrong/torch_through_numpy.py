"""Through NumPy and back."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import numpy as np
import torch


def reparameterize(mu, logvar):
    eps = np.random.randn(*mu.shape).astype(np.float32)
    z = mu.detach().numpy() + np.exp(0.5 * logvar.detach().numpy()) * eps
    return torch.from_numpy(z.astype(np.float32)).to(mu.dtype)
