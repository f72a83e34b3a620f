"""Pages where a neighbourhood decides: its board, its phases, its votes, its conversations."""
