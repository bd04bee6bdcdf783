"""The neutral heart: events, talks, practices, the engine, the words. It knows couples, no practice, no chat system."""
