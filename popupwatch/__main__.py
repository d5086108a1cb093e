"""``python -m popupwatch``: the same as the command ``popupwatch``."""

from popupwatch.cli.main import main

main()
