"""From what the service has to what the file says: plan (pure), push (the only writer), backup."""
