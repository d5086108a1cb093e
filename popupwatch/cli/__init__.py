"""The command line: one file a group of commands, each loaded only when it is called."""
