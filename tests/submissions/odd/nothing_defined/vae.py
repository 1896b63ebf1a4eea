import numpy as np

images = np.load('mnist.npy')
print(images.shape)
