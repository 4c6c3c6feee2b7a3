"""mailticket: a public complaints desk that works entirely by e-mail."""
