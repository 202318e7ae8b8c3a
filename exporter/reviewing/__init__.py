"""What a person decides: open questions and their answers, pins, and why a search came to its verdict.

``desk`` is the only module here that writes; ``pick``, ``answers`` and ``screens`` are pure.
"""
