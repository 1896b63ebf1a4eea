# coding: undefined
import numpy
