"""The runner's log: workouts, sides, pain.

What a runner logs is health data. It is visible to its owner alone: every page reaches it through
`training.access`, and nothing of this app is registered in the admin, so that neither editors nor
operators read it there.
"""
