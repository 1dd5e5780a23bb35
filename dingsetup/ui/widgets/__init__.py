"""Small parts the pages are put together from."""
