"""Verdicts on buyers and on groups of linked accounts, from those on groups of equals. NumPy and pandas, no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from risk.fitting import Judged
from risk.likelihood import Floats

# Whose fault a refund was that no refund export tells of nobody knows: a shop may well be at fault for a few of them,
# hardly for a dozen. So many are worth one towards the tier high.
UNTOLD_FOR_ONE = 4
TIERS = ("none", "watch", "high")
EXCESS = ["excess", "excess_low", "excess_high"]
# on so many days it must have happened, where what happens on one goes together
HIGH_DAYS = 2
# by so much the accounts that a buyer is linked to must raise the certainty to be named as what it rests on
RAISED = 0.05
# what is told of each buyer and signal
TOLD = ("trials", "observed", "expected", "expected_sd", "certainty", "unit_key")


@dataclass(frozen=True)
class Grounds:
    """(n,) what hits rest on: of how many an export tells the blame, and on how many days they happened.

    `high_days`: how many days the tier high needs.
    """

    told: NDArray
    days: NDArray
    high_days: int


def judge_buyers(
    buyers: pd.DataFrame, judged: Judged, factor: Floats, grounds: Grounds, settings: Mapping[str, float]
) -> pd.DataFrame:
    """Units.buyers with kinds_factor, certainty, certainty_alone, tier and is_too_few.

    A linked account is judged by its own record and, as far as one hand seems to be behind them, by that of the
    accounts it is linked to; certainty_alone is what its own record says. `factor` (n,): what the kinds of each one's
    refunds say, which multiplies the odds of either.
    """
    alone = judged.groups["certainty"].to_numpy()[buyers["unit_key"]]
    together = alone.copy()
    if len(judged.members):
        together[np.searchsorted(buyers["number"], judged.members["number"])] = judged.members["certainty"]
    certainty = times_odds(together, factor)
    tier = tiers(certainty, buyers["observed"].to_numpy(), grounds, settings)
    is_too_few = (tier == "none") & (buyers["trials"] < settings["few_trials"])
    return buyers.assign(
        kinds_factor=factor,
        certainty=certainty,
        certainty_alone=times_odds(alone, factor),
        tier=tier,
        is_too_few=is_too_few,
    )


def own_verdicts(verdicts: pd.DataFrame, judged: Judged) -> pd.DataFrame:
    """The flagged and the linked of judge_buyers, with their excess: of them their equals do not tell all."""
    is_linked = verdicts["number"].isin(judged.members["number"])
    own = verdicts[is_linked | (verdicts["tier"] != "none")]
    by_number, by_unit = judged.members.set_index("number"), judged.groups.set_index("unit_key")
    found = by_unit.loc[own["unit_key"], EXCESS].set_axis(own["number"])
    found.update(by_number[EXCESS])
    return own[["number", "observed"]].join(found, on="number").join(own[["certainty", "tier"]])


def judge_together(
    linked: pd.DataFrame, judged: Judged, grounds: Grounds, settings: Mapping[str, float]
) -> pd.DataFrame:
    """Units.linked with the verdict on each group's sums."""
    verdicts = judged.groups.set_index("unit_key").loc[linked["unit_key"]].reset_index(drop=True)
    tier = tiers(verdicts["certainty"].to_numpy(), linked["observed"].to_numpy(), grounds, settings)
    return pd.concat([linked.reset_index(drop=True), verdicts], axis=1).assign(tier=tier)


def times_odds(certainty: Floats, factor: Floats) -> Floats:
    """The certainty whose odds are so many times greater."""
    return certainty * factor / (certainty * factor + 1 - certainty)


def tiers(certainty: Floats, observed: NDArray, grounds: Grounds, settings: Mapping[str, float]) -> pd.Categorical:
    """The tier of each, by the owner's settings."""
    worth = grounds.told + (observed - grounds.told) / UNTOLD_FOR_ONE
    is_enough = (worth >= settings["high_observed"]) & (grounds.days >= grounds.high_days)
    is_high = (certainty >= settings["high_certainty"]) & is_enough
    is_watch = (certainty >= settings["watch_certainty"]) & (observed >= settings["watch_observed"])
    return pd.Categorical.from_codes(np.where(is_high, 2, is_watch.astype(np.int8)), TIERS)


@dataclass
class Reached:
    """(buyers,) of one shop, by number: what the verdicts on all signals come to."""

    buyers: int
    is_too_few: NDArray[np.bool_] = field(init=False)
    is_raised_by_links: NDArray[np.bool_] = field(init=False)
    refund_kinds_factor: Floats = field(init=False)
    by_signal: dict[str, NDArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.is_too_few = np.ones(self.buyers, dtype=bool)
        self.is_raised_by_links = np.zeros(self.buyers, dtype=bool)
        self.refund_kinds_factor = np.ones(self.buyers)

    def add(self, signal: str, verdicts: pd.DataFrame) -> None:
        """Another signal's verdicts on buyers; 0 where there is none."""
        at = verdicts["number"].to_numpy()
        self.is_too_few[at] &= verdicts["is_too_few"]
        self.is_raised_by_links[at] |= verdicts["certainty"] > verdicts["certainty_alone"] + RAISED
        if signal == "refund":
            self.refund_kinds_factor[at] = verdicts["kinds_factor"]
        for name in TOLD:
            values = verdicts[name].to_numpy()
            told = self.by_signal[f"{signal}_{name}"] = np.zeros(self.buyers, dtype=values.dtype)
            told[at] = values

    def frame(self, signals: Iterable[str]) -> pd.DataFrame:
        """A row a buyer, his number being its place; 0 where there is no verdict."""
        nothing = np.zeros(self.buyers)
        numbers = np.arange(self.buyers, dtype=np.int32)
        found = {f"{signal}_{name}": nothing for signal in signals for name in TOLD} | self.by_signal
        one_each = {name: getattr(self, name) for name in ("is_too_few", "is_raised_by_links", "refund_kinds_factor")}
        return pd.DataFrame({"number": numbers} | one_each | found, copy=False)
