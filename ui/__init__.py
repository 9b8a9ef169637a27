"""The faces: the command line and the chat page."""
