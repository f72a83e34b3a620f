"""What we hold: areas, indicators, observations and boundaries, with provenance."""
