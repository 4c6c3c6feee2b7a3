"""mailticket: a public complaints desk that works entirely by e-mail."""

__version__ = "0.1.0"
