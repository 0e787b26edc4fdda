"""The record on screen: every page with its address, its title and its twin under /api/v1."""
