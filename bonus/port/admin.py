"""The admin's list of imports of people."""

from __future__ import annotations

from django.contrib import admin

from bonus.models import SubscriberImport
from bonus.port import pages
from exercises.port.admin_jobs import FileJobAdmin


@admin.register(SubscriberImport)
class SubscriberImportAdmin(FileJobAdmin):
    """Imports of the last seven days; each one's page shows where it stands."""

    rights = ("bonus.add_subscriber", "bonus.change_subscriber")
    upload_page = pages.upload
    job_pages = {"change": pages.show}
    start_import = pages.start
    list_display = ("file_name", "state_label", "total", "start", "made_by", "made_at")
