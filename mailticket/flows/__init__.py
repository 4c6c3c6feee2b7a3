"""One module per thing that happens; the flows own the transactions. Modules are verbs."""
