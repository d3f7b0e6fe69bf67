"""Library: the names and numbers by which each wire dialect knows our voices, presenters, music and styles."""
