"""The playlist as listeners have it: compared with its file, and put back as it was before a push."""
