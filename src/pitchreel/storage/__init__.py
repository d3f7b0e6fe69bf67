"""Storage: the database and the files of an installation."""
