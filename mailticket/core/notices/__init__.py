"""What must go out: one row and one typed value for each letter (letters), in its envelope (notice)."""
