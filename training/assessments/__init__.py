"""The self-tests: how each is done, what is kept, and what a difference between sides may mean."""
