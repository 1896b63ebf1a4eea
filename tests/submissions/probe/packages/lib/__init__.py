from . import constants
