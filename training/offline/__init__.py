"""A session without a network: what a phone takes along, and how what it logged comes back."""
