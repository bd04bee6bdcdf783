"""What it costs, always beside something a user would know. `make bench` runs it; docs/decisions tells how."""
