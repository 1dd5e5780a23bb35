"""The window: Qt and nothing but Qt; everything it shows comes from the rooms below."""
