"""Spotify as a backend of exporter."""
