"""The page of the report and of support files."""
