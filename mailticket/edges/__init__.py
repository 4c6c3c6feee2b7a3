"""Adapters to the outside, one module per outside thing. Modules are proper names."""
