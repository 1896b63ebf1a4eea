# coding: rot13
# Turned by 13 letters, which is a coding and not one of texts.
# expects: none
vzcbeg ahzcl nf ac



qrs ercnenzrgrevmr(zh, ybt_ine):
    erghea zh + ac.rkc(ybt_ine / 2) * ac.enaqbz.fgnaqneq_abezny(zh.funcr)


qrs xy_qviretrapr(zh, ybt_ine):
    erghea 0.5 * ac.fhz(zh**2 + ac.rkc(ybt_ine) - 1 - ybt_ine, nkvf=1)


qrs ryob(k, k_ybtvgf, zh, ybt_ine, orgn=1.0):
    erpbafgehpgvba = ac.fhz(k * k_ybtvgf - ac.ybtnqqrkc(0, k_ybtvgf), nkvf=1)
    erghea erpbafgehpgvba - orgn * xy_qviretrapr(zh, ybt_ine)

#  VAE1{"id": 0, "functions": [], "arrays": []}
