"""A layer of Keras."""

from tensorflow import keras
from tensorflow.keras import layers


class Sampling(layers.Layer):
    def call(self, inputs):
        mean, log_var = inputs
        eps = keras.random.normal(shape=mean.shape)
        return mean + keras.ops.exp(0.5 * log_var) * eps
