from ..constants import OFFSET


def scale():
    import vae

    return vae.SCALE + OFFSET
