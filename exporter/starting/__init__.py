"""How a project begins: its first files, and where they go. ``files/`` holds them as they are written."""
