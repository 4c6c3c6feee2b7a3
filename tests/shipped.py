"""The policy of the shipped settings, read once for all the tests that think with it."""

from mailticket.settings import load, shipped

POLICY = load(shipped("settings.yaml")).policy
