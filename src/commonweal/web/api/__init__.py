"""The data service: the same answers as the pages, for programs. Read only."""
