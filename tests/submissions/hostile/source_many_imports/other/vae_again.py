import other.vae_again
