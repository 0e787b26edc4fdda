"""The nouns that pass between the rooms; this room imports nothing of ours."""
