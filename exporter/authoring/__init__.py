"""How a plugin begins: a whole distribution that works, to be changed bit by bit. ``files/`` holds it as it is written."""
