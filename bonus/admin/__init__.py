"""The admin's pages about mail: everything to see, nothing to change by hand."""

from bonus.admin import drafts, mails, people, series
from bonus.port import admin as port

__all__ = ["drafts", "mails", "people", "port", "series"]
