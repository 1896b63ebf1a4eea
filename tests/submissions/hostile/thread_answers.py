"""A thread takes the place of the grader's end of this process and answers, rightly."""
# expects: full

import json
import os
import struct
import threading

import numpy as np


def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"VAE1", len(text), len(payload)) + text + payload


requests = os.dup(3)
silence, keep_silent = os.pipe()
os.dup2(silence, 3)  # the grader's end of this process waits here for ever


def read(size):
    text = b""
    while len(text) < size:
        text += os.read(requests, size - len(text))
    return text


def request():
    _, header_size, payload_size = struct.unpack("<4sIQ", read(16))
    header = json.loads(read(header_size))
    payload, arrays = read(payload_size), []
    for described in header["arrays"]:
        array = np.frombuffer(payload, described["dtype"], np.prod(described["shape"], dtype=int))
        arrays.append(array.reshape(described["shape"]))
        payload = payload[array.nbytes :]
    return header, arrays


def serve():
    while True:
        header, arrays = request()
        function = globals()[header["function"]]
        outputs = [function(*arrays, **header["keywords"]) for _ in range(header["calls"])]
        output = np.stack(outputs) if header["calls"] > 1 else outputs[0]
        described = {"dtype": output.dtype.str, "shape": list(output.shape)}
        send(frame({"id": header["id"], "output": 0, "arrays": [described]}, output.tobytes()))


def send(text):
    while text:
        text = text[os.write(4, text) :]


threading.Thread(target=serve, daemon=True).start()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
