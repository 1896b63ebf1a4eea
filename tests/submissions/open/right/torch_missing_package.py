"""Training tools that are not there, and annotations of theirs."""

import torch
import pytorch_lightning as pl
from jaxtyping import Float


class LitVAE(pl.LightningModule):
    def __init__(self, hparams):
        super().__init__()
        self.save_hyperparameters(hparams)

    def sample_latent(self, mu: Float[torch.Tensor, "b d"], logvar: Float[torch.Tensor, "b d"]):
        return mu + (0.5 * logvar).exp() * torch.randn_like(mu)

    def training_step(self, batch, _):
        return self(batch)
