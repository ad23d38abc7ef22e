"""The pose editor: an editor makes a figure in the admin, without a camera.

    joints.py    which joints there are, what a handle in the picture moves, mirrored poses
    dragging.py  from a dragged handle to joint angles
    looks.py     what the editor sees of a figure that is being made: pictures, handles, faults
    starts.py    what a new figure begins with
    keeping.py   from the page into the exercise's words
    pages.py     the page and its preview

The browser holds the figure's JSON and knows no kinematics: whatever is drawn, is drawn here.
"""
