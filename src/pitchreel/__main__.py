"""``python -m pitchreel``."""

from pitchreel.cli import main

if __name__ == "__main__":
    main()
