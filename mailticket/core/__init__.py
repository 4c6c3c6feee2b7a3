"""Pure thinking: no I/O, no clock, no chance, no logging. Modules are nouns."""
