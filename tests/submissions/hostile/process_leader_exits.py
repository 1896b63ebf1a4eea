"""The first thread ends, so that the process looks dead, while another answers and fills memory."""
# expects: partial elbo_values elbo_bound beta_scaling
# memory_mb: 400

import ctypes
import json
import os
import platform
import struct
import threading
import time

import numpy as np


def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"VAE1", len(text), len(payload)) + text + payload


blocks = []


def read(size):
    text = b""
    while len(text) < size:
        text += os.read(3, size - len(text))
    return text


def serve():
    time.sleep(0.1)
    os.write(4, frame({"id": 0, "arrays": [], "functions": ["reparameterize", "kl_divergence", "elbo"]}))
    while True:
        _, header_size, payload_size = struct.unpack("<4sIQ", read(16))
        header = json.loads(read(header_size))
        payload, arrays = read(payload_size), []
        for described in header["arrays"]:
            array = np.frombuffer(payload, described["dtype"], np.prod(described["shape"], dtype=int))
            arrays.append(array.reshape(described["shape"]))
            payload = payload[array.nbytes :]
        outputs = [
            globals()[header["function"]](*arrays, **header["keywords"]) for _ in range(header["calls"])
        ]
        if isinstance(outputs[0], str):
            text = frame({"id": header["id"], "output": {"other": outputs[0]}, "arrays": []})
        else:
            output = np.stack(outputs)[() if header["calls"] > 1 else 0]
            described = {"dtype": output.dtype.str, "shape": list(output.shape)}
            text = frame({"id": header["id"], "output": 0, "arrays": [described]}, output.tobytes())
        while text:
            text = text[os.write(4, text) :]


def fill():
    """Hold more memory than allowed, for longer than two looks at it."""
    while sum(block.nbytes for block in blocks) < 2600 << 20:
        blocks.append(np.ones(1 << 23))
    time.sleep(0.2)
    return "LOOT ESCAPED 2600 MB held"


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return fill()


threading.Thread(target=serve).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[platform.machine()], 0)
