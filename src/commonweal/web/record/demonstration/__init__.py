"""An invented story for an empty record, told through the functions that the pages use."""
