"""A stored folder as a workbook: a sheet for each question."""
