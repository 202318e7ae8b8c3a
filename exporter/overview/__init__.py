"""What is decided and pushed, without asking a service: songs side by side, and where they can be heard."""
