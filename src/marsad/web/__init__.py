"""Record → pages and API: the room is kept for the observatory on screen, and nothing is built in it yet."""
