"""What we tell people: every sentence, in their language, and what to do."""
