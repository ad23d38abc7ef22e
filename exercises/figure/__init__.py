"""The figure: a capsule body drawn flat from joint angles. Pure Python, no Django.

    figure = model.parse(json)          one exercise, or FigureError
    draw.still(figure, "side", "left")  -> an <svg> for the page
    motion.motion_json(figure, "side")  -> the same picture over time, for the player
    animation.animated(figure, "side")  -> one looping SVG file that needs no script
    check.check(figure).problems        -> why it may not be published

The model is part 7 of the design language. Six things were added for the whole library:

* The foot bends: frames `fore` and `toes`, keys `toes_*` (number or "flat") and `arch_*`, and
  the anchor points `ball_*`. `sole_*` is the pitch of a foot to the floor; "flat" is pitch 0.
* A level foot looks square to the knee's hinge, so that it keeps its heading when the shank lies
  down.
* The base `side_lying_right`, for moves whose working side is the lower one.
* Rows may have `via` (a pose passed half-way), `to` and `arc` (the anchor travels or flies) and
  `keep` (contacts that `check` holds to).
* `close` cameras and `barefoot` figures, for the foot; limbs `behind` what stands in the room.
* Kit: bench, chair, wall, cord, ball, dumbbell, kettlebell, closed_eyes.
"""
