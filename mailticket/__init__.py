"""mailticket: a public complaints desk that works entirely by e-mail."""

__version__ = "0.2.0.dev0"
