"""``python -m tillitsim`` is the command ``tillitsim``."""

from tillitsim.cli.main import main

if __name__ == "__main__":
    main()
