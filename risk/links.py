"""Groups of linked accounts: buyers joined, directly or through others, by a shared strong identifier."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def linked_accounts(shared: pd.DataFrame) -> pd.DataFrame:
    """shop, buyer, linked_group, links from the rows of shared_contacts.sql (shop, link, key, buyer).

    Groups are numbered in the order of their first member, so the same data give the same names.
    """
    if shared.empty:
        return pd.DataFrame({"shop": [], "buyer": [], "linked_group": [], "links": []}, dtype=object)
    frames = [number_groups(frame.assign(shop=shop)) for shop, frame in shared.groupby("shop", sort=True)]
    return pd.concat(frames, ignore_index=True)


def number_groups(shared: pd.DataFrame) -> pd.DataFrame:
    """linked_accounts() for one shop."""
    buyers, buyer_at = np.unique(shared["buyer"].to_numpy(dtype=str), return_inverse=True)
    keys, key_at = np.unique((shared["link"] + shared["key"]).to_numpy(dtype=str), return_inverse=True)
    size = len(buyers) + len(keys)
    # Buyers and keys as one graph: two buyers are linked when a path of shared keys joins them.
    graph = coo_matrix((np.ones(len(shared)), (buyer_at, len(buyers) + key_at)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    order = {label: place for place, label in enumerate(dict.fromkeys(labels[: len(buyers)]), 1)}
    links = shared.groupby("buyer")["link"].agg(lambda kinds: sorted(set(kinds)))
    return pd.DataFrame(
        {
            "shop": shared["shop"].iloc[0],
            "buyer": buyers,
            "linked_group": [f"G{order[label]:03d}" for label in labels[: len(buyers)]],
            "links": [links[buyer] for buyer in buyers],
        }
    )
