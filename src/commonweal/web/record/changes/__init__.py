"""Everything that changes the record: one function for each thing that people do."""
