"""What a run over many playlists needs: which of them, in which order, what that takes, and what it may take."""
