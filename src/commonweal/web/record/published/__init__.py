"""What of the record everyone may read, as tables that the service, files and pages share."""
