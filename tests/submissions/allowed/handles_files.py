"""Copies, moves, links, packs, protects and removes files of its own."""
# expects: full

import os
import shutil
import stat
import tarfile
import zipfile
from pathlib import Path

import numpy as np

work = Path("work")
work.mkdir()
copy = Path(shutil.copy(__file__, work / "copy.py"))
shutil.copy2(copy, work / "dated.py")
os.chmod(copy, stat.S_IRUSR | stat.S_IWUSR)
os.utime(copy, (1e9, 1e9))
os.symlink("copy.py", work / "link.py")
os.rename(work / "dated.py", work / "renamed.py")
os.replace(work / "renamed.py", work / "dated.py")
shutil.copytree(work, "more", symlinks=True)
shutil.move(work / "dated.py", "moved.py")
with zipfile.ZipFile("work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write(copy)
with tarfile.open("work.tar.gz", "w:gz") as archive:
    archive.add(work)
shutil.unpack_archive("work.zip", "unpacked")
shutil.unpack_archive("work.tar.gz", "unpacked")
assert (
    (work / "link.py").read_text() == Path("unpacked/work/copy.py").read_text() == Path(__file__).read_text()
)
with open(copy, "r+") as file:
    file.truncate(10)
    os.fsync(file.fileno())
shutil.rmtree(work)
shutil.rmtree("more")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
