"""One recogniser of personal data a file, found by discovery; the file's name is the name of the kind."""
