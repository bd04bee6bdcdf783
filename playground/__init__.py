"""Telegram on your own machine: a small Bot API server, and a web page with two phones and a clock."""
