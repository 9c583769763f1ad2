"""``python -m crosspark`` is the command ``crosspark``."""

import sys

from crosspark.cli import main

sys.exit(main())
