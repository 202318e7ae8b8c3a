"""More facts for the songs of a playlist file, from a source such as an encyclopedia of music."""
