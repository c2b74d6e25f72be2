"""A final that is marked entry by entry, on phones or on paper, as each is called."""
