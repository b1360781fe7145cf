"""Tables, workbook, figures and pages: renders what analyze found, and counts nothing."""
