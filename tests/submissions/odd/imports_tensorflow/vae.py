import tensorflow as tf


def reparameterize(mu, log_var):
    eps = tf.random.normal(tf.shape(mu), dtype=mu.dtype)
    return mu + tf.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * tf.reduce_sum(tf.square(mu) + tf.exp(log_var) - 1.0 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    cross_entropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=x_logits)
    return -tf.reduce_sum(cross_entropy, axis=1) - beta * kl_divergence(mu, log_var)
