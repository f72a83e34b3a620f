"""Charts, accessible workbooks, PDF and map files."""
