"""Getting in: logging in and out, and whether every login is alive."""
