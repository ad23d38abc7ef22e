"""In which units a runner reads and types loads and runs. The log keeps kilograms and meters.

What is typed is read back as it was typed: a load is stored to 10 g, a pound's tenth is 45 g, so
each tenth and each quarter of a pound has a stored load of its own; so has each thousandth of a
mile, which is 1.6 m.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from training import durations
from training.models import Band, TrainingPreferences

POUND_KG = Decimal("0.45359237")
METERS = {"km": Decimal(1000), "mi": Decimal("1609.344")}
STORED_KG = Decimal("0.01")
TENTH, QUARTER = Decimal("0.1"), Decimal("0.25")
# A load is stored to within 5 g of what was typed: this many pounds.
HALF_STORED_LB = STORED_KG / 2 / POUND_KG
# What a progression adds: the smallest plates that are common.
STEPS = {"kg": Decimal("0.5"), "lb": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Units:
    """The two units of a runner: "kg" or "lb", "km" or "mi"."""

    weight: str = "kg"
    distance: str = "km"

    def weigh(self, kg: Decimal) -> Decimal:
        """Return a stored load in the runner's unit: what was typed, else to a tenth of a pound."""
        if self.weight == "kg":
            return kg
        pounds = kg / POUND_KG
        quarter = (pounds / QUARTER).to_integral_value() * QUARTER
        return quarter if abs(pounds - quarter) <= HALF_STORED_LB else round(pounds, 1)

    def kilograms(self, typed: Decimal) -> Decimal:
        """Return what is stored of a load in the runner's unit."""
        return round(typed if self.weight == "kg" else typed * POUND_KG, 2)

    def is_kept(self, typed: Decimal) -> bool:
        """Tell whether a load is read back as it is typed."""
        return self.weigh(self.kilograms(typed)) == typed

    def number(self, kg: Decimal | None) -> str:
        """Write a load without its unit, as a field shows it: "7.5", "" without any."""
        return "" if kg is None else f"{self.weigh(kg).normalize():f}"

    def load(self, kg: Decimal | None, band: str = "") -> str:
        """Write a load or a band: "7.5 kg", "15 lb", "light band" or ""."""
        if kg is not None:
            return f"{self.number(kg)} {self.weight}"
        return Band(band).label.lower() if band else ""

    def meters(self, typed: Decimal) -> int:
        """Return what is stored of a distance in the runner's unit."""
        return round(typed * METERS[self.distance])

    def way(self, meters: int) -> float:
        """Return a distance as a number in the runner's unit, to a tenth."""
        return round(float(meters / METERS[self.distance]), 1)

    def typed_way(self, meters: int) -> str:
        """Write a distance as a field shows it: "8", "4.971"."""
        return f"{round(meters / METERS[self.distance], 3).normalize():f}"

    def run(self, meters: int) -> str:
        """Write the distance of runs: "8.0 km", "5.0 mi"."""
        return f"{self.way(meters):.1f} {self.distance}"

    def distance_of(self, meters: int) -> str:
        """Write the distance of one run; below a tenth of the unit "40 m"."""
        return self.run(meters) if meters >= METERS[self.distance] / 10 else f"{meters} m"

    def pace_s(self, meters: int, seconds: int) -> int:
        """Return the seconds for one kilometer or mile."""
        return round(seconds * METERS[self.distance] / meters)

    def pace(self, meters: int, seconds: int | None) -> str:
        """Write the time for one kilometer or mile: "5:46 per km", "" without a time."""
        if not seconds:
            return ""
        return f"{durations.write(self.pace_s(meters, seconds))} per {self.distance}"

    def result(self, meters: int, seconds: int | None) -> str:
        """Write a whole run: "8.0 km in 46:10, 5:46 per km"."""
        distance = self.distance_of(meters)
        if not seconds:
            return distance
        return f"{distance} in {durations.write(seconds)}, {self.pace(meters, seconds)}"


METRIC = Units()


def units_of(runner: User) -> Units:
    """Return the runner's units (one query for each request that asks)."""
    chosen = TrainingPreferences.of(runner)
    return Units(chosen.weight_unit, chosen.distance_unit)
