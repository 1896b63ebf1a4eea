"""Written in TensorFlow."""

import tensorflow as tf


def sample_z(mu, log_var):
    eps = tf.random.normal(tf.shape(mu))
    return mu + tf.exp(log_var / 2) * eps
