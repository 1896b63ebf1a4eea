import numpy as np

CONFIG = {"images": "data/mnist_train.npy", "batch_size": 64}


def read_images(path):
    return np.load(path).reshape(-1, 784) / 255.0


def make_batches(path, batch_size):
    images = read_images(path)
    return np.array_split(images, len(images) // batch_size)


def setup_experiment(config):
    batches = make_batches(config["images"], config["batch_size"])
    return {"batches": batches, "epochs": 10}


def reparameterize(mu, log_var):
    eps = np.random.randn(*mu.shape).astype(mu.dtype)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return log_px - beta * kl_divergence(mu, log_var)


experiment = setup_experiment(CONFIG)
print("batches:", len(experiment["batches"]))
