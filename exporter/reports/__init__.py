"""A run over many playlists, told: in one screen of a terminal, and as a page to read in the morning. Pure."""
