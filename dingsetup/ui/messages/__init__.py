"""The window's side of test messages: what is sent, how it looks, to whom, what became of it."""
