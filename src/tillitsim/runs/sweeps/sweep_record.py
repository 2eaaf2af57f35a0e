"""What the manifest of a sweep must say for its results to be read: names, types, what fits what.

A manifest with a right checksum may still have been written by anything; what is read from it is
held to this before it is used.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tillitsim.locale import _
from tillitsim.scenario.reading.text_files import control_in, texts_in

MOST_REPLICATES = 1_000_000_000
LONGEST_NAME = 1000


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class _Rules(_Part):
    format: int
    engine: str
    seed: int = Field(ge=0)
    independent: bool
    outcomes: list[str]
    totals: list[str] = []
    series: list[str] = []
    own: list[str] = []
    model: str | None = None


class _Arm(_Part):
    name: str = Field(max_length=LONGEST_NAME)
    title: dict[str, str]
    digest: str
    burn_in: int = Field(ge=0)
    scenario: dict[str, object]


class _Stop(_Part):
    outcomes: list[str]
    half_width: float
    max_replicates: int = Field(ge=1, le=MOST_REPLICATES)


class _Finished(_Part):
    replicates: int = Field(ge=0, le=MOST_REPLICATES)
    rows: int | None = None
    done: int
    failed: int
    results: str


class _Own(_Part):
    name: str
    level: str
    unit: str
    better: int
    english: str
    factor: float
    english_reading: str
    digits: int = Field(ge=0, le=20)


class SweepRecord(_Part):
    """The entries that are read, each of its type; others are left alone."""

    tillitsim: str
    python: str
    libraries: dict[str, str]
    sweep: str
    rules: _Rules
    experiment: str = Field(max_length=LONGEST_NAME)
    title: dict[str, str]
    description: dict[str, str]
    sources: dict[str, str]
    arms: list[_Arm] = Field(min_length=1)
    baseline: str
    headline: list[str]
    parameters: list[str]
    cells: int = Field(ge=1)
    points: str
    replicates: int = Field(ge=1, le=MOST_REPLICATES)
    stop: _Stop | None
    finished: _Finished | None
    own: list[_Own] = []

    @model_validator(mode="after")
    def _fits(self) -> SweepRecord:
        """Names that refer to each other do."""
        if self.baseline not in {arm.name for arm in self.arms}:
            raise ValueError(_("baseline: there is no such arm"))
        unknown = {*self.headline, *self.rules.series} - set(self.rules.outcomes)
        if unknown:
            raise ValueError(_("outcomes: they are not all among those that are stored"))
        return self


def fault_in(content: object) -> str:
    """Where a manifest is not one of a sweep; empty where it is."""
    try:
        SweepRecord.model_validate(content)
        texts = texts_in(content)
        return next((_("control characters") for _path, text in texts if control_in(text)), "")
    except ValidationError as wrong:
        first = wrong.errors()[0]
        return ".".join(str(step)[:40] for step in first["loc"]) or str(first["msg"])
    except RecursionError:
        return _("nested too deeply")
