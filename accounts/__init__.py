"""The person: sign-in, profile, privacy, and the letters a person gets."""
