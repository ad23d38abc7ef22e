"""Run a management command in the copy that `make run` keeps in HIPCOACH_VAR.

.venv/bin/python bin/manage.py admin_link you@example.com
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if __name__ == "__main__":
    from hipcoach import local

    local.apply()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
