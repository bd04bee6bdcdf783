"""The composition root and the doors: the only folder that knows a chat system."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # durations as timedelta, and no warning that they will be
