# coding: rot13
vzcbeg wfba
