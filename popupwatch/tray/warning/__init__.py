"""The warning: what it says, the window that says it, and what its buttons do."""
