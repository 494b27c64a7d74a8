"""Labelled shops: simulated buyers whose true behaviour is known, written out as exports of the seller centre."""
