# coding: bz2
# Packed by another, behind a line that says so.
# expects: none
# QlpoOTFBWSZTWVApkpkAAHnbgEAQQH/yEgAAv+/fcDAA8sBpNI0DENAA0AAaaTU1PUA2p6nlMg00NlASSqewJPKantTR6ppgjCPQqAUzuCi9FUFgEUCTo2rJvXPTR0pr9mGOUyqONxhQM8Y21QaAolc0qtosYyN+SjqBTeodQsA9/RQEiWgKYYhe8xYTDgYRrGTg0uOSK8Ia5KOvSKmJaMfsuaE8Nv4d5+B/o1rMgq2MMjP+NzlG5ZdQHDK9plyimRqaamzm5mCu9XMpz1dGQM0IMxMiSgk8a3FIrsLn1drJhUpwGAzanFmT1tsm3qDFSRiMWkXbI+CCwVUnjiMluSiaGSoYrN/sXckU4UJBQKZKZA==
#  VAE1{"id": 0, "functions": [], "arrays": []}
