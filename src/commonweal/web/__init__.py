"""Pages, API, accounts and every record that people write."""
