"""How a plugin begins: a whole distribution that works. ``files/`` holds it as it is written."""
