"""The pages of the log. Each owned entry is reached through `training.access`."""
