"""The composition root and the doors: the only folder that knows a chat system."""
