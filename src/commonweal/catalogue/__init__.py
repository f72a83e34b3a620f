"""One typed record for each release and each indicator."""
