# coding: unicode_escape
import numpy\x0aimport json
