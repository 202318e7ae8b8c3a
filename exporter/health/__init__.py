"""Whether decided tracks are still what they were, and what could take the place of those that are not."""
