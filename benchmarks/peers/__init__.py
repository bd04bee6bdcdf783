"""What the companion is held against, each written the way its own documentation shows it."""
