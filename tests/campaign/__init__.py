"""The campaign: the real program under kills, faults and load, judged by what its Bot API saw. `make campaign`."""
