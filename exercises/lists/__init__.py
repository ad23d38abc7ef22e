"""Favorites and private lists: pages and addresses for signed-in runners."""
