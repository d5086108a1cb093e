"""Where pictures come from: files, the clipboard, the screen. Each becomes a Frame: upright, in RGB or grey."""
