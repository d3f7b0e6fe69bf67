"""Product pages read: every place on a page lays candidates on the table, and each question is decided once."""
