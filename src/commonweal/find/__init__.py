"""Find doubly disadvantaged neighbourhoods: indices, thresholds and typologies."""
