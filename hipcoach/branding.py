"""The admin's share of the design language: its two color scales."""

_STEPS = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950")


def _scale(colors: str) -> dict[str, str]:
    return dict(zip(_STEPS, colors.split(), strict=True))


ADMIN_COLORS = {
    "primary": _scale(
        "#fbf1ea #f3dccd #e8bda4 #dc9a76 #cf7650 #c2552f #ae4421 #8f3516 #722a12 #592210 #331107"
    ),
    "base": _scale(
        "#fbf8f1 #f6f1e6 #ece4d3 #d9cfbc #a99f8c #857b69 #566860 #41564e #1f332d #172823 #0f1d19"
    ),
}
