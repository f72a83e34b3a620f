"""One rule of counting a module, all with one signature."""
