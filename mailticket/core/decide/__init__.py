"""The rules of decision, one module per voice: citizen, officer, unit, machine; and the clock."""
