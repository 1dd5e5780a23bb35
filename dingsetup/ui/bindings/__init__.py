"""The binding table in the window: found, filtered, sorted and typed into, never waited for."""
