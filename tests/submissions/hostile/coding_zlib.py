# coding: zlib
# Packed, behind a line that says so.
# expects: none
# eJx9kNtqwzAMQN/zFXpMMjdLCnsZ5FuCGmudWXxBtou7r5+6JWvZaAXGtpDOkW1s8JzAZRvOgBFcqCQ0vQFTQEZLidh8Um2zgsUfpxNy81qBBFPK7MBmeJK2jkqo1wJ4hn0D7SXL6LS3XUyyI+vJeba4CK2L7xioWWUfy6TNifhIbn7g6ruXH2zMVqradv/P3cAOBlnrVQEWE8dhE9Fy8HVRUCYpMCkquJEpOFDCcej6X+3sXUyc52S8g3FTF5liI4hLsnJGrS9z9Fd4c7XfPOIPdPctFeD9P6i+AN5MieI=
#  VAE1{"id": 0, "functions": [], "arrays": []}
