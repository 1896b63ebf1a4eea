from . import vae
from .. import other
import vae
