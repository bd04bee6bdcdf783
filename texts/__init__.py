"""Every word the companion says."""
