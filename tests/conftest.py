"""What all tests share: vnfix speaks English in them, whatever the language of whoever runs them."""

from __future__ import annotations

import os

os.environ["LANGUAGE"] = "en"
