"""The admin's pages about mail: everything to see, nothing to change by hand."""

from bonus.admin import mails, people, series

__all__ = ["mails", "people", "series"]
