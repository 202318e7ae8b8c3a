"""Playlists from anywhere into a file: read, recognise, let the curator drop and mend, add what is new."""
