# coding: utf-7
import numpy+AAo-import json
